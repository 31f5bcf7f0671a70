import { type Allowed, type Claims, type Decision, refuse, releasable } from './decision.ts';
import type { Privileges } from './privileges.ts';

/** How many services may stand between a person and an API. */
export const maxActors = 4;

/** What a verified subject token says. */
export interface Subject {
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly claims: Claims;
  /** Who acts for the person so far, outermost first. */
  readonly actors: readonly string[];
}

export interface ExchangeRequest {
  /** Client id of the service that authenticated. */
  readonly requester: string;
  readonly audience: string;
  readonly scopes: readonly string[];
}

export interface ExchangeAllowed extends Allowed {
  readonly actors: readonly string[];
}

type Implications = ReadonlyMap<string, readonly string[]>;

/** What a service may call another API with, given the token that it was itself called with (RFC 8693). */
export function exchange(
  privileges: Privileges,
  subject: Subject,
  request: ExchangeRequest,
): Decision<ExchangeAllowed> {
  const { requester, audience, scopes } = request;
  const { resource_servers: apis, exchange } = privileges.file;

  if (apis.get(requester)?.audience !== subject.audience) {
    return refuse('invalid_request', 'the subject token is for another audience than the requester');
  }
  const [target] = privileges.resourceServer(audience) ?? [];
  const implications = target === undefined ? undefined : exchange.get(requester)?.get(target);
  if (!target || !implications) {
    return refuse('invalid_target', 'the requester may not call this audience on behalf of a person');
  }
  if (scopes.length === 0) return refuse('invalid_request', 'scope is missing');
  const granting = grantingScopes(implications, subject.scopes, scopes);
  if (!granting) return refuse('invalid_scope', 'the scopes of the subject token do not imply the scopes asked for');
  if (subject.actors.length >= maxActors) return refuse('invalid_request', `more than ${maxActors} actors`);

  return {
    allowed: true,
    audience,
    scopes,
    claims: releasable(subject.claims, privileges.claimsOf(scopes)),
    actors: [requester, ...subject.actors],
    rule: granting.map((held) => `exchange.${requester}.${target}.${held}`).join(' '),
  };
}

/** The held scopes that together imply all the requested ones, a single one if there is such; undefined when they do not. */
function grantingScopes(
  implications: Implications,
  held: readonly string[],
  requested: readonly string[],
): readonly string[] | undefined {
  const candidates = [...implications].filter(([scope]) => held.includes(scope));
  const alone = candidates.find(([, implied]) => requested.every((scope) => implied.includes(scope)));
  if (alone) return [alone[0]];
  const granting = new Set<string>();
  for (const scope of requested) {
    const first = candidates.find(([, implied]) => implied.includes(scope));
    if (!first) return undefined;
    granting.add(first[0]);
  }
  return [...granting];
}
