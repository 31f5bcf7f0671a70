import { clientAuthentication, StandingToken, type TokenExchangeOptions } from '@downscope/token-exchange';
import { type DynamicModule, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SecurityEventReceiver } from './receiver.ts';
import { Revocations } from './revocations.ts';

/** Who the service is towards identity, as for TokenExchangeModule, and what it has to know about the tokens there. */
export interface RevocationsOptions extends TokenExchangeOptions {
  /** How long a token of the issuer can live, and whatever descends from it. */
  readonly longestLifeSeconds: number;
  /** What identity is called in tokens for itself. */
  readonly audience: string;
  /** What a token for it must hold to open a stream and to poll it. */
  readonly scopes: readonly string[];
}

/** Provides `Revocations` to the whole application, and hears of them from its start to its end. */
@Module({})
export class RevocationsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #receiver: SecurityEventReceiver;

  constructor(receiver: SecurityEventReceiver) {
    this.#receiver = receiver;
  }

  static forRoot(options: RevocationsOptions): DynamicModule {
    return {
      module: RevocationsModule,
      global: true,
      providers: [
        { provide: SecurityEventReceiver, useFactory: () => receiverOf(options) },
        {
          provide: Revocations,
          inject: [SecurityEventReceiver],
          useFactory: (receiver: SecurityEventReceiver) => receiver.revocations,
        },
      ],
      exports: [Revocations],
    };
  }

  onApplicationBootstrap(): void {
    this.#receiver.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#receiver.stop();
  }
}

/** @throws ClientCredentialInvalid: who cannot say who they are would never hear of anything */
async function receiverOf(options: RevocationsOptions): Promise<SecurityEventReceiver> {
  await clientAuthentication(options);
  const { issuer, identityUrl, clientId, allowInsecureHttp, longestLifeSeconds, audience, scopes } = options;
  const token = new StandingToken(options, { audience, scopes });
  return new SecurityEventReceiver({
    issuer,
    transmitterUrl: identityUrl,
    token: () => token.get(),
    allowInsecureHttp,
    name: clientId,
    longestLifeSeconds,
  });
}
