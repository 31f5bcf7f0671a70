/**
 * How a hop got its privilege: `client` holds an opaque token; the `edge` swapped it for a JWT; a service `exchange`d the JWT
 * it was called with, or asked for its `own`; an `event` carries none; `refused` is where identity gave no token.
 */
export type Via = 'client' | 'edge' | 'exchange' | 'client_credentials' | 'event' | 'refused';

/** What one party could do at the next. Names only: no token, and no value of a claim. */
export interface Hop {
  readonly from: string;
  readonly to: string;
  readonly via: Via;
  /** Index of the hop that this one follows from; null where a journey begins, or where that hop is not known. */
  readonly after: number | null;
  /** What was asked there: a method and a route, or the type of an event. */
  readonly action: string | null;
  readonly audience: string | null;
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
  /** Who acts for the person, outermost first. */
  readonly actors: readonly string[];
  readonly secondsLeft: number | null;
  /** The path in privileges.yaml that granted it. */
  readonly rule: string | null;
  readonly jti: string | null;
  /** What the token before could, and this one cannot. */
  readonly lost: Privilege;
  /** Whether the token had been issued in an earlier trace. */
  readonly isCached: boolean;
  /** What the receiver answered. */
  readonly status: number | null;
  /** Why there is no token. */
  readonly reason: string | null;
  readonly topic: string | null;
}

export interface Privilege {
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
}

/** A hop, and the span at which it arrived: what happens below that span follows from the hop. */
export interface Anchored {
  readonly hop: Hop;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly startMs: number;
}

export const nothing: Hop = {
  from: 'unknown',
  to: 'unknown',
  via: 'client',
  after: null,
  action: null,
  audience: null,
  scopes: [],
  claims: [],
  actors: [],
  secondsLeft: null,
  rule: null,
  jti: null,
  lost: { scopes: [], claims: [] },
  isCached: false,
  status: null,
  reason: null,
  topic: null,
};

/** `urn:downscope:order` and `/order` are both `order` to a reader. */
export function shortName(name: string | undefined): string {
  return name?.split(/[:/]/).at(-1) ?? 'unknown';
}
