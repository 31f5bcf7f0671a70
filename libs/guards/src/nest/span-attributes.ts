import type { Attributes } from '@opentelemetry/api';
import { actorsOf } from '../verification/actors.ts';
import { scopesOf } from '../verification/scope.ts';
import type { VerifiedClaims } from '../verification/verified-claims.ts';

const protocolClaims = new Set([
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'client_id',
  'scope',
  'act',
  'origin_jti',
  'auth_time',
  'acr',
  'amr',
]);

/** What a trace may know of a token: never the token, never the value of a claim about a person. */
export function spanAttributes(claims: VerifiedClaims, nowSeconds: number): Attributes {
  return {
    'downscope.hop': 'receive',
    ...(claims.jti !== undefined && { 'downscope.jti': claims.jti }),
    ...(typeof claims['origin_jti'] === 'string' && { 'downscope.origin_jti': claims['origin_jti'] }),
    'downscope.client_id': claims.client_id,
    'downscope.audience': String(claims.aud),
    'downscope.scopes': scopesOf(claims.scope ?? ''),
    'downscope.claims': Object.keys(claims)
      .filter((name) => !protocolClaims.has(name))
      .sort(),
    'downscope.actors': actorsOf(claims.act),
    'downscope.seconds_left': claims.exp - nowSeconds,
  };
}
