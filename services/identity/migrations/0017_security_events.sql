-- What ends a token before its time, or a session, is told to whoever listens (OpenID Shared Signals): a row here, written in the same
-- transaction. Triggers write it, so that nobody who ends something, by whatever program, can forget to.
CREATE TABLE security_events (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  jti         uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  event       text NOT NULL CHECK (event IN ('session-revoked', 'token-claims-change')),
  subject     text NOT NULL,
  session_uid text,                         -- the one session that ended, or
  client_id   text,                         -- the one application whose tokens did; without both, all of the person's
  claims      text[] NOT NULL DEFAULT '{}', -- names of what tokens say and is so no more
  origin_jtis uuid[] NOT NULL,              -- of the opaque tokens that ended and could live yet
  reason      text NOT NULL,
  initiator   text,                         -- where it is known (CAEP 1.0 section 2)
  UNIQUE NULLS NOT DISTINCT (transaction, event, subject, session_uid, client_id)
);
CREATE INDEX security_events_by_time ON security_events (at);

CREATE TABLE security_event_streams (
  id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  client_id        text NOT NULL, -- whose it is
  description      text,
  events_requested text[],        -- null: whatever there is
  push_url         text,          -- null: the stream is polled
  push_header      text,          -- Authorization of a push, sealed as keys are
  push_failures    integer NOT NULL DEFAULT 0,
  next_push_at     timestamptz NOT NULL DEFAULT now(),
  status           text NOT NULL DEFAULT 'enabled' CHECK (status IN ('enabled', 'paused', 'disabled')),
  status_reason    text,
  events_since     timestamptz NOT NULL,
  used_at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX security_event_streams_by_client ON security_event_streams (client_id);

-- What a stream's receiver has, or will not have.
CREATE TABLE security_event_receipts (
  stream_id uuid NOT NULL REFERENCES security_event_streams ON DELETE CASCADE,
  event_id  bigint NOT NULL REFERENCES security_events ON DELETE CASCADE,
  PRIMARY KEY (stream_id, event_id)
);
CREATE INDEX security_event_receipts_by_event ON security_event_receipts (event_id);

-- What a receiver asked for to see that its stream works, and does not have yet.
CREATE TABLE security_event_verifications (
  jti       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  stream_id uuid NOT NULL REFERENCES security_event_streams ON DELETE CASCADE,
  state     text,
  at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX security_event_verifications_by_stream ON security_event_verifications (stream_id);

-- People of whom a stream's receiver wants to hear nothing.
CREATE TABLE security_event_removed_subjects (
  stream_id uuid NOT NULL REFERENCES security_event_streams ON DELETE CASCADE,
  subject   text NOT NULL,
  PRIMARY KEY (stream_id, subject)
);

-- What is told in one transaction of one person, session and application is one row.
CREATE FUNCTION tell_ended(
  of_event text, person text, of_session text, of_client text, ended uuid[], because text, of_claims text[] DEFAULT '{}'
) RETURNS void LANGUAGE sql AS $$
  INSERT INTO security_events AS told (event, subject, session_uid, client_id, claims, origin_jtis, reason, initiator)
  VALUES (of_event, person, of_session, of_client, of_claims, ended, because,
    nullif(current_setting('security_events.initiator', true), '')) -- a program that knows says it for its transaction
  ON CONFLICT (transaction, event, subject, session_uid, client_id) DO UPDATE SET origin_jtis = ARRAY(
    SELECT unnest(told.origin_jtis) UNION SELECT unnest(excluded.origin_jtis) ORDER BY 1
  )
$$;

-- Whether all that an opaque token hangs on is there, as src/exchange/live-origin.ts looks for it.
CREATE FUNCTION hangs_together(token oidc_records) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM oidc_records WHERE model = 'Grant'
      AND id_hash = rtrim(translate(encode(sha256(convert_to(token.grant_id, 'UTF8')), 'base64'), '+/', '-_'), '=')
  ) AND (token.payload ->> 'expiresWithSession' IS DISTINCT FROM 'true' OR EXISTS (
    SELECT FROM oidc_records WHERE model = 'Session'
      AND session_uid = token.payload ->> 'sessionUid'
      AND payload ->> 'accountId' = token.payload ->> 'accountId'
      AND payload -> 'authorizations' -> (token.payload ->> 'clientId') ->> 'grantId' = token.grant_id
  ))
$$;

CREATE FUNCTION is_session_of(uid text, person text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM oidc_records WHERE model = 'Session' AND session_uid = uid AND payload ->> 'accountId' = person
  )
$$;

-- Runs when a transaction commits that removed a token, grant or session, or changed a session. Not before: a session gets another id by
-- being removed and made again, and what is removed together is told together.
CREATE FUNCTION tell_what_ended() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  person text := OLD.payload ->> 'accountId';
  ended record;
BEGIN
  IF OLD.model = 'Session' AND NOT is_session_of(OLD.session_uid, person)
    AND NOT EXISTS ( -- a change of the account has told of all of them
      SELECT FROM security_events WHERE transaction = pg_current_xact_id() AND event = 'session-revoked'
        AND subject = person AND session_uid IS NULL AND client_id IS NULL
    )
  THEN
    PERFORM tell_ended('session-revoked', person, OLD.session_uid, NULL, '{}', 'the session was ended');
  END IF;
  FOR ended IN
    SELECT token.origin_jti, token.payload ->> 'sessionUid' AS session_uid, token.payload ->> 'clientId' AS client_id
    FROM (
      SELECT OLD.* WHERE OLD.model = 'AccessToken'
      UNION ALL
      SELECT left_behind.* FROM oidc_records AS left_behind
      WHERE OLD.model <> 'AccessToken' AND model = 'AccessToken' AND payload ->> 'accountId' = person
        AND expires_at > now() AND NOT hangs_together(left_behind)
    ) AS token
    WHERE origin_jti IS NOT NULL AND NOT EXISTS (
      SELECT FROM security_events WHERE transaction = pg_current_xact_id() AND subject = person
        AND token.origin_jti = ANY (origin_jtis)
    )
  LOOP
    IF is_session_of(ended.session_uid, person) THEN
      PERFORM tell_ended('session-revoked', person, NULL, ended.client_id, ARRAY[ended.origin_jti],
        'what the application was given was ended');
    ELSE
      PERFORM tell_ended('session-revoked', person, ended.session_uid, NULL, ARRAY[ended.origin_jti], 'the session was ended');
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
-- What has expired ended by itself, and everybody knows when: removing it tells nobody anything.
CREATE CONSTRAINT TRIGGER oidc_records_ended AFTER DELETE ON oidc_records DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (
    OLD.model IN ('AccessToken', 'Grant', 'Session') AND OLD.expires_at > now() AND OLD.payload ->> 'accountId' IS NOT NULL
  ) EXECUTE FUNCTION tell_what_ended();
CREATE CONSTRAINT TRIGGER oidc_records_changed AFTER UPDATE ON oidc_records DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (
    OLD.model = 'Session' AND OLD.expires_at > now() AND OLD.payload ->> 'accountId' IS NOT NULL AND (
      OLD.session_uid IS DISTINCT FROM NEW.session_uid OR OLD.payload -> 'accountId' IS DISTINCT FROM NEW.payload -> 'accountId'
      OR OLD.payload -> 'authorizations' IS DISTINCT FROM NEW.payload -> 'authorizations'
    )
  ) EXECUTE FUNCTION tell_what_ended();

-- As before (0016), and tells what it ends.
CREATE OR REPLACE FUNCTION end_what_stood_on_account() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  all_ends boolean := TG_OP = 'DELETE' OR NEW.password_hash IS DISTINCT FROM OLD.password_hash;
  ended uuid[];
BEGIN
  WITH gone AS (
    DELETE FROM oidc_records WHERE id_hash IN (
      SELECT id_hash FROM oidc_records
      WHERE payload ->> 'accountId' = OLD.id::text AND (all_ends OR model NOT IN ('Session', 'Grant', 'RefreshToken'))
      ORDER BY id_hash FOR UPDATE -- in one order, so that nobody who ends some of the same waits for us while we wait for them
    ) RETURNING model, origin_jti, expires_at
  )
  SELECT coalesce(array_agg(origin_jti), '{}') INTO ended FROM gone
  WHERE model = 'AccessToken' AND origin_jti IS NOT NULL AND expires_at > now();
  IF all_ends THEN
    PERFORM tell_ended('session-revoked', OLD.id::text, NULL, NULL, ended,
      CASE TG_OP WHEN 'DELETE' THEN 'the account was deleted' ELSE 'the password was changed' END);
  ELSIF NEW.attributes IS DISTINCT FROM OLD.attributes THEN
    PERFORM tell_ended('token-claims-change', OLD.id::text, NULL, NULL, ended, 'what is known of the person was changed', ARRAY(
      SELECT name FROM jsonb_object_keys(OLD.attributes || NEW.attributes) AS name
      WHERE OLD.attributes -> name IS DISTINCT FROM NEW.attributes -> name ORDER BY 1
    ));
  END IF;
  INSERT INTO audit (event, subject, reason)
  VALUES ('account.changed', OLD.id::text, CASE TG_OP WHEN 'DELETE' THEN 'deleted' ELSE 'password or attributes' END);
  RETURN NULL;
END
$$;

-- Wakes every replica that holds a receiver's poll, once this is committed.
CREATE FUNCTION wake_transmitters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('security_events', '');
  RETURN NULL;
END
$$;
CREATE TRIGGER security_events_written AFTER INSERT ON security_events
  FOR EACH STATEMENT EXECUTE FUNCTION wake_transmitters();
CREATE TRIGGER security_event_verifications_written AFTER INSERT ON security_event_verifications
  FOR EACH STATEMENT EXECUTE FUNCTION wake_transmitters();

-- Streams that ask for RS256 have their events signed by a key of its own: one key signs by one algorithm.
ALTER TABLE keys DROP CONSTRAINT keys_purpose_check;
ALTER TABLE keys ADD CONSTRAINT keys_purpose_check
  CHECK (purpose IN ('signing', 'id-token', 'security-event', 'cookie', 'mac', 'audit'));

-- auditEvents in src/audit/audit-events.ts: a spec holds both equal.
ALTER TABLE audit DROP CONSTRAINT audit_event;
ALTER TABLE audit ADD CONSTRAINT audit_event CHECK (event IN (
  'login.succeeded', 'login.failed', 'authorization.pushed', 'authorization.refused', 'consent.given', 'consent.implied', 'consent.denied', 'session.ended',
  'logout.refused', 'account.changed', 'passkey.added', 'passkey.removed', 'access.taken_back', 'account.everything_ended',
  'code.issued', 'opaque_token.issued', 'opaque_token.revoked', 'refresh_token.issued', 'refresh_token.reused',
  'refresh_token.revoked', 'token.refused', 'grant.revoked', 'swap.granted', 'swap.refused',
  'exchange.granted', 'exchange.refused', 'client_credentials.granted', 'client_credentials.refused',
  'client.authentication_failed', 'stream.created', 'stream.changed', 'stream.deleted', 'security_event.delivered',
  'security_event.refused', 'audit.expired'
));
