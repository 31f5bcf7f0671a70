import './settings.ts';
import './one-realm.ts';
import type { Database } from '@downscope/postgres';
import { createApplication } from '@downscope/service';
import type { INestApplication } from '@nestjs/common';
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { readFileSync } from 'node:fs';
import { adapters } from '../src/storage/adapters.ts';
import { UnitOfWork } from '../src/storage/unit-of-work.ts';
import { TokenIdMac } from '../src/tokens/token-id-mac.ts';
import { IdentityDatabase } from './identity-database.ts';
import { aKeyRing } from './key-ring.ts';
import { logIn, type LoggedInPerson, type Storage } from './logged-in-person.ts';

const root = join(import.meta.dirname, '../../..');
const issuer = 'https://id.example';
const services = ['phantom-token', 'order', 'customer', 'billing', 'storefront'] as const;
export type Receiver = 'phantom-token' | 'order' | 'customer' | 'billing';

export const revokedType = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
export const verificationType = 'https://schemas.openid.net/secevent/ssf/event-type/verification';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface Polled {
  /** What each token says, by its jti. */
  readonly events: ReadonlyMap<string, JWTPayload & { events: Record<string, Record<string, unknown>> }>;
  readonly tokens: readonly string[];
  readonly moreAvailable: boolean;
  readonly status: number;
}

/** Two replicas of identity's internal listener over one real database, and whoever has keys of services. */
export class Transmitters {
  readonly origins: string[] = [];
  readonly storage: Storage;
  private readonly apps: INestApplication[] = [];
  private readonly tokens = new Map<string, { readonly token: Promise<string>; readonly madeAt: number }>();

  private constructor(
    readonly server: IdentityDatabase,
    readonly database: Database,
    mac: TokenIdMac,
    private readonly keys: ReadonlyMap<string, CryptoKey>,
    private readonly folder: string,
  ) {
    const unit = new UnitOfWork(database);
    this.storage = { database, unit, adapter: adapters(unit, mac), mac };
  }

  static async start(): Promise<Transmitters> {
    const folder = String(process.env['CLIENT_KEYS_DIR']);
    mkdirSync(folder, { recursive: true });
    const keys = new Map<string, CryptoKey>();
    for (const client of services) {
      const { privateKey, publicKey } = await generateKeyPair('PS256', { modulusLength: 2048, extractable: true });
      keys.set(client, privateKey);
      const jwk = { ...(await exportJWK(publicKey)), kid: client };
      writeFileSync(join(folder, `${client}.jwks.json`), JSON.stringify({ keys: [jwk] }));
    }
    // As an overlay may have it: billing's events are signed by RS256.
    const bindings = parse(readFileSync(join(root, 'local/clients.yaml'), 'utf8')) as {
      clients: Record<string, Record<string, string>>;
    };
    bindings.clients['billing'] = { ...bindings.clients['billing'], security_event_signed_response_alg: 'RS256' };
    writeFileSync(join(folder, 'clients.yaml'), stringify(bindings));
    const server = await IdentityDatabase.start();
    const port = await freePort();
    Object.assign(process.env, {
      DATABASE_URL: server.url,
      DATABASE_MAX_CONNECTIONS: '8',
      KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url'),
      PRIVILEGES_FILE: join(root, 'privileges.yaml'),
      CLIENTS_FILE: join(folder, 'clients.yaml'),
      PORT: String(port),
      ALLOW_INSECURE_HTTP: 'true',
      OTEL_SERVICE_NAME: 'identity',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal',
    });
    const transmitters = new Transmitters(server, server.connect(), new TokenIdMac(await aKeyRing()), keys, folder);
    await transmitters.replica(port);
    await transmitters.replica(0);
    return transmitters;
  }

  async stop(): Promise<void> {
    for (const app of this.apps) await app.close();
    rmSync(this.folder, { recursive: true, force: true });
    await this.server.stop();
  }

  logIn(): Promise<LoggedInPerson> {
    return logIn(this.storage, 300);
  }

  /** Somebody logs out: answers the origin_jti of both tokens that end. */
  async endOne(): Promise<{ readonly person: LoggedInPerson; readonly originJtis: string[] }> {
    const person = await this.logIn();
    await this.end(person);
    return { person, originJtis: [person.planner.originJti, person.assistant.originJti].sort() };
  }

  async end({ session }: LoggedInPerson): Promise<void> {
    const { unit, adapter } = this.storage;
    await unit.run(() => adapter('Session').destroy(session));
  }

  /** A service's own token for this API. */
  token(client: Receiver, scope = 'ssf.read ssf.manage', audience = 'urn:downscope:identity'): Promise<string> {
    const key = `${client} ${scope} ${audience}`;
    const known = this.tokens.get(key);
    // It lives five minutes, which a busy machine may take for these specs.
    if (known && performance.now() - known.madeAt < 60_000) return known.token;
    const token = this.newToken(client, scope, audience);
    this.tokens.set(key, { token, madeAt: performance.now() });
    return token;
  }

  async ask(method: string, path: string, options: AskOptions = {}): Promise<Answer> {
    const { as = 'order', token = await this.token(as), body, replica = 0 } = options;
    const response = await fetch(path.startsWith('http') ? path : `${String(this.origins[replica])}${path}`, {
      method,
      headers: {
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  }

  /** @returns its id */
  async stream(as: Receiver = 'order', settings: object = {}): Promise<string> {
    const { status, body } = await this.ask('POST', '/ssf/streams', { as, body: settings });
    if (status !== 201) throw new Error(`No stream: ${status} ${JSON.stringify(body)}`);
    return String(body['stream_id']);
  }

  /** A stream whose receiver has everything that there is. */
  async freshStream(as: Receiver = 'order', settings: object = {}): Promise<string> {
    const id = await this.stream(as, settings);
    for (;;) {
      const { events, moreAvailable } = await this.poll(id, { returnImmediately: true }, { as });
      await this.poll(id, { maxEvents: 0, ack: [...events.keys()] }, { as });
      if (!moreAvailable) return id;
    }
  }

  async poll(id: string, request: object = {}, options: AskOptions = {}): Promise<Polled> {
    const { status, body } = await this.ask('POST', `/ssf/poll/${id}`, { ...options, body: request });
    const sets = (body['sets'] ?? {}) as Record<string, string>;
    const as = options.as ?? 'order';
    const verified = await Promise.all(
      Object.entries(sets).map(async ([jti, token]) => [jti, await this.verified(token, as)] as const),
    );
    const tokens = Object.values(sets);
    return { status, events: new Map(verified), tokens, moreAvailable: body['moreAvailable'] === true };
  }

  /** As a receiver does, by the keys that the metadata names. */
  async verified(
    token: string,
    as: Receiver,
  ): Promise<JWTPayload & { events: Record<string, Record<string, unknown>> }> {
    const { body } = await this.ask('GET', '/ssf/jwks', { token: '' });
    const keys = createLocalJWKSet(body as unknown as JSONWebKeySet);
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: as,
      typ: 'secevent+jwt',
      algorithms: [as === 'billing' ? 'RS256' : 'PS256'],
    });
    return payload as JWTPayload & { events: Record<string, Record<string, unknown>> };
  }

  private async replica(port: number): Promise<void> {
    const { InternalModule } = await import('../src/internal.module.ts');
    const { app } = await createApplication(InternalModule, { operations: false });
    await app.listen(port, '127.0.0.1');
    this.apps.push(app);
    this.origins.push(await app.getUrl());
  }

  private async newToken(client: Receiver, scope: string, audience: string): Promise<string> {
    const key = this.keys.get(client);
    if (!key) throw new Error(`${client} has no key`);
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: 'PS256', kid: client })
      .setIssuer(client)
      .setSubject(client)
      .setAudience(issuer)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(key);
    const response = await fetch(`${String(this.origins[0])}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        ...{ grant_type: 'client_credentials', audience, scope, client_id: client },
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }),
    });
    const { access_token: token, ...refusal } = (await response.json()) as { access_token?: string };
    if (token === undefined) throw new Error(`No token: ${JSON.stringify(refusal)}`);
    return token;
  }
}

export interface AskOptions {
  readonly as?: Receiver;
  /** In place of `as`'s own; empty: none. */
  readonly token?: string;
  readonly body?: unknown;
  readonly replica?: 0 | 1;
  readonly headers?: Record<string, string>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}
