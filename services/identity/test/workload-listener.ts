import './settings.ts';
import { Logger } from '@nestjs/common';
import { exportJWK, generateKeyPair, type JWTVerifyGetKey } from 'jose';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Adapter, type AdapterPayload, type ClientMetadata, Provider } from 'oidc-provider';
import type { AuditEntry } from '../src/audit/audit.ts';
import { InProcessKey } from '../src/workloads/in-process-key.ts';
import { ServiceAccountAssertions } from '../src/workloads/service-account-assertions.ts';
import { ClusterKey, clusterIssuer } from './cluster.ts';

export const issuer = 'https://id.example';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Clients come from here, since under jest oidc-provider takes its own copies of them for malformed. */
class Records implements Adapter {
  private static readonly seen = new Map<string, AdapterPayload>();

  constructor(private readonly clients: ClientMetadata[]) {}

  find = (id: string): Promise<AdapterPayload | undefined> =>
    Promise.resolve(this.clients.find((client) => client.client_id === id) ?? Records.seen.get(id));
  /** What stands for a ServiceAccount lives a minute, and may come again as identity's own storage has it; billing's is taken once. */
  upsert = (id: string, payload: AdapterPayload): Promise<void> => {
    if (payload.iss !== 'order') Records.seen.set(id, payload);
    return Promise.resolve();
  };
  findByUid = never;
  findByUserCode = never;
  consume = never;
  destroy = never;
  revokeByGrantId = never;
}

function never(): Promise<never> {
  return Promise.reject(new Error('Nothing here asks for it'));
}

/** Client `order` is a ServiceAccount, client `billing` has a key of its own. Its one grant tells who asked. */
export class WorkloadListener {
  readonly audited: AuditEntry[] = [];
  readonly server = createServer();
  keys: JWTVerifyGetKey;

  private constructor(
    readonly cluster: ClusterKey,
    readonly inProcess: InProcessKey,
    readonly billing: InProcessKey,
  ) {
    this.keys = cluster.published;
  }

  static async start(): Promise<WorkloadListener> {
    Logger.overrideLogger(false);
    const cluster = await ClusterKey.make('cluster-1');
    const listener = new WorkloadListener(cluster, await InProcessKey.make(issuer), await InProcessKey.make(issuer));
    const provider = await listener.provider();
    const handle = provider.callback();
    listener.server.on('request', (request, response) => void handle(request, response));
    await once(listener.server.listen(0, '127.0.0.1'), 'listening');
    return listener;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  async ask(assertion: string, changed: Record<string, string> = {}, path = '/token'): Promise<[number, unknown]> {
    const form = { grant_type: 'who', client_assertion_type: assertionType, client_assertion: assertion, ...changed };
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
    return [response.status, await response.json()];
  }

  private async provider(): Promise<Provider> {
    const { privateKey } = await generateKeyPair('PS256', { extractable: true });
    const provider = new Provider(issuer, {
      adapter: () => new Records([clientOf('order', this.inProcess), clientOf('billing', this.billing)]),
      clientAuthMethods: ['private_key_jwt'],
      clientDefaults: { id_token_signed_response_alg: 'PS256' },
      enabledJWA: { clientAuthSigningAlgValues: ['PS256'], idTokenSigningAlgValues: ['PS256'] },
      jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'own', alg: 'PS256' }] },
      features: { devInteractions: { enabled: false } },
      cookies: { keys: ['unused'] },
    });
    const audit = {
      recordAlone: (entry: AuditEntry) => {
        this.audited.push(entry);
        return Promise.resolve();
      },
    };
    const trust = {
      issuer: clusterIssuer,
      audience: issuer,
      keys: ((header, token) => this.keys(header, token)) satisfies JWTVerifyGetKey,
    };
    const clients = new Map([['system:serviceaccount:apps:order', 'order']]);
    const assertions = new ServiceAccountAssertions(clients, trust, this.inProcess, audit);
    provider.use((ctx, next) => assertions.handle(ctx, next));
    provider.registerGrantType<{ echo?: string }>(
      'who',
      (ctx) => {
        ctx.body = { client: ctx.oidc.client.clientId, echo: ctx.oidc.params.echo };
      },
      ['echo'],
    );
    return provider;
  }
}

const clientOf = (id: string, key: InProcessKey): ClientMetadata => ({
  client_id: id,
  token_endpoint_auth_method: 'private_key_jwt',
  token_endpoint_auth_signing_alg: 'PS256',
  jwks: { keys: [key.publicJwk] },
  grant_types: ['who'],
  response_types: [],
  redirect_uris: [],
});
