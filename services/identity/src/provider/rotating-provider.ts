import { Logger } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { KeyRing } from '../keys/key-ring.ts';

/**
 * A listener's provider, made anew when other keys are published or another one signs, since oidc-provider takes its keys once.
 * Requests that are under way end where they began.
 */
export class RotatingProvider {
  private readonly logger = new Logger(RotatingProvider.name);
  private handle: ReturnType<Provider['callback']>;
  private building = false;

  private constructor(
    private readonly keyRing: KeyRing,
    private readonly make: () => Promise<Provider>,
    /** For what is done outside of its own routes: none of that signs or publishes with its keys. */
    readonly first: Provider,
    private madeOf: string,
  ) {
    this.handle = first.callback();
    keyRing.onReplaced(() => void this.follow());
  }

  static async start(keyRing: KeyRing, make: () => Promise<Provider>): Promise<RotatingProvider> {
    const madeOf = signingKids(keyRing);
    return new RotatingProvider(keyRing, make, await make(), madeOf);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.handle(request, response);
  }

  private async follow(): Promise<void> {
    const now = signingKids(this.keyRing);
    if (this.building || now === this.madeOf) return;
    this.building = true;
    try {
      this.handle = (await this.make()).callback();
      this.madeOf = now;
    } catch (error) {
      this.logger.error(error);
    } finally {
      this.building = false;
    }
  }
}

function signingKids(keyRing: KeyRing): string {
  return [...keyRing.publishedKeys(), ...keyRing.idTokenKeys()].map(({ kid }) => kid).join();
}
