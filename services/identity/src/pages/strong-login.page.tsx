import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { VNode } from 'preact';
import { Page } from './page.tsx';
import { PasskeyForm, PasskeyRefusal } from './passkey-form.tsx';

export interface StrongLoginPageProps {
  readonly uid: string;
  readonly clientName: string;
  readonly passkey: PublicKeyCredentialRequestOptionsJSON;
  /** Known to have none: somebody who is logged in. */
  readonly hasNone: boolean;
  readonly failed?: boolean;
}

/** For what a password is too little for (RFC 9470). */
export function StrongLoginPage({ uid, clientName, passkey, hasNone, failed }: StrongLoginPageProps): VNode {
  return (
    <Page title="Confirm with a passkey" withPasskeys>
      <p>{clientName} is about to do something that a password is too little for.</p>
      {failed && <PasskeyRefusal />}
      {hasNone ? (
        <p>
          You have no passkey yet. Add one in <a href="/account">your account</a>, then try again from the application.
        </p>
      ) : (
        <>
          <noscript>
            <p>Passkeys need JavaScript, which is off in this browser.</p>
          </noscript>
          <PasskeyForm action={`/interaction/${uid}/passkey`} label="Use a passkey" request={passkey} />
        </>
      )}
      <form method="post" action={`/interaction/${uid}/deny`}>
        <div class="actions">
          <button type="submit" class="quiet">
            Cancel
          </button>
        </div>
      </form>
    </Page>
  );
}
