import { kubectl } from './kubectl.ts';

/** A script was about to write to a cluster that nobody said it may write to. */
export class ContextRefused extends Error {
  override readonly name = 'ContextRefused';

  constructor(context: string) {
    super(`The current context is ${context}, no kind cluster: name it with --context ${context} if it is meant`);
  }
}

/** What kubectl, or the skaffold that runs this, would write to. */
export async function currentContext(): Promise<string> {
  return process.env['SKAFFOLD_KUBE_CONTEXT'] ?? (await kubectl(['config', 'current-context'])).trim();
}

/**
 * The context to write to: the one that was named, or else the current one if that is a kind cluster.
 *
 * @throws ContextRefused
 */
export function writableContext(named: string | undefined, current: string): string {
  if (named !== undefined) return named;
  if (!current.startsWith('kind-')) throw new ContextRefused(current);
  return current;
}
