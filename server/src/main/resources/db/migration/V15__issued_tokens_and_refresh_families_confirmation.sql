-- The members of the cnf claim, as JSON; null for what any bearer may use (RFC 7800 section 3.1).
ALTER TABLE issued_tokens ADD COLUMN confirmation TEXT;
ALTER TABLE refresh_families ADD COLUMN confirmation TEXT;
