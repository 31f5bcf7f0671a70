import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { requireAllowed } from './allowed-hosts.ts';
import { commandLine, type Options } from './command-line.ts';
import { findK6 } from './find-k6.ts';
import { issuerOf } from './find-issuer.ts';
import { runK6 } from './run-k6.ts';
import { apiOf } from './target.ts';

const folder = join(import.meta.dirname, '../scenarios');
const scenarios = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map(({ name }) => name.replace(/\.ts$/, ''));

const program = commandLine(scenarios);
try {
  program.parse();
  process.exitCode = await load(program.processedArgs[0] as string, program.opts<Options>());
} catch (error) {
  if (!(error instanceof Error && 'code' in error)) throw error;
  program.error(`error: ${error.message}`);
}

async function load(scenario: string, options: Options): Promise<number> {
  const api = apiOf(options);
  requireAllowed(api, options.allowHost);
  const issuer = await issuerOf(api);
  requireAllowed(issuer, options.allowHost);
  const k6 = await findK6(process.env, (message) => process.stderr.write(`${message}\n`));
  const told = { API_ORIGIN: api.origin, ISSUER: issuer.origin, RATE: options.rate, DURATION: options.duration };
  return runK6(k6, { scenarioFile: join(folder, `${scenario}.ts`), told });
}
