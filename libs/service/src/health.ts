import type { FastifyInstance } from 'fastify';
import { details, failing } from '@downscope/health';

/**
 * Liveness and readiness, for Kubernetes probes, and what tells callers that the service is about to go.
 *
 * A service listens only once its own database is migrated, and waits for nothing else, so it is ready from its first answer
 * until it leaves, but while something of its own is out (@downscope/health). What it works without, but not as well, it tells beside that.
 */
export class Health {
  private leaving = false;

  /** From now on the service is not ready; it serves on, and ends each connection with its next answer (RFC 9112 section 9.6). */
  leave(): void {
    this.leaving = true;
  }

  /** So that callers who keep connections open have none left here when the last one is closed. */
  endConnections(server: FastifyInstance): void {
    server.addHook('onRequest', (_, reply, done) => {
      if (this.leaving) reply.raw.setHeader('connection', 'close');
      done();
    });
  }

  register(server: FastifyInstance): void {
    server.get('/health/live', async (_, reply) => {
      const names = await failing('isAlive');
      return names.length > 0 ? reply.status(503).send({ status: 'stuck', failing: names }) : { status: 'live' };
    });
    server.get('/health/ready', async (_, reply) => {
      if (this.leaving) return reply.status(503).send({ status: 'stopping' });
      const names = await failing('isReady');
      const told = details();
      const more = Object.keys(told).length > 0 ? { details: told } : {};
      if (names.length > 0) return reply.status(503).send({ status: 'not ready', failing: names, ...more });
      return { status: 'ready', ...more };
    });
  }
}
