import { randomBytes } from 'node:crypto';

export interface Trace {
  readonly id: string;
  /** W3C Trace Context section 3.2, sampled. */
  readonly traceparent: string;
}

export function newTrace(): Trace {
  const id = randomBytes(16).toString('hex');
  return { id, traceparent: `00-${id}-${randomBytes(8).toString('hex')}-01` };
}
