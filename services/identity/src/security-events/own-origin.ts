import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Where the caller reaches this listener, by its own word: what is found at the addresses made of it, it alone is told. */
export const OwnOrigin = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return new URL(`http://${request.host}`).origin;
});
