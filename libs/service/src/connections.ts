import type { FastifyInstance } from 'fastify';

const checkIntervalMs = 50;

/**
 * Lets an application close while callers keep connections open. Node.js ends those that are idle at that moment, but neither those that
 * were never used, which proxies open in advance, nor those whose last answer was then under way: each would hold it open for as long as
 * the caller likes.
 */
export function endConnectionsOnClose(fastify: FastifyInstance): void {
  const { server } = fastify;
  let underWay = 0;
  server.on('request', (_, response) => {
    underWay += 1;
    response.once('close', () => (underWay -= 1));
  });
  fastify.addHook('preClose', (done) => {
    if (server.listening) {
      const check = setInterval(() => {
        if (!server.listening && underWay === 0) server.closeAllConnections();
      }, checkIntervalMs);
      server.once('close', () => {
        clearInterval(check);
      });
    }
    done();
  });
}
