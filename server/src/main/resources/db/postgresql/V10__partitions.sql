-- PostgreSQL alone: what grows with every exchange lies in partitions, so that retention drops tables in place of rows.
-- No server has run on PostgreSQL before this version, so there is nothing to move.

-- Assertions are remembered by the period in which they were redeemed. Who redeems holds the ledger's lock shared, who begins a
-- period or forgets one holds it alone; so a key is looked for in all periods and put into one (docs/adr/0008).
DROP TABLE replay_keys;

CREATE TABLE replay_keys (
    period     BIGINT NOT NULL,
    hash       BYTEA  NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (hash, period)
) PARTITION BY LIST (period);

CREATE INDEX replay_keys_by_keep_until ON replay_keys (keep_until);

CREATE TABLE replay_keys_1 PARTITION OF replay_keys FOR VALUES IN (1);

ALTER TABLE replay_horizon ADD COLUMN period BIGINT NOT NULL DEFAULT 1;
ALTER TABLE replay_horizon ADD COLUMN period_began_at BIGINT NOT NULL DEFAULT 0;

-- By the day on which they expire. The last partition takes what no day was made for.
DROP TABLE issued_tokens;

CREATE TABLE issued_tokens (
    token_id       TEXT   NOT NULL,
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
    family_id      TEXT,
    PRIMARY KEY (token_id, expires_at)
) PARTITION BY RANGE (expires_at);

CREATE INDEX issued_tokens_by_opaque_hash ON issued_tokens (opaque_hash) WHERE opaque_hash IS NOT NULL;
CREATE INDEX issued_tokens_by_family ON issued_tokens (family_id) WHERE family_id IS NOT NULL;

CREATE TABLE issued_tokens_other PARTITION OF issued_tokens DEFAULT;

-- By the week in which it happened.
DROP TABLE audit_events;

CREATE SEQUENCE audit_event_ids;

CREATE TABLE audit_events (
    id             BIGINT NOT NULL DEFAULT nextval('audit_event_ids'),
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
    detail         TEXT   NOT NULL,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

CREATE INDEX audit_events_by_correlation_id ON audit_events (correlation_id);
CREATE INDEX audit_events_of_administration ON audit_events (id) WHERE kind = 'admin';
CREATE INDEX audit_events_not_accepted ON audit_events (outcome, id) WHERE outcome <> 'accepted';
CREATE INDEX audit_events_by_code ON audit_events (code, id) WHERE code IS NOT NULL;
CREATE INDEX audit_events_by_issuer ON audit_events (issuer, id) WHERE issuer IS NOT NULL;
CREATE INDEX audit_events_by_application ON audit_events (application, id) WHERE application IS NOT NULL;
CREATE INDEX audit_events_by_client_id ON audit_events (client_id, id) WHERE client_id IS NOT NULL;
CREATE INDEX audit_events_by_subject ON audit_events (subject, id) WHERE subject IS NOT NULL;
CREATE INDEX audit_events_of_issuer_not_accepted ON audit_events (issuer, id)
    WHERE issuer IS NOT NULL AND outcome <> 'accepted';
CREATE INDEX audit_events_of_application_not_accepted ON audit_events (application, id)
    WHERE application IS NOT NULL AND outcome <> 'accepted';
CREATE INDEX audit_events_of_client_id_not_accepted ON audit_events (client_id, id)
    WHERE client_id IS NOT NULL AND outcome <> 'accepted';

CREATE TABLE audit_events_other PARTITION OF audit_events DEFAULT;
