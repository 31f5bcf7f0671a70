import { ClusterStack } from './cluster/cluster-stack.ts';
import { LocalStack } from './local-stack.ts';
import { StackClient } from './stack-client.ts';
import { runningStack } from './stack-file.ts';
import { type Target, targetOf } from './target.ts';

/** The running stack that a spec, the walkthrough or a tool works with: the environment's, if no target is given. */
export async function openStack(target: Target = targetOf(process.env)): Promise<StackClient> {
  if (target.kind === 'local') return new StackClient(new LocalStack(runningStack()));
  return new StackClient(await ClusterStack.connect(target.context));
}
