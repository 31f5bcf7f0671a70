import { Database } from '@downscope/postgres';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { Provider } from 'oidc-provider';
import { AccountActions } from './account/account-actions.ts';
import { AccountController } from './account/account.controller.tsx';
import { AccountRecords } from './account/account-records.ts';
import { SignedInPerson } from './account/signed-in.ts';
import { Accounts } from './accounts/accounts.ts';
import { KnownBrowsers } from './accounts/known-browsers.ts';
import { LoginAttempts } from './accounts/login-attempts.ts';
import { Passwords } from './accounts/passwords.ts';
import { seedAccounts } from './accounts/seed-accounts.ts';
import { AuditTrail } from './audit/audit-trail.ts';
import { rememberCallers } from './callers/caller.ts';
import type { ClaimSource } from './claims/claim-source.ts';
import { claimSources } from './claims/claim-sources.ts';
import { GrantClaims } from './claims/grant-claims.ts';
import { PersonClaims } from './claims/person-claims.ts';
import { readClientBindings } from './clients/client-bindings.ts';
import { CoreModule } from './core.module.ts';
import { config } from './identity.config.ts';
import { limitRequests } from './limits/request-limit.ts';
import { KeyRing } from './keys/key-ring.ts';
import { InteractionPages } from './pages/interaction-pages.tsx';
import { Interactions } from './pages/interactions.ts';
import { InteractionsController } from './pages/interactions.controller.tsx';
import { LastConsent } from './pages/last-consent.ts';
import { LogIn } from './pages/log-in.ts';
import { LogInWithPasskey } from './pages/log-in-with-passkey.ts';
import { MakeGrant } from './pages/make-grant.ts';
import { Challenges } from './passkeys/challenges.ts';
import { PasskeyLogin } from './passkeys/passkey-login.ts';
import { PasskeyRegistration } from './passkeys/passkey-registration.ts';
import { Passkeys } from './passkeys/passkeys.ts';
import { Privileges } from './privileges/privileges.ts';
import { mountProvider } from './provider/mount-provider.ts';
import { onlyIssuerHost } from './provider/only-issuer-host.ts';
import { publicProvider } from './provider/public-provider.ts';
import { RotatingProvider } from './provider/rotating-provider.ts';
import { publicConfig } from './public.config.ts';
import { UnitOfWork } from './storage/unit-of-work.ts';

/** The listener for browsers and apps. */
@Module({
  imports: [CoreModule],
  controllers: [AccountController, InteractionsController],
  providers: [
    AccountActions,
    AccountRecords,
    Accounts,
    SignedInPerson,
    KnownBrowsers,
    LoginAttempts,
    Passwords,
    ...claimSources,
    {
      provide: PersonClaims,
      inject: [Privileges, ...claimSources],
      useFactory: (privileges: Privileges, ...sources: ClaimSource[]) => new PersonClaims(privileges, sources),
    },
    GrantClaims,
    InteractionPages,
    Interactions,
    LogIn,
    LogInWithPasskey,
    MakeGrant,
    LastConsent,
    Challenges,
    Passkeys,
    PasskeyLogin,
    PasskeyRegistration,
    {
      provide: RotatingProvider,
      inject: [Privileges, KeyRing, UnitOfWork, AuditTrail, Accounts, PersonClaims, GrantClaims],
      useFactory: (
        privileges: Privileges,
        keyRing: KeyRing,
        unitOfWork: UnitOfWork,
        audit: AuditTrail,
        accounts: Accounts,
        personClaims: PersonClaims,
        grantClaims: GrantClaims,
      ) => {
        const bindings = readClientBindings(config.CLIENTS_FILE, privileges, config.ENVIRONMENT, config.ISSUER);
        return RotatingProvider.start(keyRing, () =>
          publicProvider({ privileges, bindings, keyRing, unitOfWork, audit, accounts, personClaims, grantClaims }),
        );
      },
    },
    { provide: Provider, inject: [RotatingProvider], useFactory: ({ first }: RotatingProvider) => first },
  ],
})
export class PublicModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly provider: RotatingProvider,
    private readonly database: Database,
    private readonly passwords: Passwords,
  ) {}

  async onModuleInit(): Promise<void> {
    const { ACCOUNTS_FILE } = publicConfig;
    if (ACCOUNTS_FILE) await seedAccounts(this.database, this.passwords, ACCOUNTS_FILE, config.ENVIRONMENT);
    const server = this.host.httpAdapter.getInstance();
    rememberCallers(server, { behindEdge: true });
    limitRequests(server, publicConfig.PUBLIC_REQUESTS_PER_MINUTE);
    onlyIssuerHost(server);
    mountProvider(server, this.provider);
  }
}
