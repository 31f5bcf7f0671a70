-- A replica of before 0002 may run beside newer ones for a while: it notes the invoice of an order, and no state.
CREATE FUNCTION order_is_invoiced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.state := 'invoiced';
  RETURN NEW;
END
$$;
CREATE TRIGGER order_is_invoiced BEFORE UPDATE ON orders FOR EACH ROW
  WHEN (NEW.invoice_id IS NOT NULL AND NEW.state = 'placed') EXECUTE FUNCTION order_is_invoiced();
UPDATE orders SET state = 'invoiced' WHERE invoice_id IS NOT NULL AND state = 'placed';
