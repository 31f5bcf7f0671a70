import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import type { RevocationList } from '../verification/revocation-list.ts';
import { AccessTokenGuard } from './access-token.guard.ts';
import { AccessTokenStrategy } from './access-token.strategy.ts';
import { GUARDS_OPTIONS, type GuardsOptions } from './guards-options.ts';
import { RefusalFilter } from './refusal.filter.ts';
import { RoutesHavePolicies } from './routes-have-policies.ts';
import { TrustedIssuers } from './trusted-issuers.ts';

/** Guards every route of the application; one without a policy stops the boot. */
@Module({})
export class GuardsModule {
  static forRoot(options: GuardsOptions): DynamicModule {
    return {
      module: GuardsModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: GUARDS_OPTIONS, useValue: options },
        { provide: TrustedIssuers, useFactory: () => TrustedIssuers.from(options) },
        {
          provide: AccessTokenStrategy,
          inject: [TrustedIssuers, ...(options.revocations === undefined ? [] : [options.revocations])],
          useFactory: (issuers: TrustedIssuers, revocations?: RevocationList) =>
            new AccessTokenStrategy(issuers, revocations),
        },
        RoutesHavePolicies,
        { provide: APP_GUARD, useClass: AccessTokenGuard },
        { provide: APP_FILTER, useClass: RefusalFilter },
      ],
    };
  }
}
