-- Placed, then invoiced, then paid; or cancelled. Which of these may follow which says src/orders/order-state.ts.
ALTER TABLE orders
  ADD COLUMN state text NOT NULL DEFAULT 'placed' CHECK (state IN ('placed', 'invoiced', 'paid', 'cancelled'));
UPDATE orders SET state = 'invoiced' WHERE invoice_id IS NOT NULL;
