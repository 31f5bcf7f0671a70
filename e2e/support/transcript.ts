import type { Answer } from './answer.ts';

/** All that the client was told through the edge, headers and bodies: what a thief beside it could read. */
export class Transcript {
  readonly #lines: string[] = [];

  note({ status, headers, text }: Pick<Answer, 'status' | 'headers' | 'text'>): void {
    const head = [...headers].map(([name, value]) => `${name}: ${value}`);
    this.#lines.push([status, ...head, '', text].join('\n'));
  }

  get text(): string {
    return this.#lines.join('\n\n');
  }
}
