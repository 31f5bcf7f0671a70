import { createParamDecorator, type ExecutionContext, type ParamDecoratorEnhancer } from '@nestjs/common';
import { AccessToken } from '../principal/access-token.ts';
import { bearerToken, principalOf, requestOf } from './request.ts';

const key = Symbol('downscope:asks-who-calls');

/** Remembered of the method, because on one that is no route it stops the boot. */
const remember: ParamDecoratorEnhancer = (target, method) => {
  if (method) Reflect.defineMetadata(key, true, target, method);
};

export function asksWhoCalls(controller: object, method: string): boolean {
  return Reflect.hasMetadata(key, controller, method);
}

/** Who calls: a `ClaimsPrincipal`. */
export const Principal: () => ParameterDecorator = createParamDecorator(
  (_: unknown, context: ExecutionContext) => principalOf(requestOf(context)),
  [remember],
);

/** The verified token itself, as an `AccessToken`: to be exchanged for one that the next service accepts. */
export const Token: () => ParameterDecorator = createParamDecorator(
  (_: unknown, context: ExecutionContext) => {
    const request = requestOf(context);
    principalOf(request);
    return new AccessToken(bearerToken(request) ?? '');
  },
  [remember],
);
