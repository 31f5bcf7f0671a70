import {
  type Attack,
  attacks,
  type AttackRequest,
  aToken,
  type BaselineOptions,
  type Oddity,
  oddities,
  type TestKey,
} from '@downscope/guards/testing';
import { z } from 'zod';
import { ask, bodyOf } from '../support/answer.ts';
import type { StackClient } from '../support/stack-client.ts';
import type { Edge } from '../support/stack.ts';
import { type Expected, expectedAtTheEdge } from './edge-rules.ts';
import { ownIssuer } from './own-issuer.ts';
import { claims, type Route } from './routes.ts';

/** One attack on one door, with the answer that it must get there. */
export interface Shot {
  readonly name: string;
  readonly request: AttackRequest;
  readonly expected: Expected;
}

/** Longer than a run. */
const secondsToLive = 900;

/** A token that the route serves past the edge. */
function good(key: TestKey, { service, scopes }: Route): BaselineOptions & { readonly key: TestKey } {
  return { key, issuer: ownIssuer, audience: `urn:downscope:${service}`, scopes, claims, secondsToLive };
}

/** The untouched token, and odd requests that are right. */
export function servedPastTheEdge(key: TestKey, route: Route): Oddity[] {
  const untouched = { name: 'the untouched token', request: bearing(aToken(good(key, route))) };
  return [untouched, ...oddities(good(key, route))];
}

export function shotsPastTheEdge(key: TestKey, route: Route, identity: Identity): Shot[] {
  const own = attacks(good(key, route)).map(({ name, request, status, reason }): Shot => {
    return { name, request, expected: { statuses: [status], ...(reason && { reason }) } };
  });
  return [...own, ...inTheNameOf(identity, key, route)];
}

/** What the services take past the edge opens nothing at the edge, and what they do not take even less. */
export function shotsAtTheEdge(key: TestKey, route: Route, edge: Edge): Shot[] {
  const untouched = {
    name: 'the untouched JWT',
    request: bearing(aToken(good(key, route))),
    expected: { statuses: [401], reason: 'not_active' },
  };
  return [untouched, ...atTheEdge(edge, attacks(good(key, route)))];
}

export function atTheEdge(edge: Edge, all: readonly Attack[]): Shot[] {
  return all.flatMap((attack) => {
    const expected = expectedAtTheEdge(edge, attack);
    return expected === 'no attack' ? [] : [{ name: attack.name, request: attack.request, expected }];
  });
}

export function bearing(token: string): AttackRequest {
  return { headers: [['authorization', `Bearer ${token}`]] };
}

/** The issuer that the services trust first. */
interface Identity {
  readonly issuer: string;
  readonly kid: string;
}

const KeySet = z.object({ keys: z.tuple([z.object({ kid: z.string() })], z.unknown()) });

export async function identityOf(stack: StackClient): Promise<Identity> {
  const { keys } = bodyOf(await ask(`${stack.originOf('identityInternal')}/jwks`), KeySet);
  return { issuer: stack.issuer, kid: keys[0].kid };
}

/** One trusted issuer speaks with the voice of another: a key is its own issuer's alone. */
function inTheNameOf({ issuer, kid }: Identity, key: TestKey, route: Route): Shot[] {
  const token = (header: object): string => aToken({ ...good(key, route), issuer, header: { ...header } });
  return [
    {
      name: "identity's name, our key",
      request: bearing(token({})),
      expected: { statuses: [401], reason: 'key_unknown' },
    },
    {
      name: "identity's name and key id, our key",
      request: bearing(token({ kid })),
      expected: { statuses: [401], reason: 'signature_wrong' },
    },
    {
      name: "our name, identity's key id, our key",
      request: bearing(aToken({ ...good(key, route), header: { kid } })),
      expected: { statuses: [401], reason: 'key_unknown' },
    },
  ];
}
