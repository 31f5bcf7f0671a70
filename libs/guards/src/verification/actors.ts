import { isName } from './name.ts';

const maxDepth = 4;

/** The `act` claim (RFC 8693 section 4.1): who acts, and inside it who acted before. */
export interface Actor {
  readonly sub: string;
  readonly act?: Actor;
}

export function isActor(value: unknown, depth = 1): value is Actor {
  const { sub, act } = (value ?? {}) as Record<string, unknown>;
  return depth <= maxDepth && isName(sub) && (act === undefined || isActor(act, depth + 1));
}

/** The services that a token went through, outermost (the one calling now) first. */
export function actorsOf(actor: Actor | undefined): string[] {
  return actor ? [actor.sub, ...actorsOf(actor.act)] : [];
}
