-- Wrong passwords, counted by what they have in common: an account and a network, a network, an account, a browser, an interaction.
-- Keys are digests. A row is forgotten an hour after the last wrong password.
CREATE TABLE login_attempts (
  key        text PRIMARY KEY,
  failures   integer NOT NULL,
  next_at    timestamptz NOT NULL, -- the next attempt is taken then, and not before
  expires_at timestamptz NOT NULL
);
CREATE INDEX login_attempts_by_expiry ON login_attempts (expires_at);

-- Browsers in which a person has logged in before: what others guess does not slow them down. The cookie is not stored, its digest is.
CREATE TABLE known_browsers (
  browser_hash text NOT NULL,
  account_id   uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  expires_at   timestamptz NOT NULL,
  PRIMARY KEY (browser_hash, account_id)
);
CREATE INDEX known_browsers_by_expiry ON known_browsers (expires_at);
