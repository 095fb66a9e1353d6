-- The same statements serve every engine; ${sequence} and ${clustered} are the two places where engines differ.
-- Times are whole milliseconds since 1970-01-01T00:00:00Z. Hashes and sealed keys are bytes. Names are compared exactly.

CREATE TABLE trusted_token_issuers (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL UNIQUE,
    issuer     TEXT   NOT NULL UNIQUE,
    document   TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);

CREATE TABLE applications (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL UNIQUE,
    client_id  TEXT   NOT NULL UNIQUE,
    document   TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);

CREATE TABLE application_secrets (
    id             TEXT   NOT NULL PRIMARY KEY,
    application_id TEXT   NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    hash           BYTEA  NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT,
    last_used_at   BIGINT
);

CREATE INDEX application_secrets_by_application ON application_secrets (application_id);

-- The last good JWK set of each issuer: what serves while its endpoint does not answer, also after a restart.
CREATE TABLE issuer_jwks (
    issuer_id  TEXT   NOT NULL PRIMARY KEY REFERENCES trusted_token_issuers (id) ON DELETE CASCADE,
    url        TEXT   NOT NULL,
    json       BYTEA  NOT NULL,
    fetched_at BIGINT NOT NULL
);

CREATE TABLE issuer_key_uses (
    issuer_id    TEXT   NOT NULL REFERENCES trusted_token_issuers (id) ON DELETE CASCADE,
    key_label    TEXT   NOT NULL,
    last_used_at BIGINT NOT NULL,
    PRIMARY KEY (issuer_id, key_label)
);

-- Private keys are encrypted under the master key, which is not in this database.
CREATE TABLE signing_keys (
    key_id     TEXT   NOT NULL PRIMARY KEY,
    algorithm  TEXT   NOT NULL,
    sealed     BYTEA  NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);

-- One key of an algorithm signs at a time, whichever node made it first.
CREATE UNIQUE INDEX signing_keys_in_use ON signing_keys (algorithm) WHERE retired_at IS NULL;

-- The hashes of redeemed assertions. A row goes when its assertion can no longer be acceptable at any clock skew.
CREATE TABLE replay_keys (
    hash       BYTEA  NOT NULL PRIMARY KEY,
    keep_until BIGINT NOT NULL
) ${clustered};

CREATE INDEX replay_keys_by_keep_until ON replay_keys (keep_until);

-- The latest keep_until that was ever purged: what is not later than it may have been forgotten, and is refused.
CREATE TABLE replay_horizon (
    id              BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    forgotten_until BIGINT NOT NULL
);

INSERT INTO replay_horizon (id, forgotten_until) VALUES (1, 0);

CREATE TABLE issued_tokens (
    token_id       TEXT   NOT NULL PRIMARY KEY,
    issuer_id      TEXT,
    subject        TEXT   NOT NULL,
    application_id TEXT   NOT NULL,
    client_id      TEXT   NOT NULL,
    scope          TEXT   NOT NULL,
    audience       TEXT   NOT NULL,
    issued_at      BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    revoked_at     BIGINT
);

CREATE INDEX issued_tokens_by_expiry ON issued_tokens (expires_at);

CREATE TABLE audit_events (
    id             ${sequence},
    at             BIGINT NOT NULL,
    kind           TEXT   NOT NULL,
    correlation_id TEXT   NOT NULL,
    outcome        TEXT   NOT NULL,
    stage          TEXT   NOT NULL,
    code           TEXT,
    actor          TEXT,
    issuer         TEXT,
    application    TEXT,
    client_id      TEXT,
    subject        TEXT,
    token_id       TEXT,
    detail         TEXT   NOT NULL
);

CREATE INDEX audit_events_by_time ON audit_events (at);
CREATE INDEX audit_events_by_correlation_id ON audit_events (correlation_id);
CREATE INDEX audit_events_of_administration ON audit_events (id) WHERE kind = 'admin';
CREATE INDEX audit_events_not_accepted ON audit_events (outcome, id) WHERE outcome <> 'accepted';
CREATE INDEX audit_events_by_code ON audit_events (code, id) WHERE code IS NOT NULL;
CREATE INDEX audit_events_by_issuer ON audit_events (issuer, id) WHERE issuer IS NOT NULL;
CREATE INDEX audit_events_by_application ON audit_events (application, id) WHERE application IS NOT NULL;
CREATE INDEX audit_events_by_client_id ON audit_events (client_id, id) WHERE client_id IS NOT NULL;
CREATE INDEX audit_events_by_subject ON audit_events (subject, id) WHERE subject IS NOT NULL;

-- What a recovery writes to find out whether the database takes writes.
CREATE TABLE write_probe (
    id         BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    writes     BIGINT NOT NULL
);

INSERT INTO write_probe (id, writes) VALUES (1, 0);
