-- Of an opaque token only the hash is kept, with the claims that no text carries.
ALTER TABLE issued_tokens ADD COLUMN opaque_hash BYTEA;
ALTER TABLE issued_tokens ADD COLUMN claims TEXT;

CREATE UNIQUE INDEX issued_tokens_by_opaque_hash ON issued_tokens (opaque_hash) WHERE opaque_hash IS NOT NULL;

-- The last good JWK set of each application that proves itself by a client assertion.
CREATE TABLE application_jwks (
    application_id TEXT   NOT NULL PRIMARY KEY REFERENCES applications (id) ON DELETE CASCADE,
    url            TEXT   NOT NULL,
    json           BYTEA  NOT NULL,
    fetched_at     BIGINT NOT NULL
);
