-- Who keeps an issuer, an application or an API resource in files. What has no row here was made by hand.
CREATE TABLE trust_owners (
    id    TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL
);
