-- The audit by month, so that what is older than the retention goes as whole tables, and nothing else does. Nobody writes `id` or `at`
-- but the database.
ALTER TABLE audit RENAME TO audit_before;
ALTER INDEX audit_pkey RENAME TO audit_before_pkey;
ALTER SEQUENCE audit_id_seq RENAME TO audit_before_id_seq;
DROP INDEX audit_by_origin, audit_by_subject;

CREATE TABLE audit (
  id          bigint GENERATED ALWAYS AS IDENTITY,
  at          timestamptz NOT NULL DEFAULT now(),
  event       text NOT NULL,
  client_id   text,
  subject     text,
  audience    text,
  scopes      text[],
  claims      text[], -- names, never values
  actors      text[], -- outermost first
  jti         text,
  parent_jti  text,
  origin_jti  uuid,
  fingerprint text,   -- of the token or code in question: the first half of its SHA-256
  rule        text,   -- the path in privileges.yaml that allowed it
  reason      text,   -- why it was refused
  trace_id    text,
  address     text,
  user_agent  text,
  count       integer NOT NULL DEFAULT 1, -- how often within a minute, where refusals are counted together
  PRIMARY KEY (id, at),
  -- auditEvents in src/audit/audit-events.ts: a spec holds both equal.
  CONSTRAINT audit_event CHECK (event IN (
    'login.succeeded', 'login.failed', 'authorization.refused', 'consent.given', 'consent.implied', 'consent.denied', 'session.ended',
    'logout.refused', 'account.changed', 'passkey.added', 'passkey.removed', 'access.taken_back', 'account.everything_ended',
    'code.issued', 'opaque_token.issued', 'opaque_token.revoked', 'token.refused', 'grant.revoked', 'swap.granted', 'swap.refused',
    'exchange.granted', 'exchange.refused', 'client_credentials.granted', 'client_credentials.refused',
    'client.authentication_failed', 'audit.expired'
  ))
) PARTITION BY RANGE (at);
CREATE INDEX audit_by_origin ON audit (origin_jti) WHERE origin_jti IS NOT NULL;
CREATE INDEX audit_by_subject ON audit (subject, at) WHERE subject IS NOT NULL;
CREATE INDEX audit_by_time ON audit (at);

-- Each seal stands for the rows of one month that came since the one before: which rows, the digest of each, and a MAC of all that and of
-- the MAC before (docs/adr/0012).
CREATE TABLE audit_seals (
  number    bigint NOT NULL,    -- one more than the seal before
  sealed_at timestamptz NOT NULL,
  month     date NOT NULL,      -- of its rows
  ids       bigint[] NOT NULL,  -- in the order in which they were found
  digests   bytea NOT NULL,     -- SHA-256 of each, one after the other
  last_id   bigint NOT NULL,    -- no row up to here is looked for again,
  gaps      bigint[] NOT NULL,  -- but for these, which somebody may still write
  previous  bytea,              -- the MAC of the seal before; the first has none
  kid       text NOT NULL,
  mac       bytea NOT NULL,
  PRIMARY KEY (number, sealed_at)
) PARTITION BY RANGE (sealed_at);

-- How long rows are kept: what the owner of these tables says, and the service cannot shorten.
CREATE TABLE audit_retention (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  days     integer NOT NULL CHECK (days >= 1)
);
INSERT INTO audit_retention (days) VALUES (400);

CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seals_are_append_only BEFORE UPDATE OR DELETE ON audit_seals
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seals_are_not_emptied BEFORE TRUNCATE ON audit_seals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A table for the month, attached afterwards: that waits for nobody who reads or writes.
CREATE FUNCTION make_audit_month(parent text, month date) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  name text := parent || to_char(month, '_YYYY_MM');
BEGIN
  IF to_regclass(format('public.%I', name)) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name, parent);
  EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', parent, name,
    month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month')::timestamp AT TIME ZONE 'UTC');
END
$$;

-- Makes the months to come, and drops what is older than the retention: rows by the time they were written, seals by the time they were
-- made, the newest seal never. Each drop leaves a row that says so. The service may call it; it decides nothing.
CREATE FUNCTION keep_audit_months() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public SET lock_timeout = '500ms' AS $$
DECLARE
  today date := (now() AT TIME ZONE 'UTC')::date;
  kept_for integer := (SELECT days FROM public.audit_retention);
  parent text;
  old record;
  last_seal bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(4171211); -- replicas take turns
  FOREACH parent IN ARRAY ARRAY['audit', 'audit_seals'] LOOP
    FOR ahead IN 0..2 LOOP
      PERFORM public.make_audit_month(parent, (date_trunc('month', today) + make_interval(months => ahead))::date);
    END LOOP;
    FOR old IN
      SELECT relname AS name, to_date(right(relname, 7), 'YYYY_MM') AS month
      FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
      WHERE inhparent = format('public.%I', parent)::regclass
        AND to_date(right(relname, 7), 'YYYY_MM') + interval '1 month' <= today - kept_for
      ORDER BY 1
    LOOP
      IF parent = 'audit_seals' THEN
        EXECUTE format('SELECT max(number) FROM public.%I', old.name) INTO last_seal;
        CONTINUE WHEN last_seal = (SELECT max(number) FROM public.audit_seals);
      END IF;
      EXECUTE format('DROP TABLE public.%I', old.name);
      INSERT INTO public.audit (event, reason) VALUES ('audit.expired', CASE
        WHEN parent = 'audit' THEN format('rows of %s, kept for %s days', to_char(old.month, 'YYYY-MM'), kept_for)
        WHEN last_seal IS NULL THEN format('no seals of %s', to_char(old.month, 'YYYY-MM'))
        ELSE format('seals up to %s, kept for %s days', last_seal, kept_for) END);
    END LOOP;
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION keep_audit_months(), make_audit_month(text, date) FROM PUBLIC;

-- What was written before, by its months. An older version took whatever it was given for the name of an event.
SELECT make_audit_month('audit', month::date)
FROM generate_series(
  (SELECT date_trunc('month', coalesce(min(at), now()) AT TIME ZONE 'UTC') FROM audit_before), now() AT TIME ZONE 'UTC', '1 month'
) AS month;
INSERT INTO audit OVERRIDING SYSTEM VALUE
SELECT id, at, CASE WHEN event ~ '^[a-z_]+\.[a-z_]+$' THEN event ELSE 'token.refused' END, client_id, subject, audience, scopes, claims,
  actors, jti, parent_jti, origin_jti, fingerprint, rule, reason, trace_id, address, user_agent, count
FROM audit_before ORDER BY id;
SELECT setval(pg_get_serial_sequence('audit', 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) FROM audit;
DROP TABLE audit_before;
SELECT keep_audit_months();
