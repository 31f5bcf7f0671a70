import specs from '@asyncapi/specs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'yaml';
import { announced, heard } from './event-types.ts';
import { folder, generated, released } from './files.ts';
import { type JsonSchema, jsonSchemaOf, schemaFileOf } from './json-schema.ts';
import { unread } from './unread.ts';

const jsonOf = (file: string, where: URL): JsonSchema =>
  JSON.parse(readFileSync(new URL(file, where), 'utf8')) as JsonSchema;

describe.each(generated.map(({ file, text }) => ({ name: basename(file.pathname), file, text })))(
  '$name',
  ({ file, text }) => {
    it('is what `npm run schemas -- write` makes of the sources', async () => {
      expect(readFileSync(file, 'utf8')).toBe(await text());
    });
  },
);

it('docs/events holds nothing else', () => {
  const names = generated.map(({ file }) => basename(file.pathname));
  expect(readdirSync(folder).sort()).toEqual([...names, 'README.md', 'released'].sort());
});

describe('asyncapi.yaml', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const isAsyncApi = ajv.compile(specs.schemasWithoutId['3.0.0'] as object);
  const text = readFileSync(new URL('asyncapi.yaml', folder), 'utf8');

  it('is an AsyncAPI 3.0 document', () => {
    isAsyncApi(parse(text));
    expect(isAsyncApi.errors).toBeNull();
  });

  it('is looked at closely: an action that there is not is found', () => {
    expect(isAsyncApi(parse(text.replace('action: send', 'action: shout')))).toBe(false);
  });

  it('refers to nothing that is not there', () => {
    const document = parse(text) as object;
    const references = [...text.matchAll(/\$ref: ["']?([^"'\s]+)/g)].map(([, to = '']) => to);
    expect(references.filter((to) => !isThere(document, to))).toEqual([]);
    expect(references.length).toBeGreaterThan(20);
  });
});

describe.each(readdirSync(released))('what was released as %s', (file) => {
  it('is still true of what is announced', () => {
    const now = announced.find(({ event }) => schemaFileOf(event.type) === file);
    expect(now && unread(jsonOf(file, released), jsonSchemaOf(now.event.data))).toEqual([]);
  });
});

const ears = heard.map((definition) => ({ ...definition, ...definition.event }));

it.each(ears)('$service understands $type as it is announced', ({ type, topic, producer, data }) => {
  const now = announced.find(({ event }) => event.type === type);
  expect(now?.event).toMatchObject({ topic, producer });
  expect(now && unread(jsonSchemaOf(data), jsonSchemaOf(now.event.data))).toEqual([]);
});

const wasReleased = ({ type }: { readonly type: string }): boolean =>
  readdirSync(released).includes(schemaFileOf(type));

it.each(ears.filter(wasReleased))('$service understands $type as it was released', ({ type, data }) => {
  expect(unread(jsonSchemaOf(data), jsonOf(schemaFileOf(type), released))).toEqual([]);
});

function isThere(document: object, to: string): boolean {
  if (to.startsWith('./')) return readdirSync(folder).includes(to.slice(2));
  const [, ...path] = to.split('/');
  return (
    path.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document) !== undefined
  );
}
