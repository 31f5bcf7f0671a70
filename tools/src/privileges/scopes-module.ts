import type { Privileges } from '@downscope/identity/src/privileges/privileges.ts';

/** The scopes of one API as a type, so that a route that asks for another does not compile. */
export function scopesModule(privileges: Privileges, api: string): string {
  const scopes = [...(privileges.file.resource_servers.get(api)?.scopes.keys() ?? [])];
  return `// Written by \`npm run privileges -- write\`, of privileges.yaml: the scopes that routes may ask for.
import type {} from '@downscope/guards';

declare module '@downscope/guards' {
  interface Scopes {
${scopes.map((scope) => `    ${scope}: true;`).join('\n')}
  }
}
`;
}
