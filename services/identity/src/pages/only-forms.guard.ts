import { type CanActivate, type ExecutionContext, Injectable, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const form = /^application\/x-www-form-urlencoded *(;|$)/i;

/** What a page of ours sends is a form, and nothing else is read as one. A form without a field may come without a type. */
@Injectable()
export class OnlyFormsGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { 'content-type': type } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    if (type !== undefined && !form.test(type)) throw new UnsupportedMediaTypeException();
    return true;
  }
}
