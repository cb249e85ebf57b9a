-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Since when a post is not found; it is gone only when it still is not a while later.

ALTER TABLE tally ADD COLUMN missing_at INTEGER;
