import { runStack, type StackOptions } from '../run-stack.ts';

/** A stack of its own around one command. Answers the command's exit code. */
export async function withStack(options: StackOptions, [command = '', ...args]: readonly string[]): Promise<number> {
  return runStack(options, ({ run }) => run(command, args));
}
