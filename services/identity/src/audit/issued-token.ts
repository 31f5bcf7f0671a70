import { type Attributes, trace } from '@opentelemetry/api';
import { actorsOf, scopesOf } from '../tokens/access-token.ts';
import { type Minted, nowSeconds } from '../tokens/token-signer.ts';
import { audienceName, type AuditEntry, fingerprint } from './audit.ts';

/** The token that another was made from. */
export interface Parent {
  readonly jti: string;
  readonly audience: string;
  readonly scopes: readonly string[];
  /** Names. */
  readonly claims: readonly string[];
}

/** Why there is a token: the path in privileges.yaml, and what it was made from. */
export interface Cause {
  readonly rule: string;
  readonly parent?: Parent;
}

type Hop = 'swap' | 'exchange' | 'client_credentials';

/** Puts on the request's span what a hop was given and what it lost. Names and ids, never a token or the value of a claim. */
export function traceIssued(hop: Hop, { protocol, claims }: Minted, { rule, parent }: Cause): void {
  annotate({
    'downscope.hop': hop,
    'downscope.rule': rule,
    'downscope.jti': protocol.jti,
    'downscope.client_id': protocol.client_id,
    'downscope.audience': protocol.aud,
    'downscope.scopes': [...scopesOf(protocol.scope)],
    'downscope.claims': Object.keys(claims).sort(),
    'downscope.actors': [...actorsOf(protocol.act)],
    'downscope.seconds_left': protocol.exp - nowSeconds(),
    ...(protocol.origin_jti !== undefined && { 'downscope.origin_jti': protocol.origin_jti }),
    ...(parent && {
      'downscope.parent_jti': parent.jti,
      'downscope.parent_audience': parent.audience,
      'downscope.parent_scopes': [...parent.scopes],
      'downscope.parent_claims': [...parent.claims].sort(),
    }),
  });
}

/** Puts on the request's span that no token was given, and why. */
export function traceRefused({ clientId, audience, reason }: AuditEntry): void {
  annotate({
    'downscope.hop': 'refused',
    ...(clientId !== undefined && { 'downscope.client_id': clientId }),
    ...(audience !== undefined && { 'downscope.audience': audienceName(audience) }),
    ...(reason !== undefined && { 'downscope.reason': reason }),
  });
}

/** The line that the audit keeps of a token for use inside. */
export function auditIssued(event: AuditEntry['event'], minted: Minted, { rule, parent }: Cause): AuditEntry {
  const { token, protocol, claims } = minted;
  return {
    event,
    clientId: protocol.client_id,
    subject: protocol.sub,
    audience: protocol.aud,
    scopes: scopesOf(protocol.scope),
    claims: Object.keys(claims).sort(),
    actors: actorsOf(protocol.act),
    jti: protocol.jti,
    parentJti: parent?.jti,
    originJti: protocol.origin_jti,
    fingerprint: fingerprint(token),
    rule,
  };
}

function annotate(attributes: Attributes): void {
  trace.getActiveSpan()?.setAttributes(attributes);
}
