import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { createHmac, randomBytes } from 'node:crypto';
import { InternalListener } from './internal-listener.ts';

jest.setTimeout(60_000);

let listener: InternalListener;
beforeAll(async () => {
  listener = await InternalListener.start();
});
afterAll(() => listener.stop());
beforeEach(() => {
  listener.statements.length = 0;
});

const inactive = { status: 200, type: 'application/json', text: '{"active":false}' };
const rows = async (condition = sql`true`): Promise<number> => {
  const { rows } = await listener.connection.drizzle.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM oidc_records WHERE ${condition}`,
  );
  return rows[0]?.count ?? NaN;
};
const audited = async (event: string): Promise<number> => {
  const { rows } = await listener.connection.drizzle.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM audit WHERE event = ${event}`,
  );
  return rows[0]?.count ?? NaN;
};

describe('what there is', () => {
  it.each(['/auth', '/auth/x', '/session/end', '/session/end/confirm', '/token/revocation', '/Token', '/token/'])(
    'is not %s',
    async (path) => {
      expect(await listener.ask(path, await listener.assertion('order'))).toMatchObject({ status: 404 });
    },
  );
});

it.each(['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'])(
  'what it says of itself at %s is what there is, and no more',
  async (path) => {
    const { origin } = listener;
    expect(await (await fetch(origin + path)).json()).toEqual({
      issuer: 'https://id.example',
      jwks_uri: `${origin}/jwks`,
      token_endpoint: `${origin}/token`,
      introspection_endpoint: `${origin}/token/introspection`,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['PS256'],
      // What phantom-token publishes in the API's name: no service's own scope, and none that needs a role.
      scopes_supported: [
        ...[
          'openid',
          'offline_access',
          'orders_read',
          'orders_write',
          'orders_cancel',
          'customers_read',
          'customers_write',
        ],
        ...['invoices_read', 'invoices_pay'],
      ],
      grant_types_supported: [
        'urn:downscope:params:oauth:grant-type:mac-keys',
        'urn:ietf:params:oauth:grant-type:token-exchange',
        'client_credentials',
      ],
      response_types_supported: [],
    });
  },
);

describe('what a request costs the database', () => {
  it('a swap: one read, of token, grant and session together, and its audit, in no transaction', async () => {
    const token = await listener.opaqueToken();
    const before = await rows();
    listener.statements.length = 0;
    expect(await listener.introspect(token)).toMatchObject({ status: 200, type: 'application/jwt' });
    expect(listener.statements.map(verb)).toEqual(['select', 'insert']);
    expect(await rows()).toBe(before);
    expect(await audited('swap.granted')).toBe(1);
  });

  it('an exchange: the same', async () => {
    const { text: jwt } = await listener.introspect(await listener.opaqueToken());
    listener.statements.length = 0;
    expect(await listener.exchange(jwt)).toMatchObject({ status: 200 });
    expect(listener.statements.map(verb)).toEqual(['select', 'insert']);
    expect(await audited('exchange.granted')).toBe(1);
  });

  it("a service's own token: its audit alone", async () => {
    listener.statements.length = 0;
    expect(await listener.ownToken()).toMatchObject({ status: 200 });
    expect(listener.statements.map(verb)).toEqual(['insert']);
    expect(await audited('client_credentials.granted')).toBe(1);
  });

  it('of many swaps at once the audit is written together, and each line is there', async () => {
    const token = await listener.opaqueToken();
    const before = await audited('swap.granted');
    listener.statements.length = 0;
    const answers = await Promise.all(Array.from({ length: 40 }, () => listener.introspect(token)));
    expect(new Set(answers.map(({ type }) => type))).toEqual(new Set(['application/jwt']));
    expect(await audited('swap.granted')).toBe(before + 40);
    expect(listener.statements.filter((statement) => verb(statement) === 'insert').length).toBeLessThan(40);
  });
});

it('a swap whose audit cannot be written hands nothing over', async () => {
  const token = await listener.opaqueToken();
  await listener.owner.drizzle.execute(sql`ALTER TABLE audit RENAME TO audit_elsewhere`);
  const { status, text } = await listener.introspect(token);
  await listener.owner.drizzle.execute(sql`ALTER TABLE audit_elsewhere RENAME TO audit`);
  expect(status).toBeGreaterThanOrEqual(500);
  expect(text).not.toContain('eyJ');
});

describe('a token that has ended is found so', () => {
  it.each([
    ['its grant is gone', sql`DELETE FROM oidc_records WHERE model = 'Grant'`],
    ['its session is gone', sql`DELETE FROM oidc_records WHERE model = 'Session'`],
    ['it is gone itself', sql`DELETE FROM oidc_records WHERE model = 'AccessToken'`],
  ])('%s: no swap, and no exchange of what descends from it', async (_, end) => {
    const token = await listener.opaqueToken();
    const { text: jwt } = await listener.introspect(token);
    await listener.connection.drizzle.execute(end);
    expect(await listener.introspect(token)).toMatchObject(inactive);
    expect(await listener.exchange(jwt)).toMatchObject({ status: 400 });
  });
});

describe('what is made of a token', () => {
  it.each(['Grant', 'Session'])('ends with its %s, where that expires first: nobody is told of it', async (model) => {
    const token = await listener.opaqueToken();
    const end = Math.floor(Date.now() / 1000) + 100;
    await listener.connection.drizzle.execute(sql`
      UPDATE oidc_records SET payload = jsonb_set(payload, '{exp}', to_jsonb(${end}::int)) WHERE model = ${model}`);
    const { text: jwt } = await listener.introspect(token);
    expect(decodeJwt(jwt).exp).toBe(end);
    const { text: exchanged } = await listener.exchange(jwt);
    expect(decodeJwt((JSON.parse(exchanged) as { access_token: string }).access_token).exp).toBe(end);
  });
});

describe('an invented token', () => {
  const changed = (token: string): string => (token.startsWith('A') ? 'B' : 'A') + token.slice(1);

  it('is refused without a look into the records', async () => {
    const token = changed(await listener.opaqueToken());
    listener.statements.length = 0;
    expect(await listener.introspect(token)).toMatchObject(inactive);
    expect(listener.statements.map(verb)).toEqual([]);
  });

  it('opens nothing for somebody who has the key of the MACs', async () => {
    const { kid, secret } = listener.keyRing.secretKey('mac');
    const random = randomBytes(32).toString('base64url');
    const mac = createHmac('sha256', secret).update(`AccessToken~${random}~${kid}`).digest().subarray(0, 16);
    listener.statements.length = 0;
    expect(await listener.introspect(`${random}~${kid}~${mac.toString('base64url')}`)).toMatchObject(inactive);
    expect(listener.statements.map(verb)).toEqual(['select']);
  });

  it('is counted, not written down one by one', async () => {
    await listener.refusals.write();
    const before = await audited('swap.refused');
    const token = changed(await listener.opaqueToken());
    for (let turn = 0; turn < 5; turn += 1) await listener.introspect(token);
    expect(await audited('swap.refused')).toBe(before);
    await listener.refusals.write();
    expect(await audited('swap.refused')).toBe(before + 1);
  });
});

describe('a live token for an API that it has no business with', () => {
  it('is refused in the name of its person', async () => {
    const before = await audited('swap.refused');
    const token = await listener.opaqueToken();
    expect(await listener.introspect(token, { audience: 'urn:downscope:nobody' })).toMatchObject({ status: 400 });
    expect(await audited('swap.refused')).toBe(before + 1);
  });
});

describe('the keys of the MACs', () => {
  it('are told to the client that introspects', async () => {
    const { status, text } = await listener.macKeys('phantom-token');
    const { kid, secret } = listener.keyRing.secretKey('mac');
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { keys: [{ kty: 'oct', kid, alg: 'HS256', k: secret.toString('base64url') }] },
    ]);
  });

  it.each(['order', 'customer', 'billing'] as const)('and not to %s', async (client) => {
    const { status, text } = await listener.macKeys(client);
    expect([status, JSON.parse(text)]).toMatchObject([400, { error: 'unauthorized_client' }]);
    expect(text).not.toContain('"k"');
  });
});

describe("a client's assertion", () => {
  it('that lives a minute may come again, and leaves no row', async () => {
    const token = await listener.opaqueToken();
    const assertion = await listener.assertion('phantom-token', 60);
    const statuses = [await listener.introspect(token, assertion), await listener.introspect(token, assertion)];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200]);
    expect(await rows(sql`model = 'ReplayDetection'`)).toBe(0);
  });

  it('that lives longer is good once, however many come at once', async () => {
    const token = await listener.opaqueToken();
    const assertion = await listener.assertion('phantom-token', 300);
    const answers = await Promise.all(Array.from({ length: 10 }, () => listener.introspect(token, assertion)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 401)]);
    expect(await listener.introspect(token, assertion)).toMatchObject({ status: 401 });
  });

  it('that lives longer than five minutes is none', async () => {
    expect(await listener.introspect('any', await listener.assertion('phantom-token', 330))).toMatchObject({
      status: 401,
    });
  });
});

function verb(statement: string): string {
  return statement.trim().split(/\s/, 1)[0]?.toLowerCase() ?? '';
}
