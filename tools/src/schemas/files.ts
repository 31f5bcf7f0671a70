import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { stringify } from 'yaml';
import { asyncApiDocument } from './asyncapi.ts';
import { announced } from './event-types.ts';
import { publishedSchemaOf, schemaFileOf } from './json-schema.ts';

const root = new URL('../../../', import.meta.url);
export const folder = new URL('docs/events/', root);
/** The schemas as they were when the last release was made: what others may count on. */
export const released = new URL('released/', folder);

const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const { version } = JSON.parse(textOf('package.json')) as { version: string };

/** What is made of the producers' sources, by the place where it is kept. */
export const generated: readonly { readonly file: URL; readonly text: () => Promise<string> }[] = [
  { file: new URL('asyncapi.yaml', folder), text: () => formatted(stringify(asyncApiDocument(version)), 'yaml') },
  ...announced.map((definition) => ({
    file: new URL(schemaFileOf(definition.event.type), folder),
    text: () => formatted(JSON.stringify(publishedSchemaOf(definition)), 'json'),
  })),
];

async function formatted(text: string, parser: 'yaml' | 'json'): Promise<string> {
  return format(text, { ...(JSON.parse(textOf('.prettierrc.json')) as object), parser });
}
