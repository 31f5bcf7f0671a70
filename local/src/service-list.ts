/** What runs of services/, and with what it speaks. */
interface Listed {
  /** An API has callers with tokens for it; the edge swaps them; identity makes them; a tool is for whoever develops. */
  readonly kind: 'api' | 'edge' | 'identity' | 'tool';
  /** Where it is in a cluster. */
  readonly namespace: string;
  /** On a laptop: how many ports behind the first of its stack. */
  readonly port: number;
  /** The folder of services/, where that has another name. */
  readonly program?: string;
  /** A database and a role of its own name, which nobody else may connect to. */
  readonly hasDatabase?: true;
  /** Announces or hears events: what, privileges.yaml says. */
  readonly hasBroker?: true;
  /** The services that it opens connections to. Network policies let it through to these and to no other. */
  readonly calls: readonly string[];
}

/**
 * Every program that runs, once: its port, its database, its broker, its callees. A laptop's system, the specs and the secrets of a
 * cluster are made of it; manifests are compared with it (tools/src/services). docs/how-to/add-a-service.md has the rest.
 */
export const serviceList = {
  identity: { kind: 'identity', namespace: 'identity', port: 2, hasDatabase: true, calls: [] },
  'identity-public': { kind: 'identity', namespace: 'identity', port: 1, program: 'identity', calls: ['customer'] },
  'phantom-token': { kind: 'edge', namespace: 'edge', port: 3, calls: ['identity'] },
  order: {
    kind: 'api',
    namespace: 'apps',
    port: 4,
    hasDatabase: true,
    hasBroker: true,
    calls: ['identity', 'customer', 'billing'],
  },
  customer: { kind: 'api', namespace: 'apps', port: 5, hasDatabase: true, calls: ['identity'] },
  billing: {
    kind: 'api',
    namespace: 'apps',
    port: 6,
    hasDatabase: true,
    hasBroker: true,
    calls: ['identity', 'customer', 'order'],
  },
  journey: { kind: 'tool', namespace: 'observe', port: 7, calls: [] },
} as const satisfies Readonly<Record<string, Listed>>;

type List = typeof serviceList;
export type ServiceName = keyof List;

type Those<Quality> = { [Name in ServiceName]: List[Name] extends Quality ? Name : never }[ServiceName];

export type ApiName = Those<{ readonly kind: 'api' }>;
export type DatabaseOwner = Those<{ readonly hasDatabase: true }>;

export const entries: readonly (readonly [ServiceName, Listed])[] = Object.entries(serviceList) as [
  ServiceName,
  Listed,
][];

export const serviceNames: readonly ServiceName[] = entries.map(([name]) => name);

/** The APIs behind the edge. */
export const apis = those((service) => service.kind === 'api') as readonly ApiName[];

/** The services that own a database. */
export const databaseOwners = those((service) => service.hasDatabase === true) as readonly DatabaseOwner[];

/** Whoever asks identity for tokens by a key of its own, for another service, for the broker, or to hear what was revoked. */
export const tokenClients = those(({ kind }) => kind === 'edge' || kind === 'api');

export const listed = (name: ServiceName): Listed => serviceList[name];

/** The folder of services/ that it runs. */
export const programOf = (name: ServiceName): string => listed(name).program ?? name;

function those(quality: (service: Listed) => boolean): ServiceName[] {
  return entries.filter(([, service]) => quality(service)).map(([name]) => name);
}
