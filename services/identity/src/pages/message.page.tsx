import type { VNode } from 'preact';
import { Page } from './page.tsx';

export interface MessagePageProps {
  readonly title: string;
  readonly text: string;
  /** A code for whoever is asked for help. */
  readonly code?: string;
  /** Where the person may try again. */
  readonly retry?: string;
}

export function MessagePage({ title, text, code, retry }: MessagePageProps): VNode {
  return (
    <Page title={title}>
      <p>{text}</p>
      {code !== undefined && (
        <p>
          <code>{code}</code>
        </p>
      )}
      {retry !== undefined && (
        <div class="actions">
          <a class="button" href={retry}>
            Try again
          </a>
        </div>
      )}
    </Page>
  );
}

/** What a person is told while something is out that identity needs. */
export const notNow = {
  title: 'Not now',
  text: 'Something that we need does not answer. Nothing is lost; please try again in a moment.',
};
