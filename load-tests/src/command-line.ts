import { Argument, Command, InvalidArgumentError } from 'commander';

export interface Options {
  /** local, cluster or an origin. */
  readonly target: string;
  /** Of the cluster's ingress on this machine. */
  readonly port: number | undefined;
  /** Iterations started per second; without it, the scenario's own. */
  readonly rate: number | undefined;
  /** As k6 writes it; without it, the scenario's own. */
  readonly duration: string | undefined;
  /** Hosts that are not this machine and may be put under load all the same. */
  readonly allowHost: readonly string[];
}

const highestRate = 1_000;
const longestMinutes = 15;

export function commandLine(scenarios: readonly string[]): Command {
  return new Command('load')
    .description('Puts a running system under load with k6. Exits with the code of k6: 99 when a threshold is crossed.')
    .addArgument(new Argument('<scenario>', 'what virtual users do').choices(scenarios))
    .option('--target <target>', 'local (what npm start runs), cluster, or the origin of an API', 'local')
    .option('--port <port>', "of the cluster's ingress on this machine, if not 80", wholeNumber(65_535))
    .option('--rate <rate>', 'iterations started per second', wholeNumber(highestRate))
    .option('--duration <duration>', `such as 30s or 2m, at most ${longestMinutes}m`, duration)
    .option('--allow-host <host>', 'a host that is not this machine and is yours to load; may be repeated', added, []);
}

function wholeNumber(highest: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= 1 && value <= highest) return value;
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${highest}.`);
  };
}

function duration(text: string): string {
  const [, count, unit] = /^(\d+)([sm])$/.exec(text) ?? [];
  const seconds = Number(count) * (unit === 'm' ? 60 : 1);
  if (seconds >= 1 && seconds <= longestMinutes * 60) return text;
  throw new InvalidArgumentError(`Expected seconds or minutes, such as 30s or 2m, at most ${longestMinutes}m.`);
}

function added(host: string, hosts: readonly string[]): readonly string[] {
  return [...hosts, host.toLowerCase()];
}
