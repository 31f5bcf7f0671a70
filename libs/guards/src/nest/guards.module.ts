import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { jwksLoader } from '../verification/jwks.ts';
import { SigningKeys } from '../verification/signing-keys.ts';
import { AccessTokenGuard } from './access-token.guard.ts';
import { AccessTokenStrategy } from './access-token.strategy.ts';
import { GUARDS_OPTIONS, type GuardsOptions } from './guards-options.ts';
import { RefusalFilter } from './refusal.filter.ts';
import { RoutesHavePolicies } from './routes-have-policies.ts';

/** Guards every route of the application; one without a policy stops the boot. */
@Module({})
export class GuardsModule {
  static forRoot(options: GuardsOptions): DynamicModule {
    return {
      module: GuardsModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: GUARDS_OPTIONS, useValue: options },
        { provide: SigningKeys, useFactory: () => signingKeys(options.jwksUri) },
        AccessTokenStrategy,
        RoutesHavePolicies,
        { provide: APP_GUARD, useClass: AccessTokenGuard },
        { provide: APP_FILTER, useClass: RefusalFilter },
      ],
    };
  }
}

function signingKeys(jwksUri: string): SigningKeys {
  const logger = new Logger('SigningKeys');
  return new SigningKeys({
    load: jwksLoader(jwksUri),
    onLoadFailed: (error) => {
      logger.warn({ msg: 'keys not loaded', code: 'jwks_unavailable', reason: String(error) });
    },
  });
}
