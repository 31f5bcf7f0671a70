-- Every key that identity makes: it signs tokens (signing), cookies (cookie), or the ids of codes and opaque tokens (mac). Sealed by a
-- key that this database does not hold. What stood in signing_keys and cookie_keys is moved here by the service itself, which can seal.
CREATE TABLE keys (
  kid         text PRIMARY KEY,
  purpose     text NOT NULL CHECK (purpose IN ('signing', 'cookie', 'mac')),
  sealed      text NOT NULL,        -- JWE
  active_from timestamptz NOT NULL, -- from when on it signs, in place of the one before; it is known to all before
  made_at     timestamptz NOT NULL DEFAULT now(),
  UNIQUE (purpose, active_from)
);
