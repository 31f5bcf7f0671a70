# Run at each start of the server, so that what is new here reaches a volume that holds data: one database and one role per service, and
# each role may connect to its own alone. What it finds done, it does again.
until pg_isready --quiet --host=127.0.0.1 --username=postgres; do sleep 0.5; done

sql() {
  PGPASSWORD="$(cat /run/secrets/postgres/superuser)" psql --host=127.0.0.1 --username=postgres --no-psqlrc --quiet \
    --set ON_ERROR_STOP=1 --set password="$(cat "/run/secrets/postgres/${2:-superuser}")" --set name="${2:-}" \
    --set database="${3:-}" --dbname="$1"
}

role() {
  sql postgres "$1" <<< '
    SELECT format($$CREATE ROLE %I LOGIN$$, :'"'name'"') WHERE to_regrole(quote_ident(:'"'name'"')) IS NULL \gexec
    ALTER ROLE :"name" LOGIN PASSWORD :'"'password'"';' || exit 1
}

# database NAME OWNER
database() {
  sql postgres "$2" "$1" <<< '
    SELECT format($$CREATE DATABASE %I$$, :'"'database'"')
    WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'"'database'"') \gexec
    ALTER DATABASE :"database" OWNER TO :"name";
    REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
    GRANT CONNECT ON DATABASE :"database" TO :"database";' || exit 1
}

sql postgres <<< 'REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC' || exit 1
for service in order customer billing; do
  role "$service"
  database "$service" "$service"
done

# The tables of identity are not its own, and neither is its audit.
role identity
role identity_owner
database identity identity_owner
# What an earlier version made as the service itself.
sql identity identity_owner identity <<< 'REASSIGN OWNED BY :"database" TO :"name"' || exit 1
