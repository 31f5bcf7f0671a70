-- The tables belong to a role of their own, which makes and changes them before the service starts. The service's role works with the
-- rows; of the audit it may read what is there and add to it, nothing else.
CREATE FUNCTION grant_to_service(service name) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  this record;
BEGIN
  PERFORM pg_advisory_xact_lock(4171211); -- whoever migrates at the same time takes turns
  IF service = current_user THEN
    RAISE EXCEPTION 'the service and the owner of its tables are one role, %', service USING ERRCODE = 'invalid_grantor';
  END IF;
  FOR this IN
    SELECT format('public.%I', relname) AS name, relname,
      (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
       WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND NOT (relname = 'audit' AND attname IN ('id', 'at'))) AS columns
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, %I', this.name, service);
    EXECUTE format('GRANT SELECT ON %s TO %I', this.name, service);
    IF this.relname IN ('audit', 'audit_seals') THEN
      EXECUTE format('GRANT INSERT (%s) ON %s TO %I', this.columns, this.name, service);
    ELSIF this.relname <> 'audit_retention' AND this.relname NOT LIKE 'migrations\_%' THEN
      EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO %I', this.name, service);
    END IF;
  END LOOP;
  EXECUTE format('GRANT EXECUTE ON FUNCTION keep_audit_months(), drop_clear_keys() TO %I', service);
END
$$;
REVOKE EXECUTE ON FUNCTION grant_to_service(name) FROM PUBLIC;

-- What an older version kept in clear: the service seals it, and has its tables dropped.
CREATE FUNCTION drop_clear_keys() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public
AS 'DROP TABLE IF EXISTS public.signing_keys, public.cookie_keys';
REVOKE EXECUTE ON FUNCTION drop_clear_keys() FROM PUBLIC;

-- The keys that seal the audit: kept for as long as there may be rows that they have sealed.
ALTER TABLE keys DROP CONSTRAINT keys_purpose_check;
ALTER TABLE keys ADD CONSTRAINT keys_purpose_check CHECK (purpose IN ('signing', 'cookie', 'mac', 'audit'));
