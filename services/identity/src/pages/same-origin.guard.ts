import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { config } from '../identity.config.ts';

/**
 * A form of ours comes from a page of ours. That its cookie is SameSite=Lax says so too; this holds without it.
 *
 * Browsers that say where a request comes from are believed in that: no page can write Sec-Fetch-Site (Fetch Metadata section 2.4),
 * while an extension may have made the origin `null`.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { method, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (method !== 'POST') return true;
    const { origin = config.ISSUER, 'sec-fetch-site': site } = headers;
    const ours = origin === config.ISSUER || (origin === 'null' && site === 'same-origin');
    if (!ours || (site !== undefined && site !== 'same-origin')) throw new ForbiddenException();
    return true;
  }
}
