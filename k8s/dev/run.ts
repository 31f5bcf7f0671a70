/**
 * What a container of `skaffold dev` runs: the service from its sources, started again whenever one is saved. Code that does not run is
 * told, and tried again: at once with the next saved file, else now and then, for what is missing may be its database. No earlier code
 * runs in its place.
 * What it is called, OTEL_SERVICE_NAME says; SOURCES, which service's sources it runs, if not those of that name; RUN_ID, of which run of
 * `skaffold dev`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Processes } from './processes.ts';
import { sourcesOf, untilSaved } from './sources.ts';

const { OTEL_SERVICE_NAME: service = '', RUN_ID: run = '', RETRY_SECONDS: retrySeconds = '20' } = process.env;
const { SOURCES: sources = service } = process.env;
const folder = join(import.meta.dirname, '../services', sources);

await sourcesOf(run);
const processes = new Processes(folder);
let migrated = !existsSync(join(folder, 'src/migrate.ts'));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    void processes.stop().then(() => process.exit(0));
  });
}

for (;;) {
  // Looked at before anything is loaded: nothing that is saved meanwhile is missed.
  const change = untilSaved(sources);
  const saved = new AbortController();
  const work = runUntil(saved.signal);
  await change;
  console.log(`${service}: saved files, it starts again`);
  saved.abort();
  await processes.stop();
  await work;
}

async function runUntil(saved: AbortSignal): Promise<void> {
  while (!saved.aborted) {
    await runOnce(saved);
    await tellAndWait(saved);
  }
}

async function tellAndWait(saved: AbortSignal): Promise<void> {
  if (saved.aborted) return;
  const next = `It starts again at the next saved file, or in ${retrySeconds} s.`;
  console.error(`${service} DOES NOT RUN: why stands above. ${next}`);
  await pause(Number(retrySeconds) * 1000, undefined, { signal: saved }).catch(() => undefined);
}

/** The migrations once, then the service; resolves when either has ended that should not have. */
async function runOnce(saved: AbortSignal): Promise<void> {
  if (!migrated) {
    if ((await processes.run('src/migrate.ts')) !== 0 || saved.aborted) return;
    migrated = true;
  }
  await processes.run('src/main.ts');
}
