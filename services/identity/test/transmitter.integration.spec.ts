import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { randomUUID } from 'node:crypto';
import { register } from 'prom-client';
import { Sweep } from '../src/sweep/sweep.ts';
import { PushReceiver } from './push-receiver.ts';
import { type Receiver, revokedType, Transmitters, verificationType } from './transmitters.ts';
import { until } from './until.ts';

// On a busy machine the database takes as long as it takes.
jest.setTimeout(400_000);

let identity: Transmitters;
beforeAll(async () => {
  identity = await Transmitters.start();
});
afterAll(() => identity.stop());

const aged = (table: string, column: string, seconds: number): Promise<unknown> =>
  identity.database.drizzle.execute(
    sql.raw(`UPDATE ${table} SET ${column} = ${column} - interval '${seconds} seconds'`),
  );
const countOf = async (query: string): Promise<number> =>
  (await identity.database.drizzle.execute(sql.raw(query))).rows.length;
/** Of all events that were told, those of one person. */
const originJtisOf = (events: ReadonlyMap<string, { events: Record<string, Record<string, unknown>> }>): unknown[] =>
  [...events.values()].map(({ events: told }) => told[revokedType]?.['origin_jti']);

describe('what the transmitter says of itself', () => {
  it('is what the CAEP Interoperability Profile asks for, at the addresses that its reader reached it by', async () => {
    const { body } = await identity.ask('GET', '/.well-known/ssf-configuration', { token: '', replica: 1 });
    const origin = identity.origins[1];
    expect(body).toEqual({
      spec_version: '1_0',
      issuer: 'https://id.example',
      jwks_uri: `${origin}/ssf/jwks`,
      delivery_methods_supported: ['urn:ietf:rfc:8936', 'urn:ietf:rfc:8935'],
      configuration_endpoint: `${origin}/ssf/streams`,
      status_endpoint: `${origin}/ssf/status`,
      add_subject_endpoint: `${origin}/ssf/subjects/add`,
      remove_subject_endpoint: `${origin}/ssf/subjects/remove`,
      verification_endpoint: `${origin}/ssf/verification`,
      critical_subject_members: ['user'],
      authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
      default_subjects: 'ALL',
    });
  });

  it('includes its keys, of which the one for RS256 is told to nobody who verifies access tokens', async () => {
    const keysAt = async (path: string) =>
      ((await identity.ask('GET', path, { token: '' })).body['keys'] as { alg: string }[]).map(({ alg }) => alg);
    expect(await keysAt('/ssf/jwks')).toEqual(['PS256', 'RS256']);
    expect(await keysAt('/jwks')).toEqual(['PS256']);
  });
});

describe('a stream', () => {
  it('is made, read, changed, replaced and deleted', async () => {
    const made = await identity.ask('POST', '/ssf/streams', {
      body: {
        events_requested: [revokedType, 'https://elsewhere.example/event'],
        delivery: { method: 'urn:ietf:rfc:8936' },
        description: 'order-1',
      },
    });
    const id = String(made.body['stream_id']);
    const events_supported = [revokedType, 'https://schemas.openid.net/secevent/caep/event-type/token-claims-change'];
    const configuration = {
      stream_id: id,
      iss: 'https://id.example',
      aud: 'order',
      events_supported,
      events_requested: [revokedType, 'https://elsewhere.example/event'],
      events_delivered: [revokedType],
      delivery: { method: 'urn:ietf:rfc:8936', endpoint_url: `${identity.origins[0]}/ssf/poll/${id}` },
      min_verification_interval: 1,
      inactivity_timeout: 600,
      description: 'order-1',
    };
    expect([made.status, made.body]).toEqual([201, configuration]);
    expect((await identity.ask('GET', `/ssf/streams?stream_id=${id}`)).body).toEqual(configuration);
    expect((await identity.ask('GET', '/ssf/streams')).body).toContainEqual(configuration);

    const change = { ...configuration, description: 'order-2' };
    expect((await identity.ask('PATCH', '/ssf/streams', { body: change })).body).toEqual(change);
    const replaced = await identity.ask('PUT', '/ssf/streams', { body: { stream_id: id, description: 'order-3' } });
    expect(replaced.body).toMatchObject({ description: 'order-3', events_delivered: events_supported });

    expect((await identity.ask('DELETE', `/ssf/streams?stream_id=${id}`)).status).toBe(204);
    expect((await identity.ask('GET', `/ssf/streams?stream_id=${id}`)).status).toBe(404);
    expect((await identity.poll(id)).status).toBe(404);
  });

  it.each([
    ['aud', 'billing'],
    ['iss', 'https://other.example'],
    ['events_delivered', []],
  ])("is not changed where its receiver says what is the transmitter's to say: %s", async (name, value) => {
    const id = await identity.stream();
    const change = { stream_id: id, description: 'changed', [name]: value };
    expect(await identity.ask('PATCH', '/ssf/streams', { body: change })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', detail: expect.stringContaining(name) },
    });
    expect((await identity.ask('GET', `/ssf/streams?stream_id=${id}`)).body).not.toHaveProperty('description');
  });

  it('begins with what was ended while a token could live, and with nothing older', async () => {
    const early = await identity.endOne();
    await aged('security_events', 'at', 320);
    const stream = await identity.stream();
    expect(originJtisOf((await identity.poll(stream)).events)).toContainEqual(early.originJtis);
    await aged('security_events', 'at', 20);
    expect(originJtisOf((await identity.poll(stream)).events)).not.toContainEqual(early.originJtis);
  });

  it('of which there are too many ends the one that was unused the longest', async () => {
    const [first, ...others] = [await identity.stream('customer'), await identity.stream('customer')];
    await identity.database.drizzle.execute(sql`
      INSERT INTO security_event_streams (client_id, events_since) SELECT 'customer', now() FROM generate_series(1, 98)`);
    await identity.stream('customer');
    const left = async (id: string | undefined) => (await identity.poll(String(id), {}, { as: 'customer' })).status;
    expect([await left(first), await left(others[0])]).toEqual([404, 200]);
  });
});

describe('events', () => {
  it('are security event tokens: signed, of their own type, about one thing, and no token of anybody', async () => {
    const stream = await identity.freshStream();
    const { person, originJtis } = await identity.endOne();
    const { tokens, events } = await identity.poll(stream);
    expect(decodeProtectedHeader(String(tokens[0]))).toEqual({
      alg: 'PS256',
      typ: 'secevent+jwt',
      kid: expect.any(String),
    });
    const [[jti, claims] = []] = events;
    const event_timestamp = expect.any(Number);
    expect(claims).toEqual({
      iss: 'https://id.example',
      aud: 'order',
      iat: event_timestamp,
      jti,
      sub_id: {
        format: 'complex',
        user: { format: 'iss_sub', iss: 'https://id.example', sub: person.id },
        session: { format: 'opaque', id: person.sessionUid },
      },
      events: {
        [revokedType]: { event_timestamp, reason_admin: { en: 'the session was ended' }, origin_jti: originJtis },
      },
    });
  });

  it('say the application where its tokens alone ended, and the names of claims that are so no more, not their values', async () => {
    const stream = await identity.freshStream();
    const person = await identity.logIn();
    const { unit, adapter } = identity.storage;
    await unit.run(() => adapter('Grant').destroy(person.planner.grant));
    await identity.database.drizzle.execute(
      sql`UPDATE accounts SET attributes = '{"region": "us"}' WHERE id = ${person.id}`,
    );
    const { events } = await identity.poll(stream);
    const user = { format: 'iss_sub', iss: 'https://id.example', sub: person.id };
    const application = { format: 'opaque', id: 'budget-planner' };
    expect([...events.values()].map(({ sub_id }) => sub_id)).toEqual([{ format: 'complex', user, application }, user]);
    const changed = [...events.values()].flatMap(({ events: told }) =>
      Object.entries(told).filter(([type]) => type.endsWith('token-claims-change')),
    );
    expect(changed).toMatchObject([[expect.any(String), { claims: { region: null, role: null } }]]);
  });

  it('are signed by RS256 for a client whose binding says so', async () => {
    const stream = await identity.freshStream('billing');
    const { originJtis } = await identity.endOne();
    const { tokens, events } = await identity.poll(stream, {}, { as: 'billing' });
    expect(decodeProtectedHeader(String(tokens[0])).alg).toBe('RS256');
    expect(originJtisOf(events)).toEqual([originJtis]);
  });

  it('come again until they are acknowledged, one by one, and never after', async () => {
    const stream = await identity.freshStream();
    const [one, other] = [await identity.endOne(), await identity.endOne()];
    const first = await identity.poll(stream);
    expect(originJtisOf(first.events)).toEqual([one.originJtis, other.originJtis]);
    const [oneJti = '', otherJti = ''] = first.events.keys();
    expect([...(await identity.poll(stream)).events.keys()]).toEqual([oneJti, otherJti]);
    expect([...(await identity.poll(stream, { ack: [oneJti] })).events.keys()]).toEqual([otherJti]);
    expect([...(await identity.poll(stream, { ack: [otherJti], returnImmediately: true })).events.keys()]).toEqual([]);
  });

  it('that a receiver cannot use come no more, and the audit says why', async () => {
    const stream = await identity.freshStream();
    const { person } = await identity.endOne();
    const [jti = ''] = (await identity.poll(stream)).events.keys();
    const setErrs = { [jti]: { err: 'invalid_key', description: 'unknown' } };
    expect((await identity.poll(stream, { setErrs, returnImmediately: true })).events.size).toBe(0);
    const { rows } = await identity.database.drizzle.execute(
      sql`SELECT event, client_id, reason FROM audit WHERE jti = ${jti} AND subject = ${person.id}`,
    );
    expect(rows).toEqual([{ event: 'security_event.refused', client_id: 'order', reason: 'invalid_key' }]);
  });

  it('come as many at once as are asked for, and it is said whether there are more', async () => {
    const stream = await identity.freshStream();
    for (let turn = 0; turn < 3; turn += 1) await identity.endOne();
    const two = await identity.poll(stream, { maxEvents: 2 });
    expect([two.events.size, two.moreAvailable]).toEqual([2, true]);
    const last = await identity.poll(stream, { maxEvents: 2, ack: [...two.events.keys()] });
    expect([last.events.size, last.moreAvailable]).toEqual([1, false]);
    expect(await identity.poll(stream, { maxEvents: 0 })).toMatchObject({ events: new Map(), moreAvailable: false });
  });

  it('are what the stream asked for, and of nobody whom it had removed', async () => {
    const claimsAlone = await identity.freshStream('order', {
      events_requested: ['https://schemas.openid.net/secevent/caep/event-type/token-claims-change'],
    });
    const stream = await identity.freshStream();
    const person = await identity.logIn();
    const body = {
      stream_id: stream,
      subject: { format: 'iss_sub', iss: 'https://id.example', sub: person.id },
    };
    expect((await identity.ask('POST', '/ssf/subjects/remove', { body })).status).toBe(204);
    await identity.end(person);
    const now = { returnImmediately: true };
    expect((await identity.poll(stream, now)).events.size).toBe(0);
    expect((await identity.ask('POST', '/ssf/subjects/add', { body })).status).toBe(200);
    expect((await identity.poll(stream, now)).events.size).toBe(1);
    expect((await identity.poll(claimsAlone, now)).events.size).toBe(0);
  });

  it('are held while the stream is paused, and forgotten while it is disabled', async () => {
    const stream = await identity.freshStream();
    const set = (status: string) =>
      identity.ask('POST', '/ssf/status', { body: { stream_id: stream, status, reason: 'a spec' } });
    expect(await set('paused')).toMatchObject({
      status: 200,
      body: { stream_id: stream, status: 'paused', reason: 'a spec' },
    });
    const paused = await identity.endOne();
    expect((await identity.poll(stream)).events.size).toBe(0);
    await set('enabled');
    const [[held = '', claims] = []] = (await identity.poll(stream)).events;
    expect(claims?.events[revokedType]).toMatchObject({ origin_jti: paused.originJtis });
    await identity.poll(stream, { ack: [held], maxEvents: 0 });
    await set('disabled');
    await identity.endOne();
    expect((await identity.ask('GET', `/ssf/status?stream_id=${stream}`)).body).toMatchObject({ status: 'disabled' });
    await set('enabled');
    const later = await identity.endOne();
    expect(originJtisOf((await identity.poll(stream)).events)).toEqual([later.originJtis]);
  });
});

describe('a poll', () => {
  it('is answered at once when something is ended, by whichever replica: well below 200 ms after the commit', async () => {
    const stream = await identity.freshStream();
    const waits: number[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const person = await identity.logIn();
      const replica = (turn % 2) as 0 | 1;
      const answer = identity.ask('POST', `/ssf/poll/${stream}`, { body: {}, replica });
      const ended = identity.end(person).then(() => performance.now());
      const { body } = await answer;
      const answeredAt = performance.now();
      const jtis = Object.keys(body['sets'] as object);
      if (jtis.length > 0) waits.push(answeredAt - (await ended));
      await ended;
      await until('it is acknowledged', async () => {
        const next = await identity.poll(stream, { ack: jtis, returnImmediately: true }, { replica });
        jtis.push(...next.events.keys());
        return next.events.size === 0 && jtis.length > 0;
      });
    }
    const median = waits.sort((one, other) => one - other)[Math.floor(waits.length / 2)];
    expect(waits.length).toBeGreaterThan(10);
    expect(median).toBeLessThan(200);
  });

  it('is answered 300 ms later where there is nothing, and at once where its receiver does not wait', async () => {
    const stream = await identity.freshStream();
    const before = performance.now();
    expect((await identity.poll(stream)).events.size).toBe(0);
    const held = performance.now();
    expect(held - before).toBeGreaterThan(290);
    await until('an answer that did not wait', async () => {
      const askedAt = performance.now();
      const { status, body } = await identity.ask('POST', `/ssf/poll/${stream}`, { body: { returnImmediately: true } });
      expect([status, body]).toEqual([200, { sets: {}, moreAvailable: false }]);
      return performance.now() - askedAt < 290;
    });
  });

  it('finds what was committed while nobody was told: it looks again before it says that there is nothing', async () => {
    const stream = await identity.freshStream();
    const { PendingEvents } = await import('../src/security-events/pending-events.ts');
    const look = jest.spyOn(PendingEvents.prototype, 'of');
    const owner = identity.server.connectAsOwner();
    await owner.drizzle.execute(sql`ALTER TABLE security_events DISABLE TRIGGER security_events_written`);
    await until('the answer to a poll that had looked before it was ended', async () => {
      const person = await identity.logIn();
      look.mockClear();
      const answer = identity.poll(stream);
      await until(
        'it has looked',
        async () => (await Promise.all(look.mock.results.map(({ value }) => value))).length > 0,
      );
      await identity.end(person);
      // Too late, on a busy machine, for its second look.
      return originJtisOf((await answer).events)
        .flat()
        .includes(person.planner.originJti);
    });
    await owner.drizzle.execute(sql`ALTER TABLE security_events ENABLE TRIGGER security_events_written`);
    expect(look).toHaveBeenCalledTimes(2);
    look.mockRestore();
  });
});

describe('a verification', () => {
  it('comes in the stream it was asked for, with its state, and is no event of anybody', async () => {
    const [stream, other] = [await identity.freshStream(), await identity.freshStream()];
    const body = { stream_id: stream, state: 'a state' };
    expect((await identity.ask('POST', '/ssf/verification', { body })).status).toBe(204);
    const { events } = await identity.poll(stream);
    expect([...events.values()]).toMatchObject([
      { sub_id: { format: 'opaque', id: stream }, events: { [verificationType]: { state: 'a state' } } },
    ]);
    expect((await identity.poll(other, { returnImmediately: true })).events.size).toBe(0);
    const acknowledged = { ack: [...events.keys()], returnImmediately: true };
    expect((await identity.poll(stream, acknowledged)).events.size).toBe(0);
  });

  it('is not asked for without end by a receiver that takes none', async () => {
    const stream = await identity.freshStream();
    const answers: unknown[] = [];
    for (let turn = 0; turn < 11; turn += 1) {
      const { status, headers } = await identity.ask('POST', '/ssf/verification', { body: { stream_id: stream } });
      answers.push([status, headers.get('retry-after')]);
    }
    expect(answers).toEqual([...Array.from({ length: 10 }, () => [204, null]), [429, '5']]);
  });
});

describe('nobody', () => {
  const requests = (id: string): [string, string, object?][] => [
    ['POST', '/ssf/streams', {}],
    ['GET', '/ssf/streams'],
    ['GET', `/ssf/streams?stream_id=${id}`],
    ['PATCH', '/ssf/streams', { stream_id: id }],
    ['PUT', '/ssf/streams', { stream_id: id }],
    ['DELETE', `/ssf/streams?stream_id=${id}`],
    ['GET', `/ssf/status?stream_id=${id}`],
    ['POST', '/ssf/status', { stream_id: id, status: 'disabled' }],
    [
      'POST',
      '/ssf/subjects/add',
      { stream_id: id, subject: { format: 'iss_sub', iss: 'https://id.example', sub: 'x' } },
    ],
    [
      'POST',
      '/ssf/subjects/remove',
      { stream_id: id, subject: { format: 'iss_sub', iss: 'https://id.example', sub: 'x' } },
    ],
    ['POST', '/ssf/verification', { stream_id: id }],
    ['POST', `/ssf/poll/${id}`, {}],
  ];

  it('gets anything without a token, with one for another API, or with one that may do less', async () => {
    const id = await identity.freshStream();
    const other = await identity.token('billing', 'customers_terms_read_any', 'urn:downscope:customer');
    const lesser = { GET: 'ssf.manage', POST: 'ssf.read', PATCH: 'ssf.read', PUT: 'ssf.read', DELETE: 'ssf.read' };
    for (const [method, path, body] of requests(id)) {
      const options = { ...(body && { body }) };
      const without = await identity.ask(method, path, { token: '', ...options });
      expect([path, without.status, without.headers.get('www-authenticate')]).toEqual([
        path,
        401,
        expect.stringContaining('Bearer'),
      ]);
      expect((await identity.ask(method, path, { token: other, ...options })).status).toBe(401);
      const scope = path.startsWith('/ssf/poll') ? 'ssf.manage' : lesser[method as keyof typeof lesser];
      const less = await identity.ask(method, path, { token: await identity.token('order', scope), ...options });
      expect([path, less.status]).toEqual([path, 403]);
    }
  });

  it("sees or touches another client's stream: it is not there", async () => {
    const id = await identity.freshStream('order');
    const before = await identity.ask('GET', `/ssf/streams?stream_id=${id}`);
    for (const as of ['billing', 'customer', 'phantom-token'] as Receiver[]) {
      for (const [method, path, body] of requests(id).slice(2)) {
        const { status } = await identity.ask(method, path, { as, ...(body && { body }) });
        expect([as, method, path, status]).toEqual([as, method, path, 404]);
      }
      const listed = (await identity.ask('GET', '/ssf/streams', { as })).body as unknown as { stream_id: string }[];
      expect(listed.map(({ stream_id }) => stream_id)).not.toContain(id);
    }
    expect((await identity.ask('GET', `/ssf/streams?stream_id=${id}`)).body).toEqual(before.body);
    expect((await identity.ask('GET', `/ssf/status?stream_id=${id}`)).body).toMatchObject({ status: 'enabled' });
  });

  it("acknowledges another stream's events", async () => {
    const [stream, other] = [await identity.freshStream('order'), await identity.freshStream('billing')];
    const { originJtis } = await identity.endOne();
    const [jti = ''] = (await identity.poll(stream)).events.keys();
    await identity.poll(other, { ack: [jti] }, { as: 'billing' });
    expect(originJtisOf((await identity.poll(stream)).events)).toEqual([originJtis]);
  });

  it.each<[string, unknown]>([
    ['what is no JSON', '{'],
    ['a list', []],
    ['a number of events that is none', { maxEvents: -1 }],
    ['an acknowledgement that is no list', { ack: 'x' }],
    ['an error without its name', { setErrs: { x: {} } }],
  ])('polls with %s', async (_, body) => {
    const id = await identity.stream();
    expect((await identity.ask('POST', `/ssf/poll/${id}`, { body })).status).toBe(400);
  });

  it('is heard at length', async () => {
    const id = await identity.stream();
    const body = { ack: Array.from({ length: 5_000 }, () => randomUUID()) };
    expect((await identity.ask('POST', `/ssf/poll/${id}`, { body })).status).toBe(413);
  });

  it('asks for a stream by what is no id', async () => {
    expect((await identity.ask('POST', '/ssf/poll/x', { body: {} })).status).toBe(400);
    expect((await identity.ask('GET', '/ssf/streams?stream_id=x')).status).toBe(400);
  });
});

describe('what is over is removed', () => {
  it('events of which all has expired, and streams that nobody uses', async () => {
    await identity.endOne();
    const [used, unused] = [await identity.stream('phantom-token'), await identity.stream('phantom-token')];
    await aged('security_events', 'at', 331);
    await aged('security_event_streams', 'used_at', 601);
    expect((await identity.poll(used, {}, { as: 'phantom-token' })).status).toBe(200);
    await new Sweep(identity.database).run();
    expect(await countOf('SELECT FROM security_events')).toBe(0);
    expect((await identity.poll(used, {}, { as: 'phantom-token' })).status).toBe(200);
    expect((await identity.poll(unused, {}, { as: 'phantom-token' })).status).toBe(404);
    const told = `SELECT FROM audit WHERE event = 'stream.deleted' AND client_id = 'phantom-token' AND reason IS NOT NULL`;
    expect(await countOf(told)).toBe(1);
  });

  it('and not what a receiver may need', async () => {
    const stream = await identity.freshStream();
    const { originJtis } = await identity.endOne();
    await aged('security_events', 'at', 300);
    await new Sweep(identity.database).run();
    expect(originJtisOf((await identity.poll(stream)).events)).toEqual([originJtis]);
  });
});

it('streams made and events delivered are counted, and audited', async () => {
  const stream = await identity.freshStream();
  const { person } = await identity.endOne();
  const [jti = ''] = (await identity.poll(stream)).events.keys();
  await identity.poll(stream, { ack: [jti], returnImmediately: true });
  const { rows } = await identity.database.drizzle.execute(
    sql`SELECT event, client_id FROM audit WHERE jti = ${jti} AND subject = ${person.id}`,
  );
  expect(rows).toEqual([{ event: 'security_event.delivered', client_id: 'order' }]);
  expect(await countOf(`SELECT FROM audit WHERE event = 'stream.created' AND client_id = 'order'`)).toBeGreaterThan(0);
  const metrics = await register.metrics();
  expect(metrics).toMatch(/identity_security_events_delivered_total\{client_id="order",outcome="acknowledged"\} [1-9]/);
  expect(metrics).toMatch(/identity_security_event_streams_created_total\{client_id="order"\} [1-9]/);
});

it('a token of the stream says nothing that an API takes for a person', async () => {
  const stream = await identity.freshStream();
  await identity.endOne();
  const [token = ''] = (await identity.poll(stream)).tokens;
  expect(decodeJwt(token)).not.toHaveProperty('sub');
  expect(decodeJwt(token)).not.toHaveProperty('exp');
  expect((await identity.ask('GET', '/ssf/streams', { token })).status).toBe(401);
});

describe('a receiver that asks to be pushed to', () => {
  let receiver: PushReceiver;
  beforeEach(async () => {
    receiver = await PushReceiver.start();
  });
  afterEach(() => receiver.stop());

  const authorization_header = 'Bearer of-the-receiver';
  const pushed = (change: object = {}) =>
    identity.stream('order', {
      delivery: { method: 'urn:ietf:rfc:8935', endpoint_url: receiver.url, authorization_header, ...change },
    });
  const toldOf = async (token: string) =>
    (await identity.verified(token, 'order')).events[revokedType]?.['origin_jti'] as string[] | undefined;
  const hasBeenTold = (originJtis: string[]) =>
    until('it is pushed', async () => {
      const told = await Promise.all(receiver.taken.map(({ token }) => toldOf(token)));
      return told.some((jtis) => jtis?.join() === originJtis.join());
    });

  it('gets each event once, as RFC 8935 has it, with its own authorization, and its stream tells nobody that', async () => {
    const id = await pushed();
    const { originJtis } = await identity.endOne();
    await hasBeenTold(originJtis);
    expect(receiver.taken.at(-1)).toMatchObject({
      authorization: authorization_header,
      type: 'application/secevent+jwt',
    });
    const jtis = receiver.taken.map(({ token }) => decodeJwt(token).jti);
    expect(new Set(jtis).size).toBe(jtis.length);
    const { body } = await identity.ask('GET', `/ssf/streams?stream_id=${id}`);
    expect(body['delivery']).toEqual({ method: 'urn:ietf:rfc:8935', endpoint_url: receiver.url });
    const { rows } = await identity.database.drizzle.execute(sql`SELECT push_header FROM security_event_streams`);
    expect(JSON.stringify(rows)).not.toContain('of-the-receiver');
  });

  it.each([
    ['answers 503', { status: 503 }],
    ['says that it was not shown who pushes', { status: 400, body: { err: 'authentication_failed' } }],
  ])('gets it later where it %s', async (_, answer) => {
    receiver.answers.push(answer, answer);
    await pushed();
    const { originJtis } = await identity.endOne();
    await hasBeenTold(originJtis);
    expect(receiver.refused).toBeGreaterThanOrEqual(2);
  });

  it('gets it later where it redirects, and nobody else does', async () => {
    const elsewhere = await PushReceiver.start();
    const answer = { status: 307, headers: { location: elsewhere.url } };
    receiver.answers.push(answer, answer);
    await pushed();
    const { originJtis } = await identity.endOne();
    await hasBeenTold(originJtis);
    await elsewhere.stop();
    expect([receiver.refused, elsewhere.taken]).toEqual([2, []]);
  });

  it('gets what it refuses no more', async () => {
    const id = await pushed();
    await until('it has what was ended before', async () => (await waiting(id)) === 0);
    receiver.answers.push({ status: 400, body: { err: 'invalid_key' } });
    const { person } = await identity.endOne();
    const refusals = `SELECT FROM audit WHERE event = 'security_event.refused' AND subject = '${person.id}' AND reason = 'invalid_key'`;
    await until('it has refused it', async () => (await countOf(refusals)) === 1);
    expect(await waiting(id)).toBe(0);
  });

  /** Events that it has not been given. */
  const waiting = (id: string) =>
    countOf(`SELECT FROM security_events WHERE id NOT IN (SELECT event_id FROM security_event_receipts WHERE stream_id = '${id}')
      AND at > now() - interval '330 seconds'`);

  it('is never one at plain http where that is not allowed', async () => {
    const { config } = await import('../src/identity.config.ts');
    const { settingsOf } = await import('../src/security-events/stream-configuration.ts');
    const delivery = { method: 'urn:ietf:rfc:8935', endpoint_url: receiver.url } as const;
    expect(settingsOf({ delivery })).toMatchObject({ pushUrl: receiver.url });
    Object.assign(config, { ALLOW_INSECURE_HTTP: false });
    try {
      expect(() => settingsOf({ delivery })).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    } finally {
      Object.assign(config, { ALLOW_INSECURE_HTTP: true });
    }
  });
});
