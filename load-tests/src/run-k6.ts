import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Run {
  readonly scenarioFile: string;
  /** What the scenario reads by `__ENV`; of the surroundings it sees nothing. */
  readonly told: Readonly<Record<string, string | number | undefined>>;
}

/** Runs a scenario, its summary on our output, and answers the exit code of k6. */
export async function runK6(k6: string, { scenarioFile, told }: Run): Promise<number> {
  const variables = Object.entries(told).flatMap(([name, value]) =>
    value === undefined ? [] : ['--env', `${name}=${value}`],
  );
  const args = ['run', '--no-usage-report', '--include-system-env-vars=false', '--address=', ...variables];
  // Progress is for eyes, not for a log.
  if (!process.stdout.isTTY) args.push('--quiet');
  const child = spawn(k6, [...args, scenarioFile], {
    // A proxy would be what is measured; and Go asks it for *.localhost too.
    env: { ...process.env, NO_PROXY: '*' },
    stdio: 'inherit',
  });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  // A terminal's Ctrl-C reaches k6 by itself, and k6 takes a second one for an order to drop everything.
  const stay = (): void => undefined;
  process.on('SIGINT', stay).on('SIGTERM', forward);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    process.off('SIGINT', stay).off('SIGTERM', forward);
  }
}
