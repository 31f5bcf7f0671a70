import { applyDecorators, Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';
import type { EventType } from './event-type.ts';

/** Hands what a handler threw to the consumer as it is: Nest's own filter would replace it with "Internal server error". */
@Catch()
class PassOn implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Marks the handler of one type of event. It is given a validated event and no principal: nobody is there, so what it does
 * it does as the service itself.
 */
export function OnEvent(type: EventType): MethodDecorator {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-arguments -- inferred, it would be the extras' type
  return applyDecorators(EventPattern<string>(type.type, { event: type }), UseFilters(PassOn));
}
