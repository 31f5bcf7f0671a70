-- The public keys that this service's events can be checked by. The private ones are in the memory of the processes that made them.
CREATE TABLE event_keys (
  kid text PRIMARY KEY,
  jwk jsonb NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now()
);
