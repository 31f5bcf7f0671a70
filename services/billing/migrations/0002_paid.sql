-- An invoice is open until it is paid.
ALTER TABLE invoices ADD COLUMN paid_at timestamptz;
