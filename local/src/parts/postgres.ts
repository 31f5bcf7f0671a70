import { chownSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { execa } from 'execa';
import type { PostgresBinaries } from '../prerequisites/postgres-binaries.ts';
import type { Part } from '../supervisor/part.ts';
import { acceptsConnections, until } from '../supervisor/waiting.ts';

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
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  if (user) chownSync(draft, user.uid, user.gid);
  const args = ['--pgdata', draft, '--username', 'postgres', '--pwfile', '/dev/stdin', '--auth', 'scram-sha-256'];
  const locale = ['--no-locale', '--encoding', 'UTF8'];
  await execa(initdb, [...args, ...locale], { ...user, cwd: draft, input: `${password}\n`, cancelSignal: signal });
  renameSync(draft, dataFolder);
}

export function postgresPart({ postgres, user, dataFolder }: PostgresBinaries, port: number): Part {
  return {
    name: 'postgres',
    command: postgres,
    args: ['-D', dataFolder, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    env: {},
    cwd: dataFolder,
    user,
    // Fast shutdown: open sessions are ended (SIGTERM would wait for them).
    stopSignal: 'SIGINT',
    graceMs: 10_000,
    ready: (signal) => until({ what: 'PostgreSQL', deadlineMs: 30_000, signal }, () => acceptsConnections(port)),
  };
}
