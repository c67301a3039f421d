-- The log of one ledger. Rows are only ever added; none is changed or deleted.

-- The ledger that this file belongs to: 16 random bytes drawn when it was created, which keys.db repeats.
CREATE TABLE ledger (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  id   BLOB NOT NULL CHECK (length(id) = 16)
) STRICT;

-- Streams, numbered from 0 without gaps in the order of their first events.
CREATE TABLE streams (
  number INTEGER PRIMARY KEY,
  kind   TEXT NOT NULL,   -- initiative, metric, person, …
  id     BLOB NOT NULL CHECK (length(id) = 16),
  UNIQUE (id, kind)
) STRICT;

-- Wire names of event types with their version, numbered from 0 without gaps.
CREATE TABLE types (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE
) STRICT;

-- Events in the ledger's order. The id has no index: it is random, so an index on it would cost one more
-- page for each event, and a repeated append is recognized by its stream and revision.
CREATE TABLE events (
  position INTEGER PRIMARY KEY,   -- from 0 without gaps over the whole ledger
  stream   INTEGER NOT NULL REFERENCES streams (number),
  revision INTEGER NOT NULL,      -- from 0 without gaps within the stream
  type     INTEGER NOT NULL REFERENCES types (number),
  id       BLOB NOT NULL CHECK (length(id) = 16),
  body     BLOB NOT NULL,         -- the fact, byte for byte as it was appended
  meta     BLOB NOT NULL,         -- actor, command, recorded time, …, byte for byte
  UNIQUE (stream, revision)
) STRICT;
