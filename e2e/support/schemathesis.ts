import { cacheFolderOf } from '@downscope/local/prerequisites/cache.ts';
import { pythonWith } from '@downscope/local/prerequisites/python-packages.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Secret } from './secret.ts';

/** What an answer may not be: undocumented by status, type or form; a fault of the server; the service's yes to what is invalid. */
const checks = [
  ...['not_a_server_error', 'status_code_conformance', 'content_type_conformance'],
  ...['response_schema_conformance', 'negative_data_rejection'],
];

export interface Examination {
  /** An OpenAPI document. */
  readonly file: string;
  readonly origin: string;
  readonly token: Secret;
  /** Requests that are made up for each operation, beside those that follow from its schema. */
  readonly examples: number;
}

export interface Findings {
  /** How many requests were sent. */
  readonly requests: number;
  /** What is wrong, in words. */
  readonly failures: readonly string[];
}

/** Has schemathesis call a service by its document, and says what it found. What it makes up is the same each time. */
export async function examine({ file, origin, token, examples }: Examination): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'downscope-schemathesis-'));
  try {
    const context = {
      cacheFolder: cacheFolderOf(process.env),
      signal: new AbortController().signal,
      say: console.error,
    };
    const python = await pythonWith(join(import.meta.dirname, '../schemathesis-requirements.txt'), context, {
      cwd: folder,
    });
    const config = join(folder, 'schemathesis.toml');
    // In a file of this user alone: a command line is for everybody to read.
    await writeFile(config, `[headers]\nAuthorization = "Bearer ${token.reveal()}"\n`, { mode: 0o600 });
    const said = await python(
      'schemathesis.cli',
      ...['--config-file', config, 'run', file, '--url', origin, '--checks', checks.join()],
      ...['--phases', 'examples,coverage,fuzzing', '--max-examples', String(examples)],
      ...['--generation-deterministic', '--warnings', 'off', '--no-color', '--continue-on-failure'],
    );
    return findingsIn(said);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What it prints last is a summary; before that, each failure with the request that shows it. */
export function findingsIn(said: string): Findings {
  const requests = Number(/(\d+) generated/.exec(said)?.[1] ?? 0);
  if (/No issues found in [\d.]+s/.test(said)) return { requests, failures: [] };
  const [, failures = said] = said.split(/^=+ (?:FAILURES|ERRORS) =+$/m);
  return {
    requests,
    failures: failures
      .split(/^_{5,} (?=[A-Z])/m)
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  };
}
