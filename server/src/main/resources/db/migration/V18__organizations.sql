-- The organizations that this server serves. The number is the key in all other tables; neither a number nor a slug is used
-- again, so that the row of a deleted organization stays; purged_at is the time at which no other row of it was left. Number 1
-- is the root organization, which has no slug.
CREATE TABLE organizations (
    number     BIGINT NOT NULL PRIMARY KEY,
    id         TEXT   NOT NULL UNIQUE,
    slug       TEXT   NOT NULL UNIQUE,
    name       TEXT   NOT NULL,
    enabled    BIGINT NOT NULL CHECK (enabled IN (0, 1)),
    document   TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    deleted_at BIGINT,
    purged_at  BIGINT
);

INSERT INTO organizations (number, id, slug, name, enabled, document, created_at, updated_at, version)
VALUES (1, 'root', '', '', 1, '{}', 0, 0, 1);

-- What exists belongs to the root organization, as does what a node of the version before inserts meanwhile.
ALTER TABLE application_secrets ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE issuer_jwks ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE issuer_key_uses ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE application_jwks ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE trust_owners ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE blocked_subjects ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE one_time_links ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE console_sessions ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE signing_keys ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE issued_tokens ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE refresh_families ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE refresh_tokens ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE audit_events ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE exchange_counts ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE exchanges_between ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
