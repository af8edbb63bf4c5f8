-- Instants are microseconds since 1970-01-01T00:00:00Z. Documents and steps are text whose
-- encoding is the writer's.

CREATE TABLE vms (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    number     INTEGER NOT NULL UNIQUE,
    document   TEXT NOT NULL,
    generation INTEGER NOT NULL,
    created    INTEGER NOT NULL,
    changed    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE nic_numbers (
    vm     TEXT NOT NULL REFERENCES vms (id) ON DELETE CASCADE,
    nic    TEXT NOT NULL,
    number INTEGER NOT NULL UNIQUE,
    PRIMARY KEY (vm, nic)
) STRICT, WITHOUT ROWID;

-- The VM is not a foreign key: a plan outlives the VM that it removed.
CREATE TABLE plans (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    vm        TEXT NOT NULL,
    kind      TEXT NOT NULL,
    plan      TEXT NOT NULL,
    user_id   INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    begun     INTEGER NOT NULL,
    ended     INTEGER,
    outcome   TEXT,
    detail    TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX plans_unfinished ON plans (id) WHERE outcome IS NULL;
CREATE INDEX plans_of_vm ON plans (vm, id);

CREATE TABLE steps (
    plan     INTEGER NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    step     TEXT NOT NULL,
    state    TEXT NOT NULL,
    begun    INTEGER NOT NULL,
    changed  INTEGER NOT NULL,
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    sequence  INTEGER PRIMARY KEY,
    instant   INTEGER NOT NULL,
    user_id   INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    what      TEXT NOT NULL,
    object    TEXT NOT NULL,
    detail    TEXT NOT NULL,
    outcome   TEXT NOT NULL,
    previous  BLOB NOT NULL,
    hash      BLOB NOT NULL
) STRICT;

-- AUTOINCREMENT: a number is never given twice, even when the newest events are gone.
CREATE TABLE events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    instant  INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    object   TEXT NOT NULL,
    detail   TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
