import type { DatabaseOwner } from '@downscope/local/stack';
import { ask } from '../answer.ts';
import { type Canary, plantCanary } from '../canary.ts';
import type { ServiceClient } from '../client-assertion.ts';
import { dumpDatabases, type TableDump } from '../databases.ts';
import { eventually } from '../eventually.ts';
import { runCommand } from '../run-command.ts';
import type { Secret } from '../secret.ts';
import type { ApiName, Edge, JourneyPages, Part, ServiceName, Stack } from '../stack.ts';
import type { StandIn } from '../stand-in.ts';
import type { Topics } from '../topics.ts';
import { Forward } from './forward.ts';
import { Kubectl } from './kubectl.ts';
import { databaseUrls, edgeOf, logsOf, metricsOf, originsOf, start, stop } from './operator.ts';
import * as places from './places.ts';
import { ServiceTokens } from './service-tokens.ts';
import { TopicsJob } from './topics-job.ts';

type Forwards = Readonly<Record<ServiceName | 'postgres', Forward>>;

/** A spec for local/ alone was run against a cluster (e2e/only-on.ts). */
export class NotOnClusterError extends Error {
  readonly code = 'not_on_cluster';
  override readonly name = 'NotOnClusterError';
}

interface Connection extends Pick<Stack, 'issuer' | 'apiOrigin' | 'edge'> {
  readonly kubectl: Kubectl;
  readonly forwards: Forwards;
}

/** What k8s/ deploys: the edge by its Ingress, all else by way of the API server. */
export class ClusterStack implements Stack {
  readonly issuer: string;
  readonly apiOrigin: string;
  readonly edge: Edge;
  readonly topics: Topics;
  readonly #kubectl: Kubectl;
  readonly #forwards: Forwards;
  readonly #tokens: ServiceTokens;

  private constructor({ kubectl, forwards, issuer, apiOrigin, edge }: Connection) {
    this.issuer = issuer;
    this.apiOrigin = apiOrigin;
    this.edge = edge;
    this.#kubectl = kubectl;
    this.#forwards = forwards;
    this.#tokens = new ServiceTokens(kubectl, issuer);
    this.topics = new TopicsJob(kubectl);
  }

  static async connect(context?: string): Promise<ClusterStack> {
    const kubectl = await Kubectl.for(context);
    const { postgres, services } = places;
    const opened = Object.entries({ ...services, postgres }).map(async ([name, target]): Promise<[string, Forward]> => [
      name,
      await Forward.open(kubectl, target),
    ]);
    const forwards = Object.fromEntries(await Promise.all(opened)) as Forwards;
    return new ClusterStack({ kubectl, forwards, edge: await edgeOf(kubectl), ...(await originsOf(kubectl)) });
  }

  get journeyPages(): JourneyPages {
    const { namespace, service, port } = places.services.journey;
    const { context } = this.#kubectl;
    return {
      origin: `http://127.0.0.1:${places.journeyPort}`,
      openedBy: `kubectl --context ${context} --namespace ${namespace} port-forward service/${service} ${places.journeyPort}:${port}`,
    };
  }

  originOf(service: ServiceName): string {
    return this.#forwards[service].origin;
  }

  assertionOf(client: ServiceClient): Promise<Record<string, string>> {
    return this.#tokens.assertionOf(client);
  }

  stop(part: Part): Promise<void> {
    return stop(this.#kubectl, part);
  }

  async start(part: Part): Promise<void> {
    await start(this.#kubectl, part);
    await Promise.all(Object.values(this.#forwards).map((forward) => forward.reset()));
    await eventually(() => this.#mustBeServed(), { deadlineMs: 30_000 });
  }

  async databases(): Promise<TableDump[]> {
    return dumpDatabases(await databaseUrls(this.#kubectl, this.#forwards.postgres.port));
  }

  async databaseUrl(owner: DatabaseOwner): Promise<string> {
    const { [owner]: url = '' } = await databaseUrls(this.#kubectl, this.#forwards.postgres.port);
    return url;
  }

  /** In a pod of identity, where its operators do: nothing is built on this machine. */
  identityCommand(...words: readonly string[]): Promise<number> {
    const { namespace, name } = places.workloads.identity;
    const at = ['--context', this.#kubectl.context, '--namespace', namespace];
    return runCommand(['kubectl', ...at, 'exec', name, '--', 'node', 'dist/commands/main.js', ...words], {});
  }

  /** Of the edge only where its format of a line is the one that we gave it. */
  logs(): Promise<Map<string, string>> {
    const parts = Object.keys(places.workloads) as Part[];
    return logsOf(
      this.#kubectl,
      parts.filter((part) => part !== 'nginx' || this.edge === 'ingress-nginx'),
    );
  }

  metricsOf(service: ApiName | 'phantom-token'): Promise<string[]> {
    return metricsOf(this.#kubectl, service);
  }

  standInFor(service: string): Promise<StandIn> {
    return Promise.reject(new NotOnClusterError(`nothing on this machine can listen in place of ${service}`));
  }

  /** In a table and in a topic. Nothing writes into the log of a pod but the pod. */
  async plant(secret: Secret): Promise<Canary> {
    const { order: databaseUrl = '' } = await databaseUrls(this.#kubectl, this.#forwards.postgres.port);
    return plantCanary({ databaseUrl, topics: this.topics }, secret);
  }

  /** The edge learns of a new pod when it looks again, later than who asks by the name of a Service. */
  async #mustBeServed(): Promise<void> {
    const metadata = await ask(`${this.issuer}/.well-known/openid-configuration`);
    const orders = await ask(`${this.apiOrigin}/orders`);
    const statuses = [metadata.status, orders.status].join();
    if (statuses !== '200,401')
      throw new Error(`the edge does not lead to identity and phantom-token yet: ${statuses}`);
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#forwards).map((forward) => forward.close()));
  }
}
