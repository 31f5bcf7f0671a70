import type { FailureKind } from './sql-state.ts';

/** What is known of a failure, and holds no value of a statement. */
export interface Failure {
  readonly kind: FailureKind;
  /** SQLSTATE and its meaning, a code of Node.js, or words of this library. */
  readonly reason: string;
  /** As PostgreSQL said it; undefined where it said nothing. */
  readonly sqlState?: string | undefined;
  /** With placeholders where its values are. */
  readonly statement?: string | undefined;
  /** The names, of the tables' own, that PostgreSQL gave. */
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
}

const longestStatement = 1_000;
const codeOf = {
  passing: 'database_unavailable',
  constraint: 'database_constraint',
  permanent: 'database_statement_failed',
} as const;

/**
 * Whatever the database, its driver or the network to it did, without a value: neither message, stack, properties nor cause hold what
 * a statement was given, or what PostgreSQL said about that. It may be logged, traced and sent on as it is.
 */
export class DatabaseError extends Error {
  readonly code: (typeof codeOf)[FailureKind];
  readonly kind: FailureKind;
  readonly reason: string;
  readonly sqlState: string | undefined;
  readonly statement: string | undefined;
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;

  constructor(failure: Failure, message = `The database did not do it: ${failure.reason}.`) {
    super(message);
    this.name = new.target.name;
    this.code = codeOf[failure.kind];
    this.kind = failure.kind;
    this.reason = failure.reason;
    this.sqlState = failure.sqlState;
    this.statement = failure.statement?.slice(0, longestStatement);
    this.constraint = failure.constraint;
    this.table = failure.table;
    this.column = failure.column;
  }

  /** Whether the same may succeed in a moment. */
  get retryable(): boolean {
    return this.kind === 'passing';
  }
}

/** Out, restarting, read-only, full, or too busy: the same may succeed in a moment, and a caller is told so. */
export class DatabaseUnavailable extends DatabaseError {
  readonly status = 503;
  /** What Koa calls it. */
  readonly statusCode = 503;
  readonly headers = { 'retry-after': '2' };

  constructor(failure: Omit<Failure, 'kind'>) {
    super({ ...failure, kind: 'passing' }, 'The database cannot be asked right now.');
  }
}
