import type { FastifyInstance } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { currentCaller, networkOf } from '../callers/caller.ts';

/**
 * Answers 429 with Retry-After to a network that asks more often than `requestsPerMinute`, before anything is done for it. By whom a
 * request comes from alone, not by its path, for the router behind takes more than one spelling of that.
 *
 * Counted in this process: of several replicas each lets that many through. Guesses at passwords are counted in the database.
 */
export function limitRequests(server: FastifyInstance, requestsPerMinute: number): void {
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  server.addHook('onRequest', async (_, reply) => {
    try {
      await limiter.consume(networkOf(currentCaller()?.address ?? 'unknown'));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      await reply.status(429).header('retry-after', String(seconds)).type('text/plain').send('Too Many Requests');
    }
  });
}
