import { execa } from 'execa';
import { runStack, type StackOptions } from '../run-stack.ts';

/** A fresh stack around one command, which finds it by DOWNSCOPE_STACK_FILE. Answers the command's exit code. */
export async function withStack(options: StackOptions, [command = '', ...args]: readonly string[]): Promise<number> {
  return runStack(options, async ({ layout, signal }) => {
    const { exitCode } = await execa(command, args, {
      env: { DOWNSCOPE_STACK_FILE: layout.stackFile },
      stdio: 'inherit',
      reject: false,
      cancelSignal: signal,
      preferLocal: true,
    });
    signal.throwIfAborted();
    return exitCode ?? 1;
  });
}
