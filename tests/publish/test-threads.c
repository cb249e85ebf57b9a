/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-outbox-claim.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "fixture.h"

#include <string.h>

#define HOUR 3600

static void
assert_part (Fixture        *self,
             const CsTarget *target,
             guint           part,
             CsOutboxState   state,
             const char     *code)
{
  g_autoptr(CsOutboxRow) row = fixture_row (self, target, part);

  g_assert_nonnull (row);
  g_assert_cmpstr (cs_outbox_state_names[row->state], ==, cs_outbox_state_names[state]);
  g_assert_cmpstr (row->code, ==, code);
}

static guint
count_events (Fixture    *self,
              const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, &error);
  g_autoptr(GPtrArray) events = cs_event_store_list_after (tx, 0, 1000, &error);
  guint n = 0;

  g_assert_no_error (error);

  for (guint i = 0; i < events->len; i++)
    n += strcmp (((CsEvent *) events->pdata[i])->name, name) == 0;

  return n;
}

static gboolean
answer (Fixture        *self,
        const CsTarget *target,
        guint           part,
        CsAnswer        what,
        GError        **error)
{
  g_autoptr(CsOutboxRow) row = fixture_row (self, target, part);

  return cs_publisher_answer (self->publisher, row->id, what, NULL, NULL, error);
}

/* Its first part asks, and what is said of it goes for all. */
static void
test_late_thread_asks_once (Fixture       *self,
                            gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 3, START - HOUR,
                                                   CS_LATE_ASK);
  g_autoptr(GError) error = NULL;

  fixture_run (self);
  assert_part (self, target, 0, CS_OUTBOX_NEEDS_YOU, "late");
  assert_part (self, target, 1, CS_OUTBOX_NEEDS_YOU, "parent");
  assert_part (self, target, 2, CS_OUTBOX_NEEDS_YOU, "parent");
  g_assert_cmpuint (count_events (self, "post.needs-you"), ==, 1);

  advance (self, HOUR);
  answer (self, target, 0, CS_ANSWER_POST_AGAIN, &error);
  g_assert_no_error (error);
  fixture_run (self);

  for (guint part = 0; part < 3; part++)
    {
      g_autoptr(CsOutboxRow) row = fixture_row (self, target, part);

      g_assert_cmpint (row->state, ==, CS_OUTBOX_DONE);
      g_assert_cmpuint (fixture_copies (self, target, part), ==, 1);
    }

  g_assert_cmpuint (count_events (self, "post.needs-you"), ==, 1);
}

static void
test_late_thread_is_dropped_once (Fixture       *self,
                                  gconstpointer  data)
{
  g_autoptr(CsTarget) asked = fixture_add_target (self, self->account, 2, START - HOUR,
                                                  CS_LATE_ASK);
  g_autoptr(CsTarget) missed = fixture_add_target (self, self->account, 2, START - 7 * HOUR,
                                                   CS_LATE_ASK);
  g_autoptr(GError) error = NULL;

  fixture_run (self);
  assert_part (self, missed, 0, CS_OUTBOX_MISSED, "late");
  assert_part (self, missed, 1, CS_OUTBOX_MISSED, "parent");
  g_assert_cmpuint (count_events (self, "post.missed"), ==, 1);

  answer (self, asked, 0, CS_ANSWER_DROP, &error);
  g_assert_no_error (error);
  fixture_run (self);
  assert_part (self, asked, 1, CS_OUTBOX_CANCELLED, "parent");
  g_assert_cmpuint (count_events (self, "post.cancelled"), ==, 1);
  g_assert_cmpuint (self->world.n_commits, ==, 0);
}

/* Whether the first part is out took long to learn: the rest follows it and is not late. */
static void
test_rest_follows_a_slow_part (Fixture       *self,
                               gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 2, START, CS_LATE_ASK);

  fixture_script (self, 1, CS_FAKE_503_BEFORE);
  self->world.blind = G_MAXUINT;
  self->world.probe_fault = CS_FAKE_RATE;

  for (guint i = 0; i < 10; i++)
    {
      fixture_run_once (self);
      advance (self, 120);
    }

  self->world.blind = 0;
  fixture_run (self);
  assert_part (self, target, 0, CS_OUTBOX_DONE, "done");
  assert_part (self, target, 1, CS_OUTBOX_DONE, "done");
  g_assert_cmpuint (self->world.n_posts, ==, 2);
}

/* The rest was held up by itself: then a person decides about it. */
static void
test_a_late_rest_asks (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 2, START, CS_LATE_ASK);

  fixture_script (self, 2, CS_FAKE_NONE, CS_FAKE_RATE);
  fixture_run_once (self);
  advance (self, HOUR);
  fixture_run (self);
  assert_part (self, target, 0, CS_OUTBOX_DONE, "done");
  assert_part (self, target, 1, CS_OUTBOX_NEEDS_YOU, "late");
}

static char *
link_of (Fixture        *self,
         const CsTarget *target)
{
  g_autofree char *content = g_strconcat (target->id, "/0", NULL);

  return cs_fake_world_link (&self->world, content);
}

static void
refuse_link (Fixture           *self,
             const CsOutboxRow *row,
             const char        *link,
             CsErrorCode        code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (cs_publisher_answer (self->publisher, row->id, CS_ANSWER_IT_IS_THERE, link, NULL,
                                       &error));
  g_assert_error (error, CS_ERROR, (int) code);
}

/* A person finds the first part: what a reply to it must name is learned from the network. */
static void
test_a_found_part_can_be_replied_to (Fixture       *self,
                                     gconstpointer  data)
{
  g_autoptr(CsAccount) other = fixture_add_account (self, FALSE);
  g_autoptr(CsTarget) earlier = fixture_add_target (self, self->account, 1, START, CS_LATE_ASK);
  g_autoptr(CsTarget) theirs = fixture_add_target (self, other, 1, START, CS_LATE_ASK);
  g_autoptr(CsTarget) target = NULL;
  g_autoptr(CsOutboxRow) first = NULL;
  g_autoptr(CsOutboxRow) found = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *known = NULL;
  g_autofree char *foreign = NULL;
  g_autofree char *link = NULL;

  self->world.wants_cid = TRUE;
  fixture_run (self);
  known = link_of (self, earlier);
  foreign = link_of (self, theirs);

  target = fixture_add_target (self, self->account, 2, START, CS_LATE_ASK);
  self->world.blind = G_MAXUINT;
  self->world.probe_fault = CS_FAKE_UNREACHED;
  fixture_script (self, 1, CS_FAKE_DROP);
  fixture_run (self);
  first = fixture_row (self, target, 0);
  g_assert_cmpint (first->state, ==, CS_OUTBOX_NEEDS_YOU);

  refuse_link (self, first, NULL, CS_ERROR_INVALID);
  refuse_link (self, first, "https://fake.example/@ana/1", CS_ERROR_INVALID);
  refuse_link (self, first, known, CS_ERROR_INVALID);
  refuse_link (self, first, foreign, CS_ERROR_INVALID);

  link = link_of (self, target);
  self->world.is_silent = TRUE;
  refuse_link (self, first, link, CS_ERROR_OFFLINE);
  self->world.is_silent = FALSE;

  cs_publisher_answer (self->publisher, first->id, CS_ANSWER_IT_IS_THERE, link, NULL, &error);
  g_assert_no_error (error);
  fixture_run (self);
  found = fixture_row (self, target, 0);
  g_assert_cmpstr (found->remote_url, ==, link);
  g_assert_cmpint (cs_outbox_row_published_at (found), ==, self->world.posts[2].made_at);
  assert_part (self, target, 0, CS_OUTBOX_DONE, "by-hand");
  assert_part (self, target, 1, CS_OUTBOX_DONE, "done");
  g_assert_cmpuint (self->world.n_posts, ==, 4);
}

/* Nobody learned whether it is out: who gives it up is told so. */
static void
test_given_up_in_doubt (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, CS_LATE_ASK);
  g_autoptr(CsOutboxRow) row = NULL;
  g_autoptr(GError) error = NULL;

  self->world.blind = G_MAXUINT;
  self->world.probe_fault = CS_FAKE_UNREACHED;
  fixture_script (self, 1, CS_FAKE_DROP);
  fixture_run (self);
  answer (self, target, 0, CS_ANSWER_DROP, &error);
  g_assert_no_error (error);
  row = fixture_row (self, target, 0);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_CANCELLED);
  g_assert_nonnull (strstr (row->sentence, "not known"));
}

/* What follows another part is decided there. */
static void
test_the_first_part_is_answered (Fixture       *self,
                                 gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 2, START - HOUR,
                                                   CS_LATE_ASK);
  g_autoptr(GError) error = NULL;

  fixture_run (self);
  g_assert_false (answer (self, target, 1, CS_ANSWER_POST_AGAIN, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_clear_error (&error);

  /* The rest of a thread may be given up alone. */
  answer (self, target, 1, CS_ANSWER_DROP, &error);
  answer (self, target, 0, CS_ANSWER_POST_AGAIN, &error);
  g_assert_no_error (error);
  fixture_run (self);
  assert_part (self, target, 0, CS_OUTBOX_DONE, "done");
  assert_part (self, target, 1, CS_OUTBOX_CANCELLED, "cancelled");
}

/* The youngest row of a part. */
static CsOutboxRow *
last_row (Fixture        *self,
          const CsTarget *target,
          guint           part)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, &error);
  g_autoptr(GPtrArray) rows = cs_outbox_store_list_for (tx, target->id, &error);
  CsOutboxRow *last = NULL;

  g_assert_no_error (error);

  for (guint i = 0; i < rows->len; i++)
    if (((CsOutboxRow *) rows->pdata[i])->part == part)
      last = rows->pdata[i];

  return last != NULL ? cs_record_ref (last) : NULL;
}

static gboolean
claim_rest (Fixture         *self,
            const CsTarget  *target,
            GError         **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, error);
  g_autoptr(CsPost) post = tx != NULL ? cs_post_store_find (tx, target->post_id, error) : NULL;

  return post != NULL
      && cs_claim_rest (tx, post, target, cs_clock_now_usec (self->clock), error)
      && cs_tx_commit (&tx, error);
}

/* A part is refused: hours later the rest goes out as replies to what is, which stays as it is. */
static void
test_the_rest_is_sent_later (Fixture       *self,
                             gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 4, START, CS_LATE_ASK);
  g_autoptr(CsOutboxRow) before = NULL;
  g_autoptr(CsOutboxRow) refused = NULL;
  g_autoptr(GError) error = NULL;

  self->world.wants_cid = TRUE;
  g_assert_false (claim_rest (self, target, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_clear_error (&error);

  fixture_script (self, 3, CS_FAKE_NONE, CS_FAKE_NONE, CS_FAKE_REJECTED);
  fixture_run (self);
  refused = last_row (self, target, 2);
  g_assert_cmpint (refused->state, ==, CS_OUTBOX_FAILED);
  g_assert_nonnull (strstr (refused->sentence, "publish it again"));
  advance (self, 8 * HOUR);
  claim_rest (self, target, &error);
  g_assert_no_error (error);
  g_assert_false (claim_rest (self, target, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_clear_error (&error);

  fixture_restart (self);
  fixture_script (self, 1, CS_FAKE_DROP);
  fixture_run (self);
  before = last_row (self, target, 1);

  for (guint part = 0; part < 4; part++)
    {
      g_autoptr(CsOutboxRow) row = last_row (self, target, part);

      g_assert_cmpint (row->state, ==, CS_OUTBOX_DONE);
      g_assert_cmpuint (fixture_copies (self, target, part), ==, 1);
      if (part == 2)
        g_assert_cmpstr (row->parent_id, ==, before->id);
    }

  g_assert_cmpuint (fixture_receipts (self), ==, 4);
  g_assert_cmpuint (count_events (self, "post.failed"), ==, 1);
  g_assert_false (claim_rest (self, target, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

typedef struct
{
  Fixture        *fixture;
  const CsTarget *target;
} Stop;

/* The clock is set back to the second of the row's last move, and a person stops it. */
static void
on_probe (gpointer data)
{
  Stop *stop = data;
  g_autoptr(CsOutboxRow) row = fixture_row (stop->fixture, stop->target, 0);
  g_autoptr(GError) error = NULL;

  cs_clock_step (stop->fixture->clock,
                 (row->updated_at - cs_clock_now (stop->fixture->clock)) * G_USEC_PER_SEC);
  cs_publisher_cancel (stop->fixture->publisher, row->id, &error);
  g_assert_no_error (error);
}

/* Stopped while the look that finds nothing is under way: it is not sent again. */
static void
test_a_stop_within_a_look_holds (Fixture       *self,
                                 gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, CS_LATE_ASK);
  g_autoptr(CsOutboxRow) row = NULL;
  Stop stop = { self, target };

  fixture_script (self, 1, CS_FAKE_503_BEFORE);
  fixture_run_once (self);
  row = fixture_row (self, target, 0);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_UNKNOWN);

  self->world.on_probe_data = &stop;
  self->world.on_probe = on_probe;
  fixture_run (self);
  assert_part (self, target, 0, CS_OUTBOX_CANCELLED, "cancelled");
  g_assert_cmpuint (self->world.n_posts, ==, 0);
}

#define ADD(path, func) \
  g_test_add ("/threads/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

CS_TESTS (threads)
{
  ADD ("a-late-thread-asks-once", test_late_thread_asks_once);
  ADD ("a-late-thread-is-dropped-once", test_late_thread_is_dropped_once);
  ADD ("the-rest-follows-a-slow-part", test_rest_follows_a_slow_part);
  ADD ("a-late-rest-asks", test_a_late_rest_asks);
  ADD ("a-found-part-can-be-replied-to", test_a_found_part_can_be_replied_to);
  ADD ("given-up-in-doubt-is-told", test_given_up_in_doubt);
  ADD ("the-first-part-is-answered", test_the_first_part_is_answered);
  ADD ("a-stop-within-a-look-holds", test_a_stop_within_a_look_holds);
  ADD ("the-rest-is-sent-later", test_the_rest_is_sent_later);
}
