-- Keys of an algorithm stand in a line: each signs from its moment on, until the one that follows it does. A key has one
-- successor, whichever node made it first, and every node computes from these times alone which key does what.
DROP INDEX signing_keys_in_use;

ALTER TABLE signing_keys ADD COLUMN signs_from BIGINT NOT NULL DEFAULT 0;
ALTER TABLE signing_keys ADD COLUMN follows TEXT NOT NULL DEFAULT '';

UPDATE signing_keys SET signs_from = created_at;

CREATE UNIQUE INDEX signing_keys_in_line ON signing_keys (algorithm, follows);
