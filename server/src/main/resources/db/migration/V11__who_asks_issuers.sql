-- Which node asks an issuer for its keys, and until when nobody else does.
CREATE TABLE jwks_claims (
    owner  TEXT   NOT NULL PRIMARY KEY,
    holder TEXT   NOT NULL,
    until  BIGINT NOT NULL
);
