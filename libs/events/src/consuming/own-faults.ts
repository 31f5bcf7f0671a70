import { EventForged, EventUnsigned } from '../author/author-errors.ts';
import { DatabaseError } from '@downscope/postgres';
import { EventInvalid, EventUnreadable } from './event-errors.ts';

/** Why a record can never be handled: a code, and words that hold nothing of the record. */
export interface OwnFault {
  readonly code: string;
  readonly reason: string;
}

/**
 * The kinds of failure that are a record's own fault, so that trying again would only hold up the records behind it. There are no
 * others: whatever is not listed here passes, sooner or later, and its record waits.
 */
const kinds: readonly ((error: Error) => OwnFault | undefined)[] = [
  notAnEvent,
  notByItsProducer,
  whatTheDatabaseDoesNotTake,
  whatWeRefuse,
  whatAnotherServiceRefuses,
];

export function ownFaultOf(error: unknown): OwnFault | undefined {
  if (!(error instanceof Error) || saysItPasses(error)) return undefined;
  for (const kind of kinds) {
    const fault = kind(error);
    if (fault) return fault;
  }
  return ownFaultOf(error.cause);
}

const saysItPasses = (error: Error): boolean => 'retryable' in error && error.retryable === true;

/** Not JSON, no CloudEvent, or data that is not as its type says. */
function notAnEvent(error: Error): OwnFault | undefined {
  if (!(error instanceof EventUnreadable || error instanceof EventInvalid)) return undefined;
  return { code: error.code, reason: error.message };
}

/** Its type is one service's to announce, and that service has not. */
function notByItsProducer(error: Error): OwnFault | undefined {
  if (!(error instanceof EventUnsigned || error instanceof EventForged)) return undefined;
  return { code: error.code, reason: error.message };
}

/** SQLSTATE classes 22 (a value that a column cannot hold) and 23 (a constraint). */
function whatTheDatabaseDoesNotTake(error: Error): OwnFault | undefined {
  if (!(error instanceof DatabaseError) || !/^2[23]/.test(error.sqlState ?? '')) return undefined;
  return {
    code: `sqlstate_${String(error.sqlState).toLowerCase()}`,
    reason: 'the database does not take what follows from it',
  };
}

/** Errors of our own that say so themselves: a status that would be the caller's fault, if there were one, and a code. */
function whatWeRefuse(error: Error): OwnFault | undefined {
  const code = codeOf(error);
  if (!('status' in error) || !isFinal(error.status) || !/^[a-z][a-z_]*$/.test(code)) return undefined;
  return { code, reason: 'this service refuses it' };
}

/** What another service says no to, and will say no to again. */
function whatAnotherServiceRefuses(error: Error): OwnFault | undefined {
  if (!('upstreamStatus' in error) || !isFinal(error.upstreamStatus)) return undefined;
  const upstreamCode = 'upstreamCode' in error ? String(error.upstreamCode) : '';
  if (oauthErrors.has(upstreamCode)) return undefined;
  return { code: codeOf(error), reason: `another service answered ${String(error.upstreamStatus)}` };
}

/** Not 401 and 403, which say that this service is not set up right, nor 408, 425 and 429, which say when, not what. */
const finalStatuses: readonly unknown[] = [400, 404, 409, 410, 413, 414, 415, 422];
const isFinal = (status: unknown): boolean => finalStatuses.includes(status);

/** RFC 6749 section 5.2, RFC 8707 section 2: no token for this service, whatever the record says. */
const oauthErrors = new Set([
  ...['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client'],
  ...['unsupported_grant_type', 'invalid_scope', 'invalid_target'],
]);

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
