import { applyDecorators, Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';
import type { EventOf, EventType } from '../event-type.ts';

/** Hands what a handler threw to the consumer as it is: Nest's own filter would replace it with "Internal server error". */
@Catch()
class PassOn implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * A method that takes the event and nothing else. Whatever stands beside it (a principal, a token) must take anything, so a
 * parameter that wants more does not compile, and neither does the event of another type.
 */
type Handles<Type extends EventType> = (event: EventOf<Type>, ...nothingElse: unknown[]) => unknown;

/**
 * Marks the handler of one type of event. It is given a validated event and no principal: nobody is there, so what it does
 * it does as the service itself.
 */
export function OnEvent<Type extends EventType>(
  type: Type,
): <Handler extends Handles<Type>>(
  target: object,
  method: string,
  descriptor: TypedPropertyDescriptor<Handler>,
) => void {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-arguments -- inferred, it would be the extras' type
  return applyDecorators(EventPattern<string>(type.type, { event: type }), UseFilters(PassOn));
}
