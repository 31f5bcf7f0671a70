import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { PasskeyLogin, PasskeyRefused } from '../passkeys/passkey-login.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { Interactions, type Visit } from './interactions.ts';
import type { LogInOutcome } from './log-in.ts';

/** A person says who they are by a passkey: what they have, unlocked by what they know or are (RFC 8176 for `amr`). */
@Injectable()
export class LogInWithPasskey {
  constructor(
    private readonly passkeyLogin: PasskeyLogin,
    private readonly interactions: Interactions,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  with(visit: Visit, response: AuthenticationResponseJSON): Promise<LogInOutcome> {
    return this.unitOfWork.run(async () => {
      const pending = await this.interactions.pending(visit, 'login');
      const { clientId, accountId: loggedIn } = pending;
      try {
        const accountId = await this.passkeyLogin.accountOf(visit.uid, response);
        if (loggedIn !== undefined && loggedIn !== accountId) throw new PasskeyRefused("somebody else's passkey");
        this.audit.record({ event: 'login.succeeded', clientId, subject: accountId, reason: 'passkey' });
        const login = { accountId, acr: 'phr', amr: ['pop', 'user', 'mfa'] };
        return { loggedIn: true, returnTo: await this.interactions.finish(visit, { login }) };
      } catch (error) {
        if (!(error instanceof PasskeyRefused)) throw error;
        this.audit.record({ event: 'login.failed', clientId, reason: `passkey: ${error.message}` });
        return { loggedIn: false, pending };
      }
    });
  }
}
