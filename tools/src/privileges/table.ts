import type { Privileges } from '@downscope/identity/src/privileges/privileges.ts';
import { impliedBy } from '@downscope/identity/src/privileges/implied-by.ts';

/** One scope that a person can give, and what it comes to. */
interface Row {
  readonly scope: string;
  readonly words: string;
  /** By the name of the API: the scopes that a token for it has in the end, each with its claims. */
  readonly at: ReadonlyMap<string, readonly string[]>;
  readonly givenBy: string;
  readonly clients: readonly string[];
}

/** What each scope that a person can give implies at each API, with the claims that travel with it, as Markdown. */
export function tableOf(privileges: Privileges): string {
  const apis = [...privileges.file.edge.keys()];
  const rows = [...privileges.file.edge.values()].flat().map((scope) => rowOf(privileges, scope));
  return markdown(
    ['a person gives', 'in words', 'who can', 'to', ...apis.map((api) => `at ${api}`)],
    rows.map(({ scope, words, givenBy, clients, at }) => [
      code(scope),
      words,
      givenBy,
      clients.join(', '),
      ...apis.map((api) => (at.get(api) ?? []).join('<br>') || '–'),
    ]),
  );
}

function rowOf(privileges: Privileges, scope: string): Row {
  const { roles, clients } = privileges.file;
  const at = new Map<string, string[]>();
  for (const held of [scope, ...impliedBy(privileges, [scope])]) {
    const api = privileges.ownerOf(held) ?? '';
    const claims = privileges.claimsOf([held]).join(', ');
    at.set(api, [...(at.get(api) ?? []), `${code(held)}${claims === '' ? '' : ` (${claims})`}`]);
  }
  return {
    scope,
    words: privileges.scope(scope)?.words ?? '',
    at,
    givenBy: [...roles].flatMap(([role, given]) => (given.includes(scope) ? [role] : [])).join(', ') || 'anybody',
    clients: [...clients].flatMap(([name, client]) => (client.scopes.includes(scope) ? [name] : [])),
  };
}

const code = (name: string): string => `\`${name}\``;

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
