CREATE TABLE first (a int);
SELECT pg_sleep(0.3);
