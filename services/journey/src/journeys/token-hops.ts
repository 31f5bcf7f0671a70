import { list, number, type Span, text } from '../spans/span.ts';
import { type Anchored, type Hop, nothing, shortName, type Via } from './hop.ts';

export type IssuanceOf = (jti: string) => Span | undefined;

/** A service was called with a token, whose issuing is another span, often of an earlier trace. */
export function received(span: Span, issuanceOf: IssuanceOf): Anchored {
  const issuance = issuanceOf(text(span, 'downscope.jti') ?? '');
  const hop = {
    ...tokenOf(span, issuance),
    to: span.service,
    action: span.name,
    isCached: issuance !== undefined && issuance.traceId !== span.traceId,
    status: number(span, 'http.response.status_code') ?? null,
  };
  return { hop, ...placeOf(span) };
}

/** A token was issued, and no service has been called with it yet. */
export function unused(issuance: Span): Anchored {
  return { hop: tokenOf(issuance, issuance), ...placeOf(issuance) };
}

/** Identity was asked for a token, and gave none. */
export function refused(span: Span): Anchored {
  const hop: Hop = {
    ...nothing,
    from: text(span, 'downscope.client_id') ?? 'unknown',
    to: shortName(text(span, 'downscope.audience')),
    via: 'refused',
    audience: text(span, 'downscope.audience') ?? null,
    reason: text(span, 'downscope.reason') ?? null,
  };
  return { hop, ...placeOf(span) };
}

/** What the client held at the edge: known only from the span that swapped it, since nobody else may look into an opaque token. */
export function heldByClient(swap: Span): Hop {
  return {
    ...nothing,
    from: text(swap, 'downscope.client_id') ?? 'unknown',
    to: 'edge',
    audience: text(swap, 'downscope.parent_audience') ?? null,
    scopes: list(swap, 'downscope.parent_scopes'),
    claims: list(swap, 'downscope.parent_claims'),
    jti: text(swap, 'downscope.parent_jti') ?? null,
  };
}

function tokenOf(span: Span, issuance: Span | undefined): Hop {
  const via = viaOf(span);
  const scopes = list(span, 'downscope.scopes');
  const claims = list(span, 'downscope.claims');
  return {
    ...nothing,
    from: via === 'edge' ? 'edge' : (text(span, 'downscope.client_id') ?? 'unknown'),
    to: shortName(text(span, 'downscope.audience')),
    via,
    audience: text(span, 'downscope.audience') ?? null,
    scopes,
    claims,
    actors: list(span, 'downscope.actors'),
    secondsLeft: number(span, 'downscope.seconds_left') ?? null,
    rule: (issuance && text(issuance, 'downscope.rule')) ?? null,
    jti: text(span, 'downscope.jti') ?? null,
    lost: {
      scopes: without(issuance ? list(issuance, 'downscope.parent_scopes') : [], scopes),
      claims: without(issuance ? list(issuance, 'downscope.parent_claims') : [], claims),
    },
  };
}

/** The token itself says how it was got: exchange adds an actor, and only what descends from an opaque token has its id. */
function viaOf(span: Span): Via {
  if (list(span, 'downscope.actors').length > 0) return 'exchange';
  return text(span, 'downscope.origin_jti') === undefined ? 'client_credentials' : 'edge';
}

function without(before: readonly string[], now: readonly string[]): string[] {
  return before.filter((name) => !now.includes(name));
}

function placeOf({ spanId, parentSpanId, startMs }: Span): Omit<Anchored, 'hop'> {
  return { spanId, parentSpanId, startMs };
}
