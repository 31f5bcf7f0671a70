import type { LocalEdge } from './local-edge.ts';
import { expectedLocations } from './expected-locations.ts';
import { type Block, blocksIn, type Directive } from './nginx-tree.ts';
import type { Route } from './routes.ts';
import { type Circumstances, directivesAt, type Place } from './template-facts.ts';

/** A directive that template-facts.yaml has otherwise. */
export interface Drift {
  /** `api.downscope.localhost location = /orders`. */
  readonly where: string;
  readonly message: string;
}

interface Subject {
  /** What nginx.conf was made of. */
  readonly routes: readonly Route[];
  readonly edge: LocalEdge;
  readonly overlay: 'kind' | 'production';
}

/** Holds a rendered nginx.conf against the table of what ingress-nginx writes: every directive, at every place. */
export function driftOf(conf: readonly Directive[], { routes, edge, overlay }: Subject): Drift[] {
  const { folder, cacheFolder = '' } = edge;
  const common: Circumstances = { values: { folder, cache: cacheFolder }, words: new Set([overlay]) };
  const http = blocksIn(conf, 'http').flatMap(({ directives }) => directives);
  return [
    ...drift('main', 'main', simpleIn(conf), common),
    ...blocksIn(conf, 'events').flatMap(({ directives }) => drift('events', 'events', directives, common)),
    ...drift('http', 'http', without(http, 'upstream ', 'server'), common),
    ...blocksIn(http, 'upstream ').flatMap((upstream) => {
      const port = /127\.0\.0\.1:(\d+)/.exec(simpleIn(upstream.directives).join())?.[1] ?? '';
      return drift('upstream', upstream.head, upstream.directives, { ...common, values: { port } });
    }),
    ...missingHosts(http, routes),
    ...blocksIn(http, 'server').flatMap((server) => serverDrift(server, routes, common)),
  ];
}

/** Each host that an Ingress names has a server, and so have all others together. */
function missingHosts(http: readonly Directive[], routes: readonly Route[]): Drift[] {
  const served = new Set(blocksIn(http, 'server').map(hostOf));
  return ['_', ...new Set(routes.map(({ host }) => host))]
    .filter((host) => !served.has(host))
    .map((host) => ({ where: host, message: 'lacks a server' }));
}

function hostOf({ directives }: Block): string {
  const prefix = 'server_name ';
  return (
    simpleIn(directives)
      .find((line) => line.startsWith(prefix))
      ?.slice(prefix.length) ?? ''
  );
}

function serverDrift(server: Block, routes: readonly Route[], common: Circumstances): Drift[] {
  const { directives } = server;
  const host = hostOf(server);
  const ofHost = routes.filter((route) => route.host === host);
  const expected = expectedLocations(ofHost, common);
  const locations = blocksIn(directives, 'location ');
  const found = new Set(locations.map(({ head }) => head));
  const circumstances = { ...common, values: { ...common.values, host } };
  return [
    ...drift(host === '_' ? 'unnamedServer' : 'server', host, without(directives, 'location '), circumstances),
    ...[...expected.keys()]
      .filter((head) => !found.has(head))
      .map((head) => ({ where: host, message: `lacks ${head}` })),
    ...locations.flatMap(({ head, directives: inside }) => {
      const location = expected.get(head);
      if (!location) return [{ where: host, message: `has ${head}, which ingress-nginx has not` }];
      return drift(location.place, `${host} ${head}`, inside, location.circumstances);
    }),
  ];
}

function drift(place: Place, where: string, found: readonly Directive[], circumstances: Circumstances): Drift[] {
  const expected = directivesAt(place, 'local', circumstances).map(normal);
  const written = found.map((directive) => normal(flat(directive)));
  return [
    ...surplus(expected, written).map((line) => ({ where, message: `lacks ${line}` })),
    ...surplus(written, expected).map((line) => ({ where, message: `has ${line}` })),
  ];
}

/** What `these` have more of than `those`. */
function surplus(these: readonly string[], those: readonly string[]): string[] {
  const left = [...those];
  return these.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

const simpleIn = (all: readonly Directive[]): string[] => all.filter((one) => typeof one === 'string');

const without = (all: readonly Directive[], ...starts: readonly string[]): Directive[] =>
  all.filter((one) => typeof one === 'string' || !starts.some((start) => one.head.startsWith(start)));

const flat = (directive: Directive): string =>
  typeof directive === 'string'
    ? directive
    : `${directive.head} { ${directive.directives.map((inner) => `${flat(inner)};`).join(' ')} }`;

/** Quotes around a value mean nothing, but around none. */
const normal = (line: string): string =>
  `${line} `
    .replaceAll(/"([^"]+)"/g, '$1')
    .replaceAll(/ "" /g, '  ')
    .trim();
