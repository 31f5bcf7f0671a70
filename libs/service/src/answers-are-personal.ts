import type { FastifyInstance } from 'fastify';

/**
 * An answer belongs to whom it was given: no cache keeps it, and no browser guesses what it is (RFC 9111 section 5.2.2.5). A route whose
 * answer is for everybody says so by a `Cache-Control` of its own.
 */
export function keepAnswersPersonal(server: FastifyInstance): void {
  server.addHook('onSend', (_, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) reply.headers({ 'cache-control': 'no-store', vary: 'authorization' });
    reply.header('x-content-type-options', 'nosniff');
    done(null, payload);
  });
}
