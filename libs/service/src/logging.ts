import type { DynamicModule } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { LoggerModule, type PinoLogger } from 'nestjs-pino';

/** JSON lines on standard output, each with the service and the trace that it belongs to. */
export function logging(service: string, level: string): DynamicModule {
  return LoggerModule.forRoot({
    pinoHttp: {
      level,
      base: { service },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const span = trace.getActiveSpan()?.spanContext();
        return span ? { traceId: span.traceId } : {};
      },
      autoLogging: false,
      quietReqLogger: true,
    },
  });
}

/** What comes again and again: a line of it says nothing. */
const routine = /^\/(health\/|metrics$|ssf\/poll\/)/;

/** One line a request: the route, never the path, a header, a query or a body, since any of them may hold what no log should. */
export function logRequests(server: FastifyInstance, logger: PinoLogger): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const entry = {
      method: request.method,
      route,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    };
    if (!routine.test(route)) logger.info(entry, 'request');
    done();
  });
}
