-- A key of its own for the ID tokens of clients that registered RS256: one key signs by one algorithm.
ALTER TABLE keys DROP CONSTRAINT keys_purpose_check;
ALTER TABLE keys ADD CONSTRAINT keys_purpose_check CHECK (purpose IN ('signing', 'id-token', 'cookie', 'mac', 'audit'));
