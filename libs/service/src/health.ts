import type { FastifyInstance } from 'fastify';

/**
 * Liveness and readiness, for Kubernetes probes.
 *
 * A service listens only once its own database is migrated, and waits for nothing else, so it is ready from its first answer
 * until it is told to stop.
 */
export class Health {
  private stopping = false;

  /** From now on the service says that it takes no new work, and finishes what it has. */
  stop(): void {
    this.stopping = true;
  }

  register(server: FastifyInstance): void {
    server.get('/health/live', () => ({ status: 'live' }));
    server.get('/health/ready', (_, reply) =>
      this.stopping ? reply.status(503).send({ status: 'stopping' }) : { status: 'ready' },
    );
  }
}
