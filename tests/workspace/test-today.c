/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-notice.h"
#include "cs-test.h"
#include "fixture.h"

#include <string.h>

static void
pass (Fixture *fixture,
      gint64   seconds)
{
  cs_clock_advance (fixture->clock, seconds * G_USEC_PER_SEC);
}

/* The only row of a section; NULL: none. */
static GVariant *
find_section (Fixture    *fixture,
              const char *section)
{
  g_autoptr(GVariant) all = run_command (fixture->owner, "today", "{}");
  GVariant *found = NULL;

  for (gsize i = 0; i < g_variant_n_children (all); i++)
    {
      g_autoptr(GVariant) row = g_variant_get_child_value (all, i);
      g_autofree char *name = text_of (row, "section");

      if (strcmp (name, section) != 0)
        continue;

      g_assert_null (found);
      found = g_steal_pointer (&row);
    }

  return found;
}

static void
assert_section (Fixture    *fixture,
                const char *section,
                const char *kind,
                const char *state)
{
  g_autoptr(GVariant) row = find_section (fixture, section);
  g_autofree char *found_kind = NULL;
  g_autofree char *found_state = NULL;
  g_autofree char *title = NULL;

  g_assert_nonnull (row);
  found_kind = text_of (row, "kind");
  found_state = text_of (row, "state");
  title = text_of (row, "title");
  g_assert_cmpstr (found_kind, ==, kind);
  g_assert_cmpstr (found_state, ==, state);
  g_assert_cmpstr (title, ==, "Kiln day");
}

static void
assert_no_section (Fixture    *fixture,
                   const char *section)
{
  g_autoptr(GVariant) row = find_section (fixture, section);

  g_assert_null (row);
}

/* A post that is due an hour after the start; its id. */
static char *
plan_post (Fixture    *fixture,
           const char *late)
{
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) post = NULL;
  char *id;

  post = run_command (fixture->owner, "post.new",
                      "{'text': <'Kiln day'>, 'accounts': <['%s']>}", account);
  id = text_of (post, "id");
  g_variant_unref (run_command (fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-11-22 17:00'>, 'zone': <'UTC'>,"
                                " 'late': <'%s'>}", id, late));

  return id;
}

static void
test_what_is_due (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *id = plan_post (fixture, "ask");
  g_autoptr(GVariant) row = NULL;
  g_autofree char *light = NULL;

  assert_section (fixture, "due", "post", "scheduled");
  assert_no_section (fixture, "needs");
  assert_no_section (fixture, "since");
  row = find_section (fixture, "due");
  light = text_of (row, "light");
  g_assert_cmpstr (light, ==, "green");

  cs_workspace_start_publishing (fixture->owner);
  pass (fixture, 3601);
  wait_for_count (fixture, "receipt.list", 1);
  assert_section (fixture, "since", "post", "published");
  assert_no_section (fixture, "due");

  /* The day after tomorrow nobody calls it news. */
  pass (fixture, 3 * 24 * 3600);
  assert_no_section (fixture, "since");
}

static void
test_who_waits (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *id = plan_post (fixture, "ask");
  g_autoptr(GVariant) notices = NULL;
  g_autoptr(GVariant) notice = NULL;
  g_autoptr(GNotification) notification = NULL;
  g_autofree char *kind = NULL;
  g_autofree char *post = NULL;

  pass (fixture, 3 * 3600);
  cs_workspace_start_publishing (fixture->owner);
  wait_for_count (fixture, "notice.list", 1);
  assert_section (fixture, "needs", "question", "needs-you");

  notices = run_command (fixture->owner, "notice.list", "{}");
  notice = g_variant_get_child_value (notices, 0);
  kind = text_of (notice, "kind");
  post = text_of (notice, "post");
  g_assert_cmpstr (kind, ==, "needs-you");
  g_assert_cmpstr (post, ==, id);
  notification = cs_notice_to_notification (notice);
  g_assert_nonnull (notification);
}

static void
test_what_was_missed (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *id = plan_post (fixture, "drop");
  g_autoptr(GVariant) none = NULL;

  pass (fixture, 24 * 3600);
  cs_workspace_start_publishing (fixture->owner);
  wait_for_count (fixture, "notice.list", 1);
  assert_section (fixture, "needs", "post", "missed");

  g_variant_unref (run_command (fixture->owner, "preference.set",
                                "{'name': <'notify-missed'>, 'value': <'off'>}"));
  none = run_command (fixture->owner, "notice.list", "{}");
  g_assert_cmpuint (g_variant_n_children (none), ==, 0);
}

static void
test_a_pause_holds_everything (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *id = plan_post (fixture, "publish");
  g_autoptr(GVariant) status = NULL;
  g_autoptr(GVariant) receipts = NULL;
  gboolean paused = FALSE;

  g_variant_unref (run_command (fixture->owner, "publishing.pause", "{}"));
  g_variant_unref (run_command (fixture->owner, "publishing.pause", "{}"));
  cs_workspace_start_publishing (fixture->owner);
  pass (fixture, 3660);
  g_assert_true (cs_workspace_is_quiet (fixture->owner));
  cs_pause (500, NULL, NULL);
  receipts = run_command (fixture->owner, "receipt.list", "{}");
  g_assert_cmpuint (g_variant_n_children (receipts), ==, 0);

  g_variant_unref (run_command (fixture->owner, "publishing.resume", "{}"));
  wait_for_count (fixture, "receipt.list", 1);

  g_variant_unref (run_command (fixture->owner, "publishing.pause", "{}"));
  fixture_reopen (fixture);
  status = run_command (fixture->owner, "status", "{}");
  g_assert_true (g_variant_lookup (status, "paused", "b", &paused));
  g_assert_true (paused);
}

static void
test_preferences (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) all = NULL;
  g_autoptr(GVariant) post = NULL;
  g_autoptr(GVariant) targets = NULL;
  g_autoptr(GVariant) target = NULL;
  g_autofree char *late = NULL;

  refuse_command (fixture->owner, "preference.set", CS_ERROR_INVALID,
                  "{'name': <'late'>, 'value': <'never'>}");
  refuse_command (fixture->owner, "preference.set", CS_ERROR_NOT_FOUND,
                  "{'name': <'colour'>, 'value': <'red'>}");
  all = run_command (fixture->owner, "preference.set", "{'name': <'late'>, 'value': <'drop'>}");
  late = text_of (all, "late");
  g_assert_cmpstr (late, ==, "drop");

  post = run_command (fixture->owner, "post.new",
                      "{'text': <'Kiln day'>, 'accounts': <['%s']>}", account);
  targets = g_variant_lookup_value (post, "targets", NULL);
  target = g_variant_get_child_value (targets, 0);
  g_clear_pointer (&late, g_free);
  late = text_of (target, "lateness");
  g_assert_cmpstr (late, ==, "drop");
}

/* A time that names no zone is of the preferred one; a day that names no time has the usual. */
static void
test_preferred_clock (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) post = NULL;
  g_autoptr(GVariant) planned = NULL;
  g_autoptr(GVariant) targets = NULL;
  g_autoptr(GVariant) target = NULL;
  g_autofree char *id = NULL;
  g_autofree char *zone = NULL;
  gint64 due = 0;

  refuse_command (fixture->owner, "preference.set", CS_ERROR_INVALID,
                  "{'name': <'zone'>, 'value': <'Mars/Olympus'>}");
  refuse_command (fixture->owner, "preference.set", CS_ERROR_INVALID,
                  "{'name': <'time'>, 'value': <'noon'>}");
  g_variant_unref (run_command (fixture->owner, "preference.set",
                                "{'name': <'zone'>, 'value': <'Asia/Tokyo'>}"));
  g_variant_unref (run_command (fixture->owner, "preference.set",
                                "{'name': <'time'>, 'value': <'07:15'>}"));

  post = run_command (fixture->owner, "post.new",
                      "{'text': <'Kiln day'>, 'accounts': <['%s']>}", account);
  id = text_of (post, "id");
  planned = run_command (fixture->owner, "post.schedule", "{'id': <'%s'>, 'at': <'2026-11-25'>}",
                         id);
  targets = g_variant_lookup_value (planned, "targets", NULL);
  target = g_variant_get_child_value (targets, 0);
  zone = text_of (target, "zone");
  g_assert_cmpstr (zone, ==, "Asia/Tokyo");
  g_assert_true (g_variant_lookup (target, "due", "x", &due));
  g_assert_cmpint (due, ==, G_GINT64_CONSTANT (1795558500));   /* 2026-11-24 22:15 UTC */
}

CS_TESTS (today)
{
  g_test_add_func ("/workspace/today/what-is-due", test_what_is_due);
  g_test_add_func ("/workspace/today/who-waits", test_who_waits);
  g_test_add_func ("/workspace/today/what-was-missed", test_what_was_missed);
  g_test_add_func ("/workspace/today/a-pause-holds-everything", test_a_pause_holds_everything);
  g_test_add_func ("/workspace/today/preferences", test_preferences);
  g_test_add_func ("/workspace/today/preferred-clock", test_preferred_clock);
}
