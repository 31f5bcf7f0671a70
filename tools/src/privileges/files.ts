import { privilegesSchema } from '@downscope/identity/src/privileges/privileges.schema.ts';
import { Privileges } from '@downscope/identity/src/privileges/privileges.ts';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { z } from 'zod';
import { brokerAccessOf } from './broker-access.ts';
import { graphOf } from './graph.ts';
import { scopesModule } from './scopes-module.ts';
import { tableOf } from './table.ts';

const root = new URL('../../../', import.meta.url);

export const privileges = Privileges.read(fileURLToPath(new URL('privileges.yaml', root)));

const introduction = `# privileges.yaml, drawn

Written by \`npm run privileges -- write\`; \`npm test\` compares it with [privileges.yaml](../privileges.yaml). Rounded: a client on the
internet can hold it. An arrow: an exchange leads from a token with the one scope to a token with the other, for the API that it is drawn
in. Dotted: a service that acts as itself.`;

export const document = [
  introduction,
  `\`\`\`mermaid\n${graphOf(privileges)}\n\`\`\``,
  'What a person gives with a scope, all the way down. In brackets are the claims that travel with it.',
  tableOf(privileges),
].join('\n\n');

/** What is made of privileges.yaml and of its schema, by the place where it is kept. */
export const generated: readonly { readonly file: URL; readonly text: () => Promise<string> }[] = [
  { file: new URL('docs/privileges.md', root), text: () => formatted(document, 'markdown') },
  {
    file: new URL('privileges.schema.json', root),
    text: () => formatted(JSON.stringify(z.toJSONSchema(privilegesSchema, { io: 'input' })), 'json'),
  },
  {
    file: new URL('k8s/base/kafka/access.json', root),
    text: () => formatted(JSON.stringify(brokerAccessOf(privileges)), 'json'),
  },
  // An API is what the edge lets clients reach.
  ...[...privileges.file.edge.keys()].map((api) => ({
    file: new URL(`services/${api}/src/scopes.ts`, root),
    text: () => formatted(scopesModule(privileges, api), 'typescript'),
  })),
];

async function formatted(text: string, parser: 'markdown' | 'json' | 'typescript'): Promise<string> {
  const options = JSON.parse(readFileSync(new URL('.prettierrc.json', root), 'utf8')) as object;
  return format(text, { ...options, parser });
}
