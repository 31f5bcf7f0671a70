import type { StackDescription } from '@downscope/local/stack';
import { tokenRevocation } from 'openid-client';
import { type Answer, ask, type Question } from './answer.ts';
import { Api } from './api.ts';
import { type Authorization, type AuthorizationRequest, authorize } from './authorization.ts';
import { type Canary, plantCanary } from './canary.ts';
import { clientAssertion, type ServiceClient } from './client-assertion.ts';
import { ControlSocket, type Part } from './control-socket.ts';
import { dumpDatabases, type TableDump } from './databases.ts';
import type { Narrower } from './identity-requests.ts';
import { InternalIdentity } from './internal-identity.ts';
import { type Journey, journeyOf } from './journeys.ts';
import { readLogs } from './log-files.ts';
import { type Login, redeem } from './login.ts';
import { publicClient } from './oauth-client.ts';
import type { Person } from './people.ts';
import type { Secret } from './secret.ts';
import { Secrets } from './secrets.ts';
import type { ApiName, ServiceName, StackClient } from './stack-client.ts';
import { listenInPlaceOf, type StandIn } from './stand-in.ts';
import { Topics } from './topics.ts';
import { Transcript } from './transcript.ts';

const BY_DEFAULT: AuthorizationRequest = {
  client: 'walkthrough',
  scopes: ['openid', 'orders_read', 'orders_write', 'customers_read', 'invoices_read'],
  consent: 'Allow',
};

/** A stack of processes on this machine, as local/ runs it. */
export class LocalStack implements StackClient {
  readonly secrets = new Secrets();
  readonly topics: Topics;
  readonly #stack: StackDescription;
  readonly #transcript = new Transcript();
  readonly #identity: InternalIdentity;
  readonly #control: ControlSocket;

  constructor(stack: StackDescription) {
    this.#stack = stack;
    this.topics = new Topics(stack.kafkaBrokers);
    this.#identity = new InternalIdentity({ ...stack, url: stack.urls.identityInternal }, this.secrets);
    this.#control = new ControlSocket(stack.controlSocket);
  }

  get apiOrigin(): string {
    return this.#stack.apiOrigin;
  }

  get issuer(): string {
    return this.#stack.issuer;
  }

  get received(): string {
    return this.#transcript.text;
  }

  authorize(person: Person, request: Partial<AuthorizationRequest> = {}): Promise<Authorization> {
    const { issuer, secrets } = this;
    return authorize({ issuer, secrets, transcript: this.#transcript }, person, { ...BY_DEFAULT, ...request });
  }

  async login(person: Person, request?: Partial<AuthorizationRequest>): Promise<Login> {
    return redeem(await this.authorize(person, request), this.secrets);
  }

  async revoke(opaqueToken: Secret): Promise<void> {
    await tokenRevocation(await publicClient(this.issuer, 'walkthrough', this.#transcript), opaqueToken.reveal());
  }

  api(opaqueToken?: Secret): Api {
    return new Api(this.apiOrigin, this.#transcript, opaqueToken);
  }

  swap(opaqueToken: Secret, audience: string): Promise<Secret> {
    return this.#identity.swap(opaqueToken, audience);
  }

  exchange(as: ServiceClient, subjectToken: Secret, narrower: Narrower): Promise<Secret> {
    return this.#identity.exchange(as, subjectToken, narrower);
  }

  assertionOf(client: ServiceClient): Promise<Record<string, string>> {
    return clientAssertion(this.#stack, client);
  }

  originOf(service: ServiceName): string {
    return this.#stack.urls[service];
  }

  callService(service: ServiceName, path: string, question?: Question): Promise<Answer> {
    return ask(this.originOf(service) + path, question);
  }

  stop(part: Part): Promise<void> {
    return this.#control.stop(part);
  }

  start(part: Part): Promise<void> {
    return this.#control.start(part);
  }

  async standInFor(service: ApiName | 'journey'): Promise<StandIn> {
    await this.stop(service);
    const standIn = await listenInPlaceOf(this.originOf(service));
    return {
      captured: standIn.captured,
      [Symbol.asyncDispose]: async () => {
        await standIn[Symbol.asyncDispose]();
        await this.start(service);
      },
    };
  }

  databases(): Promise<TableDump[]> {
    return dumpDatabases(this.#stack.databases);
  }

  logs(): Promise<Map<string, string>> {
    return readLogs(this.#stack.logsDir);
  }

  plant(secret: Secret): Promise<Canary> {
    const { databases, kafkaBrokers: brokers, logsDir: logsFolder } = this.#stack;
    return plantCanary({ databaseUrl: databases.order, brokers, logsFolder }, secret);
  }

  journey(traceId: string): Promise<Journey> {
    return journeyOf(this.originOf('journey'), traceId);
  }

  close(): Promise<void> {
    return this.#control.close();
  }
}
