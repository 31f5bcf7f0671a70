-- Requests that came with an Idempotency-Key: in progress while there is no answer, forgotten when they expire.
-- IF NOT EXISTS: order made them itself, before this library did.
CREATE TABLE IF NOT EXISTS idempotency_keys (
  -- SHA-256 over who asks and the key they gave: neither is kept.
  id text PRIMARY KEY,
  -- SHA-256 over what was asked.
  fingerprint text NOT NULL,
  -- The attempt that may complete it.
  attempt uuid NOT NULL,
  -- As it was given: json keeps the order of its members, jsonb would not.
  answer json,
  expires_at timestamptz NOT NULL
);

CREATE INDEX IF NOT EXISTS idempotency_keys_by_expiry ON idempotency_keys (expires_at);
