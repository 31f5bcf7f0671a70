import type { VNode } from 'preact';
import { Page } from './page.tsx';

export interface LoginPageProps {
  readonly uid: string;
  readonly clientName: string;
  /** What was typed before, when it was wrong. */
  readonly failed?: { readonly username: string };
}

export function LoginPage({ uid, clientName, failed }: LoginPageProps): VNode {
  const invalid = failed && { 'aria-invalid': true, 'aria-describedby': 'wrong' };
  return (
    <Page title={`Log in to ${clientName}`}>
      <form method="post" action={`/interaction/${uid}/login`}>
        <label for="username">Username</label>
        <input
          id="username"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          autofocus
          value={failed?.username}
        />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required {...invalid} />
        {failed && (
          <p class="error" id="wrong" role="alert">
            Username and password do not belong together.
          </p>
        )}
        <div class="actions">
          <button type="submit">Log in</button>
          <button type="submit" class="quiet" formaction={`/interaction/${uid}/deny`} formnovalidate>
            Cancel
          </button>
        </div>
      </form>
    </Page>
  );
}
