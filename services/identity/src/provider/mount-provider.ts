import type { FastifyInstance } from 'fastify';
import type { RotatingProvider } from './rotating-provider.ts';

/** Hands every request that no route takes to the provider, as it came: body unread, response unwritten. */
export async function mountProvider(
  server: FastifyInstance,
  provider: Pick<RotatingProvider, 'answer'>,
): Promise<void> {
  await server.register((scope, _, done) => {
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
