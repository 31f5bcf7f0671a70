import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { VNode } from 'preact';
import { Page } from './page.tsx';
import { PasskeyForm, PasskeyRefusal } from './passkey-form.tsx';

export interface LoginPageProps {
  readonly uid: string;
  readonly clientName: string;
  /** What was tried before, and was wrong: a password with this name, or a passkey. */
  readonly failed?: { readonly username: string } | 'passkey';
  readonly passkey: PublicKeyCredentialRequestOptionsJSON;
}

export function LoginPage({ uid, clientName, failed, passkey }: LoginPageProps): VNode {
  const wrong = failed === 'passkey' ? undefined : failed;
  const invalid = wrong && { 'aria-invalid': true, 'aria-describedby': 'wrong' };
  return (
    <Page title={`Log in to ${clientName}`} withPasskeys>
      <form method="post" action={`/interaction/${uid}/login`}>
        <label for="username">Username</label>
        <input
          id="username"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          autofocus={!wrong}
          value={wrong?.username}
        />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          autofocus={wrong !== undefined}
          {...invalid}
        />
        {wrong && (
          <p class="error" id="wrong" role="alert">
            Username and password do not match.
          </p>
        )}
        <div class="actions">
          <button type="submit">Log in</button>
          <button type="submit" class="quiet" formaction={`/interaction/${uid}/deny`} formnovalidate>
            Cancel
          </button>
        </div>
      </form>
      {failed === 'passkey' && <PasskeyRefusal />}
      <PasskeyForm action={`/interaction/${uid}/passkey`} label="Use a passkey" quiet request={passkey} />
    </Page>
  );
}
