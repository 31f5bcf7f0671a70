import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { freePort } from './free-port.ts';

const suite = createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/dist/index.js');
const preload = join(import.meta.dirname, 'loopback-lookup.ts');

const Checks = z.array(z.object({ id: z.string(), status: z.string(), errorMessage: z.string().optional() }));

export interface Suite {
  readonly issuer: string;
  readonly clientId: string;
  readonly resource: string;
  /** Opens the address that the suite asks a person to open; answers where it leads in the end. */
  readonly person: (address: URL) => Promise<URL>;
}

/** What the suite of the Model Context Protocol says of an authorization server: `SUCCESS`, `WARNING`, or why not, by check. */
export async function conformance({ issuer, clientId, resource, person }: Suite): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  const client = ['--client-id', clientId, '--resource', resource, '--port', String(await freePort())];
  const args = ['--import', preload, suite, 'authorization', '--url', issuer, ...client, '--output-dir', folder];
  const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(running, 'exit');
  try {
    for await (const line of createInterface(running.stdout)) {
      const address = URL.parse(line);
      // It listens at the address that this leads to.
      if (address?.searchParams.has('code_challenge')) await (await fetch(await person(address))).text();
    }
    await ended;
    return await checksIn(folder);
  } finally {
    running.kill();
    await rm(folder, { recursive: true });
  }
}

async function checksIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('checks.json'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const checks = texts.flatMap((text) => Checks.parse(JSON.parse(text)));
  const said = checks.map(({ id, status, errorMessage = '' }) => [id, status === 'FAILURE' ? errorMessage : status]);
  return Object.fromEntries(said) as Record<string, string>;
}
