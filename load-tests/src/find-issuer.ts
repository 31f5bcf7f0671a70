import { ask } from '@downscope/e2e/support/answer.ts';
import { z } from 'zod';
import { LoadError } from './errors.ts';

const metadata = z.object({ authorization_servers: z.tuple([z.url({ protocol: /^https?$/ })]) });

/**
 * The authorization server of an API, as the API itself publishes it (RFC 9728 section 3).
 *
 * @throws LoadError not_downscope when nothing answers, or something else
 */
export async function issuerOf(api: URL): Promise<URL> {
  const url = new URL('/.well-known/oauth-protected-resource', api);
  const answer = await ask(url).catch((cause: unknown) => {
    throw new LoadError('not_downscope', `nothing answers at ${api.origin}`, { cause });
  });
  const { data } = metadata.safeParse(answer.body);
  if (answer.status === 200 && data) return new URL(data.authorization_servers[0]);
  throw new LoadError('not_downscope', `${url.href} names no authorization server: ${answer.status}`);
}
