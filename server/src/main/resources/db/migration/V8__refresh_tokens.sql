-- What a family of refresh tokens stands for. The claims are those of the assertion, so that the trust can be judged again.
CREATE TABLE refresh_families (
    id             TEXT   NOT NULL PRIMARY KEY,
    issuer_id      TEXT   NOT NULL,
    subject        TEXT   NOT NULL,
    application_id TEXT   NOT NULL,
    client_id      TEXT   NOT NULL,
    scope          TEXT   NOT NULL,
    audience       TEXT   NOT NULL,
    resource       TEXT   NOT NULL,
    claims         TEXT   NOT NULL,
    issued_at      BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    refreshed_at   BIGINT,
    revoked_at     BIGINT
);

CREATE INDEX refresh_families_by_expiry ON refresh_families (expires_at);

-- Every refresh token there was, so that one which is presented again is known; of each only the hash is kept.
CREATE TABLE refresh_tokens (
    hash      BYTEA  NOT NULL PRIMARY KEY,
    family_id TEXT   NOT NULL REFERENCES refresh_families (id) ON DELETE CASCADE,
    issued_at BIGINT NOT NULL,
    spent_at  BIGINT
) ${clustered};

CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family_id);

-- The access tokens of a family end with it.
ALTER TABLE issued_tokens ADD COLUMN family_id TEXT;

CREATE INDEX issued_tokens_by_family ON issued_tokens (family_id) WHERE family_id IS NOT NULL;
