import { LocalStack } from './local-stack.ts';
import type { StackClient } from './stack-client.ts';
import { runningStack } from './stack-file.ts';

/** The running stack that a spec, the walkthrough or a tool works with. */
export function openStack(): StackClient {
  return new LocalStack(runningStack());
}
