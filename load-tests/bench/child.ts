import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** Runs a file in a process of its own, which ends when it is disconnected. */
export function start(file: URL, ...parameters: string[]): ChildProcess {
  return fork(file, parameters, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

export function ask(child: ChildProcess, question: string | object): Promise<unknown> {
  const answer = nextAnswer(child);
  child.send(question);
  return answer;
}

/** @throws Error when the process ends instead */
export async function nextAnswer(child: ChildProcess): Promise<unknown> {
  const answered = new AbortController();
  const ended = once(child, 'exit', { signal: answered.signal }).then(
    () => Promise.reject(new Error(`It ended: ${child.spawnargs.join(' ')}`)),
    () => undefined,
  );
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
  answered.abort();
  return answer;
}
