-- Events that must have an effect elsewhere: announced again from time to time until it is known here that they had it.
CREATE TABLE outbox_awaited (
  type text NOT NULL,
  subject text NOT NULL,
  topic text NOT NULL,
  event jsonb NOT NULL,
  added_at timestamptz NOT NULL DEFAULT now(),
  -- How often it went out beyond the first time, and when it does next.
  announced_again integer NOT NULL DEFAULT 0,
  again_at timestamptz NOT NULL,
  PRIMARY KEY (subject, type)
);

CREATE INDEX outbox_awaited_by_turn ON outbox_awaited (again_at);
