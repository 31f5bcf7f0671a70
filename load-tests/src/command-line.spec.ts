import { describe, expect, it } from '@jest/globals';
import { CommanderError } from 'commander';
import { commandLine, type Options } from './command-line.ts';

function parsed(...args: string[]): Options & { scenario: unknown } {
  const program = commandLine(['smoke', 'mixed'])
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  program.parse(args, { from: 'user' });
  return { scenario: program.processedArgs[0], ...program.opts<Options>() };
}

function errorOf(...args: string[]): unknown {
  try {
    parsed(...args);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('what is asked for', () => {
  it('is the local system at the pace of the scenario, if no more is said', () => {
    expect(parsed('smoke')).toEqual({ scenario: 'smoke', target: 'local', allowHost: [] });
  });

  it.each([
    [['--target', 'cluster', '--port', '8080'], { target: 'cluster', port: 8080 }],
    [['--rate', '1'], { rate: 1 }],
    [['--rate', '1000'], { rate: 1000 }],
    [['--duration', '1s'], { duration: '1s' }],
    [['--duration', '15m'], { duration: '15m' }],
    [['--duration', '900s'], { duration: '900s' }],
    [['--allow-host', 'A.example', '--allow-host', 'b.example'], { allowHost: ['a.example', 'b.example'] }],
  ])('may be %j', (args, expected) => {
    expect(parsed('mixed', ...args)).toMatchObject({ scenario: 'mixed', ...expected });
  });
});

describe('what is refused by name', () => {
  it.each([
    ['no scenario', [], /missing required argument 'scenario'/],
    ['an unknown scenario', ['soak'], /'soak'.*smoke, mixed/],
    ['an unknown option', ['smoke', '--users', '3'], /--users/],
    ['a second scenario', ['smoke', 'mixed'], /too many arguments/],
    ['no rate at all', ['smoke', '--rate', '0'], /--rate.*'0'.*1 to 1000/],
    ['half a rate', ['smoke', '--rate', '0.5'], /--rate.*'0\.5'/],
    ['too high a rate', ['smoke', '--rate', '1001'], /--rate.*'1001'/],
    ['a port that is none', ['smoke', '--port', '65536'], /--port.*'65536'/],
    ['no time', ['smoke', '--duration', '0s'], /--duration.*'0s'/],
    ['a duration without a unit', ['smoke', '--duration', '30'], /--duration.*'30'/],
    ['too long', ['smoke', '--duration', '901s'], /--duration.*'901s'.*at most 15m/],
    ['hours', ['smoke', '--duration', '1h'], /--duration.*'1h'/],
  ])('%s', (_, args, message) => {
    const error = errorOf(...args);

    expect(error).toBeInstanceOf(CommanderError);
    expect(error).toMatchObject({ exitCode: 1, message: expect.stringMatching(message) });
  });
});
