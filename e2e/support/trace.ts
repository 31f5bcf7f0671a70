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

/** In which trace a request was answered: an edge may have begun another than the client's. Undefined where nobody says. */
export function traceOf(headers: { get(name: string): string | null }): string | undefined {
  const [, id] = headers.get('traceresponse')?.split('-') ?? [];
  return id ?? /trace_id="([^"]+)"/.exec(headers.get('www-authenticate') ?? '')?.[1];
}
