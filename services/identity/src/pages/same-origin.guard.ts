import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { config } from '../identity.config.ts';

/** A form of ours comes from a page of ours. That its cookie is SameSite=Lax says so too; this holds without it. */
@Injectable()
export class SameOriginGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { method, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (method !== 'POST') return true;
    const origin = headers.origin ?? config.ISSUER;
    const site = headers['sec-fetch-site'] ?? 'same-origin';
    if (origin !== new URL(config.ISSUER).origin || site !== 'same-origin') throw new ForbiddenException();
    return true;
  }
}
