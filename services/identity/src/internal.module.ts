import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { AuditSealer } from './audit/audit-sealer.ts';
import { AuditTrail } from './audit/audit-trail.ts';
import { rememberCallers } from './callers/caller.ts';
import { readClientBindings } from './clients/client-bindings.ts';
import { CoreModule } from './core.module.ts';
import { ExchangeGrant } from './exchange/exchange.grant.ts';
import { config } from './identity.config.ts';
import { internalConfig } from './internal.config.ts';
import { KeyRing } from './keys/key-ring.ts';
import { ClientCredentialsGrant } from './client-credentials/client-credentials.grant.ts';
import { limitRequests } from './limits/request-limit.ts';
import { Privileges } from './privileges/privileges.ts';
import { internalProvider } from './provider/internal-provider.ts';
import { mountProvider } from './provider/mount-provider.ts';
import { RotatingProvider } from './provider/rotating-provider.ts';
import { SecurityEventsModule } from './security-events/security-events.module.ts';
import { UnitOfWork } from './storage/unit-of-work.ts';
import { MacKeysGrant } from './swap/mac-keys.grant.ts';
import { SwapEndpoint } from './swap/swap.endpoint.ts';
import { Sweep } from './sweep/sweep.ts';
import { workloads } from './workloads/workloads.ts';

/** The listener for services. */
@Module({
  imports: [CoreModule, SecurityEventsModule],
  providers: [
    SwapEndpoint,
    ExchangeGrant,
    ClientCredentialsGrant,
    MacKeysGrant,
    AuditSealer,
    Sweep,
    {
      provide: RotatingProvider,
      inject: [
        Privileges,
        KeyRing,
        UnitOfWork,
        AuditTrail,
        SwapEndpoint,
        ExchangeGrant,
        ClientCredentialsGrant,
        MacKeysGrant,
      ],
      useFactory: async (
        privileges: Privileges,
        keyRing: KeyRing,
        unitOfWork: UnitOfWork,
        audit: AuditTrail,
        swap: SwapEndpoint,
        exchange: ExchangeGrant,
        clientCredentials: ClientCredentialsGrant,
        macKeys: MacKeysGrant,
      ) => {
        const bindings = readClientBindings(config.CLIENTS_FILE, privileges, config.ENVIRONMENT, config.ISSUER);
        const inCluster = await workloads(bindings, audit);
        const parts = {
          privileges,
          bindings,
          inCluster,
          keyRing,
          unitOfWork,
          audit,
          swap,
          exchange,
          clientCredentials,
          macKeys,
        };
        return RotatingProvider.start(keyRing, () => internalProvider(parts));
      },
    },
  ],
})
export class InternalModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly provider: RotatingProvider,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance();
    rememberCallers(server, { behindEdge: false });
    limitRequests(server, internalConfig.INTERNAL_REQUESTS_PER_MINUTE);
    mountProvider(server, this.provider);
  }
}
