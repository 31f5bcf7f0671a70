CREATE TABLE orders (
  id uuid PRIMARY KEY,
  customer_number text NOT NULL,
  region text NOT NULL,
  lines jsonb NOT NULL,
  total_minor_units bigint NOT NULL CHECK (total_minor_units >= 0),
  currency text NOT NULL,
  placed_at timestamptz NOT NULL,
  invoice_id uuid
);

CREATE INDEX orders_by_customer ON orders (customer_number, id DESC);
CREATE INDEX orders_by_region ON orders (region, id DESC);
