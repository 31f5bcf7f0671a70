/**
 * A hundred strangers, each at an address of its own, who guess at passwords all the time: told where, until told to end. Each guess is
 * for another name before the names' delays begin, so that as many as can be are hashed.
 */
import { constants, setPriority } from 'node:os';
import { Stranger } from './stranger.ts';

// Their machines are not this one: what they cost here is what the system has to do for them.
setPriority(constants.priority.PRIORITY_LOW);

const count = 100;
/** Bounds what a run sends, however quickly it is refused. */
const mostGuessesEach = 300;

const answers: Record<string, number> = {};
let ending = false;
let everybody: Promise<unknown> = Promise.resolve();

function begin(issuer: string): void {
  ending = false;
  let answered = 0;
  everybody = Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const stranger = new Stranger(issuer, number);
      for (let guess = 0; guess < mostGuessesEach && !ending; guess += 1) {
        const status = await stranger.guess(guess);
        answers[status] = (answers[status] ?? 0) + 1;
        if (guess === 0 && (answered += 1) === count) process.send?.('begun');
      }
      stranger.leave();
    }),
  );
}

async function end(): Promise<void> {
  ending = true;
  await everybody;
  process.send?.(answers);
  for (const status of Object.keys(answers)) Reflect.deleteProperty(answers, status);
}

process.on('message', (told: { readonly issuer: string } | 'end') => {
  if (told === 'end') void end();
  else begin(told.issuer);
});
process.on('disconnect', () => process.exit());
