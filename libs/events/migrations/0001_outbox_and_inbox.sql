-- What this service has to announce: written with the rows that it is about, sent afterwards, deleted once Kafka has it.
CREATE TABLE outbox (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  event jsonb NOT NULL
);

-- The events this service has dealt with: written with the rows that they led to, so that a second delivery changes nothing.
CREATE TABLE inbox (
  event_id text PRIMARY KEY,
  accepted_at timestamptz NOT NULL DEFAULT now()
);
