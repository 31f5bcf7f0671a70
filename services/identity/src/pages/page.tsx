import { createHash } from 'node:crypto';
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { passkeyScript } from './passkey-script.ts';
import { style } from './style.ts';

export interface PageProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Whether it holds forms that ask for a passkey. */
  readonly withPasskeys?: boolean;
  /** Whether there is more on it than one question. */
  readonly wide?: boolean;
}

export function Page({ title, children, withPasskeys, wide }: PageProps): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <header>Downscope</header>
        <main class={wide ? 'wide' : undefined}>
          <h1>{title}</h1>
          {children}
        </main>
        {withPasskeys && <script type="module" dangerouslySetInnerHTML={{ __html: passkeyScript }} />}
      </body>
    </html>
  );
}

export function html(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`;
}

const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const styleDigest = sha256(style);
const scriptDigest = sha256(passkeyScript);

/**
 * Headers of every page: no script but the one for passkeys, no frame around it, kept nowhere.
 *
 * Browsers hold every redirect after a form to `form-action`, to the last: beyond the client's own address, which may redirect
 * once more (CSP level 3 section 6.4.1.1). So only the schemes are named, and a form leads no further down than the client's does:
 * from a client with https, nothing goes on over http.
 *
 * @param redirectUri where the answer to its form may lead
 */
export function pageHeaders(redirectUri?: string): Record<string, string> {
  const formTargets = new Set([
    "'self'",
    ...(redirectUri === undefined ? [] : ['https:', new URL(redirectUri).protocol]),
  ]);
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      `style-src ${styleDigest}`,
      `script-src ${scriptDigest}`,
      `form-action ${[...formTargets].join(' ')}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
