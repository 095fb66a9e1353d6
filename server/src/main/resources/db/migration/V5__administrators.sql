-- Who may use the console. A name is unique whatever its letter case; username_key is the name as it is compared.
CREATE TABLE administrators (
    id                TEXT   NOT NULL PRIMARY KEY,
    username          TEXT   NOT NULL,
    username_key      TEXT   NOT NULL UNIQUE,
    role              TEXT   NOT NULL,
    enabled           BIGINT NOT NULL CHECK (enabled IN (0, 1)),
    password_hash     TEXT,
    created_at        BIGINT NOT NULL,
    last_signed_in_at BIGINT
);

-- Links with which a password is chosen, once; those without a person make the first administrator. Only hashes are kept.
CREATE TABLE one_time_links (
    hash       BYTEA  NOT NULL PRIMARY KEY,
    person_id  TEXT   REFERENCES administrators (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);

CREATE TABLE console_sessions (
    id           TEXT   NOT NULL PRIMARY KEY,
    token_hash   BYTEA  NOT NULL UNIQUE,
    person_id    TEXT   NOT NULL REFERENCES administrators (id) ON DELETE CASCADE,
    started_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    address      TEXT   NOT NULL,
    user_agent   TEXT   NOT NULL
);

CREATE INDEX console_sessions_by_person ON console_sessions (person_id);
CREATE INDEX console_sessions_by_last_seen_at ON console_sessions (last_seen_at);
