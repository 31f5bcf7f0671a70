import { and, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { oidcRecords } from './oidc-records.table.ts';
import { type Connection, prepared } from './prepared.ts';

const token = oidcRecords;
const grant = alias(oidcRecords, 'grant_record');
const session = alias(oidcRecords, 'session_record');

const ofModel = eq(oidcRecords.model, sql.placeholder('model'));
const record = { payload: oidcRecords.payload, consumedAt: oidcRecords.consumedAt };
const withOwners = { ...record, grant: grant.payload, session: session.payload };

/** As digest.ts has it, of a column. */
const digestOfGrantId = sql`rtrim(translate(encode(sha256(convert_to(${token.grantId}, 'UTF8')), 'base64'), '+/', '-_'), '=')`;

/** The reads of oidc_records, prepared by name. */
export const recordById = prepared((db) =>
  db
    .select(record)
    .from(oidcRecords)
    .where(and(ofModel, eq(oidcRecords.idHash, sql.placeholder('idHash'))))
    .prepare('oidc_record_by_id'),
);

export const recordBySessionUid = prepared((db) =>
  db
    .select(record)
    .from(oidcRecords)
    .where(and(ofModel, eq(oidcRecords.sessionUid, sql.placeholder('uid'))))
    .limit(1)
    .prepare('oidc_record_by_session_uid'),
);

/** A token with the grant and the session that it hangs on: whoever asks for it asks for those next. */
export const tokenById = prepared((db) =>
  tokens(db)
    .where(and(ofModel, eq(token.idHash, sql.placeholder('idHash'))))
    .prepare('oidc_token_by_id'),
);

export const tokenByOriginJti = prepared((db) =>
  tokens(db)
    .where(and(ofModel, eq(token.originJti, sql.placeholder('originJti'))))
    .prepare('oidc_token_by_origin_jti'),
);

function tokens(db: Connection) {
  return db
    .select(withOwners)
    .from(token)
    .leftJoin(grant, and(eq(grant.model, 'Grant'), eq(grant.idHash, digestOfGrantId)))
    .leftJoin(session, and(eq(session.model, 'Session'), eq(session.sessionUid, sql`${token.payload}->>'sessionUid'`)));
}
