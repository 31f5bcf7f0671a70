import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { IdempotencyKeyMalformed } from './idempotency.errors.ts';

// A String of RFC 9651 section 3.3.3, which is what draft-ietf-httpapi-idempotency-key-header asks for: but visible characters
// alone, so that of two headers that a proxy made one, "a, b", nobody makes a key.
const quoted = /^"((?:[\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"$/;
// What many clients send in its place: the characters of a Token (section 3.3.4), whichever comes first. A UUID is one.
const bare = /^[\w!#$%&'*+.^`|~:/-]{1,255}$/;

/** The key in a request's Idempotency-Key headers, the same with and without quotes; undefined where there is no header. */
export function idempotencyKeyFrom(headers: readonly string[]): string | undefined {
  const [header, ...others] = headers;
  if (header === undefined) return undefined;
  const key = quoted.exec(header)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? bare.exec(header)?.[0];
  if (key === undefined || others.length > 0) throw new IdempotencyKeyMalformed();
  return key;
}

/** Where @nestjs/swagger looks, if the application has it, for the parameters of a route. */
const parametersMetadata = 'swagger/apiParameters';
const parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Names this request, so that sending it again does not do it again: a String (RFC 9651), or a token, of 1 to 255 visible characters.',
  schema: { type: 'string', example: '"8e03978e-40d5-43e8-bc93-6894a57f9324"' },
};

/** The name that a client gave to its request, if it gave one. Stands in the OpenAPI document of the route. */
export const IdempotencyKey: () => ParameterDecorator = createParamDecorator(
  (_: unknown, context: ExecutionContext) => {
    const request = context.switchToHttp().getRequest<IncomingMessage & { readonly raw?: IncomingMessage }>();
    return idempotencyKeyFrom((request.raw ?? request).headersDistinct['idempotency-key'] ?? []);
  },
  [
    (controller, route = '') => {
      const handler: unknown = Object.getOwnPropertyDescriptor(controller, route)?.value;
      if (typeof handler !== 'function') return;
      const others = (Reflect.getOwnMetadata(parametersMetadata, handler) as unknown[] | undefined) ?? [];
      Reflect.defineMetadata(parametersMetadata, [...others, parameter], handler);
    },
  ],
);
