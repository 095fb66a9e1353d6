-- SQLite alone: an exchange touches few pages, however many rows there are.

-- The hash of an assertion falls anywhere in the index of hashes: that is one page. The rows, and what the purge goes by,
-- are written where the last ones were written.
CREATE TABLE replay_keys_in_order (
    hash       BYTEA  NOT NULL UNIQUE,
    keep_until BIGINT NOT NULL
);

INSERT INTO replay_keys_in_order (hash, keep_until) SELECT hash, keep_until FROM replay_keys ORDER BY keep_until;

DROP TABLE replay_keys;

ALTER TABLE replay_keys_in_order RENAME TO replay_keys;

CREATE INDEX replay_keys_by_keep_until ON replay_keys (keep_until);

-- Ids of tokens begin with the time of issue, so the table itself is in their order and needs no index of them.
CREATE TABLE issued_tokens_by_id (
    token_id       TEXT   NOT NULL PRIMARY KEY,
    issuer_id      TEXT,
    subject        TEXT   NOT NULL,
    application_id TEXT   NOT NULL,
    client_id      TEXT   NOT NULL,
    scope          TEXT   NOT NULL,
    audience       TEXT   NOT NULL,
    issued_at      BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    revoked_at     BIGINT,
    opaque_hash    BYTEA,
    claims         TEXT,
    family_id      TEXT
) WITHOUT ROWID;

INSERT INTO issued_tokens_by_id (token_id, issuer_id, subject, application_id, client_id, scope, audience, issued_at,
    expires_at, revoked_at, opaque_hash, claims, family_id)
SELECT token_id, issuer_id, subject, application_id, client_id, scope, audience, issued_at,
    expires_at, revoked_at, opaque_hash, claims, family_id FROM issued_tokens ORDER BY token_id;

DROP TABLE issued_tokens;

ALTER TABLE issued_tokens_by_id RENAME TO issued_tokens;

CREATE INDEX issued_tokens_by_expiry ON issued_tokens (expires_at);
CREATE UNIQUE INDEX issued_tokens_by_opaque_hash ON issued_tokens (opaque_hash) WHERE opaque_hash IS NOT NULL;
CREATE INDEX issued_tokens_by_family ON issued_tokens (family_id) WHERE family_id IS NOT NULL;

-- The purge goes by audit_spans, which say what ids the events of a time have.
DROP INDEX audit_events_by_time;
