import { cacheFolderOf } from '@downscope/local/prerequisites/cache.ts';
import { findPgbouncer } from '@downscope/local/prerequisites/pgbouncer.ts';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PgBouncer refuses to run as root; nobody, whom every system knows, may do it. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** A PgBouncer of its own before a server, on a socket in a folder that goes with it. */
export class Pooler {
  private constructor(
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  /**
   * @param serverFolder where the server's socket is
   * @param settings PgBouncer's own, by their names
   */
  static async before(serverFolder: string, settings: Readonly<Record<string, string | number>>): Promise<Pooler> {
    const cacheFolder = cacheFolderOf({ XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] });
    const found = await findPgbouncer(cacheFolder, new AbortController().signal, () => undefined);
    const folder = mkdtempSync(join(tmpdir(), 'pooler-'));
    // Nobody may have no way into the cache.
    const [command, libraries] = [join(folder, 'pgbouncer'), join(folder, 'lib')];
    copyFileSync(found.command, command);
    if (found.libraries !== undefined) cpSync(found.libraries, libraries, { recursive: true, verbatimSymlinks: true });
    const lines = Object.entries({ unix_socket_dir: folder, listen_port: 5432, auth_type: 'any', ...settings });
    const file = join(folder, 'pgbouncer.ini');
    const own = lines.map(([name, value]) => `${name} = ${value}`).join('\n');
    writeFileSync(file, `[databases]\npostgres = host=${serverFolder} user=postgres\n[pgbouncer]\n${own}\n`);
    chmodSync(folder, 0o777);
    const env = { ...process.env, LD_LIBRARY_PATH: libraries };
    const pooler = new Pooler(folder, spawn(command, [file], { ...nobody, env, stdio: ['ignore', 'ignore', 'pipe'] }));
    await pooler.saysReady();
    return pooler;
  }

  get url(): string {
    return `postgres://postgres@localhost/postgres?host=${this.folder}`;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const exited = once(this.process, 'exit');
      this.process.kill('SIGKILL');
      await exited;
    }
    rmSync(this.folder, { recursive: true });
  }

  private saysReady(): Promise<void> {
    return new Promise((resolve, reject) => {
      let log = '';
      this.process.stderr?.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes('process up')) resolve();
      });
      this.process.on('error', reject).on('exit', () => {
        reject(new Error(`PgBouncer did not start:\n${log}`));
      });
    });
  }
}
