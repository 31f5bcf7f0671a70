import type { Privileges } from '@downscope/identity/src/privileges/privileges.ts';

/** privileges.yaml as a Mermaid flowchart: what a person gives, and what it implies behind each API. */
export function graphOf(privileges: Privileges): string {
  const { resource_servers: apis, exchange, edge, clients } = privileges.file;
  const atTheEdge = new Set([...edge.values()].flat());
  const lines = ['flowchart LR'];
  for (const [api, { scopes }] of apis) {
    lines.push(`  subgraph ${api}`);
    for (const scope of scopes.keys())
      lines.push(`    ${scope}${atTheEdge.has(scope) ? `([${scope}])` : `[${scope}]`}`);
    lines.push('  end');
  }
  for (const targets of exchange.values()) {
    for (const implications of targets.values()) {
      for (const [held, implied] of implications) for (const scope of implied) lines.push(`  ${held} --> ${scope}`);
    }
  }
  for (const [name, client] of clients) {
    if (client.listener === 'public') continue;
    for (const scope of client.scopes) lines.push(`  ${name}_itself{{${name} itself}} -.-> ${scope}`);
  }
  return lines.join('\n');
}
