-- The notices that the webhook was told of and that have not ended. seen_at is the last time at which a node saw it.
CREATE TABLE raised_notices (
    organization BIGINT NOT NULL REFERENCES organizations (number),
    id           TEXT   NOT NULL,
    document     TEXT   NOT NULL,
    raised_at    BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL,
    PRIMARY KEY (organization, id)
);

-- Messages to the webhook until it has accepted them. The node that moves next_attempt_at has the message until then; NULL
-- is a message that was given up.
CREATE TABLE notice_deliveries (
    id              TEXT   NOT NULL PRIMARY KEY,
    organization    BIGINT NOT NULL REFERENCES organizations (number),
    notice_id       TEXT   NOT NULL,
    body            TEXT   NOT NULL,
    created_at      BIGINT NOT NULL,
    attempts        BIGINT NOT NULL,
    next_attempt_at BIGINT,
    give_up_at      BIGINT NOT NULL,
    last_error      TEXT
);

CREATE INDEX notice_deliveries_due ON notice_deliveries (next_attempt_at);
CREATE INDEX notice_deliveries_of_notice ON notice_deliveries (organization, notice_id);
