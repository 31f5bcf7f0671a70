import type { Type } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { z } from 'zod';
import { type ApplicationOptions, createApplication } from './application.ts';
import { environment } from './environment.ts';
import { closeAtShutdown } from './shutdown.ts';

/** What differs between listeners. */
export interface ListenerOptions extends ApplicationOptions {
  /** The variable that holds the port; default PORT. */
  readonly portVariable?: string;
  /** A transport beside HTTP that the module's event handlers listen on. */
  readonly events?: MicroserviceOptions;
}

/**
 * Runs a Nest module as a service until SIGTERM or SIGINT: then it is not ready, serves for DRAIN_SECONDS more, answers what is under
 * way, and ends.
 *
 * @throws ConfigurationError naming the variable that is missing or malformed
 */
export async function serve(module: Type, options: ListenerOptions = {}): Promise<void> {
  const { portVariable = 'PORT', events, ...applicationOptions } = options;
  const { HOST, DRAIN_SECONDS } = environment({
    HOST: z.string().default('0.0.0.0'),
    DRAIN_SECONDS: z.coerce.number().min(0).max(30).default(0),
  });
  const port = Number(environment({ [portVariable]: z.coerce.number().int().min(1).max(65_535) })[portVariable]);

  const { app, health } = await createApplication(module, applicationOptions);
  if (events) app.connectMicroservice(events);
  await app.init();
  await app.startAllMicroservices();
  await app.listen(port, HOST);
  const leave = (): void => {
    health.leave();
  };
  closeAtShutdown({ leave, close: () => app.close() }, DRAIN_SECONDS);
}
