import type { VNode } from 'preact';
import type { Asked, ConsentInWords } from './consent-in-words.ts';
import { dayInWords } from './in-words.ts';
import { Page } from './page.tsx';

export interface ConsentPageProps extends ConsentInWords {
  readonly uid: string;
  readonly clientName: string;
  /** In words. */
  readonly longest: { readonly session: string; readonly stayingConnected: string };
}

export function ConsentPage(props: ConsentPageProps): VNode {
  const { uid, clientName, asked, implied, told, mayStayConnected, lastAskedAt, longest } = props;
  return (
    <Page title={`${clientName} asks for access`}>
      {lastAskedAt && <LastTime at={lastAskedAt} isMore={[...asked, ...implied, ...told].some(({ isNew }) => isNew)} />}
      {asked.length > 0 ? (
        <>
          <p>It would be allowed to:</p>
          <List items={asked} />
        </>
      ) : (
        <p>It would learn who you are, and nothing else.</p>
      )}
      {implied.length > 0 && (
        <>
          <p>To answer it, our own services would do this in your name:</p>
          <List items={implied} />
        </>
      )}
      {told.length > 0 && (
        <>
          <p>For that, our services would be told:</p>
          <List items={told} />
        </>
      )}
      <p>
        For how long: until you log out, {longest.session} at most
        {mayStayConnected && ', without asking you again'}. You can take it back in your account at any time.
      </p>
      <form method="post" action={`/interaction/${uid}/consent`}>
        {mayStayConnected && (
          <label class="choice">
            <input type="checkbox" name="stay_connected" value="yes" />
            <span>Let it stay connected after I have logged out, for {longest.stayingConnected} at most</span>
          </label>
        )}
        <div class="actions">
          <button type="submit">Allow</button>
          <button type="submit" class="quiet" formaction={`/interaction/${uid}/deny`}>
            Deny
          </button>
        </div>
      </form>
    </Page>
  );
}

function LastTime({ at, isMore }: { readonly at: Date; readonly isMore: boolean }): VNode {
  return (
    <p class="small">
      You let it in before, on <time dateTime={at.toISOString().slice(0, 10)}>{dayInWords(at)}</time>.{' '}
      {isMore ? 'What it asks for since then is marked as new.' : 'It asks for nothing new.'}
    </p>
  );
}

function List({ items }: { readonly items: readonly Asked[] }): VNode {
  return (
    <ul>
      {items.map(({ words, isNew }) => (
        <li key={words}>
          {words}
          {isNew && (
            <>
              {' '}
              <strong class="new">New</strong>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
