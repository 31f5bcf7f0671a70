import type { FastifyInstance } from 'fastify';
import findMyWay from 'find-my-way';
import type { HTTPMethod } from 'find-my-way';

/** A path that is served, asked by a method that is not (RFC 9110 section 15.5.6). */
class MethodNotAllowed extends Error {
  override readonly name = 'MethodNotAllowed';
  readonly status = 405;
  readonly code = 'method_not_allowed';
  readonly headers: Readonly<Record<'allow', string>>;

  constructor(allowed: readonly string[]) {
    super('This path is not served by that method.');
    this.headers = { allow: allowed.join(', ') };
  }
}

/**
 * Tells a method that a path does not have from a path that nobody serves: 405 with `Allow`, where Fastify says 404 to both. To be called
 * before any route is added.
 */
export function refuseUnservedMethods(server: FastifyInstance): void {
  const served = findMyWay();
  const methods = new Set<string>();
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat() as HTTPMethod[]) {
      methods.add(each);
      if (!served.hasRoute(each, url)) served.on(each, url, () => undefined);
    }
  });
  server.addHook('onRequest', (request, _, done) => {
    if (!request.is404) {
      done();
      return;
    }
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = [...methods].filter((method) => served.find(method as HTTPMethod, path));
    done(allowed.length > 0 ? new MethodNotAllowed(allowed.sort()) : undefined);
  });
}
