import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { generate } from 'orval';
import { format } from 'prettier';

const root = new URL('../../../', import.meta.url);
/** What others would make of a document, kept where specs call a service by it. */
export const clientsFolder = new URL('e2e/support/clients/', root);

/** Clients of order by the file that each is kept in: types by openapi-typescript, functions by orval. */
export const clients: Readonly<Record<string, (document: string) => Promise<string>>> = {
  'order-paths.ts': async (document) => typescript(astToString(await openapiTypescript(document))),
  'order-client.ts': async (document) => typescript(await byOrval(document)),
};

async function byOrval(document: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'downscope-orval-'));
  const [target, input, mutator] = ['client.ts', 'order.yaml', 'order-fetch.ts'].map((name) => join(folder, name));
  if (!target || !input || !mutator) throw new Error('unreachable');
  try {
    await writeFile(input, document);
    await writeFile(mutator, readFileSync(new URL('order-fetch.ts', clientsFolder)));
    const override = { mutator: { path: mutator, name: 'orderFetch' } };
    await generate({ input: { target: input }, output: { target, mode: 'single', client: 'fetch', override } }, folder);
    const text = await readFile(target, 'utf8');
    return text.replace(/from '.*order-fetch'/, "from './order-fetch.ts'");
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function typescript(text: string): Promise<string> {
  const options = JSON.parse(readFileSync(new URL('.prettierrc.json', root), 'utf8')) as object;
  return format(text, { ...options, parser: 'typescript' });
}
