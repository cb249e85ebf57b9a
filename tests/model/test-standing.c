/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-standing.h"
#include "cs-test.h"

#define NOW 1000

static void
test_plan (void)
{
  g_assert_cmpint (cs_standing_of_plan (CS_TARGET_DRAFT, CS_UNKNOWN, NOW), ==,
                   CS_STANDING_DRAFT);
  g_assert_cmpint (cs_standing_of_plan (CS_TARGET_SCHEDULED, NOW + 1, NOW), ==,
                   CS_STANDING_SCHEDULED);
  g_assert_cmpint (cs_standing_of_plan (CS_TARGET_SCHEDULED, NOW, NOW), ==, CS_STANDING_WAITING);
  g_assert_cmpint (cs_standing_of_plan (CS_TARGET_CLAIMED, NOW, NOW), ==, CS_STANDING_WAITING);
}

static void
test_row (void)
{
  static const struct
  {
    CsOutboxState state;
    CsStanding    at_once;
    CsStanding    later;      /* while not_before has not come */
  } rows[] = {
    { CS_OUTBOX_CLAIMED, CS_STANDING_PUBLISHING, CS_STANDING_WAITING },
    { CS_OUTBOX_PREPARING, CS_STANDING_PUBLISHING, CS_STANDING_WAITING },
    { CS_OUTBOX_INTENT, CS_STANDING_PUBLISHING, CS_STANDING_WAITING },
    { CS_OUTBOX_UNKNOWN, CS_STANDING_PUBLISHING, CS_STANDING_WAITING },
    { CS_OUTBOX_CONFIRMED, CS_STANDING_PUBLISHING, CS_STANDING_WAITING },
    { CS_OUTBOX_HANDED_OFF, CS_STANDING_WAITING, CS_STANDING_WAITING },
    { CS_OUTBOX_NEEDS_YOU, CS_STANDING_NEEDS_YOU, CS_STANDING_NEEDS_YOU },
    { CS_OUTBOX_FAILED, CS_STANDING_FAILED, CS_STANDING_FAILED },
    { CS_OUTBOX_DONE, CS_STANDING_PUBLISHED, CS_STANDING_PUBLISHED },
    { CS_OUTBOX_MISSED, CS_STANDING_MISSED, CS_STANDING_MISSED },
    { CS_OUTBOX_CANCELLED, CS_STANDING_DRAFT, CS_STANDING_DRAFT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (cs_standing_of_row (rows[i].state, CS_UNKNOWN, NOW), ==, rows[i].at_once);
      g_assert_cmpint (cs_standing_of_row (rows[i].state, NOW, NOW), ==, rows[i].at_once);
      g_assert_cmpint (cs_standing_of_row (rows[i].state, NOW + 1, NOW), ==, rows[i].later);
    }
}

/* What needs a person is never hidden behind what does not. */
static void
test_urgency (void)
{
  static const CsStanding calm_to_urgent[] = {
    CS_STANDING_DRAFT, CS_STANDING_PUBLISHED, CS_STANDING_SCHEDULED, CS_STANDING_WAITING,
    CS_STANDING_PUBLISHING, CS_STANDING_MISSED, CS_STANDING_FAILED, CS_STANDING_NEEDS_YOU,
  };

  for (guint i = 0; i < G_N_ELEMENTS (calm_to_urgent); i++)
    for (guint k = 0; k < G_N_ELEMENTS (calm_to_urgent); k++)
      g_assert_cmpint (cs_standing_more_urgent (calm_to_urgent[i], calm_to_urgent[k]), ==,
                       calm_to_urgent[MAX (i, k)]);
}

static void
test_every_state_has_a_name (void)
{
  for (guint i = 0; i <= CS_STANDING_MISSED; i++)
    g_assert_nonnull (cs_standing_names[i]);

  g_assert_null (cs_standing_names[CS_STANDING_MISSED + 1]);
}

CS_TESTS (standing)
{
  g_test_add_func ("/standing/plan", test_plan);
  g_test_add_func ("/standing/row", test_row);
  g_test_add_func ("/standing/urgency", test_urgency);
  g_test_add_func ("/standing/every-state-has-a-name", test_every_state_has_a_name);
}
