import type { FastifyInstance } from 'fastify';
import { config } from '../identity.config.ts';

const { host, protocol } = new URL(config.ISSUER);

/**
 * Refuses requests for any other host than the issuer's, named directly or as forwarded. The provider makes addresses of it: where
 * a login returns to, what discovery says, which audience an assertion may have. So it is handed the issuer's own spelling alone.
 */
export function onlyIssuerHost(server: FastifyInstance): void {
  server.addHook('onRequest', async ({ raw: { headers } }, reply) => {
    const forwarded = [headers['x-forwarded-host'] ?? []].flat().flatMap((list) => list.split(','));
    const named = [headers.host ?? '', ...forwarded];
    if (!named.every(isIssuerHost)) {
      await reply.status(421).type('text/plain').send('Misdirected Request');
      return;
    }
    headers.host = host;
    delete headers['x-forwarded-host'];
  });
}

/** Case, the port that goes without saying, and the dot of a complete name make no other host (RFC 9110 section 4.2.3). */
function isIssuerHost(name: string): boolean {
  const [, hostname = '', port = ''] =
    /^([a-z0-9.-]+?|\[[0-9a-f:]+\])\.?(?::(\d+))?$/.exec(name.trim().toLowerCase()) ?? [];
  const spelled = URL.parse(`${protocol}//${hostname}${port && `:${port}`}`);
  return spelled?.host === host;
}
