import { entries } from '@downscope/local/service-list.ts';
import { describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { readdirSync, readFileSync } from 'node:fs';
import { clients, clientsFolder } from './clients.ts';
import { documents, folder, textOf } from './files.ts';
import { redocly, stoplight } from './lint.ts';
import { documentedServices } from './services.ts';

const sources = (service: string) =>
  import(`@downscope/${service}/src/app.module.ts`) as Promise<{ readonly AppModule: Type }>;

const kept = (name: string, where: URL): string => readFileSync(new URL(name, where), 'utf8');
const made = Object.entries(documents(sources)).map(([name, document]) => ({ name, document }));

/** What is true, and no linter expects: a login ends elsewhere, and what is published is refused to nobody. */
const exempt = [
  'operation-2xx-response at #/paths/~1auth/get/responses',
  'operation-4xx-response at #/paths/~1.well-known~1oauth-protected-resource/get/responses',
];
const found = (problems: readonly string[]): string[] =>
  problems.filter((problem) => !exempt.some((each) => problem.startsWith(each)));

it('docs/openapi holds a document of each, and nothing else', () => {
  expect(readdirSync(folder).sort()).toEqual(['README.md', ...made.map(({ name }) => name)].sort());
});

it('there is one of every API, and of what the edge asks', () => {
  const asked = entries.filter(([, { kind }]) => kind === 'api' || kind === 'edge').map(([name]) => name);
  expect(documentedServices.map(({ name }) => name).sort()).toEqual(asked.sort());
});

describe.each(made)('$name', ({ name, document }) => {
  it('is what `npm run openapi -- write` makes of the code', async () => {
    expect(kept(name, folder)).toBe(await textOf(await document()));
  });

  it('is faultless to Redocly, by its recommended rules', async () => {
    expect(found(await redocly(kept(name, folder)))).toEqual([]);
  });

  it('is faultless to Spectral, by its recommended rules', async () => {
    expect(await stoplight(kept(name, folder))).toEqual([]);
  });
});

describe('linters look closely:', () => {
  const order = kept('order.yaml', folder);

  it.each([
    ['an example that is no such thing', order.replace('state: placed', 'state: lost')],
    ['a scope that nobody gives', order.replace('            - orders_read\n', '            - orders_eat\n')],
    ['a summary that is gone', order.replace(/ +summary: Lists.*\n/, '')],
  ])('%s is found', async (_, spoilt) => {
    expect(spoilt).not.toBe(order);
    expect([...(await redocly(spoilt)), ...(await stoplight(spoilt))]).not.toEqual([]);
  });
});

describe('the clients of order', () => {
  it.each(Object.entries(clients))(
    '%s is what its generator makes of the document',
    async (name, client) => {
      expect(kept(name, clientsFolder)).toBe(await client(kept('order.yaml', folder)));
    },
    60_000,
  );
});
