import './settings.ts';
import './one-realm.ts';
import type { Database } from '@downscope/postgres';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Provider } from 'oidc-provider';
import { AuditTrail } from '../src/audit/audit-trail.ts';
import { RefusalCounts } from '../src/audit/refusal-counts.ts';
import { sharedConfiguration } from '../src/provider/shared-configuration.ts';
import { sealIds } from '../src/provider/sealed-ids.ts';
import { internalProvider } from '../src/provider/internal-provider.ts';
import { SwapEndpoint } from '../src/swap/swap.endpoint.ts';
import { MacKeysGrant } from '../src/swap/mac-keys.grant.ts';
import { ExchangeGrant } from '../src/exchange/exchange.grant.ts';
import { ClientCredentialsGrant } from '../src/client-credentials/client-credentials.grant.ts';
import type { KeyRing } from '../src/keys/key-ring.ts';
import { UnitOfWork } from '../src/storage/unit-of-work.ts';
import { newTokenExtra } from '../src/tokens/opaque-token.ts';
import { TokenIdMac } from '../src/tokens/token-id-mac.ts';
import { nowSeconds, TokenSigner } from '../src/tokens/token-signer.ts';
import { IdentityDatabase } from './identity-database.ts';
import { aKeyRing } from './key-ring.ts';
import { privileges } from './privileges-file.ts';

const issuer = 'https://id.example';
const clients = ['phantom-token', 'order', 'customer', 'billing'] as const;
type ClientName = (typeof clients)[number];

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Identity's internal listener over a real database, which tells the statements that it was asked. */
export class InternalListener {
  readonly statements: string[] = [];
  readonly refusals: RefusalCounts;
  private readonly server = createServer();

  private constructor(
    private readonly database: IdentityDatabase,
    readonly connection: Database,
    /** As whoever can do all with its tables. */
    readonly owner: Database,
    readonly keyRing: KeyRing,
    private readonly keys: ReadonlyMap<ClientName, CryptoKey>,
  ) {
    this.refusals = new RefusalCounts(connection);
  }

  static async start(): Promise<InternalListener> {
    const folder = String(process.env['CLIENT_KEYS_DIR']);
    mkdirSync(folder, { recursive: true });
    const keys = new Map<ClientName, CryptoKey>();
    for (const client of clients) {
      const { privateKey, publicKey } = await generateKeyPair('PS256', { modulusLength: 2048, extractable: true });
      keys.set(client, privateKey);
      const { kty, n, e }: JWK = await exportJWK(publicKey);
      writeFileSync(join(folder, `${client}.jwks.json`), JSON.stringify({ keys: [{ kty, n, e, kid: client }] }));
    }
    const database = await IdentityDatabase.start();
    const listener = new InternalListener(
      database,
      database.connect(),
      database.connectAsOwner(),
      await aKeyRing(),
      keys,
    );
    await listener.listen();
    rmSync(folder, { recursive: true });
    return listener;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
    await this.database.stop();
  }

  /** An opaque token of a person who is logged in, as the public listener makes one. */
  async opaqueToken(scope = 'orders_read'): Promise<string> {
    const unitOfWork = new UnitOfWork(this.connection);
    const extra = newTokenExtra(undefined, { customer_number: 'C-1' });
    const provider = new Provider(issuer, {
      ...sharedConfiguration(this.keyRing, unitOfWork),
      extraTokenClaims: () => extra,
      features: { devInteractions: { enabled: false } },
    });
    sealIds(provider, new TokenIdMac(this.keyRing));
    const accountId = randomUUID();
    return unitOfWork.run(async () => {
      const grant = new provider.Grant({ accountId, clientId: 'walkthrough' });
      const grantId = await grant.save();
      const session = Reflect.construct(provider.Session, [
        { accountId, authorizations: { walkthrough: { grantId } } },
      ]) as InstanceType<typeof provider.Session>;
      await session.save.call(session, 3600);
      const token = {
        accountId,
        grantId,
        scope,
        sessionUid: session.uid,
        expiresWithSession: true,
        gty: 'authorization_code',
      };
      const resourceServer = new provider.ResourceServer('urn:downscope:api', { scope, accessTokenFormat: 'opaque' });
      const made = new provider.AccessToken({ ...token, client: { clientId: 'walkthrough' }, resourceServer } as never);
      return made.save();
    });
  }

  async introspect(token: string, change: Record<string, string> = {}): Promise<Answer> {
    const form = { token, audience: 'urn:downscope:order', ...(await this.assertion('phantom-token')), ...change };
    return this.ask('/token/introspection', form);
  }

  async exchange(subjectToken: string): Promise<Answer> {
    return this.ask('/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: subjectToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience: 'urn:downscope:billing',
      scope: 'invoices_read',
      ...(await this.assertion('order')),
    });
  }

  async ownToken(): Promise<Answer> {
    return this.ask('/token', {
      grant_type: 'client_credentials',
      audience: 'urn:downscope:customer',
      scope: 'customers_terms_read_any',
      ...(await this.assertion('billing')),
    });
  }

  async macKeys(client: ClientName): Promise<Answer> {
    return this.ask('/token', {
      grant_type: 'urn:downscope:params:oauth:grant-type:mac-keys',
      ...(await this.assertion(client)),
    });
  }

  async assertion(client: ClientName, livesForSeconds = 60): Promise<Record<string, string>> {
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: 'PS256', kid: client })
      .setIssuer(client)
      .setSubject(client)
      .setAudience(issuer)
      .setJti(randomBytes(16).toString('base64url'))
      .setIssuedAt()
      .setExpirationTime(nowSeconds() + livesForSeconds)
      .sign(this.keys.get(client) ?? new Uint8Array());
    return {
      client_id: client,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    };
  }

  get origin(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async ask(path: string, form: Record<string, string>): Promise<Answer> {
    const response = await fetch(`${this.origin}${path}`, {
      method: 'POST',
      headers: { accept: path === '/token' ? 'application/json' : 'application/jwt' },
      body: new URLSearchParams(form),
    });
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    return { status: response.status, type, text: await response.text() };
  }

  private async listen(): Promise<void> {
    const signer = new TokenSigner(this.keyRing);
    const watched = this.watched();
    const unitOfWork = new UnitOfWork(watched);
    const audit = new AuditTrail(unitOfWork, watched, this.refusals);
    const provider = await internalProvider({
      privileges,
      bindings: { public: new Map(), internal: new Map(clients.map((name) => [name, { keys: `${name}.jwks.json` }])) },
      inCluster: undefined,
      keyRing: this.keyRing,
      unitOfWork,
      audit,
      swap: new SwapEndpoint(privileges, signer, audit),
      exchange: new ExchangeGrant(privileges, signer, audit),
      clientCredentials: new ClientCredentialsGrant(privileges, signer, audit),
      macKeys: new MacKeysGrant(this.keyRing),
    });
    const handle = provider.callback();
    this.server.on('request', (request, response) => void handle(request, response));
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
  }

  /** Connections that tell every statement that is sent. */
  private watched(): Database {
    const database = this.database.connect();
    database.pool.on('connect', (client) => {
      const query = client.query.bind(client) as (...values: unknown[]) => unknown;
      client.query = ((...values: unknown[]) => {
        const [statement] = values;
        this.statements.push(typeof statement === 'string' ? statement : String((statement as { text?: string }).text));
        return query(...values);
      }) as typeof client.query;
    });
    return database;
  }
}
