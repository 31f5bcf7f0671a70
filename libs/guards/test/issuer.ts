import { type SigningKey, SigningKeys } from '../src/verification/signing-keys.ts';
import type { JoseHeader } from '../src/verification/strict-jws.ts';
import { TestKey } from '../src/testing/index.ts';

export const [first, second] = [new TestKey('ES256'), new TestKey('ES256')];
export const secondMs = 1000;
export const minuteMs = 60 * secondMs;

/** An issuer that can be slow and down, and a clock that moves only when told. */
export class Issuer {
  published: TestKey[] = [first];
  isDown = false;
  fetches = 0;
  failures: unknown[] = [];
  nowMs = 1_000_000;
  #answer: (() => void) | undefined;
  isSlow = false;

  readonly keys = new SigningKeys({
    load: () => this.#load(),
    onLoadFailed: (error) => this.failures.push(error),
    now: () => this.nowMs,
  });

  answer(): void {
    this.#answer?.();
  }

  async #load(): Promise<SigningKey[]> {
    this.fetches++;
    await new Promise<void>((resolve) => (this.isSlow ? (this.#answer = resolve) : setImmediate(resolve)));
    if (this.isDown) throw new Error('connection refused');
    return this.published.map(({ kid, publicKey }) => ({ kid, key: publicKey, algorithm: 'ES256' }));
  }
}

export function tokenOf(key: TestKey, alg: JoseHeader['alg'] = 'ES256'): JoseHeader {
  return { kid: key.kid, alg };
}

/** Lets an answer that is under way arrive. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
}
