-- Visits of administrators of the root organization in other organizations. session_id is that of the session in the root
-- organization, of which a visit is a further token; token_hash gives access to the console of the visited organization.
CREATE TABLE visiting_sessions (
    id           TEXT   NOT NULL PRIMARY KEY,
    organization BIGINT NOT NULL REFERENCES organizations (number),
    session_id   TEXT   NOT NULL REFERENCES console_sessions (id) ON DELETE CASCADE,
    token_hash   BYTEA  NOT NULL UNIQUE,
    UNIQUE (session_id, organization)
);
