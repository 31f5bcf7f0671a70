import { Injectable } from '@nestjs/common';
import { errors, Provider } from 'oidc-provider';
import { GrantClaims } from '../claims/grant-claims.ts';
import { PersonClaims } from '../claims/person-claims.ts';
import { type Claims, releasable } from '../privileges/decision.ts';
import { givenBy } from '../privileges/given-by.ts';
import { offlineAccess } from '../privileges/offline-access.ts';
import { Privileges } from '../privileges/privileges.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { stayConnectedDays } from '../sessions/session.config.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { nowSeconds } from '../tokens/token-signer.ts';
import { Interactions, type Pending, staysConnected, type Visit } from './interactions.ts';

/** What a person decides beside yes or no. */
export interface Choice {
  readonly staysConnected: boolean;
}

/** A person lets an application act for them, or the application is ours and needs no asking. */
@Injectable()
export class MakeGrant {
  constructor(
    private readonly provider: Provider,
    private readonly privileges: Privileges,
    private readonly personClaims: PersonClaims,
    private readonly grantClaims: GrantClaims,
    private readonly interactions: Interactions,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Asks the claim sources, between two units of work and holding none, then makes the grant.
   *
   * @returns where the browser goes on
   * @throws ClaimsUnavailable when a source cannot answer; nothing has happened then
   */
  async for(visit: Visit, choice: Choice = { staysConnected: false }): Promise<string> {
    const before = await this.unitOfWork.run(() => this.interactions.pending(visit, 'consent'));
    const claims = await this.personClaims.of(accountOf(before));
    return this.unitOfWork.run(async () => {
      const pending = await this.interactions.pending(visit, 'consent');
      const accountId = accountOf(pending);
      if (accountId !== accountOf(before)) throw new errors.SessionNotFound('somebody else logged in');
      const stays = choice.staysConnected && pending.scopes.includes(offlineAccess);
      const grantId = await this.grant(pending, accountId, claims, stays);
      this.record(pending, accountId, claims, stays);
      return this.interactions.finish(visit, { consent: { grantId }, [staysConnected]: stays });
    });
  }

  private async grant(
    { interaction, clientId, scopes }: Pending,
    accountId: string,
    claims: Claims,
    stays: boolean,
  ): Promise<string> {
    const { Grant } = this.provider;
    const existing = interaction.grantId === undefined ? undefined : await Grant.find(interaction.grantId);
    const grant = existing ?? new Grant({ accountId, clientId });
    const [ofApis, ofLogin] = [true, false].map((isOfApi) =>
      scopes.filter((scope) => (this.privileges.scope(scope) !== undefined) === isOfApi).join(' '),
    );
    if (ofLogin) grant.addOIDCScope(ofLogin);
    grant.addResourceScope(this.privileges.opaqueTokenAudience, ofApis ?? '');
    if (stays) grant.exp = nowSeconds() + stayConnectedDays * 24 * 3600;
    const grantId = await grant.save();
    await this.grantClaims.keep({ jti: grantId, accountId }, claims);
    return grantId;
  }

  private record({ clientId, scopes: asked }: Pending, subject: string, known: Claims, stays: boolean): void {
    const scopes = givenBy(this.privileges, known, asked);
    const claims = releasable(known, this.privileges.claimsOf(scopes));
    this.audit.record({
      event: this.privileges.isFirstParty(clientId) ? 'consent.implied' : 'consent.given',
      clientId,
      subject,
      scopes,
      claims: Object.keys(claims).sort(),
      rule: `clients.${clientId}`,
      ...(stays && { reason: 'stays connected after the session' }),
    });
  }
}

function accountOf({ interaction }: Pending): string {
  const accountId = interaction.session?.accountId;
  if (accountId === undefined) throw new errors.SessionNotFound('nobody is logged in');
  return accountId;
}
