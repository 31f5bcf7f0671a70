/**
 * What a container of `skaffold dev` runs: the service from its sources, started again whenever one is saved. Code that does not run
 * is told, again and again, until it is mended; no earlier code runs in its place.
 * Which service it is, OTEL_SERVICE_NAME says; RUN_ID, of which run of `skaffold dev`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fingerprintOf, sourcesOf } from './sources.ts';

const { OTEL_SERVICE_NAME: service = '', RUN_ID: run = '' } = process.env;
const folder = join(import.meta.dirname, '../services', service);
const remindMs = 20_000;

await sourcesOf(run);
let migrated = !existsSync(join(folder, 'src/migrate.ts'));
let running: ChildProcess | undefined;

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    process.exitCode = 0;
    void stop().then(() => process.exit());
  });
}

for (;;) {
  const fingerprint = fingerprintOf(service);
  const work = start();
  while (fingerprintOf(service) === fingerprint) await pause(150);
  // An editor, and skaffold, write several files one after the other.
  for (let last = ''; last !== (last = fingerprintOf(service));) await pause(100);
  console.log(`${service}: saved files, it starts again`);
  await stop();
  await work;
}

/** The migrations once, then the service; resolves when it has ended. */
async function start(): Promise<void> {
  if (!migrated) {
    if ((await end(node('src/migrate.ts'))) !== 0) return remind();
    migrated = true;
  }
  if ((await end(node('src/main.ts'))) !== 0) return remind();
}

function node(file: string): ChildProcess {
  const options = [
    '--enable-source-maps',
    '--conditions=@downscope/source',
    `--import=${join(import.meta.dirname, 'compile.ts')}`,
  ];
  running = spawn(process.execPath, [...options, file], {
    cwd: folder,
    stdio: 'inherit',
    // Nobody waits for the process that goes.
    env: { ...process.env, DRAIN_SECONDS: '0' },
  });
  return running;
}

/** Its exit code: 0 too if it was told to end. */
async function end(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return child.killed ? 0 : (code ?? 1);
}

async function stop(): Promise<void> {
  const child = running;
  running = undefined;
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 1_500);
  await ended;
  clearTimeout(late);
}

/** Until the next start. */
async function remind(): Promise<void> {
  const ended = running;
  while (running === ended && ended !== undefined) {
    console.error(`${service} DOES NOT RUN: the error stands above. It starts again at the next saved file.`);
    for (let waitedMs = 0; waitedMs < remindMs && running === ended; waitedMs += 200) await pause(200);
  }
}
