import '@downscope/service/telemetry';
import { serve } from '@downscope/service';
import { InternalModule } from './internal.module.ts';
import { PublicModule } from './public.module.ts';

// The internal listener answers whether the service is ready: it comes second, when the other answers.
await serve(PublicModule, { portVariable: 'PUBLIC_PORT', operations: false });
await serve(InternalModule, { portVariable: 'INTERNAL_PORT' });
