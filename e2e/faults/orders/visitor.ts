import { eventually } from '../../support/eventually.ts';
import type { Secret } from '../../support/secret.ts';
import type { StackClient } from '../../support/stack-client.ts';

/** Tokens live for five minutes at most. */
const renewAfterMs = 120_000;
const oldAfterMs = 60_000;
const againAfterMs = 1_000;

/** A person who stays logged in: a token that is good, whatever happens meanwhile to whoever makes new ones. */
export class Visitor implements Disposable {
  readonly #stack: StackClient;
  #token: Secret;
  #renewedAtMs = performance.now();
  #timer: NodeJS.Timeout;

  private constructor(stack: StackClient, token: Secret) {
    this.#stack = stack;
    this.#token = token;
    this.#timer = this.#renewIn(renewAfterMs);
  }

  static async login(stack: StackClient): Promise<Visitor> {
    const { opaqueToken } = await eventually(() => stack.login('alice'), { deadlineMs: 60_000 });
    return new Visitor(stack, opaqueToken);
  }

  get token(): Secret {
    return this.#token;
  }

  /** So that no outage meets a token that is about to expire. */
  async renewIfOld(): Promise<void> {
    if (performance.now() - this.#renewedAtMs > oldAfterMs) await this.#renew();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #renewIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => void this.#renew(), ms).unref();
  }

  async #renew(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.#token = (await this.#stack.login('alice')).opaqueToken;
      this.#renewedAtMs = performance.now();
      this.#timer = this.#renewIn(renewAfterMs);
    } catch {
      this.#timer = this.#renewIn(againAfterMs);
    }
  }
}
