import { DatabaseUnavailable } from '@downscope/postgres';
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import type { VNode } from 'preact';
import type { Context } from '../limits/request-body.ts';
import { refuseInJson } from '../limits/whole-requests.ts';
import { MessagePage, notNow } from './message.page.tsx';
import { html, Page, pageHeaders } from './page.tsx';

/** Pages that oidc-provider shows of itself, looking like the others. */

export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut, error: Error): void {
  if (error instanceof DatabaseUnavailable) {
    send(ctx, <MessagePage {...notNow} />);
    return;
  }
  // In place of a 500, an edge may show a page of its own, made for applications.
  if (ctx.status === 500) ctx.status = 503;
  const text = out.error_description ?? 'The application asked for something that cannot be given.';
  send(ctx, <MessagePage title="That did not work" text={text} code={out.error} />);
}

/** What is no well-formed request, before oidc-provider has seen it: to a browser in words, to anything else as RFC 6749 has it. */
export function refuseRequest(ctx: Context, problem: string): void {
  refuseInJson(ctx, problem);
  if (ctx.accepts('json', 'html') !== 'html') return;
  send(ctx, <MessagePage title="That did not work" text={problem} code="invalid_request" />);
}

export function renderLogout(ctx: KoaContextWithOIDC, form: string): void {
  const redirectUri = ctx.oidc.session?.state?.['postLogoutRedirectUri'];
  send(
    ctx,
    <Page title="Log out?">
      <p>
        Applications that you logged in to from this browser lose their access, but for those that you let stay
        connected.
      </p>
      {/* Hidden field and address are oidc-provider's; the buttons belong to its form by id. */}
      <div dangerouslySetInnerHTML={{ __html: form }} />
      <div class="actions">
        <button type="submit" form="op.logoutForm" name="logout" value="yes">
          Log out
        </button>
        {/* No part of the form: sent without `logout`, it would end what the asking application holds. */}
        <a class="button quiet" href="/account">
          Stay
        </a>
      </div>
    </Page>,
    typeof redirectUri === 'string' ? redirectUri : undefined,
  );
}

export function renderLoggedOut(ctx: KoaContextWithOIDC): void {
  send(ctx, <MessagePage title="Done" text="You may close this page." />);
}

function send(ctx: Context, page: VNode, redirectUri?: string): void {
  ctx.set(pageHeaders(redirectUri));
  ctx.body = html(page);
}
