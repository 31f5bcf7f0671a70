import { join } from 'node:path';
import { readStackFile, type StackDescription } from '@downscope/local/stack';

/** Where `npm start` says what runs: DOWNSCOPE_STACK_FILE, or that of the stack DOWNSCOPE_STACK in this checkout. */
export function stackFilePath(): string {
  const { DOWNSCOPE_STACK_FILE, DOWNSCOPE_STACK = 'downscope' } = process.env;
  return DOWNSCOPE_STACK_FILE ?? join(import.meta.dirname, '../../.data', DOWNSCOPE_STACK, 'stack.json');
}

export class NoStackError extends Error {
  readonly code = 'no_stack';
  override readonly name = 'NoStackError';
}

export function runningStack(path = stackFilePath()): StackDescription {
  try {
    return readStackFile(path);
  } catch (cause) {
    throw new NoStackError(`no stack runs: ${path} cannot be read. Start one with npm start.`, { cause });
  }
}
