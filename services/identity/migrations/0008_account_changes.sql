-- Sessions, grants, codes and tokens of a person: what ends with the account, or with what was taken from it.
CREATE INDEX oidc_records_by_account ON oidc_records ((payload ->> 'accountId')) WHERE payload ->> 'accountId' IS NOT NULL;

-- Whoever changes an account, by whatever program, ends what stood on it, in the same transaction. A deleted account and another
-- password end everything. Another attribute ends grants, codes and tokens, so that the next ones are made from what is true now.
CREATE FUNCTION end_what_stood_on_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM oidc_records WHERE id_hash IN (
    SELECT id_hash FROM oidc_records
    WHERE payload ->> 'accountId' = OLD.id::text
      AND (TG_OP = 'DELETE' OR NEW.password_hash IS DISTINCT FROM OLD.password_hash OR model <> 'Session')
    ORDER BY id_hash FOR UPDATE -- in one order, so that nobody who ends some of the same waits for us while we wait for them
  );
  INSERT INTO audit (event, subject, reason)
  VALUES ('account.changed', OLD.id::text, CASE TG_OP WHEN 'DELETE' THEN 'deleted' ELSE 'password or attributes' END);
  RETURN NULL;
END
$$;
CREATE TRIGGER accounts_change AFTER UPDATE OF password_hash, attributes OR DELETE ON accounts
  FOR EACH ROW EXECUTE FUNCTION end_what_stood_on_account();
