-- A replica of before 0003 may run beside newer ones for a while: it notes when an invoice is paid, and no state.
CREATE FUNCTION invoice_is_paid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.state := 'paid';
  RETURN NEW;
END
$$;
CREATE TRIGGER invoice_is_paid BEFORE UPDATE ON invoices FOR EACH ROW
  WHEN (NEW.paid_at IS NOT NULL AND NEW.state = 'issued') EXECUTE FUNCTION invoice_is_paid();
UPDATE invoices SET state = 'paid' WHERE paid_at IS NOT NULL AND state = 'issued';
