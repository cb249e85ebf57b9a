-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What lists of posts are found by: their times, their last change, and the few
-- that are planned, unplanned or ended otherwise than published.

CREATE INDEX target_times ON target (due, post) WHERE due IS NOT NULL;
CREATE INDEX target_unplanned ON target (post) WHERE due IS NULL;
CREATE INDEX target_scheduled ON target (post) WHERE state = 'scheduled';
CREATE INDEX post_changed ON post (changed_at);
CREATE INDEX outbox_ended ON outbox (target_id) WHERE state > 100;
