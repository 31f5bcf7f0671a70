import { Notifications } from '@downscope/postgres';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';

/** As migrations/0017 notifies it. */
const channel = 'security_events';

/** Lets whoever waits for events know that there may be some, whichever replica they came about at. */
@Injectable()
export class EventArrivals implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private next = Promise.withResolvers<undefined>();
  private listening: Promise<void> = Promise.resolve();

  constructor(private readonly notifications: Notifications) {}

  onApplicationBootstrap(): void {
    this.listening = this.notifications.listen(
      channel,
      () => {
        this.wake();
      },
      this.stopping.signal,
    );
  }

  /** Whoever waits is answered, and asks another replica. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.listening;
  }

  /** Begins to wait now: what comes between this and the `await` counts. Resolves after `longestMs` in any case. */
  within(longestMs: number): Promise<void> {
    const waiting = new AbortController();
    const longest = delay(longestMs, undefined, { signal: waiting.signal }).catch(() => undefined);
    return Promise.race([this.next.promise, longest]).then(() => {
      waiting.abort();
    });
  }

  private wake(): void {
    const { resolve } = this.next;
    this.next = Promise.withResolvers();
    resolve(undefined);
  }
}
