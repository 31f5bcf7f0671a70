CREATE TABLE customers (
  number text PRIMARY KEY,
  -- The person's id at identity, a random UUID.
  subject uuid NOT NULL UNIQUE,
  name text NOT NULL,
  region text NOT NULL,
  address jsonb NOT NULL,
  credit_limit_minor_units bigint NOT NULL CHECK (credit_limit_minor_units >= 0),
  currency text NOT NULL,
  payment_due_days integer NOT NULL CHECK (payment_due_days >= 0)
);
