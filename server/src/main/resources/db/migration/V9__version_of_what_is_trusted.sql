-- Counts every change of what is trusted, so that a node sees that another has made one.
CREATE TABLE trust_version (
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);

INSERT INTO trust_version (id, version) VALUES (1, 0);
