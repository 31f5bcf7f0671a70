import type { Type } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { stringify } from 'yaml';
import { privileges } from '../privileges/files.ts';
import { internalIdentity, publicIdentity } from './identity/documents.ts';
import { serviceDocument } from './service-document.ts';
import { documentedServices } from './services.ts';
import { settingsForDocuments } from './settings.ts';

const root = new URL('../../../', import.meta.url);
export const folder = new URL('docs/openapi/', root);

/** Loads the module of a service: from its sources where something compiles them, else as it was built. */
export type LoadModule = (service: string) => Promise<{ readonly AppModule: Type }>;

/** What the code says of its interfaces, by the file that it is kept in. */
export function documents(load: LoadModule): Record<string, () => Promise<object>> {
  settingsForDocuments();
  return {
    ...Object.fromEntries(
      documentedServices.map((service) => [
        `${service.name}.yaml`,
        async () => serviceDocument(service, (await load(service.name)).AppModule, privileges),
      ]),
    ),
    'identity-public.yaml': () => Promise.resolve(publicIdentity(privileges)),
    'identity-internal.yaml': () => Promise.resolve(internalIdentity(privileges)),
  };
}

/** Times are quoted: for many readers of YAML a bare one is no text. */
export async function textOf(document: object): Promise<string> {
  const options = JSON.parse(readFileSync(new URL('.prettierrc.json', root), 'utf8')) as object;
  const heading = '# Written by `npm run openapi -- write`; `npm test` compares it with the code.\n';
  return format(heading + stringify(document, { aliasDuplicateObjects: false, version: '1.1' }), {
    ...options,
    parser: 'yaml',
  });
}
