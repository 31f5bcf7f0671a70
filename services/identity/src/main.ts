import '@downscope/service/telemetry';
import { environment, serve } from '@downscope/service';
import { z } from 'zod';

/** What a process listens for: strangers, or services. What strangers do to one cannot slow down the other. */
const { LISTENER } = environment({ LISTENER: z.enum(['public', 'internal']) });

// Each is loaded by itself, since it wants settings of its own.
if (LISTENER === 'internal') {
  const { InternalModule } = await import('./internal.module.ts');
  await serve(InternalModule);
} else {
  const { PublicModule } = await import('./public.module.ts');
  const { OperationsModule } = await import('./operations.module.ts');
  await serve(PublicModule, { operations: false });
  // It answers whether the process is ready: it comes second, when the other answers.
  await serve(OperationsModule, { portVariable: 'OPERATIONS_PORT' });
}
