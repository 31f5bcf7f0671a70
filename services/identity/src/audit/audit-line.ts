import { type SQL, sql } from 'drizzle-orm';

/**
 * A row of the audit as JSON, without what it does not say: what is exported, and what is sealed, to the byte. A column that is added
 * later changes no line from before.
 */
export const auditLine: SQL<string> = sql`jsonb_strip_nulls(jsonb_build_object(
  'id', id, 'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'event', event, 'client_id', client_id,
  'subject', subject, 'audience', audience, 'scopes', scopes, 'claims', claims, 'actors', actors, 'jti', jti, 'parent_jti', parent_jti,
  'origin_jti', origin_jti, 'fingerprint', fingerprint, 'rule', rule, 'reason', reason, 'trace_id', trace_id, 'address', address,
  'user_agent', user_agent, 'count', count
))::text`;

export const monthOf: SQL<string> = sql`to_char(at AT TIME ZONE 'UTC', 'YYYY-MM')`;
