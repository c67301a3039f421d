-- The key vault, format 1. application_id 0x43584C4B ("CXLK"), user_version 1.
--
-- Nothing here is of use without the key-encrypting key (KEK), which lies in a file of its own. A row
-- that is deleted is gone: SQLite overwrites it, and the journal is truncated.

-- The ledger whose keys these are, and the KEK that they are wrapped under.
CREATE TABLE vault (
  only      INTEGER PRIMARY KEY CHECK (only = 1),
  ledger    BLOB NOT NULL CHECK (length(ledger) = 16),
  epoch     INTEGER NOT NULL,   -- rises with each new KEK
  kek_check BLOB NOT NULL CHECK (length(kek_check) = 32)   -- tells the right KEK from a wrong one
) STRICT;

-- Every data key ever made durable and not erased, drawn or not.
CREATE TABLE data_keys (
  id      BLOB PRIMARY KEY CHECK (length(id) = 16),
  epoch   INTEGER NOT NULL,   -- the KEK it is wrapped under
  wrapped BLOB NOT NULL CHECK (length(wrapped) = 72)   -- nonce (24), ciphertext (32), tag (16)
) STRICT, WITHOUT ROWID;

-- People's codes. A code goes with the key that it is tied to.
CREATE TABLE codes (
  mark   BLOB PRIMARY KEY CHECK (length(mark) = 32),   -- keyed hash of the code
  person BLOB NOT NULL CHECK (length(person) = 16),
  key    BLOB NOT NULL REFERENCES data_keys (id) ON DELETE CASCADE,
  sealed BLOB NOT NULL   -- the code under that key, so that it can be marked anew under another KEK
) STRICT, WITHOUT ROWID;

CREATE INDEX codes_by_key ON codes (key);
