CREATE TABLE invoices (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL UNIQUE,
  customer_number text NOT NULL,
  region text NOT NULL,
  total_minor_units bigint NOT NULL CHECK (total_minor_units >= 0),
  currency text NOT NULL,
  issued_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL
);

CREATE INDEX invoices_by_customer ON invoices (customer_number, id DESC);
CREATE INDEX invoices_by_region ON invoices (region, id DESC);
