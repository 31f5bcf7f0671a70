-- Rows of one subject are in one lane, and a lane is one replica's at a time: so several relay side by side, and each subject's
-- events stay in order.
ALTER TABLE outbox
  ADD COLUMN lane smallint NOT NULL GENERATED ALWAYS AS (coalesce(abs(hashtext(event ->> 'subject') % 16), 0)) STORED,
  ADD COLUMN added_at timestamptz NOT NULL DEFAULT now(),
  -- What Kafka does not take stands aside until then, and holds up nothing behind it.
  ADD COLUMN aside_until timestamptz,
  ADD COLUMN aside_because text;

CREATE INDEX outbox_by_lane ON outbox (lane, position);

-- Who has a lane has it for some seconds: a replica that hangs, or whose node is gone, loses it.
CREATE TABLE outbox_lanes (
  lane smallint PRIMARY KEY,
  holder uuid,
  held_until timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO outbox_lanes (lane) SELECT generate_series(0, 15);

-- Source and id together name an event (CloudEvents 1.0 section 3.1); joined by a slash, two events could be one.
ALTER TABLE inbox ADD COLUMN source text, ADD COLUMN id text;
UPDATE inbox SET source = regexp_replace(event_id, '/[^/]*$', ''), id = regexp_replace(event_id, '^.*/', '');
ALTER TABLE inbox DROP COLUMN event_id;
ALTER TABLE inbox ALTER COLUMN source SET NOT NULL, ALTER COLUMN id SET NOT NULL, ADD PRIMARY KEY (source, id);

CREATE INDEX inbox_by_age ON inbox USING brin (accepted_at);
