/**
 * Whether a statement that failed may succeed later as it is.
 *
 * - `passing`: something around it is out, busy or in the way, and the same statement may succeed in a moment;
 * - `constraint`: a rule of the tables refused its values, and will again;
 * - `permanent`: the statement or its values are at fault, until somebody changes them, or the tables, or the rights.
 */
export type FailureKind = 'passing' | 'constraint' | 'permanent';

export interface SqlStateMeaning {
  readonly means: string;
  readonly kind: FailureKind;
}

const passing = (means: string): SqlStateMeaning => ({ means, kind: 'passing' });
const constraint = (means: string): SqlStateMeaning => ({ means, kind: 'constraint' });
const permanent = (means: string): SqlStateMeaning => ({ means, kind: 'permanent' });

/** Every class of PostgreSQL's appendix A, by the two characters that its codes begin with. */
const classes: Readonly<Record<string, SqlStateMeaning>> = {
  // Not failures; where one is thrown nevertheless, trying again changes nothing.
  '00': permanent('successful completion'),
  '01': permanent('warning'),
  '02': permanent('no data'),
  '03': permanent('SQL statement not yet complete'),
  // The connection is cut, refused, or (08P01, as PgBouncer says it) not to be had right now.
  '08': passing('connection exception'),
  '09': permanent('triggered action exception'),
  '0A': permanent('feature not supported'),
  '0B': permanent('invalid transaction initiation'),
  '0F': permanent('locator exception'),
  '0L': permanent('invalid grantor'),
  '0P': permanent('invalid role specification'),
  '0Z': permanent('diagnostics exception'),
  '10': permanent('XQuery error'),
  '20': permanent('case not found'),
  '21': permanent('cardinality violation'),
  // The values: not of the type, out of range, text that cannot be stored.
  '22': permanent('data exception'),
  '23': constraint('integrity constraint violation'),
  '24': permanent('invalid cursor state'),
  '25': permanent('invalid transaction state'),
  '26': permanent('invalid SQL statement name'),
  '27': permanent('triggered data change violation'),
  // Whoever may log in is the operator's to say, at connecting and not of a statement: a password that is just being changed.
  '28': passing('invalid authorization specification'),
  '2B': permanent('dependent privilege descriptors still exist'),
  '2D': permanent('invalid transaction termination'),
  '2F': permanent('SQL routine exception'),
  '34': permanent('invalid cursor name'),
  '38': permanent('external routine exception'),
  '39': permanent('external routine invocation exception'),
  '3B': permanent('savepoint exception'),
  // At connecting: the database is just being restored.
  '3D': passing('invalid catalog name'),
  '3F': permanent('invalid schema name'),
  // Two transactions were in each other's way, and this one was chosen to give way.
  '40': passing('transaction rollback'),
  // A bug, a migration that was not made, or a right that was not given.
  '42': permanent('syntax error or access rule violation'),
  '44': constraint('WITH CHECK OPTION violation'),
  // Disk, memory or connections are used up.
  '53': passing('insufficient resources'),
  '54': permanent('program limit exceeded'),
  '55': permanent('object not in prerequisite state'),
  // Somebody or something ended it: a time limit, an operator, a restart.
  '57': passing('operator intervention'),
  // The server's disk and files, not the statement.
  '58': passing('system error'),
  '72': passing('snapshot failure'),
  F0: passing('configuration file error'),
  HV: permanent('foreign data wrapper error'),
  P0: permanent('PL/pgSQL error'),
  // The server's own fault: "tuple concurrently updated" is gone a moment later, a corrupted index once it is made anew.
  XX: passing('internal error'),
};

/** Codes that are not what their class is. */
const codes: Readonly<Record<string, SqlStateMeaning>> = {
  // A standby, a server that is failing over, or one made read-only on purpose: the next one takes writes.
  '25006': passing('read-only transaction'),
  // The server ended the session or the transaction that was silent or open for too long.
  '25P03': passing('idle in transaction for too long'),
  '25P04': passing('transaction for too long'),
  '40002': constraint('transaction integrity constraint violation'),
  '55006': passing('object in use'),
  '55P03': passing('lock not available'),
};

const unknown = permanent('unknown SQLSTATE');

/** What a code means. One of no class that PostgreSQL documents is that of a trigger or an extension: it decided. */
export function meaningOf(sqlState: string): SqlStateMeaning {
  return codes[sqlState] ?? classes[sqlState.slice(0, 2)] ?? unknown;
}
