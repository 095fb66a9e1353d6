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

-- Which events of the audit happened within ten minutes: all of them have ids from the first to the last. So the events of a
-- time are found by their ids, in the order in which they are shown, together with whatever else is asked for.
CREATE TABLE audit_spans (
    starts_at BIGINT NOT NULL PRIMARY KEY,
    first_id  BIGINT NOT NULL,
    last_id   BIGINT NOT NULL
);

INSERT INTO audit_spans (starts_at, first_id, last_id)
SELECT at / 600000 * 600000, MIN(id), MAX(id) FROM audit_events GROUP BY 1;

-- What went wrong with somebody is asked more often than anything else, and may be rare among much that went well.
CREATE INDEX audit_events_of_issuer_not_accepted ON audit_events (issuer, id)
    WHERE issuer IS NOT NULL AND outcome <> 'accepted';
CREATE INDEX audit_events_of_application_not_accepted ON audit_events (application, id)
    WHERE application IS NOT NULL AND outcome <> 'accepted';
CREATE INDEX audit_events_of_client_id_not_accepted ON audit_events (client_id, id)
    WHERE client_id IS NOT NULL AND outcome <> 'accepted';
