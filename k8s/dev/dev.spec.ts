import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');
const deadlineMs = 60_000;
// Each starts several processes of Node.
jest.setTimeout(3 * deadlineMs);

/** A container's folders: /app with its volume, and /image beside it. */
let container: string;
const app = (path: string): string => join(container, 'app', path);
const image = (path: string): string => join(container, 'image', path);

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

beforeEach(() => {
  container = mkdtempSync(join(tmpdir(), 'dev-'));
  cpSync(import.meta.dirname, app('dev'), { recursive: true, filter: (file) => !file.endsWith('.spec.ts') });
  cpSync(join(root, '.swcrc'), app('.swcrc'));
  write(app('package.json'), '{ "type": "module" }');
  symlinkSync(join(root, 'node_modules'), app('node_modules'));
  mkdirSync(app('libs'));
  mkdirSync(app('services'));
});
afterEach(() => {
  rmSync(container, { recursive: true });
});

describe('the images', () => {
  it.each(['Dockerfile', 'k8s/dev/Dockerfile'])('of %s have the packages of every library and service', (file) => {
    const text = readFileSync(join(root, file), 'utf8').replaceAll('${SERVICE}', '*');
    const named = [...text.matchAll(/^COPY (\S+\/package\.json) /gm)].flatMap(([, path = '']) =>
      globSync(path, { cwd: root }),
    );
    expect(named.sort()).toEqual(globSync('{libs,services}/*/package.json', { cwd: root }).sort());
  });
});

describe('the workspace', () => {
  const fill = (run: string): string =>
    spawnSync(process.execPath, [app('dev/fill.ts')], { env: { RUN_ID: run }, encoding: 'utf8' }).stdout;
  const text = (path: string): string => readFileSync(app(path), 'utf8');

  it('fills the volume once for a run and an image: a later start leaves what was saved', () => {
    write(image('libs/one/src/one.ts'), 'first');
    write(image('services/order/src/main.ts'), 'first');
    write(image('libs/one/tsconfig.json'), '{ "references": [{ "path": "../../local" }, { "path": "../two" }] }');
    write(image('libs/two/tsconfig.json'), '{}');
    write(app('libs/old/src/old.ts'), 'of an earlier run');
    fill('run-1');
    expect([text('libs/one/src/one.ts'), text('services/order/src/main.ts')]).toEqual(['first', 'first']);
    expect(JSON.parse(text('libs/one/tsconfig.json'))).toEqual({ references: [{ path: '../two' }] });
    expect(() => text('libs/old/src/old.ts')).toThrow(/ENOENT/);

    write(app('libs/one/src/one.ts'), 'saved');
    expect(fill('run-1')).toMatch(/with what was saved since/);
    expect(text('libs/one/src/one.ts')).toBe('saved');

    fill('run-2');
    expect(text('libs/one/src/one.ts')).toBe('first');
    write(image('libs/one/src/one.ts'), 'another image');
    fill('run-2');
    expect(text('libs/one/src/one.ts')).toBe('another image');
  });
});

describe('a container', () => {
  let child: ChildProcess;
  let said = '';
  const main = (): string => app('services/order/src/main.ts');
  const lives = `setInterval(() => undefined, 1000);`;

  beforeEach(() => {
    said = '';
    write(app('libs/.run'), 'run-1 digest');
  });
  afterEach(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  });

  function start(retrySeconds = 600): void {
    child = spawn(process.execPath, [app('dev/run.ts')], {
      env: { ...process.env, OTEL_SERVICE_NAME: 'order', RUN_ID: 'run-1', RETRY_SECONDS: String(retrySeconds) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += String(chunk)));
  }
  /** What it says from now on, until it has said that. */
  async function saying(what: RegExp): Promise<string> {
    const endMs = performance.now() + deadlineMs;
    while (!what.test(said)) {
      if (performance.now() > endMs) throw new Error(`not said: ${what.source}\n${said}`);
      await pause(20);
    }
    const all = said;
    said = '';
    return all;
  }

  it('runs what is saved, decorators and a library that changes at once included', async () => {
    write(app('libs/one/src/one.ts'), `export enum What { Now = 'first' }`);
    write(main(), `import { What } from '../../../libs/one/src/one.ts';\nconsole.log('runs', What.Now);\n${lives}`);
    start();
    await saying(/runs first/);
    write(app('libs/one/src/one.ts'), `export enum What { Now = 'second' }`);
    expect(await saying(/runs second/)).not.toMatch(/first/);
    write(main(), `console.log('runs third');\n${lives}`);
    expect(await saying(/runs third/)).not.toMatch(/first|second/);
  });

  it.each([
    ['a syntax error', 'const = ;', /Expression expected|Syntax Error/],
    ['a throw', `throw new Error('thrown');`, /thrown/],
    ['a missing file', `import './missing.ts';`, /ERR_MODULE_NOT_FOUND|ENOENT/],
    ['an end of its own', `console.log('over');`, /over/],
  ])('tells %s, runs nothing older, and goes on when it is mended', async (_, text, why) => {
    write(main(), `console.log('runs first');\n${lives}`);
    start();
    await saying(/runs first/);
    write(main(), text);
    const told = await saying(/order DOES NOT RUN/);
    expect(told).toMatch(why);
    expect(told).not.toMatch(/runs first/);
    write(main(), `console.log('runs again');\n${lives}`);
    await saying(/runs again/);
  });

  it('tries again what failed for something else than its code', async () => {
    write(
      main(),
      `import { existsSync } from 'node:fs';
      if (!existsSync('${app('database')}')) throw new Error('no database');
      console.log('runs with it');\n${lives}`,
    );
    start(1);
    expect(await saying(/DOES NOT RUN/)).toMatch(/no database/);
    write(app('database'), '');
    expect(await saying(/runs with it/)).not.toMatch(/saved files/);
  });

  it('migrates before it runs, and does not run what could not be migrated', async () => {
    write(app('services/order/src/migrate.ts'), `throw new Error('cannot migrate');`);
    write(main(), `console.log('runs');\n${lives}`);
    start();
    expect(await saying(/DOES NOT RUN/)).not.toMatch(/^runs/m);
    write(app('services/order/src/migrate.ts'), `console.log('migrated');`);
    await saying(/migrated[^]*^runs/m);
  });

  it('waits for the sources of its own run', async () => {
    write(app('libs/.run'), 'run-0 digest');
    write(main(), `console.log('runs');\n${lives}`);
    start();
    await saying(/Waiting for the sources/);
    expect(said).not.toMatch(/runs/);
    write(app('libs/.run'), 'run-1 digest');
    await saying(/^runs/m);
  });
});
