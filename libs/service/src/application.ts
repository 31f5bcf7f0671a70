import { type DynamicModule, Module, StandardSchemaValidationPipe, type Type } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger, PinoLogger } from 'nestjs-pino';
import { z } from 'zod';
import { keepAnswersPersonal } from './answers-are-personal.ts';
import { Clock, SystemClock } from './clock.ts';
import { endConnectionsOnClose } from './connections.ts';
import { earlyRefusals } from './early-refusals.ts';
import { environment } from './environment.ts';
import { Health } from './health.ts';
import { logging, logRequests } from './logging.ts';
import { registerMetrics } from './metrics.ts';
import { ProblemFilter } from './problem.filter.ts';
import { traceRequests } from './tracing.ts';
import { refuseUnservedMethods } from './unserved-methods.ts';

/** What differs between applications. */
export interface ApplicationOptions {
  /** Whether it has /health and /metrics; default true. */
  readonly operations?: boolean;
  /** The largest request body that is read; default 64 KiB. */
  readonly bodyLimitBytes?: number;
}

// Longer than a proxy in front keeps an idle connection, or it would now and then reuse one that is just being closed.
const keepAliveTimeoutMs = 75_000;
const requestTimeoutMs = 30_000;

/**
 * A Nest module with what every service has around it, not yet listening: what `serve` runs, and a spec calls by `inject`.
 *
 * @throws ConfigurationError naming the variable that is missing or malformed
 */
export async function createApplication(
  module: Type,
  { operations = true, bodyLimitBytes = 64 * 1024 }: ApplicationOptions = {},
): Promise<{ app: NestFastifyApplication; health: Health }> {
  const { LOG_LEVEL, OTEL_SERVICE_NAME: name } = environment({
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
    OTEL_SERVICE_NAME: z.string(),
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    root(module, logging(name, LOG_LEVEL)),
    new FastifyAdapter({
      keepAliveTimeout: keepAliveTimeoutMs,
      requestTimeout: requestTimeoutMs,
      bodyLimit: bodyLimitBytes,
      // What arrives while it closes is answered like everything else. Fastify would say 503, on a connection that was good a moment ago.
      return503OnClosing: false,
      ...earlyRefusals,
    }),
    { bufferLogs: true },
  );
  app.useLogger(app.get(Logger));

  const health = new Health();
  const server = app.getHttpAdapter().getInstance();
  traceRequests(server);
  refuseUnservedMethods(server);
  keepAnswersPersonal(server);
  logRequests(server, await app.resolve(PinoLogger));
  health.endConnections(server);
  endConnectionsOnClose(server);
  if (operations) {
    registerMetrics(server);
    health.register(server);
  }
  return { app, health };
}

/** The module, with what every service has around it. */
function root(module: Type, logger: DynamicModule): DynamicModule {
  return {
    module: Root,
    global: true,
    imports: [logger, module],
    providers: [
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_PIPE, useClass: StandardSchemaValidationPipe },
      { provide: Clock, useClass: SystemClock },
    ],
    exports: [Clock],
  };
}

@Module({})
class Root {}
