import type { VNode } from 'preact';
import { Page } from '../pages/page.tsx';
import type { Passkey } from '../passkeys/passkeys.ts';
import { Password, Row, Time } from './account-parts.tsx';
import type { LiveSession } from './account-records.ts';

export interface AppInWords {
  readonly clientId: string;
  readonly name: string;
  readonly may: readonly string[];
  readonly since: Date;
  readonly lastUsed: Date | undefined;
  readonly staysUntil: Date | undefined;
}

/** What is wrong with what was typed, and in which field. */
export interface AccountProblem {
  readonly field: 'for-passkey' | 'current' | 'next';
  readonly text: string;
}

export interface AccountPageProps {
  readonly username: string;
  readonly apps: readonly AppInWords[];
  readonly sessions: readonly LiveSession[];
  readonly currentSession: string;
  readonly passkeys: readonly Pick<Passkey, 'credentialId' | 'createdAt' | 'lastUsedAt'>[];
  readonly problem?: AccountProblem | undefined;
}

export function AccountPage(props: AccountPageProps): VNode {
  const { username, apps, sessions, currentSession, passkeys, problem } = props;
  const problemOf = (field: AccountProblem['field']) => (problem?.field === field ? problem.text : undefined);
  return (
    <Page title="Your account" wide>
      <p>
        Logged in as <strong>{username}</strong>. <a href="/session/end">Log out</a>
      </p>
      <h2>Connected apps</h2>
      {apps.length === 0 && <p>No app can act for you at the moment.</p>}
      {apps.map(({ clientId, name, may, since, lastUsed, staysUntil }) => (
        <Row
          key={clientId}
          title={name}
          action={`/account/apps/${clientId}/take-back`}
          label={`Take back ${name}`}
          button="Take back"
        >
          <ul>
            {may.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          <p class="small">
            Since <Time at={since} />
            {lastUsed && (
              <>
                , last used <Time at={lastUsed} />
              </>
            )}
          </p>
          {staysUntil && (
            <p class="small">
              Stays connected after you log out, until <Time at={staysUntil} />
            </p>
          )}
        </Row>
      ))}
      <h2>Sessions</h2>
      {sessions.map(({ uid, loggedInAt, acr, endsAt }) => {
        const title = uid === currentSession ? 'This browser' : 'Another browser';
        return (
          <Row
            key={uid}
            title={title}
            action={`/account/sessions/${uid}/end`}
            label={`End the session of ${title}`}
            button="End"
          >
            <p class="small">
              Logged in <Time at={loggedInAt} /> with a {acr === 'phr' ? 'passkey' : 'password'}. Ends{' '}
              <Time at={endsAt} /> unless it is used.
            </p>
          </Row>
        );
      })}
      <h2>Ways to log in</h2>
      {passkeys.map(({ credentialId, createdAt, lastUsedAt }) => (
        <Row
          key={credentialId}
          title="Passkey"
          action="/account/passkeys/remove"
          id={credentialId}
          label="Remove the passkey"
          button="Remove"
        >
          <p class="small">
            Added <Time at={createdAt} />
            {lastUsedAt && (
              <>
                , last used <Time at={lastUsedAt} />
              </>
            )}
          </p>
        </Row>
      ))}
      <p>A passkey is kept by your device. It logs you in without a password, and nobody can guess or steal it.</p>
      <form method="post" action="/account/passkeys/begin">
        <Password
          id="for-passkey"
          name="password"
          label="Your password, to add a passkey"
          autocomplete="current-password"
          problem={problemOf('for-passkey')}
        />
        <div class="actions">
          <button type="submit">Add a passkey</button>
        </div>
      </form>
      <h3>Change your password</h3>
      <form method="post" action="/account/password">
        <input type="hidden" name="username" autocomplete="username" value={username} />
        <Password
          id="current"
          name="password"
          label="Current password"
          autocomplete="current-password"
          problem={problemOf('current')}
        />
        <Password
          id="next"
          name="next"
          label="New password, of 15 characters or more"
          autocomplete="new-password"
          problem={problemOf('next')}
        />
        <p class="small">You will be logged out everywhere, and log in again with the new password.</p>
        <div class="actions">
          <button type="submit">Change password</button>
        </div>
      </form>
    </Page>
  );
}
