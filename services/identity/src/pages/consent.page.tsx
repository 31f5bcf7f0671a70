import type { VNode } from 'preact';
import { Page } from './page.tsx';

export interface ConsentPageProps {
  readonly uid: string;
  readonly clientName: string;
  /** In words, as privileges.yaml has them. */
  readonly asked: readonly string[];
  readonly implied: readonly string[];
  /** What our services are told about the person, in words too. */
  readonly told: readonly string[];
}

export function ConsentPage({ uid, clientName, asked, implied, told }: ConsentPageProps): VNode {
  return (
    <Page title={`${clientName} asks for access`}>
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
          <p>To answer it, our own services would in your name:</p>
          <List items={implied} />
        </>
      )}
      {told.length > 0 && (
        <>
          <p>For that, our services would be told:</p>
          <List items={told} />
        </>
      )}
      <form method="post" action={`/interaction/${uid}/consent`}>
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

function List({ items }: { readonly items: readonly string[] }): VNode {
  return (
    <ul>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
