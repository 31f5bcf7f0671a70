import { inspect } from 'node:util';

/** A token, code or cookie of this run. It shows itself only to who calls `reveal`. */
export class Secret {
  readonly #value: string;
  readonly kind: string;

  constructor(kind: string, value: string) {
    this.#value = value;
    this.kind = kind;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return `[${this.kind}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
