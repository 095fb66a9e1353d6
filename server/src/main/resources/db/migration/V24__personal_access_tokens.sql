-- Tokens with which people of the console call the REST API. Only hashes are kept; a token without an end does not exist.
CREATE TABLE personal_access_tokens (
    id           TEXT   NOT NULL PRIMARY KEY,
    organization BIGINT NOT NULL REFERENCES organizations (number),
    person_id    TEXT   NOT NULL REFERENCES administrators (id) ON DELETE CASCADE,
    name         TEXT   NOT NULL,
    hash         BYTEA  NOT NULL UNIQUE,
    role         TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    last_used_at BIGINT
);

CREATE INDEX personal_access_tokens_of_person ON personal_access_tokens (organization, person_id);
