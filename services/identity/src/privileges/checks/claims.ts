import type { PrivilegesFile } from '../privileges.schema.ts';
import type { Problem } from '../privileges-text.ts';
import { isServiceScope, scopesOf } from './scopes.ts';

/**
 * What a claim about a person must not be called, because a token says something else by it: RFC 7519 section 4.1, RFC 7800,
 * RFC 8693 section 4, RFC 9068 section 2.2, RFC 9449 section 6, OpenID Connect Core section 2 and its logout specifications, and
 * what identity itself adds.
 */
const protocolClaims = new Set(
  [
    'iss sub aud exp nbf iat jti typ cnf jkt jwk kid',
    'client_id scope act may_act auth_time acr amr authorization_details',
    'azp nonce at_hash c_hash s_hash sid events toe txn active origin_jti',
  ].flatMap((names) => names.split(' ')),
);

/** Claims that the protocol has, that no scope needs, or that a token would need on a hop where it has them no more. */
export function claims(file: PrivilegesFile): Problem[] {
  return [...names(file), ...ofServices(file), ...onTheWay(file)];
}

function* names(file: PrivilegesFile): Generator<Problem> {
  const needed = new Set([...scopesOf(file).values()].flatMap(({ entry }) => entry.claims));
  for (const claim of file.claims.keys()) {
    const path = ['claims', claim];
    if (protocolClaims.has(claim)) yield { path, message: 'belongs to the protocol' };
    if (!needed.has(claim)) yield { path, message: 'no scope needs it' };
  }
}

function* ofServices(file: PrivilegesFile): Generator<Problem> {
  for (const [scope, { path, entry }] of scopesOf(file)) {
    if (isServiceScope(scope) && entry.claims.length > 0) {
      yield { path: [...path, 'claims'], message: "a service's own token says nothing about a person" };
    }
  }
}

/** Swap and exchange take claims away and never add one, so what a scope implies needs no claim that it has not itself. */
function* onTheWay(file: PrivilegesFile): Generator<Problem> {
  const scopes = scopesOf(file);
  for (const [requester, targets] of file.exchange) {
    for (const [target, implications] of targets) {
      for (const [held, implied] of implications) {
        for (const scope of implied) {
          const lost = scopes
            .get(scope)
            ?.entry.claims.filter((claim) => !scopes.get(held)?.entry.claims.includes(claim));
          for (const claim of lost ?? []) {
            yield {
              path: ['exchange', requester, target, held, scope],
              message: `needs ${claim}, which ${held} does not`,
            };
          }
        }
      }
    }
  }
}
