import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Client } from 'pg';
import type { PostgresBinaries } from '../prerequisites/postgres-binaries.ts';
import { run } from '../prerequisites/tools.ts';
import type { Part } from '../supervisor/part.ts';
import { until } from '../supervisor/waiting.ts';

/** Makes the server's data folder at the first start. `password` is the superuser's. */
export async function initializePostgres(
  binaries: PostgresBinaries,
  password: string,
  signal: AbortSignal,
): Promise<void> {
  const { dataFolder, user, initdb } = binaries;
  if (existsSync(dataFolder)) return;
  // Under another name until it is whole: an interrupted initdb leaves nothing to stumble over.
  const draft = `${dataFolder}.new`;
  const passwordFile = `${dataFolder}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    const args = ['--pgdata', draft, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
    await run(initdb, [...args, '--no-locale', '--encoding', 'UTF8'], { signal, user, cwd: draft });
  } finally {
    rmSync(passwordFile);
  }
  renameSync(draft, dataFolder);
}

export function postgresPart({ postgres, user, dataFolder }: PostgresBinaries, adminUrl: string): Part {
  const { port } = new URL(adminUrl);
  // An error's words repeat the row that failed, which is a person's; services log its SQLSTATE.
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'log_min_messages=fatal'];
  return {
    name: 'postgres',
    command: postgres,
    args: ['-D', dataFolder, '-p', port, ...settings.flatMap((setting) => ['-c', setting])],
    env: {},
    cwd: dataFolder,
    user,
    // Fast shutdown: open sessions are ended (SIGTERM would wait for them).
    stopSignal: 'SIGINT',
    graceMs: 10_000,
    ready: (signal) => until({ what: 'PostgreSQL', deadlineMs: 30_000, signal }, () => connects(adminUrl)),
  };
}

async function connects(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.end();
}
