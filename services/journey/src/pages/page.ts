import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { style } from './style.ts';

const digest = createHash('sha256').update(style).digest('base64');

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A page without a script: its policy allows the one style sheet, by its digest, and nothing else. */
export function sendPage(reply: FastifyReply, page: VNode): void {
  void reply.headers(headers).send(`<!doctype html>${renderToString(page)}`);
}
