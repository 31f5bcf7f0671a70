import { openStack } from '@downscope/e2e/support/open-stack.ts';
import { Steps } from './steps.ts';
import { walkThrough } from './walk-through.ts';

const steps = new Steps();
try {
  const stack = openStack();
  await walkThrough(stack, steps).finally(() => stack.close());
  console.log(`\nwalkthrough: ${steps.taken} steps as expected`);
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? `\nwalkthrough: ${error.message}` : error);
  process.exitCode = 1;
}
