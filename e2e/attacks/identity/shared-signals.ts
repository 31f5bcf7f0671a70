import { z } from 'zod';
import { bodyOf } from '../../support/answer.ts';
import type { Secret } from '../../support/secret.ts';
import type { StackClient } from '../../support/stack-client.ts';
import type { ServiceClient } from '../../support/client-assertion.ts';
import type { Variables } from './server-under-test.ts';

const audience = 'urn:downscope:identity';
const limitBytes = 64 * 1024;

/** What a service has that hears what was ended, and what another has. */
export async function sharedSignals(stack: StackClient, service: ServiceClient): Promise<Variables> {
  const tokenOf = (client: ServiceClient, ...scopes: string[]): Promise<Secret> =>
    stack.ownToken(client, { audience, scopes });
  const both = await tokenOf(service, 'ssf.read', 'ssf.manage');
  const stream = await streamOf(stack, both);
  const anothers = await streamOf(stack, await tokenOf('order', 'ssf.manage'));
  const tokens: Record<string, Secret> = {
    signals_token: both,
    signals_reader: await tokenOf(service, 'ssf.read'),
    signals_manager: await tokenOf(service, 'ssf.manage'),
  };
  const event = await securityEvent(stack, both, stream);
  return {
    ...Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, () => token.reveal()])),
    stream: () => stream,
    anothers_stream: () => anothers,
    security_event: () => event,
    seventy_kilobytes: () => JSON.stringify({ ack: ['x'.repeat(limitBytes + 6_000)] }),
  };
}

async function streamOf(stack: StackClient, token: Secret): Promise<string> {
  const answer = await stack.callService('identityInternal', '/ssf/streams', { method: 'POST', token, body: {} });
  return bodyOf(answer, z.object({ stream_id: z.string() })).stream_id;
}

/** As it comes by the stream. */
async function securityEvent(stack: StackClient, token: Secret, stream: string): Promise<string> {
  const ask = (path: string, body: object) =>
    stack.callService('identityInternal', path, { method: 'POST', token, body });
  await ask('/ssf/verification', { stream_id: stream });
  const { sets } = bodyOf(await ask(`/ssf/poll/${stream}`, {}), z.object({ sets: z.record(z.string(), z.string()) }));
  const [set] = Object.values(sets);
  if (set === undefined) throw new Error('A verification was asked for, and did not come');
  return set;
}
