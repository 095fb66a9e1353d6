-- An audience with its scopes. Applications name the audience in their documents.
CREATE TABLE api_resources (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL UNIQUE,
    audience   TEXT   NOT NULL UNIQUE,
    document   TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
