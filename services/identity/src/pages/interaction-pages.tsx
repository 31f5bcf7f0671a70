import { Injectable } from '@nestjs/common';
import type { VNode } from 'preact';
import { PasskeyLogin } from '../passkeys/passkey-login.ts';
import { Privileges } from '../privileges/privileges.ts';
import { needsPasskey } from '../sessions/acr.ts';
import { sessionLimits, stayConnectedDays } from '../sessions/session.config.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { ConsentPage } from './consent.page.tsx';
import { consentInWords } from './consent-in-words.ts';
import { timeInWords } from './in-words.ts';
import type { Pending } from './interactions.ts';
import { LastConsent } from './last-consent.ts';
import { LoginPage, type LoginPageProps } from './login.page.tsx';
import { StrongLoginPage } from './strong-login.page.tsx';

/** The pages that ask a person something, each made of what the question is about. */
@Injectable()
export class InteractionPages {
  constructor(
    private readonly privileges: Privileges,
    private readonly unitOfWork: UnitOfWork,
    private readonly passkeyLogin: PasskeyLogin,
    private readonly lastConsent: LastConsent,
  ) {}

  async login(uid: string, pending: Pending, failed?: LoginPageProps['failed']): Promise<VNode> {
    const { clientName, accountId } = pending;
    const passkey = await this.unitOfWork.run(() => this.passkeyLogin.options(uid, accountId));
    if (needsPasskey(pending.acrsAsked)) {
      const hasNone = accountId !== undefined && passkey.allowCredentials?.length === 0;
      const props = { uid, clientName, passkey, hasNone, failed: failed !== undefined };
      return <StrongLoginPage {...props} />;
    }
    return <LoginPage uid={uid} clientName={clientName} passkey={passkey} {...(failed && { failed })} />;
  }

  async consent(uid: string, { clientName, clientId, scopes, accountId = '' }: Pending): Promise<VNode> {
    const last = await this.unitOfWork.run(() => this.lastConsent.of(accountId, clientId));
    const longest = {
      session: timeInWords(sessionLimits.maxSeconds),
      stayingConnected: timeInWords(stayConnectedDays * 24 * 3600),
    };
    return (
      <ConsentPage
        uid={uid}
        clientName={clientName}
        longest={longest}
        {...consentInWords(this.privileges, scopes, last)}
      />
    );
  }
}
