import type { Answer, Question } from './answer.ts';
import type { Api } from './api.ts';
import type { Authorization, AuthorizationRequest } from './authorization.ts';
import type { Canary } from './canary.ts';
import type { ServiceClient } from './client-assertion.ts';
import type { Part } from './control-socket.ts';
import type { TableDump } from './databases.ts';
import type { Narrower } from './identity-requests.ts';
import type { Journey } from './journeys.ts';
import type { Login } from './login.ts';
import type { Person } from './people.ts';
import type { Secret } from './secret.ts';
import type { Secrets } from './secrets.ts';
import type { StandIn } from './stand-in.ts';
import type { Topics } from './topics.ts';

/** The APIs behind the edge. */
export const apis = ['order', 'customer', 'billing'] as const;
export type ApiName = (typeof apis)[number];

/** What a test may do with a running system: as a person, as a service, and as who looks after it. */
export interface StackClient {
  readonly apiOrigin: string;
  readonly issuer: string;
  readonly secrets: Secrets;

  // From outside, through the edge.
  login(person: Person, request?: Partial<AuthorizationRequest>): Promise<Login>;
  authorize(person: Person, request?: Partial<AuthorizationRequest>): Promise<Authorization>;
  revoke(opaqueToken: Secret): Promise<void>;
  api(opaqueToken?: Secret): Api;
  /** Everything that the edge answered so far. */
  readonly received: string;

  // Inside, past the edge.
  swap(opaqueToken: Secret, audience: string): Promise<Secret>;
  exchange(as: ServiceClient, subjectToken: Secret, narrower: Narrower): Promise<Secret>;
  originOf(service: ServiceName): string;
  callService(service: ServiceName, path: string, question?: Question): Promise<Answer>;
  assertionOf(client: ServiceClient): Promise<Record<string, string>>;

  // As its operator.
  stop(part: Part): Promise<void>;
  start(part: Part): Promise<void>;
  standInFor(service: ApiName | 'journey'): Promise<StandIn>;
  databases(): Promise<TableDump[]>;
  readonly topics: Topics;
  logs(): Promise<Map<string, string>>;
  plant(secret: Secret): Promise<Canary>;
  close(): Promise<void>;
  journey(traceId: string): Promise<Journey>;
}

export type ServiceName = ApiName | 'phantom-token' | 'journey' | 'identityInternal' | 'identityPublic';
