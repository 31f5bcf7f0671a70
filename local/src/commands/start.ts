import { once } from 'node:events';
import { type RunningStack, runStack, type StackOptions } from '../run-stack.ts';
import { InterruptedError } from '../supervisor/interruption.ts';

/** The system, the walkthrough, the addresses; then it runs until Ctrl-C. Answers the exit code. */
export async function start(options: StackOptions, demo: boolean): Promise<number> {
  return runStack(options, async (stack) => {
    const code = demo ? await walkThrough(stack) : 0;
    printAddresses(stack);
    await ended(stack.signal);
    return code;
  });
}

/** Resolves on Ctrl-C; fails when a part dies. */
export async function ended(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
  if (!(signal.reason instanceof InterruptedError)) throw signal.reason;
}

async function walkThrough({ layout, run }: RunningStack): Promise<number> {
  const code = await run(process.execPath, ['tools/src/walkthrough/main.ts']);
  if (code !== 0)
    console.error(
      `\nThe walkthrough failed (exit code ${code}). The system runs on; its logs are in ${layout.logsFolder}`,
    );
  return code;
}

export function printAddresses({ layout }: Pick<RunningStack, 'layout'>): void {
  console.log(`
API        ${layout.apiOrigin}/orders
           ${layout.apiOrigin}/.well-known/oauth-protected-resource
Identity   ${layout.issuer}/.well-known/openid-configuration
Journeys   http://127.0.0.1:${layout.ports.journey}/
Logs       ${layout.logsFolder}

Ctrl-C ends it.`);
}
