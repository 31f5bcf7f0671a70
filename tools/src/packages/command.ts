import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Runs a program to its end, and gives what it said. */
export async function run(
  cwd: string,
  [program = '', ...args]: readonly string[],
  { env = {}, input = '' }: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<string> {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
  child.stdin.end(input);
  const exited = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}\n${out}${err}`);
  return out;
}
