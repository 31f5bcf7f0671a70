import type { FastifyInstance } from 'fastify';
import type { RotatingProvider } from './rotating-provider.ts';

/**
 * Hands every request that no route takes to the provider, as it came: body unread, response unwritten. Not waited for: that would start the
 * server before Nest has told it how errors are answered.
 */
export function mountProvider(server: FastifyInstance, provider: Pick<RotatingProvider, 'answer'>): void {
  void server.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => {
      parsed(null);
    });
    scope.all('/*', (request, reply) => {
      reply.hijack();
      void provider.answer(request.raw, reply.raw);
    });
    done();
  });
}
