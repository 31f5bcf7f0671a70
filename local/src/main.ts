import { Command } from 'commander';
import { dev } from './commands/dev.ts';
import { start } from './commands/start.ts';
import { withStack } from './commands/with-stack.ts';
import { findPortBlock } from './ports-free.ts';
import { readSettings } from './settings.ts';
import { InterruptedError } from './supervisor/interruption.ts';

interface Options {
  readonly fresh: boolean;
  readonly verbose: boolean;
}

const program = new Command('local').description('The whole system as plain processes on this machine');

program
  .command('start')
  .description('start it, walk through one order, and run until Ctrl-C')
  .option('--fresh', 'forget what an earlier start stored', false)
  .option('--verbose', 'show the logs of all parts', false)
  .option('--no-demo', 'do not walk through an order')
  .action(({ demo, ...options }: Options & { demo: boolean }) =>
    conclude(() => start({ ...options, settings: readSettings(process.env) }, demo)),
  );

program
  .command('dev')
  .description('start it; build what changes, and start again what it touches')
  .option('--fresh', 'forget what an earlier start stored', false)
  .option('--verbose', 'show the logs of all parts', false)
  .action((options: Options) => conclude(() => dev({ ...options, settings: readSettings(process.env) })));

program
  .command('with-stack')
  .description('start a fresh system of its own around one command, which finds it by DOWNSCOPE_STACK_FILE')
  .option('--name <stack>', 'its name', 'test')
  .option('--verbose', 'show the logs of all parts', false)
  .argument('<command...>', 'after --')
  .action((command: string[], { name, verbose }: { name: string; verbose: boolean }) =>
    conclude(async () => {
      const own = { DOWNSCOPE_STACK: name, DOWNSCOPE_PORT: String(await findPortBlock()) };
      return withStack({ settings: readSettings({ ...process.env, ...own }), fresh: true, verbose }, command);
    }),
  );

await program.parseAsync();

/** Ends with the exit code of `work`, or with what stands in the way. */
async function conclude(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    process.exitCode = error instanceof InterruptedError ? 130 : 1;
    if (error instanceof InterruptedError) return;
    console.error(error instanceof Error && 'code' in error ? `\n${error.message}` : error);
  }
}
