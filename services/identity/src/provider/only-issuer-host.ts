import type { FastifyInstance } from 'fastify';
import { config } from '../identity.config.ts';

/**
 * Refuses requests for any other host than the issuer's, named directly or as forwarded. The provider makes addresses of it: where
 * a login returns to, what discovery says, which audience an assertion may have.
 */
export function onlyIssuerHost(server: FastifyInstance): void {
  const { host } = new URL(config.ISSUER);
  server.addHook('onRequest', async (request, reply) => {
    const named = [request.headers.host, request.headers['x-forwarded-host'] ?? host];
    if (named.some((name) => name !== host)) await reply.status(421).type('text/plain').send('Misdirected Request');
  });
}
