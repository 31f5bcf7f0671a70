import type { Secret } from '@downscope/e2e/support/secret.ts';
import autocannon from 'autocannon';
import { percentile } from '../percentile.ts';

const durationSeconds = 6;
/** Far from what the system could do alone: what is measured is how long one waits, not how many fit. */
const perSecond = 40;

export interface Served {
  readonly p95Ms: number;
  /** Answered by anything but 200, or not at all. */
  readonly refused: number;
}

/** Somebody lists their orders, through the edge, at a constant rate. */
export async function goodRequests(apiOrigin: string, opaqueToken: Secret): Promise<Served> {
  const { host, port } = new URL(apiOrigin);
  const timesMs: number[] = [];
  let refused = 0;
  const instance = autocannon({
    url: `http://127.0.0.1:${port}/orders?limit=5`,
    headers: { host, authorization: `Bearer ${opaqueToken.reveal()}` },
    connections: 8,
    overallRate: perSecond,
    duration: durationSeconds,
  });
  instance.on('response', (_client, status, _bytes, timeMs) => {
    timesMs.push(timeMs);
    if (status !== 200) refused += 1;
  });
  const { errors } = await instance;
  return { p95Ms: percentile(timesMs, 0.95), refused: refused + errors };
}
