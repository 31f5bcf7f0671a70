-- Who changed a customer's address, by which application, and when; never what it was.
CREATE TABLE address_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_number text NOT NULL REFERENCES customers (number),
  subject uuid NOT NULL,
  client_id text NOT NULL,
  at timestamptz NOT NULL
);
