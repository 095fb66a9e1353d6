-- SQLite alone: replay keys are gathered in the order of their coming and then sorted in together.

ALTER TABLE replay_keys RENAME TO replay_keys_by_hash;

-- The purge goes by whole minutes: keys that were sorted in together stand together here as well.
DROP INDEX replay_keys_by_keep_until;
CREATE INDEX replay_keys_by_minute ON replay_keys_by_hash (keep_until / 60000);

-- A place is greater than all that came before it, in either table.
CREATE TABLE recent_replay_keys_1 (
    place      INTEGER NOT NULL PRIMARY KEY,
    hash       BYTEA   NOT NULL,
    keep_until BIGINT  NOT NULL
);

CREATE TABLE recent_replay_keys_2 (
    place      INTEGER NOT NULL PRIMARY KEY,
    hash       BYTEA   NOT NULL,
    keep_until BIGINT  NOT NULL
);

-- All of them. Those that have been sorted in stand in two tables until the one they came into is emptied.
CREATE VIEW replay_keys AS
SELECT hash, keep_until FROM replay_keys_by_hash
UNION ALL
SELECT hash, keep_until FROM recent_replay_keys_1 AS recent
WHERE NOT EXISTS (SELECT 1 FROM replay_keys_by_hash AS known WHERE known.hash = recent.hash)
UNION ALL
SELECT hash, keep_until FROM recent_replay_keys_2 AS recent
WHERE NOT EXISTS (SELECT 1 FROM replay_keys_by_hash AS known WHERE known.hash = recent.hash);
