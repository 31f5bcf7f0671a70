import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { isTracingSuppressed } from '@opentelemetry/core';
import { details } from '@downscope/health';
import { register } from 'prom-client';
import { type ReceiverOptions, SecurityEventReceiver } from '../src/index.ts';
import { eventually } from './eventually.ts';
import {
  claimsChange,
  issuer,
  keyPair,
  sessionRevoked,
  type Spoilt,
  StandInTransmitter,
} from './stand-in-transmitter.ts';

Logger.overrideLogger(false);
jest.setTimeout(60_000);
const verification = 'https://schemas.openid.net/secevent/ssf/event-type/verification';
const alice = { format: 'iss_sub', iss: issuer, sub: 'alice' };

let transmitter: StandInTransmitter;
let receiver: SecurityEventReceiver;
let started: SecurityEventReceiver[];
let token: ReceiverOptions['token'];

beforeEach(async () => {
  transmitter = await StandInTransmitter.start();
  started = [];
  token = () => Promise.resolve({ reveal: () => 'the-token' });
  receiver = startedWith({});
  await eventually(() => {
    if (!receiver.revocations.isFresh) throw new Error('It does not hear yet');
  }, 50_000);
});
afterEach(async () => {
  await Promise.all(started.map((each) => each.stop()));
  await transmitter.stop();
});

function startedWith(options: Partial<ReceiverOptions>): SecurityEventReceiver {
  const made = new SecurityEventReceiver({
    issuer,
    transmitterUrl: transmitter.url,
    token: () => token(),
    allowInsecureHttp: true,
    name: 'order',
    longestLifeSeconds: 300,
    ...options,
  });
  made.start();
  started.push(made);
  return made;
}

const isRevoked = (origin_jti: string, claims = {}): boolean =>
  receiver.revocations.isRevoked({ iss: issuer, sub: 'alice', iat: 0, origin_jti, ...claims });
const hears = (check: () => void): Promise<void> => eventually(check, 20_000);
const metric = async (name: string): Promise<unknown> => {
  const { values } = (await register.getSingleMetric(name)?.get()) ?? { values: [] };
  return Object.fromEntries(values.map(({ labels, value }) => [Object.values(labels).join(), value]));
};

describe('what it hears', () => {
  it.each([
    ['that sessions are revoked', sessionRevoked],
    ['that claims change', claimsChange],
  ])('%s, by the origins of the tokens', async (_, event) => {
    await transmitter.tell(
      { [event]: { event_timestamp: 1, origin_jti: ['one', 'two'] } },
      { claims: { sub_id: alice } },
    );
    await hears(() => {
      expect([isRevoked('one'), isRevoked('two'), isRevoked('three')]).toEqual([true, true, false]);
    });
  });

  it.each([
    ['iss_sub', alice],
    ['complex', { format: 'complex', user: alice, session: { format: 'opaque', id: 'a-session' } }],
  ])('by the subject alone, where no origin is told: %s', async (_, sub_id) => {
    await transmitter.tell({ [sessionRevoked]: { event_timestamp: 1_000 } }, { claims: { sub_id } });
    await hears(() => {
      expect([isRevoked('any', { iat: 1_000 }), isRevoked('any', { iat: 1_001 })]).toEqual([true, false]);
    });
    expect(isRevoked('any', { sub: 'bob' })).toBe(false);
  });

  it('by RS256 too', async () => {
    await transmitter.rotate('rs', 'RS256');
    await transmitter.tell({ [sessionRevoked]: { origin_jti: ['one'] } });
    await hears(() => {
      expect(isRevoked('one')).toBe(true);
    });
  });

  it('with a key that it has not seen, at once', async () => {
    await transmitter.tell({ [sessionRevoked]: { origin_jti: ['one'] } });
    await hears(() => {
      expect(isRevoked('one')).toBe(true);
    });
    await transmitter.rotate('two');
    await transmitter.tell({ [sessionRevoked]: { origin_jti: ['two'] } });
    await hears(() => {
      expect(isRevoked('two')).toBe(true);
    });
  });

  it('nothing from a verification, or from events that end no token, but takes them', async () => {
    const ids = [
      await transmitter.tell({ [verification]: { state: 'x' } }),
      await transmitter.tell({ 'urn:other': {} }),
    ];
    await hears(() => {
      expect(transmitter.polls.flatMap(({ ack = [] }) => ack)).toEqual(expect.arrayContaining(ids));
    });
    expect(receiver.revocations.remembered).toBe(0);
  });
});

describe('what it says to the transmitter', () => {
  it('shows its token wherever it asks for more than what everybody may know', () => {
    const pathsWith = (shown: string | undefined): Set<string> =>
      new Set(transmitter.asked.filter(({ authorization }) => authorization === shown).map(({ path }) => path));
    expect(pathsWith(undefined)).toEqual(new Set(['/.well-known/ssf-configuration']));
    expect(pathsWith('Bearer the-token')).toContain('/ssf/stream');
    expect(
      transmitter.asked.every(({ authorization = 'Bearer the-token' }) => authorization === 'Bearer the-token'),
    ).toBe(true);
  });

  it('acknowledges by its next poll what it took', async () => {
    const id = await transmitter.tell({ [sessionRevoked]: { origin_jti: ['one'] } });
    await hears(() => {
      expect(transmitter.polls.at(-1)?.ack ?? []).toEqual([]);
      expect(transmitter.polls.map(({ ack }) => ack)).toContainEqual([id]);
    });
    expect(await metric('revocations_events_total')).toMatchObject({ taken: expect.any(Number) });
  });

  it('takes an event that comes twice once', async () => {
    const event = { [sessionRevoked]: { origin_jti: ['one'] } };
    await transmitter.tell(event, { jti: 'twice' });
    await hears(() => {
      expect(isRevoked('one')).toBe(true);
    });
    await transmitter.tell(event, { jti: 'twice' });
    await hears(() => {
      expect(transmitter.polls.flatMap(({ ack = [] }) => ack)).toEqual(['twice', 'twice']);
    });
    expect(receiver.revocations.remembered).toBe(1);
  });

  it('does not ask a transmitter that does not wait more than five times a second', async () => {
    transmitter.holdMs = 0;
    const before = transmitter.polls.length;
    const since = performance.now();
    await hears(() => {
      expect(transmitter.polls.length - before).toBeGreaterThan(5);
    });
    expect(performance.now() - since).toBeGreaterThan(800);
  });

  it('says it in no trace, and asks the transmitter to do so too', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const suppressed: boolean[] = [];
    startedWith({
      token: () => {
        suppressed.push(isTracingSuppressed(context.active()));
        return Promise.resolve({ reveal: () => 'the-token' });
      },
    });
    await hears(() => {
      expect(suppressed.length).toBeGreaterThan(2);
    });
    context.disable();
    expect(new Set(suppressed)).toEqual(new Set([true]));
    const polls = transmitter.asked.filter(({ path }) => path.startsWith('/ssf/poll'));
    for (const { traceparent } of polls) expect(traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/);
  });

  it('says it nowhere else: a redirect is not followed', async () => {
    transmitter.instead = (request, response) => {
      if (!request.url?.startsWith('/ssf/poll')) return false;
      response.writeHead(307, { location: '/elsewhere' }).end();
      return true;
    };
    await hears(() => {
      expect(receiver.revocations.isFresh).toBe(false);
    });
    expect(transmitter.asked.map(({ path }) => path)).not.toContain('/elsewhere');
  });

  it('gives its stream back at its end', async () => {
    expect(transmitter.streams.size).toBe(1);
    await receiver.stop();
    expect(transmitter.streams.size).toBe(0);
  });

  it.each([
    ['nobody answers', () => (transmitter.instead = () => true)],
    ['no token is to be had', () => (token = () => new Promise(() => undefined))],
  ])('ends within a second, though %s', async (_, spoil) => {
    spoil();
    const since = performance.now();
    await receiver.stop();
    expect(performance.now() - since).toBeLessThan(2_000);
  });
});

describe('an event that is none of its stream', () => {
  const event = { [sessionRevoked]: { origin_jti: ['one'] } };
  const now = Math.floor(Date.now() / 1000);

  it.each<[string, string, Record<string, unknown>, () => Promise<Spoilt> | Spoilt]>([
    ['an access token', 'invalid_request', event, () => ({ header: { typ: 'at+jwt' } })],
    ['a token without type', 'invalid_request', event, () => ({ header: { typ: undefined } })],
    ['another issuer', 'invalid_issuer', event, () => ({ claims: { iss: 'https://other.test' } })],
    ['another audience', 'invalid_audience', event, () => ({ claims: { aud: 'https://other.test' } })],
    ['a key that nobody published', 'invalid_key', event, () => ({ header: { kid: 'unknown' } })],
    [
      'the signature of somebody else',
      'authentication_failed',
      event,
      async () => ({ key: (await keyPair('somebody', 'PS256')).privateKey }),
    ],
    [
      'another algorithm',
      'invalid_request',
      event,
      async () => ({ header: { alg: 'ES256' }, key: (await keyPair('other', 'ES256')).privateKey }),
    ],
    ['one that has ended', 'invalid_request', event, () => ({ claims: { exp: now - 60 } })],
    ['another id than it comes under', 'invalid_request', event, () => ({ claims: { jti: 'other' } })],
    ['no time', 'invalid_request', event, () => ({ claims: { iat: undefined } })],
    ['no events', 'invalid_request', event, () => ({ claims: { events: undefined } })],
    ['neither origin nor subject', 'invalid_request', { [sessionRevoked]: {} }, () => ({})],
    ['an origin that is none', 'invalid_request', { [sessionRevoked]: { origin_jti: 'one' } }, () => ({})],
    [
      "another issuer's subject",
      'invalid_request',
      { [sessionRevoked]: {} },
      () => ({ claims: { sub_id: { ...alice, iss: 'https://other.test' } } }),
    ],
  ])('%s is refused as %s, and what it was about counts as missed', async (_, err, events, spoilt) => {
    const id = await transmitter.tell(events, await spoilt());
    await hears(() => {
      expect(transmitter.polls.map(({ setErrs }) => setErrs?.[id]?.err)).toContain(err);
    });
    expect(transmitter.polls.flatMap(({ ack = [] }) => ack)).not.toContain(id);
    expect([receiver.revocations.remembered, receiver.revocations.isFresh]).toEqual([0, false]);
    expect(receiver.revocations.lastWordAgeMs).toBeLessThan(1_000);
    expect(await metric('revocations_events_total')).toMatchObject({ refused: expect.any(Number) });
  });

  it('is refused where it is no token at all', async () => {
    transmitter.tellSet('nothing', 'no.such.token');
    await hears(() => {
      expect(transmitter.polls.map(({ setErrs }) => setErrs?.['nothing']?.err)).toContain('invalid_request');
    });
  });

  it('is neither taken nor refused while the keys cannot be had', async () => {
    let isOut = true;
    transmitter.instead = (request, response) => {
      if (!isOut || request.url !== '/jwks') return false;
      response.writeHead(503).end();
      return true;
    };
    await transmitter.tell(event, { jti: 'waits' });
    await hears(() => {
      expect(transmitter.asked.filter(({ path }) => path === '/jwks').length).toBeGreaterThan(1);
    });
    expect(isRevoked('one')).toBe(false);
    expect(transmitter.polls.some(({ ack = [], setErrs }) => setErrs ?? ack.length > 0)).toBe(false);
    isOut = false;
    await hears(() => {
      expect(isRevoked('one')).toBe(true);
    });
  });
});

describe('how far it knows', () => {
  it('says so in metrics and in the detail of readiness', async () => {
    expect(await metric('revocations_fresh')).toEqual({ '': 1 });
    expect(details()).toMatchObject({
      revocations: { fresh: true, lastWordSecondsAgo: expect.any(Number), remembered: 0 },
    });
    await transmitter.stop();
    await hears(() => {
      expect(details()).toMatchObject({ revocations: { fresh: false } });
    });
    expect(await metric('revocations_fresh')).toEqual({ '': 0 });
    expect(await metric('revocations_failures_total')).not.toEqual({ '': 0 });
    await transmitter.listen();
  });

  it('does not take an answer for a word that is not the last', async () => {
    transmitter.instead = (request, response) => {
      if (!request.url?.startsWith('/ssf/poll')) return false;
      response.setHeader('content-type', 'application/json').end('{"sets":{},"moreAvailable":true}');
      return true;
    };
    await hears(() => {
      expect(receiver.revocations.isFresh).toBe(false);
    });
  });

  it('counts from when it asked, not from when it was answered', async () => {
    transmitter.holdMs = 700;
    await hears(() => {
      expect(transmitter.polls.length).toBeGreaterThan(1);
    });
    const polls = transmitter.polls.length;
    await hears(() => {
      expect(transmitter.polls.length).toBeGreaterThan(polls);
    });
    expect(receiver.revocations.lastWordAgeMs).toBeGreaterThanOrEqual(690);
  });
});

describe('what happens to the transmitter', () => {
  it.each<[string, () => Promise<void>, () => Promise<void>]>([
    ['it goes and comes', () => transmitter.stop(), () => transmitter.listen()],
    [
      'it forgets its streams',
      () => {
        transmitter.streams.clear();
        return Promise.resolve();
      },
      () => Promise.resolve(),
    ],
    [
      'it falls silent',
      () => {
        transmitter.instead = () => true;
        return Promise.resolve();
      },
      () => {
        transmitter.instead = undefined;
        return Promise.resolve();
      },
    ],
    [
      'it answers something else',
      () => {
        transmitter.instead = (_, response) => Boolean(response.end('<html>'));
        return Promise.resolve();
      },
      () => {
        transmitter.instead = undefined;
        return Promise.resolve();
      },
    ],
  ])('%s: it hears again, of what is told from then on', async (_, goes, comes) => {
    await goes();
    await hears(() => {
      expect(transmitter.asked.length).toBeGreaterThan(0);
    });
    await comes();
    await hears(() => {
      expect(transmitter.streams.size).toBeGreaterThan(0);
      expect(receiver.revocations.lastWordAgeMs).toBeLessThan(300);
    });
    await transmitter.tell({ [sessionRevoked]: { origin_jti: ['afterwards'] } });
    await hears(() => {
      expect(isRevoked('afterwards')).toBe(true);
    });
  });

  it.each<[string, () => void]>([
    ['another issuer', () => (transmitter.configuration = { issuer: 'https://other.test' })],
    ['no configuration', () => (transmitter.configuration = { configuration_endpoint: 'nowhere' })],
    ['a stream that does not tell what ends', () => (transmitter.delivered = [sessionRevoked])],
  ])('says that it is %s: nothing is fresh', async (_, spoil) => {
    spoil();
    const asked = transmitter.asked.length;
    const other = startedWith({});
    await hears(() => {
      const configurations = transmitter.asked.slice(asked).filter(({ path }) => path.startsWith('/.well-known'));
      expect(configurations.length).toBeGreaterThan(2);
    });
    expect(other.revocations.lastWordAgeMs).toBe(Infinity);
  });

  it('is not asked over plain http, unless that is allowed', () => {
    const options = { issuer, name: 'order', longestLifeSeconds: 300, token: () => Promise.reject(new Error('none')) };
    const made = (transmitterUrl: string, allowInsecureHttp: boolean): SecurityEventReceiver =>
      new SecurityEventReceiver({ ...options, transmitterUrl, allowInsecureHttp });
    expect(() => made('http://id.test', false)).toThrow(expect.objectContaining({ code: 'insecure_transmitter' }));
    expect(made('https://id.test', false)).toBeDefined();
    expect(made('http://id.test', true)).toBeDefined();
  });
});
