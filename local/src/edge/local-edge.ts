import { entries } from '../service-list.ts';
import { portNameOf, type Ports } from '../stack.ts';

/** What a laptop has in place of a cluster. */
export interface LocalEdge {
  readonly port: number;
  /** Takes the place of the label `downscope` in every host. */
  readonly stack: string;
  /** The user of the worker processes, when nginx starts as root. */
  readonly user: string | undefined;
  /** Service ports by `namespace/service:port`. */
  readonly upstreams: Readonly<Record<string, number>>;
  /** Where the controller's --default-backend-service leads. */
  readonly defaultBackendPort: number;
  /** Modules to load, in order. */
  readonly modules: readonly string[];
  /** A folder in memory for the auth cache, when there is one and nginx can digest its keys. */
  readonly cacheFolder: string | undefined;
  /** For the pid and the temporary files. */
  readonly folder: string;
}

/** Which port of ours stands for which Service of k8s/base: of those that may be behind the edge at all. */
export const upstreamPorts = (ports: Ports): Record<string, number> =>
  Object.fromEntries(
    entries
      .filter(([name, { kind }]) => kind !== 'tool' && name !== 'identity')
      .map(([name, { namespace }]) => [`${namespace}/${name}:http`, ports[portNameOf(name)]]),
  );
