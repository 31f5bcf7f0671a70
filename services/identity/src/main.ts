import '@downscope/service/telemetry';
import { serve } from '@downscope/service';
import { InternalModule } from './internal.module.ts';
import { PublicModule } from './public.module.ts';

await serve(InternalModule, { portVariable: 'INTERNAL_PORT' });
await serve(PublicModule, { portVariable: 'PUBLIC_PORT', operations: false });
