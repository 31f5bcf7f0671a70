import type { ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { ClaimsPrincipal } from '../principal/claims-principal.ts';
import { bearerTokenFrom } from '../verification/bearer-token.ts';
import { PrincipalOutsideRoute } from './policy.errors.ts';

/** A request of Express, which is node's own, or of Fastify, which keeps node's as `raw`. */
export type NestRequest = Partial<IncomingMessage> & { readonly raw?: IncomingMessage; user?: unknown };

/** @throws PrincipalOutsideRoute in a handler of messages, where the "request" is whatever a sender wrote */
export function requestOf(context: ExecutionContext): NestRequest {
  if (context.getType() === 'http') return context.switchToHttp().getRequest<NestRequest>();
  throw new PrincipalOutsideRoute([`${context.getClass().name}.${context.getHandler().name}`]);
}

/** Name, value, name, value: as they came. */
export function rawHeadersOf(request: NestRequest): readonly string[] {
  return (request.raw ?? request).rawHeaders ?? [];
}

/** @throws InvalidToken */
export function bearerToken(request: NestRequest): string | undefined {
  return bearerTokenFrom(rawHeadersOf(request));
}

/** Who the guard verified. It is passport's property, so anything else found in it was put there by somebody else. */
export function principalOf({ user }: NestRequest): ClaimsPrincipal {
  if (user instanceof ClaimsPrincipal) return user;
  throw new Error('This route is public, or no guard stands before it: nobody was verified');
}
