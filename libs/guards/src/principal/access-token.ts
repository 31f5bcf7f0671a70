import { inspect } from 'node:util';

/** The caller's access token, to be exchanged for a narrower one. It shows itself only to who calls `reveal`, in no log and no error. */
export class AccessToken {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[AccessToken]';
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
