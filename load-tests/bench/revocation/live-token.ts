import { doorNames, doorsOf } from '@downscope/e2e/support/doors.ts';
import type { StackClient } from '@downscope/e2e/support/stack-client.ts';
import { WatchedDoor } from './watched-door.ts';

const perSecond = 25;
/** Its tokens live for 300 s. */
const renewedAfterMs = 200_000;

/** A token that nobody revokes, at every door, as long as others are revoked: whoever refuses it is wrong. */
export class LiveToken {
  refused = 0;
  asked = 0;
  readonly #stack: StackClient;
  #doors: WatchedDoor[] = [];
  #sinceMs = -Infinity;

  constructor(stack: StackClient) {
    this.#stack = stack;
  }

  /** Logs in anew when it is time. */
  async keep(): Promise<void> {
    if (performance.now() - this.#sinceMs < renewedAfterMs) return;
    await this.end();
    const { opaqueToken } = await this.#stack.login('alice');
    const exchanges = { customer: ['customers_name_read'], billing: ['invoices_read'] };
    const doors = await doorsOf(this.#stack, { opaqueToken, exchanges, revoke: () => Promise.resolve() });
    this.#doors = doorNames.map((name) => new WatchedDoor(doors[name], perSecond));
    this.#sinceMs = performance.now();
  }

  /** What is 503 was not refused: nobody could say. */
  async end(): Promise<void> {
    await Promise.all(this.#doors.map((door) => door.close()));
    for (const [status, count] of this.#doors.flatMap(({ answers }) => [...answers])) {
      this.asked += count;
      if (status >= 400 && status < 500) this.refused += count;
    }
    this.#doors = [];
    this.#sinceMs = -Infinity;
  }
}
