import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** kubectl ended with another code than 0; the message is what it said. */
export class KubectlError extends Error {
  override readonly name = 'KubectlError';
}

/** Runs kubectl with `input` as its standard input, and answers what it printed. No shell, so no argument is ever a command. */
export async function kubectl(args: readonly string[], input = ''): Promise<string> {
  const child = spawn('kubectl', args, { stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  child.stdin.on('error', () => undefined).end(input);
  const [output, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new KubectlError(`kubectl ${args[0] ?? ''}: ${complaint.trim()}`);
  return output;
}
