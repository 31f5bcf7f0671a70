import { STATUS_CODES } from 'node:http';

/** A problem document (RFC 9457 section 3), with the error's stable code as extension member. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
}

/** What goes with each problem document. */
export const problemHeaders = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } as const;

export function problem(status: number, code: string, detail?: string): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
  };
}
