import pg from 'pg';
import { DatabaseError, DatabaseUnavailable, type Failure } from './database-error.ts';
import { meaningOf } from './sql-state.ts';

/** What pg and its pool say in words alone, without a code. */
const saidByDriver: ReadonlyMap<string, string> = new Map([
  ['timeout exceeded when trying to connect', 'no connection was free in time'],
  ['Connection terminated due to connection timeout', 'the server did not take the connection in time'],
  ['timeout expired', 'the server did not take the connection in time'],
  ['Query read timeout', 'the server did not answer in time'],
  ['Connection terminated unexpectedly', 'the connection was lost'],
  ['Connection terminated', 'the connection was closed'],
  ['Client has encountered a connection error and is not queryable', 'the connection was lost'],
  ['Client was closed and is not queryable', 'the connection was closed'],
  ['Cannot use a pool after calling end on the pool', 'the pool is closed'],
]);

/** What pg says where an answer comes that it asked for nothing: behind the last words of a server that ends the session. */
const outOfStep = /^Received unexpected \w+ message from backend\.$/;

/** Codes of Node.js for a connection that ended, or was never made, beside those of system calls. */
const connectionCode = /^(ERR_(STREAM|SOCKET|TLS|SSL)_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/;

/**
 * The one place that an error of pg, its pool, drizzle or the network goes through. What it holds beyond a code and names of the
 * tables' own is left behind: drizzle's message lists the parameters, PostgreSQL's repeats the values that it refused.
 *
 * @param statement the text of what failed, with placeholders
 */
export function databaseErrorOf(error: unknown, statement?: string): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const failure = firstKnown(error);
  if (failure === undefined) return new DatabaseError({ kind: 'permanent', reason: unforeseen(error), statement });
  return failure.kind === 'passing'
    ? new DatabaseUnavailable({ ...failure, statement })
    : new DatabaseError({ ...failure, statement });
}

/** What PostgreSQL said, before what the network or the driver said about it; what is nearest to the caller first. */
function firstKnown(error: unknown): Failure | undefined {
  const chain = chainOf(error);
  for (const known of [ofServer, ofNetwork, ofDriver]) {
    const failure = chain.map(known).find((each) => each !== undefined);
    if (failure) return failure;
  }
  return undefined;
}

/** Drizzle wraps what pg throws, its pool what a connection says, and Node.js gathers the failures of all addresses of a host. */
function chainOf(error: unknown, depth = 0): Error[] {
  if (!isError(error) || depth > 8) return [];
  const inner = 'errors' in error && Array.isArray(error.errors) ? (error.errors as unknown[]) : [];
  return [error, ...[error.cause, ...inner].flatMap((each) => chainOf(each, depth + 1))];
}

function ofServer(error: Error): Failure | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return undefined;
  const { kind, means } = meaningOf(error.code);
  const { code: sqlState, constraint, table, column } = error;
  return { kind, reason: `${sqlState} ${means}`, sqlState, constraint, table, column };
}

/** Whatever the system says about the connection is passing: a service whose address was never right did not start. */
function ofNetwork(error: Error): Failure | undefined {
  if (!('code' in error) || typeof error.code !== 'string') return undefined;
  if (!('syscall' in error) && !connectionCode.test(error.code)) return undefined;
  return { kind: 'passing', reason: error.code };
}

function ofDriver({ message }: Error): Failure | undefined {
  const reason = saidByDriver.get(message) ?? (outOfStep.test(message) ? 'the connection is out of step' : undefined);
  return reason === undefined ? undefined : { kind: 'passing', reason };
}

/** The class of the error is a word of some code; its message may be anything. */
function unforeseen(error: unknown): string {
  return isError(error) ? error.name : 'something that is not an error was thrown';
}

/** Not by instanceof: an error of Node.js itself may be that of another realm. */
function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'name' in value;
}
