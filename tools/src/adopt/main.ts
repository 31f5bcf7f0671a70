/**
 * `npm run adopt`: takes the libraries home. Packs them, installs them into the applications that `nest new` makes, in both module
 * systems and on both HTTP adapters, builds those, starts them, and is refused and served; then once more with the sources copied.
 *
 * Usage: node tools/src/adopt/main.ts [11 | 12]...
 *        node tools/src/adopt/main.ts --short [--results FILE]    one of them, installed, with the packages of others from the cache
 */
import { aToken, testIssuer } from '@downscope/guards/testing';
import { PostgresServer } from '@downscope/postgres/testing';
import { match } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../packages/command.ts';
import { publishedLibraries } from '../packages/libraries.ts';
import { pack, type Packed } from '../packages/pack.ts';
import { copyInto } from './copied.ts';
import { isGuarded } from './guarded.ts';
import { kinds, NestApplication } from './nest-application.ts';
import { cachedApplication } from './cached-application.ts';
import { Report } from './report.ts';
import { StandIn } from './stand-in.ts';
import { keepsNotes } from './with-database.ts';

const options = { short: { type: 'boolean', default: false }, results: { type: 'string' } } as const;
const { values, positionals: chosen } = parseArgs({ options, allowPositionals: true });
const folder = mkdtempSync(join(tmpdir(), 'downscope-adopt-'));
const report = new Report();
const standIn = await StandIn.start();
const postgres = values.short ? undefined : await PostgresServer.start();
try {
  const libraries = publishedLibraries();
  const packages: Packed[] = [];
  console.log('Packages');
  for (const library of libraries) {
    await report.check(`${library.name} is packed, lean and whole`, async () => {
      packages.push(await pack(library, join(folder, 'packages')));
    });
  }
  const env: Record<string, string> = {
    ...(await standIn.environment(folder)),
    ...(postgres && { DATABASE_URL: postgres.url }),
  };

  if (values.short) await shortly(packages, env);
  for (const kind of kinds.filter(
    ({ version }) => !values.short && (chosen.length === 0 || chosen.includes(String(version))),
  )) {
    const { version } = kind;
    const application = await NestApplication.create(folder, kind);
    console.log(`Nest ${version}, installed`);
    await report.check('installs, builds, and passes its own specs', async () => {
      await application.install([...packages.map(({ file }) => file), ...application.besides]);
      application.write('*');
      await application.build();
      await application.test();
    });
    await report.check('explains a token', async () => {
      const rules = ['--issuer', testIssuer, '--audience', 'urn:test:api', '--jwks-uri', env['JWKS_URI'] ?? ''];
      const input = aToken({ issuer: testIssuer, key: standIn.key });
      match(await run(application.folder, ['npx', 'guards', 'explain', ...rules], { input }), /^Accepted: a person/m);
    });
    for (const ADAPTER of ['express', 'fastify']) {
      console.log(`Nest ${version}, installed, on ${ADAPTER}`);
      await started('main-with-database.js', application, { ...env, ADAPTER }, async (running) => {
        await isGuarded(running, standIn, report);
        await keepsNotes(running, standIn, report);
      });
    }

    console.log(`Nest ${version}, copied`);
    await report.check('builds, and passes its own specs', async () => {
      await copyInto(application, libraries);
      await application.build();
      await application.test();
    });
    await started('main.js', application, { ...env, ADAPTER: 'express' }, (running) =>
      isGuarded(running, standIn, report),
    );
  }
} finally {
  await Promise.all([standIn.close(), postgres?.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\nadopt: ${report.passed} passed, ${report.failed} failed`);
process.exitCode = report.failed > 0 ? 1 : 0;
if (values.results !== undefined) {
  const counts = { numPassedTests: report.passed, numFailedTests: report.failed, numRuntimeErrorTestSuites: 0 };
  writeFileSync(values.results, JSON.stringify(counts));
}

/** What breaks most often, in a minute: CommonJS, where two module systems meet. */
async function shortly(packages: readonly Packed[], env: Record<string, string>): Promise<void> {
  const [kind] = kinds;
  if (!kind) return;
  const application = await cachedApplication(folder, kind, packages);
  console.log(`Nest ${kind.version}, installed`);
  await report.check('builds', async () => {
    application.write('*');
    await application.build();
  });
  await started('main.js', application, { ...env, ADAPTER: 'express' }, (running) =>
    isGuarded(running, standIn, report),
  );
}

async function started(
  main: string,
  application: NestApplication,
  env: Record<string, string>,
  checks: (running: Awaited<ReturnType<NestApplication['start']>>) => Promise<void>,
): Promise<void> {
  await report.check('starts, and stops', async () => {
    const running = await application.start(main, env);
    try {
      await checks(running);
    } finally {
      await running.stop();
    }
  });
}
