/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-plan.h"
#include "cs-slot.h"
#include "cs-test.h"

#include <string.h>

/* 2026-03-01 12:00 UTC, a minute of Berlin’s clock, and one in the gap of its spring. */
#define NOW 1772366400
#define WALL (NOW / 60 + 24 * 60)
#define GAP_WALL 29579190

typedef struct
{
  CsTarget  *target;
  CsPost    *post;
  CsAccount *account;
} Plan;

static void
plan_set_up (Plan          *plan,
             gconstpointer  data)
{
  plan->target = cs_record_new (CS_RECORD_TARGET);
  plan->target->id = g_strdup ("t");
  plan->post = cs_record_new (CS_RECORD_POST);
  plan->post->text = g_strdup ("Cat");
  plan->account = cs_record_new (CS_RECORD_ACCOUNT);
  plan->account->id = g_strdup ("a");
  plan->account->handle = g_strdup ("@ana@example.social");
}

static void
plan_tear_down (Plan          *plan,
                gconstpointer  data)
{
  cs_record_unref (plan->target);
  cs_record_unref (plan->post);
  cs_record_unref (plan->account);
}

static CsTarget *
schedule (Plan    *plan,
          gint64   wall,
          GError **error)
{
  return cs_target_scheduled (plan->target, plan->post, plan->account, wall, "Europe/Berlin",
                              CS_FOLD_ASK, NOW, error);
}

static void
assert_refused (Plan        *plan,
                gint64       wall,
                CsErrorCode  code,
                const char  *sentence)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTarget) next = schedule (plan, wall, &error);

  g_assert_null (next);
  g_assert_error (error, CS_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, sentence));
}

static void
attach (CsPost     *post,
        const char *media_id,
        gint64      part)
{
  CsAttachment *attachment = cs_record_new (CS_RECORD_ATTACHMENT);

  attachment->media_id = g_strdup (media_id);
  attachment->part = part;

  if (post->attachments == NULL)
    post->attachments = cs_records_new ();

  g_ptr_array_add (post->attachments, attachment);
}

static void
test_a_ready_post_gets_its_time (Plan          *plan,
                                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTarget) next = schedule (plan, WALL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (next->state, ==, CS_TARGET_SCHEDULED);
  g_assert_cmpint (next->wall, ==, WALL);
  g_assert_cmpstr (next->zone, ==, "Europe/Berlin");
  g_assert_cmpint (next->fold, ==, 0);
  g_assert_cmpint (next->due, ==, NOW + 23 * 3600);
  g_assert_cmpstr (next->id, ==, "t");
  g_assert_cmpint (plan->target->state, ==, CS_TARGET_DRAFT);
}

static void
test_empty_posts_are_refused (Plan          *plan,
                              gconstpointer  data)
{
  static const char *const empty[] = { "", " \n\t", "\xc2\xa0\xe3\x80\x80", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    {
      g_set_str (&plan->post->text, empty[i]);
      assert_refused (plan, WALL, CS_ERROR_INVALID, "nothing to publish");
    }
}

static void
test_a_video_or_an_own_text_is_enough (Plan          *plan,
                                       gconstpointer  data)
{
  g_autoptr(CsTarget) with_own = NULL;
  g_autoptr(CsTarget) with_media = NULL;

  g_clear_pointer (&plan->post->text, g_free);
  plan->target->text = g_strdup ("Katze");
  with_own = schedule (plan, WALL, NULL);
  g_assert_nonnull (with_own);

  g_clear_pointer (&plan->target->text, g_free);
  attach (plan->post, "m", 0);
  with_media = schedule (plan, WALL, NULL);
  g_assert_nonnull (with_media);
}

static void
test_each_part_of_a_thread_has_something (Plan          *plan,
                                          gconstpointer  data)
{
  g_autoptr(CsTarget) next = NULL;

  plan->post->thread = g_strsplit ("two| ", "|", -1);
  assert_refused (plan, WALL, CS_ERROR_INVALID, "Part 3 of the thread is empty");

  attach (plan->post, "m", 2);
  next = schedule (plan, WALL, NULL);
  g_assert_nonnull (next);

  attach (plan->post, "n", 3);
  assert_refused (plan, WALL, CS_ERROR_INVALID, "part 4 of the thread");
}

static void
test_accounts_that_cannot_publish_are_named (Plan          *plan,
                                             gconstpointer  data)
{
  plan->account->state = CS_ACCOUNT_SIGN_IN;
  assert_refused (plan, WALL, CS_ERROR_SIGN_IN, "@ana@example.social");

  plan->account->state = CS_ACCOUNT_NEEDS_YOU;
  plan->account->reason = g_strdup ("the server is not one");
  assert_refused (plan, WALL, CS_ERROR_NEEDS_YOU, "the server is not one");
}

static void
test_times_that_cannot_be_are_refused (Plan          *plan,
                                       gconstpointer  data)
{
  g_autofree char *gap = cs_slot_format_wall (GAP_WALL);

  g_assert_cmpstr (gap, ==, "2026-03-29 02:30");
  assert_refused (plan, WALL - 24 * 60, CS_ERROR_INVALID, "has passed");
  assert_refused (plan, GAP_WALL, CS_ERROR_INVALID, "does not exist");
  assert_refused (plan, -1, CS_ERROR_INVALID, "between 1970");
  assert_refused (plan, CS_UNKNOWN, CS_ERROR_INVALID, "between 1970");
}

static void
test_now_is_due_at_once (Plan          *plan,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTarget) next = cs_target_due_now (plan->target, plan->post, plan->account,
                                                "Europe/Berlin", NOW + 42, &error);
  g_autoptr(CsTarget) same = NULL;
  gint64 moved;

  g_assert_no_error (error);
  g_assert_cmpint (next->due, <=, NOW + 42);
  same = cs_target_recomputed (next, &moved, NULL);
  g_assert_cmpint (moved, ==, 0);
}

static void
test_taking_back_leaves_a_draft (Plan          *plan,
                                 gconstpointer  data)
{
  g_autoptr(CsTarget) next = schedule (plan, WALL, NULL);
  g_autoptr(CsTarget) back = cs_target_unscheduled (next, NULL);
  g_autoptr(CsTarget) again = cs_target_unscheduled (back, NULL);

  g_assert_cmpint (back->state, ==, CS_TARGET_DRAFT);
  g_assert_cmpint (back->due, ==, CS_UNKNOWN);
  g_assert_cmpint (back->wall, ==, CS_UNKNOWN);
  g_assert_null (back->zone);
  g_assert_true (cs_record_equal (back, again));
}

static void
test_a_claimed_target_stays_as_it_is (Plan          *plan,
                                      gconstpointer  data)
{
  g_autoptr(GError) back_error = NULL;
  g_autoptr(CsTarget) same = NULL;
  gint64 moved;

  plan->target->state = CS_TARGET_CLAIMED;
  plan->target->due = NOW - 1;

  assert_refused (plan, WALL, CS_ERROR_INVALID, "on its way");
  g_assert_null (cs_target_unscheduled (plan->target, &back_error));
  g_assert_error (back_error, CS_ERROR, CS_ERROR_INVALID);
  same = cs_target_recomputed (plan->target, &moved, NULL);
  g_assert_true (same == plan->target);
}

static void
add (const char *path,
     void      (*test) (Plan          *plan,
                        gconstpointer  data))
{
  g_test_add (path, Plan, NULL, plan_set_up, test, plan_tear_down);
}

CS_TESTS (plan)
{
  add ("/plan/a-ready-post-gets-its-time", test_a_ready_post_gets_its_time);
  add ("/plan/empty-posts-are-refused", test_empty_posts_are_refused);
  add ("/plan/a-video-or-an-own-text-is-enough", test_a_video_or_an_own_text_is_enough);
  add ("/plan/each-part-of-a-thread-has-something", test_each_part_of_a_thread_has_something);
  add ("/plan/accounts-that-cannot-publish-are-named",
       test_accounts_that_cannot_publish_are_named);
  add ("/plan/times-that-cannot-be-are-refused", test_times_that_cannot_be_are_refused);
  add ("/plan/now-is-due-at-once", test_now_is_due_at_once);
  add ("/plan/taking-back-leaves-a-draft", test_taking_back_leaves_a_draft);
  add ("/plan/a-claimed-target-stays-as-it-is", test_a_claimed_target_stays_as_it_is);
}
