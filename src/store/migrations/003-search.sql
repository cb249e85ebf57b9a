-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Full-text search. The indexes keep words alone, folded by cs-match.h; what is
-- to be read again stands in search_stale, where triggers put it, also when an
-- act is undone. A commit reads its own changes; what an update found is read in
-- the background, the youngest first.

CREATE VIRTUAL TABLE post_search USING fts5 (title, text, labels,
  content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mc'", prefix = '2 3 4');

CREATE VIRTUAL TABLE media_search USING fts5 (title, file,
  content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mc'", prefix = '2 3 4');

CREATE TABLE search_stale (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind   TEXT NOT NULL,      -- post, media
  nr     INTEGER NOT NULL
) STRICT;

CREATE INDEX search_stale_of ON search_stale (nr, kind);

CREATE TRIGGER post_search_insert AFTER INSERT ON post BEGIN
  INSERT INTO search_stale (kind, nr) VALUES ('post', new.nr);
END;

CREATE TRIGGER post_search_update AFTER UPDATE OF title, text, thread, labels, warning ON post BEGIN
  INSERT INTO search_stale (kind, nr) VALUES ('post', new.nr);
END;

CREATE TRIGGER post_search_delete AFTER DELETE ON post BEGIN
  INSERT INTO search_stale (kind, nr) VALUES ('post', old.nr);
END;

CREATE TRIGGER target_search_insert AFTER INSERT ON target
WHEN new.text IS NOT NULL OR new.warning IS NOT NULL BEGIN
  INSERT INTO search_stale (kind, nr) VALUES ('post', new.post);
END;

CREATE TRIGGER target_search_update AFTER UPDATE OF text, warning ON target
WHEN new.text IS NOT old.text OR new.warning IS NOT old.warning BEGIN
  INSERT INTO search_stale (kind, nr) VALUES ('post', new.post);
END;

CREATE TRIGGER target_search_delete AFTER DELETE ON target
WHEN old.text IS NOT NULL OR old.warning IS NOT NULL BEGIN
  INSERT INTO search_stale (kind, nr) VALUES ('post', old.post);
END;

CREATE TRIGGER media_search_insert AFTER INSERT ON media BEGIN
  INSERT INTO search_stale (kind, nr) VALUES ('media', new.nr);
END;

CREATE TRIGGER media_search_update AFTER UPDATE OF title, path ON media BEGIN
  INSERT INTO search_stale (kind, nr) VALUES ('media', new.nr);
END;

CREATE TRIGGER media_search_delete AFTER DELETE ON media BEGIN
  INSERT INTO search_stale (kind, nr) VALUES ('media', old.nr);
END;

-- Below zero, so that no commit has to read it.
INSERT INTO search_stale (number, kind, nr)
  SELECT nr - (SELECT max (nr) FROM post) - 1, 'post', nr FROM post;
INSERT INTO search_stale (number, kind, nr)
  SELECT nr - (SELECT max (nr) FROM media) - 1 - (SELECT coalesce (max (nr), 0) FROM post),
    'media', nr FROM media;
