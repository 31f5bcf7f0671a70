import type { Route } from './routes.ts';
import { swapPath } from './swap-location.ts';
import { type Circumstances, directivesAt, type Place } from './template-facts.ts';

/** The locations of a server, by their heads. */
export function expectedLocations(
  routes: readonly Route[],
  common: Circumstances,
): Map<string, { place: Place; circumstances: Circumstances }> {
  const at = (head: string, place: Place, values: Record<string, string>, ...words: string[]) =>
    [
      `location ${head}`,
      {
        place,
        circumstances: { values: { ...common.values, ...values }, words: new Set([...common.words, ...words]) },
      },
    ] as const;
  const errors = directivesAt('http', 'local', common).flatMap((line) => {
    const [, code, name] = /^error_page (\d+) = (\S+)$/.exec(line) ?? [];
    return code !== undefined && name !== undefined ? [at(name, 'error', { code })] : [];
  });
  const named = routes.flatMap((route) => {
    const values = valuesOf(route);
    const words = ['named', route.host.split('.')[0] ?? '', ...(route.authentication ? ['swapped'] : [])];
    const swap = route.authentication ? [at(`= ${values.swap}`, 'swap', values)] : [];
    return [...swap, ...headsOf(route).map((head) => at(head, 'location', values, ...words))];
  });
  const isTaken = routes.some(({ path }) => path === '/');
  const nobody = { namespace: '', ingress: '', service: '', servicePort: '', path: '' };
  const unnamed = isTaken ? [] : [at('/', 'location', { ...nobody, backend: 'upstream-default-backend' }, 'unnamed')];
  return new Map([...errors, ...named, ...unnamed]);
}

/** A Prefix path is two locations, but for the root. */
const headsOf = ({ path, pathType }: Route): string[] =>
  pathType === 'Exact' ? [`= ${path}`] : path === '/' ? ['/'] : [`= ${path}`, `${path}/`];

const valuesOf = (route: Route) => ({
  host: route.host,
  namespace: route.namespace,
  ingress: route.ingress,
  service: route.service,
  servicePort: route.port,
  path: route.path,
  backend: `${route.namespace}-${route.service}-${route.port}`,
  swap: swapPath(route),
});
