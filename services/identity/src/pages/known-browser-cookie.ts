import type { FastifyReply, FastifyRequest } from 'fastify';
import { rememberedDays } from '../accounts/known-browsers.ts';
import { config } from '../identity.config.ts';

const isSecure = config.ISSUER.startsWith('https:');
const name = isSecure ? '__Host-browser' : 'browser';
const held = new RegExp(`(?:^|;\\s*)${name}=([\\w-]{43})(?:;|$)`);

/** What tells a browser that somebody has logged in with before from any other. */
export function heldByBrowser({ headers }: FastifyRequest): string | undefined {
  return held.exec(headers.cookie ?? '')?.[1];
}

export function giveToBrowser(reply: FastifyReply, browserId: string): void {
  const maxAgeSeconds = rememberedDays * 24 * 3600;
  const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  // Beside the cookies that oidc-provider writes, which Fastify knows nothing of: one that it set would replace them.
  reply.raw.appendHeader('set-cookie', `${name}=${browserId}; ${attributes}`);
}
