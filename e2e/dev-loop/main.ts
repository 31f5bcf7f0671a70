/**
 * `npm run dev:check`: edits a copy of this checkout under `skaffold dev`, and says for each how long it took until the new code ran or
 * the developer was told why it does not. Old code must never run again.
 *
 * Usage: node e2e/dev-loop/main.ts [--context NAME]
 */
import { parseArgs } from 'node:util';
import { Kubectl } from '../support/cluster/kubectl.ts';
import { copyOfCheckout, DevSession, removeCopy } from './dev-session.ts';
import { edits } from './edits.ts';

const { values } = parseArgs({ options: { context: { type: 'string' } } });
const promisedSeconds = 5;
const latest = [/^\[order\] ?dev-check both$/, /^\[billing\] ?dev-check both$/];
let broken = 0;

const kubectl = await Kubectl.for(values.context);
const folder = copyOfCheckout();
let session: DevSession | undefined;
try {
  session = await timed('skaffold dev', () => DevSession.start(folder, kubectl.context));
  for (const edit of edits(folder)) {
    const position = session.position;
    edit.make();
    await row(edit.name, session, { position, seen: edit.seen, gone: edit.gone });
  }

  const position = session.position;
  await kubectl.run(
    'delete',
    'pod',
    '--namespace=apps',
    '--selector=app.kubernetes.io/name in (order,billing)',
    '--force',
  );
  await row('pods deleted by force', session, { position, seen: latest, gone: /dev-check (?!both|library)/ });

  await timed('Ctrl-C', () => session?.end() ?? Promise.resolve());
  const kept = await kubectl.run('get', 'pvc,secret', '--namespace=data', '--output=name');
  console.log(`kept: ${kept.split('\n').join(', ')}`);
  if (!kept.includes('data-postgres-0') || !kept.includes('secret/postgres')) broken++;

  session = await timed('skaffold dev again', () => DevSession.start(folder, kubectl.context));
  await row('it runs what is on disk', session, { position: 0, seen: latest, gone: /dev-check (?!both|library)/ });
} catch (error) {
  broken++;
  console.error(error instanceof Error ? error.message : error);
} finally {
  await session?.end();
  removeCopy(folder);
}
console.log(broken === 0 ? 'Each was seen or told, none too late.' : `${String(broken)} too late, or never`);
process.exitCode = broken === 0 ? 0 : 1;

interface Expected {
  readonly position: number;
  readonly seen: readonly RegExp[];
  readonly gone: RegExp | undefined;
}

async function row(name: string, on: DevSession, { position, seen, gone }: Expected): Promise<void> {
  const startedMs = performance.now();
  await on.sees(seen, { position });
  const seconds = (performance.now() - startedMs) / 1000;
  const old = gone && on.since(position).find((line) => gone.test(line));
  const late = seconds > promisedSeconds;
  if (old !== undefined || (late && position > 0 && !/pod|YAML/.test(name))) broken++;
  const remark = old === undefined ? (late ? `more than ${String(promisedSeconds)}` : '') : `OLD CODE: ${old}`;
  console.log(`${name.padEnd(40)} ${seconds.toFixed(1).padStart(6)} s  ${remark}`.trimEnd());
}

async function timed<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const startedMs = performance.now();
  const result = await work();
  console.log(`${name.padEnd(40)} ${((performance.now() - startedMs) / 1000).toFixed(1).padStart(6)} s`);
  return result;
}
