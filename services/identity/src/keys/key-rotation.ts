import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { KeyRing } from './key-ring.ts';
import { KeyStore } from './key-store.ts';
import { rotationTimes } from './keys.config.ts';

const reloadMs = 5_000;
const rotateMs = 60_000;

/**
 * Keeps the ring as the database has it, and gives keys that are due their successors. Whichever replica comes first does it for all;
 * they hear of it long before the new key signs.
 */
@Injectable()
export class KeyRotation implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(KeyRotation.name);
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly store: KeyStore,
    private readonly keyRing: KeyRing,
  ) {}

  onApplicationBootstrap(): void {
    this.every(reloadMs, async () => {
      this.keyRing.replace(await this.store.load());
    });
    this.every(rotateMs, () => this.store.rotateIfDue(rotationTimes));
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** What fails is tried again at the next turn: the keys that are known serve on. */
  private every(milliseconds: number, work: () => Promise<void>): void {
    const turn = (): void => {
      work().catch((error: unknown) => {
        this.logger.warn(error);
      });
    };
    this.timers.push(setInterval(turn, milliseconds).unref());
  }
}
