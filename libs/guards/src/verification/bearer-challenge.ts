/** What a WWW-Authenticate header says about a refusal. */
export interface BearerChallenge {
  readonly realm: string;
  /** Left out when the request had no token (RFC 6750 section 3.1). */
  readonly error?: 'invalid_token' | 'insufficient_scope' | 'insufficient_user_authentication';
  /** The scopes that would have been enough. */
  readonly scope?: readonly string[];
  /** The kinds of login that would have been enough (RFC 9470 section 3), and how long ago it may be. */
  readonly acrValues?: readonly string[];
  readonly maxAgeSeconds?: number;
  /** Address of the protected resource metadata (RFC 9728 section 5.1). */
  readonly resourceMetadata?: string | undefined;
  /** By which whoever runs this finds the reason in the log: a parameter of our own, as RFC 6750 section 3 lets us have. */
  readonly traceId?: string | undefined;
}

/** The value of a WWW-Authenticate header (RFC 6750 section 3). */
export function bearerChallenge({ realm, error, resourceMetadata, traceId, ...needed }: BearerChallenge): string {
  const parameters = {
    realm,
    error,
    scope: needed.scope?.join(' '),
    acr_values: needed.acrValues?.join(' '),
    max_age: needed.maxAgeSeconds?.toString(),
    resource_metadata: resourceMetadata,
    trace_id: traceId,
  };
  return `Bearer ${Object.entries(parameters)
    .flatMap(([name, value]) => (value ? [`${name}=${quoted(value)}`] : []))
    .join(', ')}`;
}

/** A quoted-string (RFC 9110 section 5.6.4). A line break in it would start a header of somebody else's choice. */
function quoted(value: string): string {
  if (!/^[\x20-\x7e]*$/.test(value)) throw new RangeError('A challenge holds printable ASCII only');
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
