/**
 * `npm run events`: what is on its way between services, on the stack that runs here.
 *
 * Usage: node tools/src/events/main.ts tail [TOPIC] | lag | dead-letters list | dead-letters show ORIGIN | dead-letters replay ORIGIN
 */
import { runningStack } from '@downscope/e2e/support/stack-file.ts';
import { Broker } from './broker.ts';
import { type EventsCommand, readCommand } from './command-line.ts';
import { DeadLetters } from './dead-letters.ts';
import { printLag } from './print-lag.ts';
import { printLetter, printLetters } from './print-letters.ts';
import { tail } from './tail.ts';

try {
  const command = readCommand(process.argv.slice(2));
  await run(command, new Broker(runningStack().kafkaBrokers));
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  process.exitCode = 1;
}

async function run(command: EventsCommand, broker: Broker): Promise<void> {
  const letters = new DeadLetters(broker);
  switch (command.name) {
    case 'tail':
      return tail(broker, command.topic);
    case 'lag':
      printLag(await broker.lags());
      return;
    case 'dead-letters list':
      printLetters(await letters.all());
      return;
    case 'dead-letters show':
      printLetter(await letters.of(command.origin));
      return;
    case 'dead-letters replay':
      console.log(`${command.origin} stands at ${await letters.replay(command.origin)} once more`);
  }
}
