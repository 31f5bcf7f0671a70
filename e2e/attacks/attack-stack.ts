/** What main.ts runs: attacks the stack of the environment, door by door. The last line says how it went. */
import { JwksServer, oddPlaces, TestKey } from '@downscope/guards/testing';
import { openStack } from '../support/open-stack.ts';
import type { StackClient } from '../support/stack-client.ts';
import { targetOf } from '../support/target.ts';
import { type Door, innerDoors, knock, outerDoors } from './doors.ts';
import { liveTokens } from './live-tokens.ts';
import { portOfOwnIssuer } from './own-issuer.ts';
import { report, reportOn } from './report.ts';
import { bearing, identityOf, servedPastTheEdge, type Shot, shotsAtTheEdge, shotsPastTheEdge } from './shots.ts';
import { fire, type Volley } from './volley.ts';

class NotServedError extends Error {
  override readonly name = 'NotServedError';
  readonly code = 'not_served';
}

const key = new TestKey();
const target = targetOf(process.env);
const stack = await openStack(target);
try {
  const inside = target.kind === 'local' ? await attackServices(stack) : [];
  process.exitCode = report([...inside, ...(await attackEdge(stack))]);
} finally {
  await stack.close();
}

/** With tokens of an issuer that the services of this stack trust, and whose key is ours. */
async function attackServices(stack: StackClient): Promise<Volley[]> {
  const jwks = await JwksServer.start([key], portOfOwnIssuer(process.env));
  try {
    const identity = await identityOf(stack);
    const volleys: Volley[] = [];
    for (const door of innerDoors(stack)) {
      await expectServed(door, servedPastTheEdge(key, door.route));
      volleys.push(reportOn(await fire(stack, door, shotsPastTheEdge(key, door.route, identity))));
    }
    return volleys;
  } finally {
    await jwks.close();
  }
}

/** With the same, and with whatever can be made of a live opaque token. */
async function attackEdge(stack: StackClient): Promise<Volley[]> {
  const { opaqueToken, shots } = await liveTokens(stack);
  const volleys: Volley[] = [];
  for (const door of outerDoors(stack)) {
    const untouched = { name: 'the live token', request: bearing(opaqueToken.reveal()) };
    await expectServed(door, [untouched, ...oddPlaces(opaqueToken.reveal())]);
    volleys.push(reportOn(await fire(stack, door, [...shotsAtTheEdge(key, door.route, stack.edge), ...shots])));
    await expectServed(door, [untouched]);
  }
  return volleys;
}

/** Else an attack could fail for another reason than its own. */
async function expectServed(door: Door, requests: readonly Pick<Shot, 'name' | 'request'>[]): Promise<void> {
  for (const { name, request } of requests) {
    const { status, body } = await knock(door, request);
    if (status !== door.route.served) {
      throw new NotServedError(`${door.name} must serve ${name}: ${status} in place of ${door.route.served} ${body}`);
    }
  }
}
