import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { AccessTokenStrategy } from './access-token.strategy.ts';
import { Authentication } from './authentication.ts';
import { enforce, policyOf } from './policy.ts';
import { RouteWithoutPolicy } from './policy.errors.ts';
import type { NestRequest } from './request.ts';

/** Stands before every route: who calls (401), and whether the route's policy lets them (403). */
@Injectable()
export class AccessTokenGuard implements CanActivate {
  readonly #authentication: Authentication;

  constructor(strategy: AccessTokenStrategy) {
    this.#authentication = new Authentication(strategy);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() === 'rpc') return true; // an event authorizes nothing: its handler acts as the service itself
    const policy = policyOf(context.getHandler());
    if (!policy) throw new RouteWithoutPolicy([`${context.getClass().name}.${context.getHandler().name}`]);
    if (policy.isPublic) return true;

    const http = context.switchToHttp();
    const request = http.getRequest<NestRequest>();
    const principal = await this.#authentication.callerOf(request, http.getResponse());
    request.user = principal;
    enforce(policy, principal);
    return true;
  }
}
