-- Where what is audited came from, and how often within a minute, where refusals are counted together.
ALTER TABLE audit
  ADD COLUMN address text,
  ADD COLUMN user_agent text,
  ADD COLUMN count integer NOT NULL DEFAULT 1;
