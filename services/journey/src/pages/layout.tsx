import type { ComponentChildren, VNode } from 'preact';
import { style } from './style.ts';

export function Layout({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Downscope`}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>
  );
}

export function Moment({ at }: { at: string }): VNode {
  return <time dateTime={at}>{at.slice(11, 19)} UTC</time>;
}
