import { trace } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';

/** Names the request's span by its route, which `node:http` cannot know. */
export function nameSpans(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _, done) => {
    const route = request.routeOptions.url;
    if (route !== undefined)
      trace.getActiveSpan()?.updateName(`${request.method} ${route}`).setAttribute('http.route', route);
    done();
  });
}
