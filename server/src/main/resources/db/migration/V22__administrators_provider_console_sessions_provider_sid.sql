-- The account of a person at the OpenID provider, by which the person signs in; neither column is set for people of this server.
ALTER TABLE administrators ADD COLUMN provider_issuer TEXT;
ALTER TABLE administrators ADD COLUMN provider_subject TEXT;
CREATE UNIQUE INDEX administrators_by_provider ON administrators (organization, provider_issuer, provider_subject);

-- The session at the OpenID provider (sid) with which a session began; a back-channel logout names it.
ALTER TABLE console_sessions ADD COLUMN provider_sid TEXT;
