-- PostgreSQL alone: names, client ids, iss values and audiences are unique within an organization. The constraints of the
-- version before stay until the first organization is created, because its nodes may still run; those that a node of that
-- version needs for ON CONFLICT are among them.
ALTER TABLE trusted_token_issuers ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE applications ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE api_resources ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;
ALTER TABLE administrators ADD COLUMN organization BIGINT NOT NULL DEFAULT 1;

CREATE UNIQUE INDEX trusted_token_issuers_by_name ON trusted_token_issuers (organization, name);
CREATE UNIQUE INDEX trusted_token_issuers_by_issuer ON trusted_token_issuers (organization, issuer);
CREATE UNIQUE INDEX applications_by_name ON applications (organization, name);
CREATE UNIQUE INDEX applications_by_client_id ON applications (organization, client_id);
CREATE UNIQUE INDEX api_resources_by_name ON api_resources (organization, name);
CREATE UNIQUE INDEX api_resources_by_audience ON api_resources (organization, audience);
CREATE UNIQUE INDEX administrators_by_username ON administrators (organization, username_key);
CREATE UNIQUE INDEX signing_keys_in_line_of_organization ON signing_keys (organization, algorithm, follows);
CREATE INDEX application_secrets_by_organization ON application_secrets (organization);
CREATE INDEX blocked_subjects_of_organization ON blocked_subjects (organization, created_at, id);

-- id is the number of the organization.
ALTER TABLE trust_version DROP CONSTRAINT trust_version_id_check;

-- By these the rows of an organization are counted and deleted. Partitions that exist are not indexed, which would take as
-- long as they are large: they hold few rows of other organizations than the root, and are deleted in time. Those that are
-- created from now on are.
CREATE INDEX issued_tokens_of_organization ON ONLY issued_tokens (organization) WHERE organization <> 1;
CREATE INDEX audit_events_of_organization ON ONLY audit_events (organization, id) WHERE organization <> 1;
CREATE INDEX refresh_families_of_organization ON refresh_families (organization) WHERE organization <> 1;
CREATE INDEX refresh_tokens_of_organization ON refresh_tokens (organization) WHERE organization <> 1;
CREATE INDEX exchange_counts_of_organization ON exchange_counts (organization, starts_at) WHERE organization <> 1;
CREATE INDEX exchanges_between_of_organization ON exchanges_between (organization) WHERE organization <> 1;
