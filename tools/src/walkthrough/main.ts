/**
 * `npm run demo`: one order, from login to invoice, against what runs.
 *
 * Usage: node tools/src/walkthrough/main.ts [--target local|cluster] [--context NAME]
 */
import { parseArgs } from 'node:util';
import { openStack } from '@downscope/e2e/support/open-stack.ts';
import { targetFrom, targetOptions } from '@downscope/e2e/support/target.ts';
import { Steps } from './steps.ts';
import { walkThrough } from './walk-through.ts';

const steps = new Steps();
try {
  const stack = await openStack(targetFrom(parseArgs({ options: targetOptions }).values));
  await walkThrough(stack, steps).finally(() => stack.close());
  console.log(`\nwalkthrough: ${steps.taken} steps as expected`);
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? `\nwalkthrough: ${error.message}` : error);
  process.exitCode = 1;
}
