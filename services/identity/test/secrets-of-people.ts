import './settings.ts';
import './one-realm.ts';
import type { Database } from '@downscope/postgres';
import { randomUUID } from 'node:crypto';
import { Provider } from 'oidc-provider';
import { KnownBrowsers } from '../src/accounts/known-browsers.ts';
import { accounts } from '../src/accounts/accounts.table.ts';
import { Passwords } from '../src/accounts/passwords.ts';
import type { KeyRing } from '../src/keys/key-ring.ts';
import { Challenges } from '../src/passkeys/challenges.ts';
import { featuresOff, sharedConfiguration } from '../src/provider/shared-configuration.ts';
import { sealIds } from '../src/provider/sealed-ids.ts';
import { UnitOfWork } from '../src/storage/unit-of-work.ts';
import { type SealedModel, TokenIdMac } from '../src/tokens/token-id-mac.ts';

/** What somebody holds, and what a thief would have to find. */
export interface HeldSecret {
  readonly secret: string;
  /** What its MAC is of, where it has one. */
  readonly model?: SealedModel;
  /** Whether it is taken for it. */
  readonly opens: (candidate: string) => Promise<boolean>;
}

export const secretNames = [
  'an opaque token',
  'a code',
  'a refresh token',
  'a session',
  'a login in progress',
  'a pushed request',
  "a passkey's challenge",
  'a browser in which somebody has logged in',
  'a password',
] as const;
export type SecretName = (typeof secretNames)[number];

const password = 'correct horse battery staple';
/** What a client pushed, which is kept as a request object. */
export const pushedRequest = 'eyJhbGciOiJub25lIn0.eyJjbGllbnRfaWQiOiJzdG9yZWZyb250In0.';

/** One of each secret that people, browsers and clients hold, alive in the database. */
export async function secretsOfPeople(database: Database, keyRing: KeyRing): Promise<Record<SecretName, HeldSecret>> {
  const unitOfWork = new UnitOfWork(database);
  const mac = new TokenIdMac(keyRing);
  const shared = sharedConfiguration(keyRing, unitOfWork);
  const provider = new Provider('https://id.example', {
    ...shared,
    ttl: { ...shared.ttl, RefreshToken: 3600 },
    features: { ...featuresOff, pushedAuthorizationRequests: { enabled: true } },
  });
  sealIds(provider, mac);
  const passwords = new Passwords();
  const browsers = new KnownBrowsers(database);
  const challenges = new Challenges(unitOfWork);
  const account = { id: randomUUID(), username: 'alice', passwordHash: await passwords.hash(password), attributes: {} };
  await database.drizzle.insert(accounts).values(account);
  const browser = await browsers.remember(undefined, account.id);

  const found = async (model: { find(id: string): Promise<unknown> }, id: string): Promise<boolean> =>
    (await unitOfWork.run(() => model.find(id))) !== undefined;
  const { AccessToken, AuthorizationCode, RefreshToken, Session, Interaction, PushedAuthorizationRequest } = provider;
  const ofGrant = { accountId: account.id, client: { clientId: 'walkthrough' }, scope: 'openid' } as never;
  const saved = (make: () => { save(ttl?: number): Promise<string> }): Promise<string> =>
    unitOfWork.run(() => make().save(600));
  const ceremony = randomUUID();
  await unitOfWork.run(() => challenges.make(`login ${ceremony}`));
  const session = { accountId: account.id, loginTs: Math.floor(Date.now() / 1000) };

  const of = (model: { find(id: string): Promise<unknown> }, secret: string): HeldSecret => ({
    secret,
    opens: (candidate) => found(model, candidate),
  });
  return {
    'an opaque token': { ...of(AccessToken, await saved(() => new AccessToken(ofGrant))), model: 'AccessToken' },
    'a code': {
      ...of(AuthorizationCode, await saved(() => new AuthorizationCode(ofGrant))),
      model: 'AuthorizationCode',
    },
    'a refresh token': { ...of(RefreshToken, await saved(() => new RefreshToken(ofGrant))), model: 'RefreshToken' },
    'a session': of(Session, await saved(() => Reflect.construct(Session, [session]) as InstanceType<typeof Session>)),
    'a login in progress': of(
      Interaction,
      await saved(() => Reflect.construct(Interaction, [randomUUID(), {}]) as InstanceType<typeof Interaction>),
    ),
    'a pushed request': of(
      PushedAuthorizationRequest,
      await saved(() => new PushedAuthorizationRequest({ request: pushedRequest })),
    ),
    "a passkey's challenge": {
      secret: ceremony,
      opens: async (candidate) => (await unitOfWork.run(() => challenges.take(`login ${candidate}`))) !== undefined,
    },
    'a browser in which somebody has logged in': {
      secret: browser,
      opens: async (candidate) => (await browsers.find(candidate, account.username)) !== undefined,
    },
    'a password': { secret: password, opens: (candidate) => passwords.matches(account.passwordHash, candidate) },
  };
}
