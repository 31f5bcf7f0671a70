import { type ApiName, apis } from './stack.ts';

/** One route, and the scope that it asks for. */
export interface AccessRoute {
  readonly service: ApiName;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** As OpenAPI writes it. */
  readonly path: string;
  readonly scope: string;
}

/** What one caller gets for one object of a route. */
export interface AccessCell<Caller extends string> extends AccessRoute {
  readonly caller: Caller;
  readonly object: string;
  readonly status: number;
}

export class AccessTableError extends Error {
  readonly code = 'access_table';
  override readonly name = 'AccessTableError';
}

/**
 * Reads a table of who gets which status where: a line of callers, then for each route `service METHOD /path scope`, and below it,
 * indented, one line per object with a status for each caller, in their order.
 *
 * @throws AccessTableError naming the line
 */
export function readAccessTable<Caller extends string>(callers: readonly Caller[], text: string): AccessCell<Caller>[] {
  const [heading = '', ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  if (heading.trim().split(/\s+/).join() !== callers.join())
    throw new AccessTableError(`no line of callers: ${heading}`);
  let route: AccessRoute | undefined;
  return lines.flatMap((line) => {
    if (!line.startsWith(' ')) {
      route = routeIn(line);
      return [];
    }
    if (!route) throw new AccessTableError(`no route above: ${line}`);
    const { object, statuses } = rowIn(line);
    if (statuses.length !== callers.length) throw new AccessTableError(`a status for each caller, please: ${line}`);
    const asked = { ...route, object };
    return callers.map((caller, index) => ({ ...asked, caller, status: statuses[index] ?? 0 }));
  });
}

function routeIn(line: string): AccessRoute {
  const [, name, method, path = '', scope = ''] = /^(\w+) (GET|POST|PATCH|DELETE) (\/\S+) +(\w+)$/.exec(line) ?? [];
  const service = apis.find((api) => api === name);
  if (!service) throw new AccessTableError(`no route: ${line}`);
  return { service, method: method as AccessRoute['method'], path, scope };
}

function rowIn(line: string): { object: string; statuses: number[] } {
  const [, object = '', statuses = ''] = /^ +(\S.*?)((?: +\d{3})+)$/.exec(line) ?? [];
  return { object, statuses: statuses.trim().split(/ +/).map(Number) };
}
