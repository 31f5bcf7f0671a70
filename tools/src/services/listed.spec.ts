import { entries, listed, programOf, type ServiceName, serviceNames } from '@downscope/local/service-list.ts';
import { NetworkTable } from '@downscope/e2e/support/cluster/network-table.ts';
import { describe, expect, it } from '@jest/globals';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { privileges } from '../privileges/files.ts';

const root = join(import.meta.dirname, '../../..');
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const yamlOf = (file: string): unknown => parse(textOf(file));

interface Kustomization {
  readonly resources: readonly string[];
}
interface Policy {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly ingress?: readonly { readonly from?: readonly Peer[] }[];
    readonly egress?: readonly { readonly to?: readonly Peer[] }[];
  };
}
interface Peer {
  readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
}

const programs = [...new Set(serviceNames.map(programOf))].sort();
const isListed = (name: string): name is ServiceName => (serviceNames as readonly string[]).includes(name);

/** Who opens connections to whom, among services, databases and the broker. */
const expected = entries.flatMap(([name, { calls, hasDatabase, hasBroker }]) => [
  ...calls.map((callee) => `${name} -> ${callee}`),
  ...(hasDatabase || name === 'identity-public' ? [`${name} -> postgres`] : []),
  ...(hasBroker ? [`${name} -> kafka`] : []),
]);

describe('the list of services', () => {
  it('has every folder of services/', () => {
    expect(readdirSync(join(root, 'services')).sort()).toEqual(programs);
  });

  it('gives each a port of its own', () => {
    const ports = entries.map(([, { port }]) => port);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('names nobody who is not in it', () => {
    expect(entries.flatMap(([, { calls }]) => calls).filter((callee) => !isListed(callee))).toEqual([]);
  });

  it('lets each call whom privileges.yaml lets it ask tokens for', () => {
    const asked = [...privileges.file.exchange].flatMap(([caller, targets]) =>
      [...targets.keys()].map((callee) => `${caller} -> ${callee}`),
    );
    expect(expected).toEqual(expect.arrayContaining(asked));
  });

  it('has a broker for whoever announces or hears events, and for nobody else', () => {
    const withBroker = serviceNames.filter((name) => listed(name).hasBroker);
    expect([...withBroker].sort()).toEqual([...privileges.file.events.keys()].sort());
  });

  it('has as its APIs the resource servers that the edge swaps for', () => {
    const apis = entries.filter(([, { kind }]) => kind === 'api').map(([name]) => name as string);
    expect(apis.sort()).toEqual([...privileges.file.edge.keys()].sort());
  });
});

describe('what is deployed', () => {
  const policies = globSync('k8s/base/*/network-polic*.yaml', { cwd: root }).flatMap((file) =>
    parseAllDocuments(textOf(file)).map((document) => document.toJS() as Policy),
  );
  const isPart = (name: string): boolean => isListed(name) || ['postgres', 'kafka'].includes(name);
  const namesOf = (peers: readonly Peer[] = []): string[] =>
    peers.flatMap((peer) => peer.podSelector?.matchLabels['app.kubernetes.io/name'] ?? []).filter(isPart);

  it('lets out each service to its callees, its database and its broker, and to no other', () => {
    const found = policies
      .filter(({ metadata }) => isListed(metadata.name))
      .flatMap(({ metadata: { name }, spec: { egress = [] } }) =>
        egress.flatMap(({ to }) => namesOf(to).map((callee) => `${name} -> ${callee}`)),
      );
    expect(found.sort()).toEqual([...expected].sort());
  });

  it('lets in to each service its callers, and no other', () => {
    const found = policies
      .filter(({ metadata: { name } }) => isListed(name) && listed(name).kind !== 'tool')
      .flatMap(({ metadata: { name }, spec: { ingress = [] } }) =>
        ingress.flatMap(({ from }) => namesOf(from).map((caller) => `${caller} -> ${name}`)),
      );
    const fromServices = expected.filter((pair) => !/(postgres|kafka)$/.test(pair));
    // The broker checks tokens by identity's keys.
    expect(found.sort()).toEqual([...fromServices, 'kafka -> identity'].sort());
  });

  it('stands in the table of k8s/README.md, which the network matrix tries', () => {
    const table = new NetworkTable();
    const place = (name: string): string => `${isListed(name) ? listed(name).namespace : 'data'}/${name}`;
    const ports: Readonly<Record<string, string>> = { identity: '3001', postgres: '5432', kafka: '9092' };
    const missing = expected.filter((pair) => {
      const [from = '', to = ''] = pair.split(' -> ');
      return !table.allows(place(from), place(to), ports[to] ?? '3000');
    });
    expect(missing).toEqual([]);
  });

  it('has a database for each that owns one', () => {
    const made = /for service in ([a-z -]+);/.exec(textOf('k8s/base/postgres/databases.sh'))?.[1] ?? '';
    const owners = serviceNames.filter((name) => listed(name).hasDatabase);
    expect([...made.split(' '), 'identity'].sort()).toEqual([...owners].sort());
  });

  it.each(['kind', 'production'])('is all of it in overlays/%s', (overlay) => {
    const { resources } = yamlOf(`k8s/overlays/${overlay}/kustomization.yaml`) as Kustomization;
    const deployed = resources.map((path) => path.split('/').at(-1) ?? '').filter(isListed);
    const wanted = serviceNames.filter((name) => overlay === 'kind' || listed(name).kind !== 'tool');
    expect(deployed.sort()).toEqual([...wanted].sort());
  });

  it('has an image of each, a tool in none that goes to production', () => {
    interface Build {
      readonly build: { readonly artifacts: readonly { readonly image: string }[] };
      readonly profiles: readonly { readonly name: string; readonly build?: Build['build'] }[];
    }
    const { build, profiles } = yamlOf('skaffold.yaml') as Build;
    const imagesOf = ({ artifacts }: Build['build']): string[] =>
      artifacts.map(({ image }) => image.replace('downscope/', '')).sort();
    const production = profiles.find(({ name }) => name === 'production')?.build;
    expect(imagesOf(build)).toEqual(programs);
    expect(production && imagesOf(production)).toEqual(
      programs.filter((name) => !isListed(name) || listed(name).kind !== 'tool'),
    );
  });

  it("has the packages of each in skaffold dev's image, and its types checked there", () => {
    const copied = [...textOf('k8s/dev/Dockerfile').matchAll(/^COPY services\/([a-z-]+)\/package\.json/gm)];
    expect(copied.map(([, name]) => name)).toEqual(programs);
    const checked = [...textOf('k8s/dev/workspace.Dockerfile').matchAll(/"services\/([a-z-]+)"/g)];
    expect(checked.map(([, name]) => name)).toEqual(programs);
  });
});

it('the workspace knows the types of each', () => {
  const { references } = JSON.parse(textOf('tsconfig.json')) as { references: readonly { readonly path: string }[] };
  const services = references.flatMap(({ path }) => /^services\/(.+)$/.exec(path)?.[1] ?? []);
  expect(services.sort()).toEqual(programs);
});
