import { createHash } from 'node:crypto';
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { style } from './style.ts';

export interface PageProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Page({ title, children }: PageProps): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

export function html(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`;
}

const styleDigest = createHash('sha256').update(style).digest('base64');

/**
 * Headers of every page: no script, no frame around it, kept nowhere.
 *
 * @param redirectUri where the answer to its form may lead in the end; browsers hold redirects after a form to `form-action` too
 */
export function pageHeaders(redirectUri?: string): Record<string, string> {
  const formTargets = ["'self'", ...(redirectUri === undefined ? [] : [formTarget(redirectUri)])];
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${styleDigest}'`,
      `form-action ${formTargets.join(' ')}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

/** A native app's own scheme has no origin; the scheme is all that can be named. */
function formTarget(redirectUri: string): string {
  const { origin, protocol } = new URL(redirectUri);
  return origin === 'null' ? protocol : origin;
}
