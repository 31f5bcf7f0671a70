import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { AccessToken } from '../principal/access-token.ts';
import { bearerToken, type NestRequest, principalOf } from './request.ts';

/** Who calls: a `ClaimsPrincipal`. */
export const Principal: () => ParameterDecorator = createParamDecorator((_: unknown, context: ExecutionContext) =>
  principalOf(context.switchToHttp().getRequest<NestRequest>()),
);

/** The verified token itself, as an `AccessToken`: to be exchanged for one that the next service accepts. */
export const Token: () => ParameterDecorator = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<NestRequest>();
  principalOf(request);
  return new AccessToken(bearerToken(request) ?? '');
});
