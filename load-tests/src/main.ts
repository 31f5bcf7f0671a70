import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { requireAllowed } from './allowed-hosts.ts';
import { commandLine, type Options } from './command-line.ts';
import { issuerOf } from './find-issuer.ts';
import { findK6 } from './k6.ts';
import { runK6 } from './run-k6.ts';
import { apiOf } from './target.ts';

const folder = join(import.meta.dirname, '../scenarios');
const scenarios = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map(({ name }) => name.replace(/\.ts$/, ''));

const command = commandLine(scenarios);
try {
  command.parse();
  process.exitCode = await load(command.processedArgs[0] as string, command.opts<Options>());
} catch (error) {
  if (!(error instanceof Error && 'code' in error)) throw error;
  command.error(`error: ${error.message}`);
}

async function load(scenario: string, options: Options): Promise<number> {
  const program = await findK6(process.env['PATH'] ?? '');
  const api = apiOf(options);
  requireAllowed(api, options.allowHost);
  const issuer = await issuerOf(api);
  requireAllowed(issuer, options.allowHost);
  const told = { API_ORIGIN: api.origin, ISSUER: issuer.origin, RATE: options.rate, DURATION: options.duration };
  return runK6(program, { scenarioFile: join(folder, `${scenario}.ts`), told });
}
