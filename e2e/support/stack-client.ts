import { tokenRevocation } from 'openid-client';
import { type Answer, ask, type Question } from './answer.ts';
import { Api } from './api.ts';
import {
  type Authorization,
  type Asked,
  type AuthorizationRequest,
  authorizationUrl,
  authorize,
  begin,
  type Begun,
  type PublicClientName,
} from './authorization.ts';
import { Browser } from './browser.ts';
import type { Canary } from './canary.ts';
import type { ServiceClient } from './client-assertion.ts';
import type { DatabaseOwner } from '@downscope/local/stack';
import { queryDatabase, type Row, type TableDump } from './databases.ts';
import type { Narrower } from './identity-requests.ts';
import { InternalIdentity } from './internal-identity.ts';
import { type Journey, journeyOf } from './journeys.ts';
import { type Login, redeem, type Redeemable, refresh } from './login.ts';
import { publicClient } from './oauth-client.ts';
import type { Person } from './people.ts';
import type { Secret } from './secret.ts';
import { Secrets } from './secrets.ts';
import type { ApiName, Edge, JourneyPages, Part, ServiceName, Stack } from './stack.ts';
import type { Credentials } from './sign-in.ts';
import type { StandIn } from './stand-in.ts';
import type { Topics } from './topics.ts';
import { Transcript } from './transcript.ts';

const BY_DEFAULT: AuthorizationRequest = {
  client: 'walkthrough',
  scopes: ['openid', 'orders_read', 'orders_write', 'customers_read', 'invoices_read'],
  consent: 'Allow',
};

/** What a test may do with a running system: as a person, as a service, and as who looks after it. */
export class StackClient {
  readonly secrets = new Secrets();
  readonly #stack: Stack;
  readonly #transcript = new Transcript();
  readonly #identity: InternalIdentity;

  constructor(stack: Stack) {
    this.#stack = stack;
    this.#identity = new InternalIdentity(stack, this.secrets);
  }

  get apiOrigin(): string {
    return this.#stack.apiOrigin;
  }

  get issuer(): string {
    return this.#stack.issuer;
  }

  get edge(): Edge {
    return this.#stack.edge;
  }

  // From outside, through the edge.

  /** A browser that nobody has used. */
  browser(): Browser {
    return new Browser(this.secrets, this.#transcript);
  }

  /** A client's request, for a browser that is a real one. */
  authorizationUrl(request: Partial<AuthorizationRequest> = {}): Promise<Asked> {
    return authorizationUrl(this.#surroundings, { ...BY_DEFAULT, ...request });
  }

  /** A client's request, as far as the first page. */
  begin(browser: Browser, request: Partial<AuthorizationRequest> = {}): Promise<Begun> {
    return begin(this.#surroundings, { ...BY_DEFAULT, ...request }, browser);
  }

  authorize(
    person: Person | Credentials,
    request: Partial<AuthorizationRequest> = {},
    browser?: Browser,
  ): Promise<Authorization> {
    return authorize(this.#surroundings, person, { ...BY_DEFAULT, ...request }, browser);
  }

  async login(person: Person | Credentials, request?: Partial<AuthorizationRequest>): Promise<Login> {
    return this.redeem(await this.authorize(person, request));
  }

  redeem(authorization: Redeemable): Promise<Login> {
    return redeem(authorization, this.secrets);
  }

  /** A client that was let stay connected asks for the next tokens. */
  async refresh(
    client: PublicClientName,
    { refreshToken }: Pick<Login, 'refreshToken'>,
    parameters?: Readonly<Record<string, string>>,
  ): Promise<Login> {
    if (!refreshToken) throw new Error('the client got no refresh token');
    return refresh(await publicClient(this.issuer, client, this.#transcript), refreshToken, this.secrets, parameters);
  }

  async revoke(token: Secret, client: PublicClientName = 'walkthrough'): Promise<void> {
    await tokenRevocation(await publicClient(this.issuer, client, this.#transcript), token.reveal());
  }

  api(opaqueToken?: Secret): Api {
    return new Api(this.apiOrigin, this.#transcript, opaqueToken);
  }

  get #surroundings() {
    return { issuer: this.issuer, secrets: this.secrets, transcript: this.#transcript };
  }

  /** Everything that the edge answered so far. */
  get received(): string {
    return this.#transcript.text;
  }

  // Inside, past the edge.

  swap(opaqueToken: Secret, audience: string): Promise<Secret> {
    return this.#identity.swap(opaqueToken, audience);
  }

  exchange(as: ServiceClient, subjectToken: Secret, narrower: Narrower): Promise<Secret> {
    return this.#identity.exchange(as, subjectToken, narrower);
  }

  /** A service's own token, for nobody but itself. */
  ownToken(as: ServiceClient, narrower: Narrower): Promise<Secret> {
    return this.#identity.own(as, narrower);
  }

  assertionOf(client: ServiceClient): Promise<Record<string, string>> {
    return this.#stack.assertionOf(client);
  }

  originOf(service: ServiceName): string {
    return this.#stack.originOf(service);
  }

  callService(service: ServiceName, path: string, question?: Question): Promise<Answer> {
    return ask(this.originOf(service) + path, question);
  }

  // As its operator.

  get topics(): Topics {
    return this.#stack.topics;
  }

  stop(part: Part): Promise<void> {
    return this.#stack.stop(part);
  }

  start(part: Part): Promise<void> {
    return this.#stack.start(part);
  }

  standInFor(service: ApiName | 'journey'): Promise<StandIn> {
    return this.#stack.standInFor(service);
  }

  databases(): Promise<TableDump[]> {
    return this.#stack.databases();
  }

  /** One statement in the database of a service. */
  async query(owner: DatabaseOwner, statement: string, values: readonly unknown[] = []): Promise<Row[]> {
    return queryDatabase(await this.#stack.databaseUrl(owner), statement, values);
  }

  /** `npm run identity -- …`; answers its exit code. */
  identityCommand(...words: readonly string[]): Promise<number> {
    return this.#stack.identityCommand(...words);
  }

  logs(): Promise<Map<string, string>> {
    return this.#stack.logs();
  }

  metricsOf(service: ApiName | 'phantom-token'): Promise<string[]> {
    return this.#stack.metricsOf(service);
  }

  plant(secret: Secret): Promise<Canary> {
    return this.#stack.plant(secret);
  }

  journey(traceId: string): Promise<Journey> {
    return journeyOf(this.originOf('journey'), traceId);
  }

  get journeyPages(): JourneyPages {
    return this.#stack.journeyPages;
  }

  close(): Promise<void> {
    return this.#stack.close();
  }
}
