# Runs once, when the volume is empty: one database and one role per service, and each role may connect to its own alone.
psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
  --command 'REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC'
for service in identity order customer billing; do
  psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
    --set service="$service" --set password="$(cat "/run/secrets/postgres/$service")" <<< '
      CREATE ROLE :"service" LOGIN PASSWORD :'"'password'"';
      CREATE DATABASE :"service" OWNER :"service";
      REVOKE ALL ON DATABASE :"service" FROM PUBLIC;'
done
