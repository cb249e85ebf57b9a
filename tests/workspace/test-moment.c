/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-record.h"
#include "cs-test.h"
#include "fixture.h"

/* 2026-11-23 18:30 in Berlin, in a command’s words. */
#define MOMENT \
  "{'wall': <int64 29924310>, 'zone': <'Europe/Berlin'>, 'lateness': <'publish'>," \
  " 'late_limit': <int64 600>}"

static GVariant *
only_target (GVariant *post)
{
  g_autoptr(GVariant) targets = g_variant_lookup_value (post, "targets",
                                                        G_VARIANT_TYPE ("aa{sv}"));

  g_assert_cmpuint (g_variant_n_children (targets), ==, 1);

  return g_variant_get_child_value (targets, 0);
}

static gint64
number_of (GVariant   *record,
           const char *name)
{
  gint64 number = CS_UNKNOWN;

  g_variant_lookup (record, name, "x", &number);

  return number;
}

/* It is no plan: nothing becomes due by it. */
static void
test_is_kept_with_a_draft (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) post = run_command (fixture->owner, "post.new",
                                          "{'text': <'Hello'>, 'accounts': <['%s']>,"
                                          " 'moment': <" MOMENT ">}", account);
  g_autoptr(GVariant) target = only_target (post);
  g_autofree char *state = text_of (target, "state");
  g_autofree char *zone = text_of (target, "zone");
  g_autofree char *lateness = text_of (target, "lateness");
  g_autoptr(GVariant) planned = run_command (fixture->owner, "post.planned", "{}");

  g_assert_cmpstr (state, ==, "draft");
  g_assert_cmpint (number_of (target, "wall"), ==, 29924310);
  g_assert_cmpstr (zone, ==, "Europe/Berlin");
  g_assert_cmpstr (lateness, ==, "publish");
  g_assert_cmpint (number_of (target, "late_limit"), ==, 600);
  g_assert_cmpint (number_of (target, "due"), ==, CS_UNKNOWN);
  g_assert_cmpuint (g_variant_n_children (planned), ==, 0);
}

/* What is planned is moved by planning it anew alone. */
static void
test_moves_no_plan (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) post = run_command (fixture->owner, "post.new",
                                          "{'text': <'Hello'>, 'accounts': <['%s']>}", account);
  g_autofree char *id = text_of (post, "id");
  g_autoptr(GVariant) scheduled = run_command (fixture->owner, "post.schedule",
                                               "{'id': <'%s'>, 'at': <'2026-12-01 12:00'>,"
                                               " 'zone': <'UTC'>}", id);
  g_autoptr(GVariant) was = only_target (scheduled);
  g_autoptr(GVariant) edited = run_command (fixture->owner, "post.edit",
                                            "{'id': <'%s'>, 'moment': <" MOMENT ">}", id);
  g_autoptr(GVariant) is = only_target (edited);

  g_assert_cmpint (number_of (is, "wall"), ==, number_of (was, "wall"));
  g_assert_cmpint (number_of (is, "due"), ==, number_of (was, "due"));
}

/* Of a time that no clock shows, or a lateness that no plan may have. */
static void
test_what_could_not_be_planned_is_refused (void)
{
  static const char *const moments[] = {
    "{'wall': <int64 29924310>}",
    "{'wall': <int64 29924310>, 'zone': <'Nowhere/At all'>}",
    "{'zone': <'UTC'>}",
    "{'wall': <int64 30103350>, 'zone': <'Europe/Berlin'>}",    /* 2027-03-28 02:30 */
    "{'wall': <int64 29924310>, 'zone': <'UTC'>, 'late_limit': <int64 -60>}",
    "{'wall': <int64 29924310>, 'zone': <'UTC'>, 'late_limit': <int64 86400>}",
  };
  g_autoptr(Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    refuse_command (fixture->owner, "post.new", CS_ERROR_INVALID,
                    "{'text': <'Hello'>, 'moment': <%s>}", moments[i]);
}

CS_TESTS (moment)
{
  g_test_add_func ("/workspace/moment/is-kept-with-a-draft", test_is_kept_with_a_draft);
  g_test_add_func ("/workspace/moment/moves-no-plan", test_moves_no_plan);
  g_test_add_func ("/workspace/moment/what-could-not-be-planned-is-refused",
                   test_what_could_not_be_planned_is_refused);
}
