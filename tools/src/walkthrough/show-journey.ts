import type { StackClient } from '@downscope/e2e/support/stack-client.ts';
import type { Steps } from './steps.ts';
export async function showJourney(stack: StackClient, steps: Steps, of: string, traceId: string): Promise<void> {
  await steps.take(`the journey of ${of}`, async () => [await stack.journey(traceId), '']);
}
