-- An attribute that changed ends codes and tokens, so that the next ones are made from what is true now. Grants and refresh tokens stay:
-- the sources of claims are asked anew for every code and at every refresh, so what was taken away is in no later token.
CREATE OR REPLACE FUNCTION end_what_stood_on_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM oidc_records WHERE id_hash IN (
    SELECT id_hash FROM oidc_records
    WHERE payload ->> 'accountId' = OLD.id::text
      AND (TG_OP = 'DELETE' OR NEW.password_hash IS DISTINCT FROM OLD.password_hash
           OR model NOT IN ('Session', 'Grant', 'RefreshToken'))
    ORDER BY id_hash FOR UPDATE -- in one order, so that nobody who ends some of the same waits for us while we wait for them
  );
  INSERT INTO audit (event, subject, reason)
  VALUES ('account.changed', OLD.id::text, CASE TG_OP WHEN 'DELETE' THEN 'deleted' ELSE 'password or attributes' END);
  RETURN NULL;
END
$$;
