import type { RawAnswer } from '../raw-exchange.ts';
import type { Listener } from './corpus-file.ts';
import type { Keys } from './forged-jws.ts';

/** Where a listener is reached, and the name that it is asked by. */
export interface Address {
  readonly origin: string;
  readonly host?: string;
}

/** What stands for a `${variable}`. Asked at most once for each request that it stands in. */
export type Variables = Readonly<Record<string, () => string | Promise<string>>>;

/** What the audit said of a request. */
export interface Audited {
  readonly event: string;
  readonly reason?: string;
}

/** All that the corpus needs to know of an authorization server. Another one's is another implementation of this. */
export interface ServerUnderTest {
  readonly listeners: Readonly<Record<Listener, Address>>;
  readonly keys: Keys;
  /** Those of one request: a login in progress, a fresh code. What they have in common they share. */
  variables(): Variables;
  /** The OAuth error that an answer names on a page, which each server does in its own way. */
  errorOnPage(answer: RawAnswer): string | undefined;
  /** Sends, and finds what the audit says of it. The trace is the request's; nothing else is sent meanwhile. */
  witnessed(
    traceId: string,
    send: () => Promise<RawAnswer>,
  ): Promise<{ answer: RawAnswer; audited: readonly Audited[] }>;
}
