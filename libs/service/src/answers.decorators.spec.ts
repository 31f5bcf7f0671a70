import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { answerOf, Answers } from './answers.decorators.ts';

class ThingNotFound extends Error {
  readonly status = 404;
  readonly code = 'thing_not_found';
}

const thing = z.object({ name: z.string(), madeAt: z.date() });

class ThingsController {
  @Answers('Shows a thing', thing, new ThingNotFound())
  show(): Promise<z.infer<typeof thing>> {
    return Promise.resolve({ name: 'pot', madeAt: new Date(0) });
  }

  // @ts-expect-error -- a number is no name
  @Answers('Shows a thing', thing)
  mistaken(): Promise<{ name: number; madeAt: Date }> {
    return Promise.resolve({ name: 1, madeAt: new Date(0) });
  }

  untold(): void {
    // says nothing of its answer
  }
}

const handlers = ThingsController.prototype as unknown as Record<'show' | 'untold', object>;

describe('what a route answers', () => {
  it('is known of its handler, with what it throws', () => {
    const answer = answerOf(handlers.show);
    expect(answer).toMatchObject({ summary: 'Shows a thing', body: thing });
    expect(answer?.errors.map(({ status, code }) => [status, code])).toEqual([[404, 'thing_not_found']]);
  });

  it('is not known where nobody says it', () => {
    expect(answerOf(handlers.untold)).toBeUndefined();
  });
});
