import type { ApiName, ServiceName as ListedName } from '@downscope/local/service-list.ts';
import type { ServiceClient } from './client-assertion.ts';
import type { Canary } from './canary.ts';
import type { DatabaseOwner } from '@downscope/local/stack';
import type { TableDump } from './databases.ts';
import type { Secret } from './secret.ts';
import type { StandIn } from './stand-in.ts';
import type { Topics } from './topics.ts';

export { type ApiName, apis } from '@downscope/local/service-list.ts';

/** Everything past the edge that answers HTTP. identity does at two listeners. */
export type ServiceName =
  ApiName | 'phantom-token' | 'journey' | 'identityInternal' | 'identityPublic' | 'default-backend';

/** Which program the edge is. Both serve the same Ingress objects; what each makes of what stands in docs/edges.md. */
export type Edge = 'ingress-nginx' | 'traefik';

/** What can be stopped and started by itself. */
export type Part = ListedName | 'nginx' | 'default-backend' | 'kafka' | 'postgres';

/** Where a person looks at journeys. */
export interface JourneyPages {
  readonly origin: string;
  /** What must run meanwhile, where the pages cannot be reached without. */
  readonly openedBy: string | undefined;
}

/** A running system, as far as it differs between processes on this machine and pods of a cluster. */
export interface Stack {
  readonly apiOrigin: string;
  readonly issuer: string;
  readonly edge: Edge;
  readonly topics: Topics;
  readonly journeyPages: JourneyPages;

  originOf(service: ServiceName): string;
  /** What a service adds to a form to say who it is. */
  assertionOf(client: ServiceClient): Promise<Record<string, string>>;
  stop(part: Part): Promise<void>;
  start(part: Part): Promise<void>;
  standInFor(service: ApiName | 'journey'): Promise<StandIn>;
  databases(): Promise<TableDump[]>;
  databaseUrl(owner: DatabaseOwner): Promise<string>;
  /** What an operator types after `npm run identity --`; answers its exit code. */
  identityCommand(...words: readonly string[]): Promise<number>;
  logs(): Promise<Map<string, string>>;
  /** What each process of a service counts, as Prometheus reads it. */
  metricsOf(service: ApiName | 'phantom-token'): Promise<string[]>;
  plant(secret: Secret): Promise<Canary>;
  close(): Promise<void>;
}
