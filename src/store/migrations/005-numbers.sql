-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What was counted of published posts and of accounts. Nothing of it is under
-- undo. A tally names its target and post by UUID, so that it outlives them. What
-- was told is never lost to a correction; what stands beside the samples (latest,
-- account_day) can be reckoned from them again, but for the days that are frozen.

CREATE TABLE source (
  nr     INTEGER PRIMARY KEY,
  origin TEXT NOT NULL,
  name   TEXT NOT NULL,      -- empty: nobody said
  UNIQUE (origin, name)
) STRICT;

CREATE TABLE tally (
  nr           INTEGER PRIMARY KEY,
  target_id    TEXT NOT NULL UNIQUE,
  post_id      TEXT,
  account      INTEGER NOT NULL REFERENCES account (nr),
  remote_id    TEXT,
  url          TEXT,
  published_at INTEGER NOT NULL,
  followers    INTEGER,
  next_at      INTEGER,            -- NULL: never again
  gone_at      INTEGER,
  thinned_to   INTEGER NOT NULL    -- samples before it have been looked at
) STRICT;

CREATE INDEX tally_due ON tally (account, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX tally_published ON tally (account, published_at);
CREATE INDEX tally_post ON tally (post_id);
CREATE INDEX tally_thinned ON tally (thinned_to);

-- What counts of each moment, clustered by the post. The moment is told in seconds since publication:
-- up to 97 days of them take three bytes, where the time takes four. The store sees to its references.
CREATE TABLE sample (
  tally    INTEGER NOT NULL,
  age      INTEGER NOT NULL,
  source   INTEGER NOT NULL,
  views    INTEGER,
  likes    INTEGER,
  comments INTEGER,
  shares   INTEGER,
  quotes   INTEGER,
  saves    INTEGER,
  PRIMARY KEY (tally, age)
) STRICT, WITHOUT ROWID;

-- What was told of a moment before it was corrected; the first telling is revision 0. It is rare, and
-- so has a table of its own: beside the samples it would take a byte of each.
CREATE TABLE corrected (
  tally    INTEGER NOT NULL,
  age      INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  source   INTEGER NOT NULL,
  views    INTEGER,
  likes    INTEGER,
  comments INTEGER,
  shares   INTEGER,
  quotes   INTEGER,
  saves    INTEGER,
  PRIMARY KEY (tally, age, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE latest (
  tally      INTEGER PRIMARY KEY REFERENCES tally (nr),
  account    INTEGER NOT NULL,
  taken_at   INTEGER NOT NULL,
  source     INTEGER NOT NULL,
  views      INTEGER,
  likes      INTEGER,
  comments   INTEGER,
  shares     INTEGER,
  quotes     INTEGER,
  saves      INTEGER,
  engagement INTEGER
) STRICT;

CREATE INDEX latest_engagement ON latest (account, engagement DESC);

CREATE TABLE account_sample (
  account   INTEGER NOT NULL REFERENCES account (nr),
  taken_at  INTEGER NOT NULL,
  revision  INTEGER NOT NULL,
  source    INTEGER NOT NULL REFERENCES source (nr),
  followers INTEGER,
  following INTEGER,
  posts     INTEGER,
  PRIMARY KEY (account, taken_at, revision)
) STRICT, WITHOUT ROWID;

-- Sums of what was gained; told_… is how many samples told it: of none, it is unknown.
CREATE TABLE account_day (
  account       INTEGER NOT NULL REFERENCES account (nr),
  day           INTEGER NOT NULL,
  posts         INTEGER NOT NULL DEFAULT 0,
  views         INTEGER NOT NULL DEFAULT 0,
  likes         INTEGER NOT NULL DEFAULT 0,
  comments      INTEGER NOT NULL DEFAULT 0,
  shares        INTEGER NOT NULL DEFAULT 0,
  quotes        INTEGER NOT NULL DEFAULT 0,
  saves         INTEGER NOT NULL DEFAULT 0,
  told_views    INTEGER NOT NULL DEFAULT 0,
  told_likes    INTEGER NOT NULL DEFAULT 0,
  told_comments INTEGER NOT NULL DEFAULT 0,
  told_shares   INTEGER NOT NULL DEFAULT 0,
  told_quotes   INTEGER NOT NULL DEFAULT 0,
  told_saves    INTEGER NOT NULL DEFAULT 0,
  followers     INTEGER,
  frozen        INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE gap (
  nr       INTEGER PRIMARY KEY,
  account  INTEGER NOT NULL REFERENCES account (nr),
  tally    INTEGER REFERENCES tally (nr),    -- NULL: nothing of the account was counted
  from_at  INTEGER NOT NULL,
  until_at INTEGER,                          -- NULL: it still is so
  code     TEXT NOT NULL,
  sentence TEXT
) STRICT;

CREATE INDEX gap_account ON gap (account, from_at);
CREATE INDEX gap_tally ON gap (tally);
