-- Passkeys of administrators. id is the hash of the credential id; credential is the attested credential data of WebAuthn, with
-- the public key, in base64url; sign_count is the signature counter of the last ceremony.
CREATE TABLE passkeys (
    organization    BIGINT NOT NULL REFERENCES organizations (number),
    id              TEXT   NOT NULL,
    person_id       TEXT   NOT NULL REFERENCES administrators (id) ON DELETE CASCADE,
    name            TEXT   NOT NULL,
    credential      TEXT   NOT NULL,
    sign_count      BIGINT NOT NULL,
    backup_eligible BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    last_used_at    BIGINT,
    PRIMARY KEY (organization, id)
);

CREATE INDEX passkeys_of_person ON passkeys (person_id);

-- The hashes of the challenges of valid ceremonies, until they expire: a challenge is used once.
CREATE TABLE used_passkey_challenges (
    organization BIGINT NOT NULL REFERENCES organizations (number),
    hash         BYTEA  NOT NULL,
    expires_at   BIGINT NOT NULL,
    PRIMARY KEY (organization, hash)
);

CREATE INDEX used_passkey_challenges_due ON used_passkey_challenges (expires_at);
