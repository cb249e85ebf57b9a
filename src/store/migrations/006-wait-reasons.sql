-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Why a network asked to wait: a bucket that is such a wait tells it for as long as it
-- lasts. NULL: it is none, or nobody said.

ALTER TABLE bucket ADD COLUMN code TEXT;
ALTER TABLE bucket ADD COLUMN sentence TEXT;
