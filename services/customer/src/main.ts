import '@downscope/service/telemetry';
import { serve } from '@downscope/service';
import { AppModule } from './app.module.ts';

await serve(AppModule);
