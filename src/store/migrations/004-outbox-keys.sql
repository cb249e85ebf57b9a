-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- A new row takes a key that no row of its account had, and a look after a post
-- asks what the account's other rows published.

CREATE INDEX outbox_key ON outbox (account_id, key) WHERE key NOT NULL;
CREATE INDEX outbox_remote ON outbox (account_id, remote_id) WHERE remote_id NOT NULL;
