import type { Answer } from '../support/answer.ts';

/** What clients saw, by status: '200', '503 problem', '502 text/plain', or the code of an error where no answer came. */
export class Tally {
  readonly #counts = new Map<string, number>();

  /** Counts an answer, or that there was none, and hands it on. */
  async note(asked: Promise<Answer>): Promise<Answer> {
    try {
      const answer = await asked;
      this.#count(nameOf(answer));
      return answer;
    } catch (error) {
      this.#count(codeOf(error));
      throw error;
    }
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** How many of each, the most frequent first. */
  get entries(): readonly (readonly [string, number])[] {
    return [...this.#counts].sort(([, a], [, b]) => b - a);
  }

  #count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}

/** A problem document must say when to come again, where it is a 503. */
function nameOf({ status, headers }: Answer): string {
  if (status < 400) return String(status);
  const [type = 'nothing'] = (headers.get('content-type') ?? 'nothing').split(';');
  if (type !== 'application/problem+json') return `${String(status)} ${type}`;
  return status === 503 && !headers.has('retry-after')
    ? '503 problem without Retry-After'
    : `${String(status)} problem`;
}

function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : String(error);
}
