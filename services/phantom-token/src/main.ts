import '@downscope/service/telemetry';
import { serve } from '@downscope/service';
import { AppModule } from './app.module.ts';
import { OutageModule } from './outages/outage.module.ts';

await serve(OutageModule, { portVariable: 'OUTAGE_PORT', operations: false });
await serve(AppModule);
