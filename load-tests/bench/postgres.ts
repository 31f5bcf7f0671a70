import { initializePostgres, postgresPart } from '@downscope/local/parts/postgres.ts';
import { findPostgres } from '@downscope/local/prerequisites/postgres-binaries.ts';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { endProcess } from './end-process.ts';
import { freePort } from './free-port.ts';

/** The PostgreSQL of `npm start`, with a database for each who takes part. */
export class Postgres implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #adminUrl: URL;
  readonly #password: string;

  private constructor(process: ChildProcess, adminUrl: URL, password: string) {
    this.#process = process;
    this.#adminUrl = adminUrl;
    this.#password = password;
  }

  static async start(folder: string): Promise<Postgres> {
    const never = new AbortController().signal;
    const binaries = await findPostgres(join(folder, 'postgres'), never, () => undefined);
    const password = randomBytes(24).toString('base64url');
    await initializePostgres(binaries, password, never);
    const adminUrl = new URL(`postgres://postgres:${password}@127.0.0.1:${String(await freePort())}/postgres`);
    const part = postgresPart(binaries, adminUrl.href);
    const { command, args, env, cwd, user } = part;
    const child = spawn(command, args, { env, cwd, ...user, stdio: 'ignore' });
    const postgres = new Postgres(child, adminUrl, password);
    await part.ready(never);
    return postgres;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** A database with a role for a service, and the role that owns it. Answers the connection strings of both. */
  async database(name: string): Promise<{ readonly url: string; readonly ownerUrl: string }> {
    const owner = `${name}_owner`;
    const admin = new Client({ connectionString: this.#adminUrl.href });
    await admin.connect();
    for (const role of [name, owner]) await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD '${this.#password}'`);
    await admin.query(`CREATE DATABASE ${name} OWNER ${owner}`);
    await admin.end();
    return { url: this.#url(name, name), ownerUrl: this.#url(name, owner) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Fast shutdown: open sessions are ended.
    await endProcess(this.#process, 'SIGINT');
  }

  #url(database: string, role: string): string {
    const url = new URL(this.#adminUrl);
    url.username = role;
    url.pathname = `/${database}`;
    return url.href;
  }
}
