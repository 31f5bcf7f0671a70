import type { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { Adapter } from 'oidc-provider';
import { GrantClaims } from '../src/claims/grant-claims.ts';
import type { UnitOfWork } from '../src/storage/unit-of-work.ts';
import type { SealedModel, TokenIdMac } from '../src/tokens/token-id-mac.ts';

const hourSeconds = 3600;
const models = ['AuthorizationCode', 'AccessToken', 'RefreshToken'] as const satisfies readonly SealedModel[];

/** What one application was given: ids of the records, and what descends from the opaque token. */
export type Held = Record<(typeof models)[number] | 'grant' | 'originJti', string>;

/** A person with a session, in which two applications got a grant, a code and tokens each. */
export interface LoggedInPerson {
  readonly id: string;
  readonly session: string;
  readonly sessionUid: string;
  readonly planner: Held;
  readonly assistant: Held;
}

export interface Storage {
  readonly database: Database;
  readonly unit: UnitOfWork;
  readonly adapter: (model: string) => Adapter;
  readonly mac: TokenIdMac;
}

/** Stored as oidc-provider does it. */
export async function logIn(
  { database, unit, adapter, mac }: Storage,
  secondsLeft = hourSeconds,
): Promise<LoggedInPerson> {
  const [id, session, sessionUid] = [randomUUID(), randomUUID(), randomUUID()];
  await database.drizzle.execute(
    sql`INSERT INTO accounts (id, username, password_hash, attributes) VALUES (${id}, ${id}, '', '{"region": "eu", "role": "support"}')`,
  );
  const held = (clientId: string): Promise<Held> =>
    unit.run(async () => {
      const [grant, originJti] = [randomUUID(), randomUUID()];
      await adapter('Grant').upsert(grant, { accountId: id, clientId }, secondsLeft);
      await new GrantClaims(unit).keep({ accountId: id, jti: grant }, {});
      const ids = models.map((model) => [model, mac.seal(model, randomUUID())] as const);
      const of = { accountId: id, clientId, grantId: grant, sessionUid, expiresWithSession: true };
      for (const [model, secret] of ids) {
        const extra = model === 'AccessToken' ? { extra: { origin_jti: originJti } } : {};
        await adapter(model).upsert(secret, { ...of, ...extra }, secondsLeft);
      }
      return { grant, originJti, ...Object.fromEntries(ids) } as Held;
    });
  const [planner, assistant] = [await held('budget-planner'), await held('assistant')];
  const authorizations = { 'budget-planner': { grantId: planner.grant }, assistant: { grantId: assistant.grant } };
  await unit.run(() =>
    adapter('Session').upsert(session, { accountId: id, uid: sessionUid, authorizations }, secondsLeft),
  );
  return { id, session, sessionUid, planner, assistant };
}
