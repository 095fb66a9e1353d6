-- How many token requests there were, counted in the transaction that keeps their audit events.
-- whose: the id of an issuer or an application, or '' for all requests together.
-- part:  the code of a refusal where all requests are counted, else ''.
-- width: minute, hour, day or ever: the stretch of time that begins at starts_at. Old rows are folded into wider ones.
CREATE TABLE exchange_counts (
    whose            TEXT   NOT NULL,
    starts_at        BIGINT NOT NULL,
    width            TEXT   NOT NULL,
    part             TEXT   NOT NULL,
    accepted         BIGINT NOT NULL,
    refused          BIGINT NOT NULL,
    faults           BIGINT NOT NULL,
    last_accepted_at BIGINT NOT NULL,
    PRIMARY KEY (whose, starts_at, width, part)
) ${clustered};

CREATE INDEX exchange_counts_by_age ON exchange_counts (width, starts_at);

-- How many tokens an application got from assertions of an issuer on a day (UTC). Each pair stands in both orders. The day
-- comes first: what is written stays together, and what is too old goes together.
CREATE TABLE exchanges_between (
    starts_at BIGINT NOT NULL,
    one       TEXT   NOT NULL,
    other     TEXT   NOT NULL,
    accepted  BIGINT NOT NULL,
    PRIMARY KEY (starts_at, one, other)
) ${clustered};

-- What is in the audit already. There, an issuer has the name that it had: one that was renamed since begins anew.
INSERT INTO exchange_counts (whose, starts_at, width, part, accepted, refused, faults, last_accepted_at)
SELECT '', at / 3600000 * 3600000, 'hour', COALESCE(code, ''),
    SUM(CASE WHEN outcome = 'accepted' THEN 1 ELSE 0 END),
    SUM(CASE WHEN outcome = 'refused' THEN 1 ELSE 0 END),
    SUM(CASE WHEN outcome = 'fault' THEN 1 ELSE 0 END),
    MAX(CASE WHEN outcome = 'accepted' THEN at ELSE 0 END)
FROM audit_events WHERE kind = 'token'
GROUP BY 2, 4;

INSERT INTO exchange_counts (whose, starts_at, width, part, accepted, refused, faults, last_accepted_at)
SELECT issuers.id, events.at / 3600000 * 3600000, 'hour', '',
    SUM(CASE WHEN events.outcome = 'accepted' THEN 1 ELSE 0 END),
    SUM(CASE WHEN events.outcome = 'refused' THEN 1 ELSE 0 END),
    SUM(CASE WHEN events.outcome = 'fault' THEN 1 ELSE 0 END),
    MAX(CASE WHEN events.outcome = 'accepted' THEN events.at ELSE 0 END)
FROM audit_events AS events
JOIN trusted_token_issuers AS issuers ON issuers.name = events.issuer
WHERE events.kind = 'token'
GROUP BY 1, 2;

INSERT INTO exchange_counts (whose, starts_at, width, part, accepted, refused, faults, last_accepted_at)
SELECT applications.id, events.at / 3600000 * 3600000, 'hour', '',
    SUM(CASE WHEN events.outcome = 'accepted' THEN 1 ELSE 0 END),
    SUM(CASE WHEN events.outcome = 'refused' THEN 1 ELSE 0 END),
    SUM(CASE WHEN events.outcome = 'fault' THEN 1 ELSE 0 END),
    MAX(CASE WHEN events.outcome = 'accepted' THEN events.at ELSE 0 END)
FROM audit_events AS events
JOIN applications ON applications.client_id = events.client_id
WHERE events.kind = 'token'
GROUP BY 1, 2;

INSERT INTO exchanges_between (starts_at, one, other, accepted)
SELECT events.at / 86400000 * 86400000, issuers.id, applications.id, COUNT(*)
FROM audit_events AS events
JOIN trusted_token_issuers AS issuers ON issuers.name = events.issuer
JOIN applications ON applications.client_id = events.client_id
WHERE events.kind = 'token' AND events.outcome = 'accepted'
GROUP BY 1, 2, 3;

INSERT INTO exchanges_between (starts_at, one, other, accepted)
SELECT starts_at, other, one, accepted FROM exchanges_between;
