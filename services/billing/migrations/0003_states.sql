-- Issued, and then paid or voided. Which of these may follow which says src/invoices/invoice-state.ts.
ALTER TABLE invoices
  ADD COLUMN state text NOT NULL DEFAULT 'issued' CHECK (state IN ('issued', 'paid', 'voided'));
UPDATE invoices SET state = 'paid' WHERE paid_at IS NOT NULL;

-- Orders of which it is decided whether they are invoiced. One that is here and has no invoice was cancelled before: it gets none. Of
-- two events about an order at once, the second waits at its row until the first is dealt with.
CREATE TABLE decided_orders (order_id uuid PRIMARY KEY);
INSERT INTO decided_orders SELECT order_id FROM invoices;
