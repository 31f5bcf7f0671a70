import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './answer.ts';

/** Asks something, and knows what the answer must be. */
export interface Request {
  readonly ask: () => Promise<Answer>;
  readonly status: number;
}

export interface LoadReport {
  readonly asked: number;
  readonly perSecond: number;
  /** What each request got that did not get its answer. */
  readonly lost: readonly string[];
}

/**
 * Sends requests at a constant rate, whether or not the ones before are answered, for as long as `work` takes.
 *
 * @param requests sent in turn
 */
export async function underLoad(
  { perSecond, requests }: { perSecond: number; requests: readonly Request[] },
  work: () => Promise<void>,
): Promise<LoadReport> {
  const lost: string[] = [];
  const underWay: Promise<void>[] = [];
  const startedMs = performance.now();
  const elapsedSeconds = () => (performance.now() - startedMs) / 1000;

  const over = new AbortController();
  const working = work().finally(() => {
    over.abort();
  });
  while (!over.signal.aborted) {
    while (underWay.length < elapsedSeconds() * perSecond) {
      const request = requests[underWay.length % requests.length];
      if (request) underWay.push(send(request, lost));
    }
    await pause(5);
  }
  const asked = underWay.length;
  const seconds = elapsedSeconds();
  await Promise.all(underWay);
  await working;
  return { asked, perSecond: asked / seconds, lost };
}

async function send({ ask, status }: Request, lost: string[]): Promise<void> {
  try {
    const answer = await ask();
    if (answer.status !== status) lost.push(`${String(answer.status)} ${answer.text.slice(0, 200)}`);
  } catch (error) {
    lost.push(String(error instanceof Error ? (error.cause ?? error) : error));
  }
}
