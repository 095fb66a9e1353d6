-- Subjects for which no token is issued. The hash is that of the subject, so that one of any length has an entry in the index.
CREATE TABLE blocked_subjects (
    id           TEXT   NOT NULL PRIMARY KEY,
    issuer_id    TEXT   NOT NULL REFERENCES trusted_token_issuers (id) ON DELETE CASCADE,
    subject_hash BYTEA  NOT NULL,
    subject      TEXT   NOT NULL,
    source       TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    until        BIGINT,
    UNIQUE (issuer_id, subject_hash, source)
);

CREATE INDEX blocked_subjects_by_time ON blocked_subjects (created_at, id);

-- The sub claim of the assertion, by which an issuer and an administrator name a subject.
ALTER TABLE issued_tokens ADD COLUMN issuer_subject TEXT;
ALTER TABLE refresh_families ADD COLUMN issuer_subject TEXT;

UPDATE refresh_families SET issuer_subject = ${claimed_sub};

UPDATE issued_tokens SET issuer_subject =
    (SELECT family.issuer_subject FROM refresh_families AS family WHERE family.id = issued_tokens.family_id)
WHERE family_id IS NOT NULL;
