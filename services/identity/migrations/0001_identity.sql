-- Everything that oidc-provider keeps: sessions, interactions, grants, codes, opaque tokens, seen client assertions.
-- A row is found by the SHA-256 of its id. For most models the id is the credential itself, so it stands nowhere in clear.
CREATE TABLE oidc_records (
  id_hash     text PRIMARY KEY,
  model       text NOT NULL,
  payload     jsonb NOT NULL,
  grant_id    text,
  session_uid text,
  origin_jti  uuid UNIQUE,
  consumed_at timestamptz,
  expires_at  timestamptz NOT NULL
);
CREATE INDEX oidc_records_by_grant ON oidc_records (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX oidc_records_by_session ON oidc_records (session_uid) WHERE session_uid IS NOT NULL;
CREATE INDEX oidc_records_by_expiry ON oidc_records (expires_at);

-- What the claim sources said about the person when the grant was made. Gone with the grant.
CREATE TABLE grant_claims (
  grant_id_hash text PRIMARY KEY REFERENCES oidc_records ON DELETE CASCADE,
  claims        jsonb NOT NULL
);

CREATE TABLE accounts (
  id            uuid PRIMARY KEY,
  username      text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  attributes    jsonb NOT NULL
);

-- As an older version kept its keys. The service moves them to the key ring (0002) and drops both tables.
CREATE TABLE signing_keys (
  kid         text PRIMARY KEY,
  private_jwk jsonb NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE cookie_keys (
  secret     text PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE audit (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
  trace_id    text
);
CREATE INDEX audit_by_origin ON audit (origin_jti) WHERE origin_jti IS NOT NULL;
CREATE INDEX audit_by_subject ON audit (subject, at) WHERE subject IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
