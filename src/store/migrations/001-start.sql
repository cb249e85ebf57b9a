-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Columns are named like the fields of the records. Integer keys (nr) never leave
-- the store; outside, an id is the UUID. post, attachment, target, media and
-- rendition are under undo: declared keys, none used twice, nothing generated,
-- no cascades. What tells of the outside world (outbox, receipts, events) names
-- its subjects by UUID, so that it outlives them.

CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  nr           INTEGER PRIMARY KEY AUTOINCREMENT,
  id           TEXT NOT NULL UNIQUE,
  network      TEXT NOT NULL,
  handle       TEXT,
  display_name TEXT,
  remote_id    TEXT,
  host         TEXT,
  state        TEXT NOT NULL,
  reason       TEXT,
  settings     TEXT,
  limits       TEXT,
  video_way    TEXT NOT NULL,
  honours_key  INTEGER NOT NULL,
  can_schedule INTEGER NOT NULL,
  added_at     INTEGER,
  checked_at   INTEGER,
  removed      INTEGER NOT NULL DEFAULT 0   -- kept for what refers to it
) STRICT;

CREATE TABLE media (
  nr         INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  path       TEXT,
  title      TEXT,
  sha256     TEXT,
  size       INTEGER,
  mtime      INTEGER,
  facts      TEXT,
  thumbnails TEXT,
  added_at   INTEGER
) STRICT;

CREATE INDEX media_sha256 ON media (sha256);
CREATE INDEX media_path ON media (path);
CREATE INDEX media_added ON media (added_at);

CREATE TABLE rendition (
  nr       INTEGER PRIMARY KEY AUTOINCREMENT,
  id       TEXT NOT NULL UNIQUE,
  media    INTEGER NOT NULL REFERENCES media (nr),
  recipe   TEXT,
  path     TEXT,
  sha256   TEXT,
  facts    TEXT,
  networks TEXT,
  made_at  INTEGER
) STRICT;

CREATE INDEX rendition_media ON rendition (media);

CREATE TABLE post (
  nr         INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  title      TEXT,
  text       TEXT,
  thread     TEXT,
  language   TEXT,
  warning    TEXT,
  visibility TEXT NOT NULL,
  labels     TEXT,
  created_at INTEGER,
  changed_at INTEGER
) STRICT;

CREATE INDEX post_created ON post (created_at);

CREATE TABLE attachment (
  post     INTEGER NOT NULL REFERENCES post (nr),
  position INTEGER NOT NULL,
  media    INTEGER NOT NULL REFERENCES media (nr),
  alt      TEXT,
  part     INTEGER,
  PRIMARY KEY (post, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX attachment_media ON attachment (media);

CREATE TABLE target (
  nr         INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  post       INTEGER NOT NULL REFERENCES post (nr),
  account    INTEGER NOT NULL REFERENCES account (nr),
  state      TEXT NOT NULL,
  text       TEXT,
  warning    TEXT,
  wall       INTEGER,
  zone       TEXT,
  fold       INTEGER,
  due        INTEGER,
  lateness   TEXT NOT NULL,
  late_limit INTEGER
) STRICT;

CREATE INDEX target_post ON target (post);
CREATE INDEX target_account ON target (account);
CREATE INDEX target_due ON target (due) WHERE state = 'scheduled';

-- A month is read from this index alone: the table is never touched.
CREATE INDEX target_calendar ON target (due, id, post, account, state, wall, zone, fold, lateness,
                                        late_limit, text, warning)
  WHERE due IS NOT NULL;

CREATE TABLE outbox (
  nr          INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  target_id   TEXT NOT NULL,
  post_id     TEXT NOT NULL,
  account_id  TEXT NOT NULL,
  part        INTEGER,
  parent_id   TEXT,
  state       INTEGER NOT NULL,
  attempt     INTEGER,
  key         TEXT,
  body        TEXT,
  body_sha256 TEXT,
  handles     TEXT,
  remote_id   TEXT,
  remote_url  TEXT,
  remote_cid  TEXT,
  due         INTEGER,
  intent_at   INTEGER,
  not_before  INTEGER,
  updated_at  INTEGER,
  code        TEXT,
  sentence    TEXT
) STRICT;

CREATE INDEX outbox_active ON outbox (due, nr) WHERE state < 100;
CREATE INDEX outbox_target ON outbox (target_id, part);
CREATE INDEX outbox_post ON outbox (post_id);

CREATE TABLE outbox_log (
  nr         INTEGER PRIMARY KEY AUTOINCREMENT,
  outbox     INTEGER NOT NULL REFERENCES outbox (nr),
  at         INTEGER NOT NULL,
  from_state INTEGER,   -- NULL: born
  to_state   INTEGER NOT NULL,
  code       TEXT,
  sentence   TEXT
) STRICT;

CREATE INDEX outbox_log_row ON outbox_log (outbox);

CREATE TABLE receipt (
  number       INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  target_id    TEXT,
  post_id      TEXT,
  account_id   TEXT,
  network      TEXT NOT NULL,
  handle       TEXT,
  part         INTEGER,
  remote_id    TEXT,
  url          TEXT,
  published_at INTEGER,
  body_sha256  TEXT,
  previous     TEXT NOT NULL,
  hash         TEXT NOT NULL
) STRICT;

CREATE INDEX receipt_target ON receipt (target_id, part);
CREATE INDEX receipt_published ON receipt (published_at);

CREATE TABLE event (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  name    TEXT NOT NULL,
  kind    TEXT,
  subject TEXT,
  detail  TEXT
) STRICT;

CREATE TABLE bucket (
  account_id TEXT NOT NULL,
  scope      TEXT NOT NULL,
  capacity   REAL NOT NULL,
  tokens     REAL NOT NULL,
  refill     REAL NOT NULL,      -- tokens a second
  updated_at INTEGER NOT NULL,   -- microseconds
  reset_at   INTEGER,
  PRIMARY KEY (account_id, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE breaker (
  account_id TEXT NOT NULL,
  host       TEXT NOT NULL,
  failures   INTEGER NOT NULL,
  first_at   INTEGER,
  opened     INTEGER NOT NULL,   -- times in a row
  open_until INTEGER,
  PRIMARY KEY (account_id, host)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  number    INTEGER PRIMARY KEY AUTOINCREMENT,
  at        INTEGER NOT NULL,
  title     TEXT NOT NULL,
  state     TEXT NOT NULL,
  reason    TEXT,
  merge_key TEXT,
  changeset BLOB               -- of a refused step: none
) STRICT;
