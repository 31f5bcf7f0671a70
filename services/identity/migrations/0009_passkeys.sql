-- Public keys of people's authenticators (WebAuthn). Nothing here lets anybody in.
CREATE TABLE passkeys (
  credential_id text PRIMARY KEY,
  account_id    uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  public_key    bytea NOT NULL,
  sign_count    bigint NOT NULL,
  transports    text[] NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  last_used_at  timestamptz
);
CREATE INDEX passkeys_by_account ON passkeys (account_id);
