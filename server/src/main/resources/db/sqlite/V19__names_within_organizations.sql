-- SQLite alone: names, client ids, iss values and audiences are unique within an organization. A constraint cannot be dropped,
-- so the tables are written anew, together with those that refer to them: a table that is referred to cannot be dropped
-- without its dependent rows.
CREATE TABLE new_trusted_token_issuers (
    id           TEXT   NOT NULL PRIMARY KEY,
    organization BIGINT NOT NULL DEFAULT 1 REFERENCES organizations (number),
    name         TEXT   NOT NULL,
    issuer       TEXT   NOT NULL,
    document     TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    UNIQUE (organization, name),
    UNIQUE (organization, issuer)
);

INSERT INTO new_trusted_token_issuers (id, organization, name, issuer, document, created_at, updated_at, version)
SELECT id, 1, name, issuer, document, created_at, updated_at, version FROM trusted_token_issuers;

CREATE TABLE new_issuer_jwks (
    issuer_id    TEXT   NOT NULL PRIMARY KEY REFERENCES new_trusted_token_issuers (id) ON DELETE CASCADE,
    organization BIGINT NOT NULL DEFAULT 1 REFERENCES organizations (number),
    url          TEXT   NOT NULL,
    json         BYTEA  NOT NULL,
    fetched_at   BIGINT NOT NULL
);

INSERT INTO new_issuer_jwks (issuer_id, organization, url, json, fetched_at)
SELECT issuer_id, organization, url, json, fetched_at FROM issuer_jwks;

CREATE TABLE new_issuer_key_uses (
    issuer_id    TEXT   NOT NULL REFERENCES new_trusted_token_issuers (id) ON DELETE CASCADE,
    organization BIGINT NOT NULL DEFAULT 1 REFERENCES organizations (number),
    key_label    TEXT   NOT NULL,
    last_used_at BIGINT NOT NULL,
    PRIMARY KEY (issuer_id, key_label)
);

INSERT INTO new_issuer_key_uses (issuer_id, organization, key_label, last_used_at)
SELECT issuer_id, organization, key_label, last_used_at FROM issuer_key_uses;

CREATE TABLE new_blocked_subjects (
    id           TEXT   NOT NULL PRIMARY KEY,
    organization BIGINT NOT NULL DEFAULT 1 REFERENCES organizations (number),
    issuer_id    TEXT   NOT NULL REFERENCES new_trusted_token_issuers (id) ON DELETE CASCADE,
    subject_hash BYTEA  NOT NULL,
    subject      TEXT   NOT NULL,
    source       TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    until        BIGINT,
    UNIQUE (issuer_id, subject_hash, source)
);

INSERT INTO new_blocked_subjects
    (id, organization, issuer_id, subject_hash, subject, source, reason, created_at, until)
SELECT id, organization, issuer_id, subject_hash, subject, source, reason, created_at, until FROM blocked_subjects;

DROP TABLE issuer_jwks;
DROP TABLE issuer_key_uses;
DROP TABLE blocked_subjects;
DROP TABLE trusted_token_issuers;
ALTER TABLE new_trusted_token_issuers RENAME TO trusted_token_issuers;
ALTER TABLE new_issuer_jwks RENAME TO issuer_jwks;
ALTER TABLE new_issuer_key_uses RENAME TO issuer_key_uses;
ALTER TABLE new_blocked_subjects RENAME TO blocked_subjects;

CREATE INDEX blocked_subjects_by_time ON blocked_subjects (organization, created_at, id);

CREATE TABLE new_applications (
    id           TEXT   NOT NULL PRIMARY KEY,
    organization BIGINT NOT NULL DEFAULT 1 REFERENCES organizations (number),
    name         TEXT   NOT NULL,
    client_id    TEXT   NOT NULL,
    document     TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    UNIQUE (organization, name),
    UNIQUE (organization, client_id)
);

INSERT INTO new_applications (id, organization, name, client_id, document, created_at, updated_at, version)
SELECT id, 1, name, client_id, document, created_at, updated_at, version FROM applications;

CREATE TABLE new_application_secrets (
    id             TEXT   NOT NULL PRIMARY KEY,
    organization   BIGINT NOT NULL DEFAULT 1 REFERENCES organizations (number),
    application_id TEXT   NOT NULL REFERENCES new_applications (id) ON DELETE CASCADE,
    hash           BYTEA  NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT,
    last_used_at   BIGINT
);

INSERT INTO new_application_secrets (id, organization, application_id, hash, created_at, expires_at, last_used_at)
SELECT id, organization, application_id, hash, created_at, expires_at, last_used_at FROM application_secrets;

CREATE TABLE new_application_jwks (
    application_id TEXT   NOT NULL PRIMARY KEY REFERENCES new_applications (id) ON DELETE CASCADE,
    organization   BIGINT NOT NULL DEFAULT 1 REFERENCES organizations (number),
    url            TEXT   NOT NULL,
    json           BYTEA  NOT NULL,
    fetched_at     BIGINT NOT NULL
);

INSERT INTO new_application_jwks (application_id, organization, url, json, fetched_at)
SELECT application_id, organization, url, json, fetched_at FROM application_jwks;

DROP TABLE application_secrets;
DROP TABLE application_jwks;
DROP TABLE applications;
ALTER TABLE new_applications RENAME TO applications;
ALTER TABLE new_application_secrets RENAME TO application_secrets;
ALTER TABLE new_application_jwks RENAME TO application_jwks;

CREATE INDEX application_secrets_by_application ON application_secrets (application_id);
CREATE INDEX application_secrets_by_organization ON application_secrets (organization);

CREATE TABLE new_api_resources (
    id           TEXT   NOT NULL PRIMARY KEY,
    organization BIGINT NOT NULL DEFAULT 1 REFERENCES organizations (number),
    name         TEXT   NOT NULL,
    audience     TEXT   NOT NULL,
    document     TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    UNIQUE (organization, name),
    UNIQUE (organization, audience)
);

INSERT INTO new_api_resources (id, organization, name, audience, document, created_at, updated_at, version)
SELECT id, 1, name, audience, document, created_at, updated_at, version FROM api_resources;

DROP TABLE api_resources;
ALTER TABLE new_api_resources RENAME TO api_resources;

CREATE TABLE new_administrators (
    id                TEXT   NOT NULL PRIMARY KEY,
    organization      BIGINT NOT NULL DEFAULT 1 REFERENCES organizations (number),
    username          TEXT   NOT NULL,
    username_key      TEXT   NOT NULL,
    role              TEXT   NOT NULL,
    enabled           BIGINT NOT NULL CHECK (enabled IN (0, 1)),
    password_hash     TEXT,
    created_at        BIGINT NOT NULL,
    last_signed_in_at BIGINT,
    UNIQUE (organization, username_key)
);

INSERT INTO new_administrators
    (id, organization, username, username_key, role, enabled, password_hash, created_at, last_signed_in_at)
SELECT id, 1, username, username_key, role, enabled, password_hash, created_at, last_signed_in_at FROM administrators;

CREATE TABLE new_one_time_links (
    hash         BYTEA  NOT NULL PRIMARY KEY,
    organization BIGINT NOT NULL DEFAULT 1 REFERENCES organizations (number),
    person_id    TEXT   REFERENCES new_administrators (id) ON DELETE CASCADE,
    expires_at   BIGINT NOT NULL
);

INSERT INTO new_one_time_links (hash, organization, person_id, expires_at)
SELECT hash, organization, person_id, expires_at FROM one_time_links;

CREATE TABLE new_console_sessions (
    id           TEXT   NOT NULL PRIMARY KEY,
    organization BIGINT NOT NULL DEFAULT 1 REFERENCES organizations (number),
    token_hash   BYTEA  NOT NULL UNIQUE,
    person_id    TEXT   NOT NULL REFERENCES new_administrators (id) ON DELETE CASCADE,
    started_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    address      TEXT   NOT NULL,
    user_agent   TEXT   NOT NULL
);

INSERT INTO new_console_sessions
    (id, organization, token_hash, person_id, started_at, last_seen_at, address, user_agent)
SELECT id, organization, token_hash, person_id, started_at, last_seen_at, address, user_agent FROM console_sessions;

DROP TABLE one_time_links;
DROP TABLE console_sessions;
DROP TABLE administrators;
ALTER TABLE new_administrators RENAME TO administrators;
ALTER TABLE new_one_time_links RENAME TO one_time_links;
ALTER TABLE new_console_sessions RENAME TO console_sessions;

CREATE INDEX console_sessions_by_person ON console_sessions (person_id);
CREATE INDEX console_sessions_by_last_seen_at ON console_sessions (last_seen_at);

DROP INDEX signing_keys_in_line;
CREATE UNIQUE INDEX signing_keys_in_line ON signing_keys (organization, algorithm, follows);

-- id is the number of the organization.
CREATE TABLE new_trust_version (
    id      BIGINT NOT NULL PRIMARY KEY REFERENCES organizations (number),
    version BIGINT NOT NULL
);

INSERT INTO new_trust_version (id, version) SELECT id, version FROM trust_version;

DROP TABLE trust_version;
ALTER TABLE new_trust_version RENAME TO trust_version;

-- By these the rows of an organization are counted and deleted.
CREATE INDEX issued_tokens_of_organization ON issued_tokens (organization) WHERE organization <> 1;
CREATE INDEX audit_events_of_organization ON audit_events (organization, id) WHERE organization <> 1;
CREATE INDEX refresh_families_of_organization ON refresh_families (organization) WHERE organization <> 1;
CREATE INDEX refresh_tokens_of_organization ON refresh_tokens (organization) WHERE organization <> 1;
CREATE INDEX exchange_counts_of_organization ON exchange_counts (organization, starts_at) WHERE organization <> 1;
CREATE INDEX exchanges_between_of_organization ON exchanges_between (organization) WHERE organization <> 1;
