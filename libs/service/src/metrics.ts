import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, register } from 'prom-client';

const durations = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'Duration of HTTP requests, by route and status',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
});

/** Prometheus metrics of the process and of its HTTP requests; routes, never paths, so that no label holds a value of a person. */
export function registerMetrics(server: FastifyInstance): void {
  collectDefaultMetrics();
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
  server.get('/metrics', async (_, reply) => reply.type(register.contentType).send(await register.metrics()));
}
