import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from '../packages/command.ts';

const sources = join(import.meta.dirname, 'app');

/** What differs between the applications that `nest new` makes. */
export interface NestKind {
  readonly version: 11 | 12;
  /** How a file names another one. */
  readonly suffix: '' | '.js';
  readonly testRunner: 'jest' | 'vitest';
}

export const kinds: readonly NestKind[] = [
  { version: 11, suffix: '', testRunner: 'jest' }, // CommonJS
  { version: 12, suffix: '.js', testRunner: 'vitest' }, // ES modules
];

/** An application as `nest new` makes it, with the sources of `app/` in it. */
export class NestApplication {
  readonly folder: string;
  readonly kind: NestKind;

  private constructor(folder: string, kind: NestKind) {
    this.folder = folder;
    this.kind = kind;
  }

  static async create(parent: string, kind: NestKind): Promise<NestApplication> {
    const name = `nest-${kind.version}`;
    const options = ['--skip-git', '--skip-install', '--package-manager', 'npm'];
    await run(parent, ['npx', '--yes', `@nestjs/cli@${kind.version}`, 'new', name, ...options]);
    return new NestApplication(join(parent, name), kind);
  }

  /** One that lies there already. */
  static at(folder: string, kind: NestKind): NestApplication {
    return new NestApplication(folder, kind);
  }

  /** What it needs beside the libraries, in its version of Nest. */
  get besides(): string[] {
    return ['platform-fastify', 'passport', 'microservices'].map((name) => `@nestjs/${name}@${this.kind.version}`);
  }

  async install(packages: readonly string[]): Promise<void> {
    await run(this.folder, ['npm', 'install', '--no-audit', '--no-fund', ...packages]);
  }

  async uninstall(packages: readonly string[]): Promise<void> {
    await run(this.folder, ['npm', 'uninstall', '--no-audit', '--no-fund', ...packages]);
  }

  /** Puts files of `app/` in place of what it had, each as `edit` says. */
  write(pattern: string, edit: (source: string) => string = (source) => this.#inItsOwnWords(source)): void {
    const src = join(this.folder, 'src');
    rmSync(src, { recursive: true, force: true });
    for (const file of globSync(pattern, { cwd: sources })) {
      cpSync(join(sources, file), join(src, file));
      writeFileSync(join(src, file), this.#withItsRunner(edit(readFileSync(join(sources, file), 'utf8'))));
    }
  }

  /** Changes a file of JSON. */
  configure(file: string, change: (content: Record<string, Record<string, unknown>>) => void): void {
    const path = join(this.folder, file);
    const content = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, unknown>>;
    change(content);
    writeFileSync(path, JSON.stringify(content));
  }

  async build(): Promise<void> {
    rmSync(join(this.folder, 'dist'), { recursive: true, force: true });
    await run(this.folder, ['npm', 'run', 'build']);
  }

  /**
   * Its specs, by the runner that it came with. Jest gives the guards to CommonJS as they are; the exchange stands on packages that are
   * ES modules alone, for which Node must let it make such modules.
   */
  async test(): Promise<void> {
    if (this.kind.testRunner === 'jest') {
      await run(this.folder, ['npm', 'test', '--', 'reports']);
      await run(this.folder, ['npm', 'test'], { env: { NODE_OPTIONS: '--experimental-vm-modules' } });
    } else await run(this.folder, ['npm', 'test']);
  }

  async start(main: string, env: Readonly<Record<string, string>>): Promise<RunningApplication> {
    const program = join(this.folder, 'dist', main);
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return RunningApplication.of(child);
  }

  #inItsOwnWords(source: string): string {
    return source.replaceAll(/from '(\.[^']+)\.ts'/g, `from '$1${this.kind.suffix}'`);
  }

  #withItsRunner(source: string): string {
    return this.kind.testRunner === 'jest' ? source : source.replace('@jest/globals', 'vitest');
  }
}

export class RunningApplication {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** @throws with what it said, when it ends before it listens */
  static async of(child: ChildProcess): Promise<RunningApplication> {
    const said: string[] = [];
    child.stderr?.on('data', (part) => said.push(String(part)));
    for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
      said.push(line);
      const url = /^listening at (\S+)/.exec(line)?.[1];
      if (url !== undefined) return new RunningApplication(child, url);
    }
    throw new Error(`It does not start:\n${said.join('\n')}`);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }
}
