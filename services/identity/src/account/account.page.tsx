import type { ComponentChildren, VNode } from 'preact';
import { Page } from '../pages/page.tsx';
import type { Passkey } from '../passkeys/passkeys.ts';
import type { LiveSession } from './account-records.ts';

export interface AppInWords {
  readonly clientId: string;
  readonly name: string;
  readonly may: readonly string[];
  readonly since: Date;
  readonly lastUsed: Date | undefined;
  readonly staysUntil: Date | undefined;
}

export interface AccountPageProps {
  readonly username: string;
  readonly apps: readonly AppInWords[];
  readonly sessions: readonly LiveSession[];
  readonly currentSession: string;
  readonly passkeys: readonly Pick<Passkey, 'credentialId' | 'createdAt' | 'lastUsedAt'>[];
  readonly notice?: string | undefined;
  readonly problem?: { readonly form: 'passkey' | 'password'; readonly text: string } | undefined;
}

export function AccountPage(props: AccountPageProps): VNode {
  const { username, apps, sessions, currentSession, passkeys, notice, problem } = props;
  const problemOf = (form: 'passkey' | 'password') => (problem?.form === form ? problem.text : undefined);
  return (
    <Page title="Your account" wide>
      <p>
        Logged in as <strong>{username}</strong>
      </p>
      {notice !== undefined && <p role="status">{notice}</p>}
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
              Logged in <Time at={loggedInAt} /> with a {acr === 'phr' ? 'passkey' : 'password'}; ends{' '}
              <Time at={endsAt} /> unless used
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
      <form method="post" action="/account/passkeys/begin">
        <Password
          id="for-passkey"
          name="password"
          label="Your password, to add a passkey"
          autocomplete="current-password"
          problem={problemOf('passkey')}
        />
        <div class="actions">
          <button type="submit">Add a passkey</button>
        </div>
      </form>
      <h3>Change your password</h3>
      <form method="post" action="/account/password">
        <input type="hidden" name="username" autocomplete="username" value={username} />
        <Password id="current" name="password" label="The one you have" autocomplete="current-password" />
        <Password
          id="next"
          name="next"
          label="A new one, of 15 characters or more"
          autocomplete="new-password"
          problem={problemOf('password')}
        />
        <p class="small">You will be logged out everywhere, and log in with the new one.</p>
        <div class="actions">
          <button type="submit">Change the password</button>
        </div>
      </form>
    </Page>
  );
}

interface RowProps {
  readonly title: string;
  readonly action: string;
  /** Of what it is about, where that is too long for an address. */
  readonly id?: string;
  /** Says what the button does to whoever cannot see where it stands. */
  readonly label: string;
  readonly button: string;
  readonly children: ComponentChildren;
}

function Row({ title, action, id, label, button, children }: RowProps): VNode {
  return (
    <div class="row">
      <div>
        <strong>{title}</strong>
        {children}
      </div>
      <form method="post" action={action}>
        {id !== undefined && <input type="hidden" name="id" value={id} />}
        <button type="submit" class="quiet" aria-label={label}>
          {button}
        </button>
      </form>
    </div>
  );
}

interface PasswordProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly autocomplete: string;
  readonly problem?: string | undefined;
}

function Password({ id, name, label, autocomplete, problem }: PasswordProps): VNode {
  const invalid = problem === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-problem` };
  return (
    <>
      <label for={id}>{label}</label>
      <input id={id} name={name} type="password" autocomplete={autocomplete} maxlength={200} required {...invalid} />
      {problem !== undefined && (
        <p class="error" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

function Time({ at }: { readonly at: Date }): VNode {
  const text = at.toISOString();
  return <time dateTime={text}>{`${text.slice(0, 10)} ${text.slice(11, 16)} UTC`}</time>;
}
