import type { FastifyInstance } from 'fastify';
import type { Provider } from 'oidc-provider';

/** Hands every request that no route takes to the provider, as it came: body unread, response unwritten. */
export async function mountProvider(server: FastifyInstance, provider: Provider): Promise<void> {
  const handle = provider.callback();
  await server.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => {
      parsed(null);
    });
    scope.all('/*', (request, reply) => {
      reply.hijack();
      void handle(request.raw, reply.raw);
    });
    done();
  });
}
