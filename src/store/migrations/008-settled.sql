-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What was told when it was too late for the sums of days: of a moment whose day is frozen, or
-- after which comes one of a frozen day. The sums go by what is here instead of the sample; NULL:
-- as if nothing had been told. It is rare, and so has a table of its own, as what is corrected.

CREATE TABLE settled (
  tally    INTEGER NOT NULL,
  age      INTEGER NOT NULL,
  views    INTEGER,
  likes    INTEGER,
  comments INTEGER,
  shares   INTEGER,
  quotes   INTEGER,
  saves    INTEGER,
  PRIMARY KEY (tally, age)
) STRICT, WITHOUT ROWID;

-- What days are reckoned from.
CREATE VIEW reckoned (tally, age, views, likes, comments, shares, quotes, saves) AS
  SELECT s.tally, s.age, iif (o.tally IS NULL, s.views, o.views),
    iif (o.tally IS NULL, s.likes, o.likes), iif (o.tally IS NULL, s.comments, o.comments),
    iif (o.tally IS NULL, s.shares, o.shares), iif (o.tally IS NULL, s.quotes, o.quotes),
    iif (o.tally IS NULL, s.saves, o.saves)
  FROM sample AS s LEFT JOIN settled AS o ON o.tally = s.tally AND o.age = s.age;
