import { runningStack } from '@downscope/e2e/support/stack-file.ts';
import type { Options } from './command-line.ts';
import { LoadError } from './errors.ts';

/**
 * The origin of the API to load.
 *
 * @throws NoStackError when the target is local and none runs
 */
export function apiOf({ target, port }: Pick<Options, 'target' | 'port'>): URL {
  if (port !== undefined && target !== 'cluster')
    throw new LoadError('bad_target', '--port goes with --target cluster');
  if (target === 'local') return new URL(runningStack().apiOrigin);
  if (target === 'cluster') return new URL(`http://api.downscope.localhost:${port ?? 80}`);
  return originOf(target);
}

function originOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url;
  throw new LoadError(
    'bad_target',
    `--target ${text}: expected local, cluster or an origin such as https://api.example.org`,
  );
}
