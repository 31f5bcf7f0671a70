import type { Answer } from './answer.ts';

/** Identity gave no token. `code` is the `error` of RFC 6749 section 5.2, or `inactive`. */
export class IdentityRefusedError extends Error {
  override readonly name = 'IdentityRefusedError';
  readonly status: number;
  readonly code: string;

  constructor({ status, body }: Answer) {
    const { error, active } = Object(body) as { error?: string; active?: boolean };
    const code = active === false ? 'inactive' : (error ?? 'no_token');
    super(`identity answers ${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}
