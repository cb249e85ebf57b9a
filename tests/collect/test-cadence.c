/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cadence.h"
#include "cs-test.h"

#define OUT  G_GINT64_CONSTANT (1800000007)   /* no round second of any clock */
#define MIN_ 60
#define HOUR 3600
#define DAY  86400

/* Both sides of every boundary, by age. */
static void
test_boundaries (void)
{
  static const struct { gint64 age, slot, next; } ages[] = {
    { -3 * DAY, 0, 15 * MIN_ },
    { -1, 0, 15 * MIN_ },
    { 0, 0, 15 * MIN_ },
    { 15 * MIN_ - 1, 0, 15 * MIN_ },
    { 15 * MIN_, 15 * MIN_, 30 * MIN_ },
    { 15 * MIN_ + 1, 15 * MIN_, 30 * MIN_ },
    { DAY - 1, DAY - 15 * MIN_, DAY },
    { DAY, DAY, DAY + HOUR },
    { DAY + HOUR - 1, DAY, DAY + HOUR },
    { DAY + HOUR, DAY + HOUR, DAY + 2 * HOUR },
    { 7 * DAY - 1, 7 * DAY - HOUR, 7 * DAY },
    { 7 * DAY, 7 * DAY, 8 * DAY },
    { 8 * DAY - 1, 7 * DAY, 8 * DAY },
    { 8 * DAY, 8 * DAY, 9 * DAY },
    { 90 * DAY - 1, 89 * DAY, 90 * DAY },
    { 90 * DAY, 90 * DAY, 97 * DAY },
    { 97 * DAY - 1, 90 * DAY, 97 * DAY },
    { 97 * DAY, 97 * DAY, 104 * DAY },
    { 90 * DAY + 700 * DAY + 3, 90 * DAY + 700 * DAY, 90 * DAY + 707 * DAY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      g_test_message ("at the age of %" G_GINT64_FORMAT, ages[i].age);
      g_assert_cmpint (cs_cadence_slot (OUT, OUT + ages[i].age), ==, OUT + ages[i].slot);
      g_assert_cmpint (cs_cadence_next (OUT, OUT + ages[i].age), ==, OUT + ages[i].next);
    }
}

/* Slots follow one another without a hole, and are as many as promised. */
static void
test_slots (void)
{
  gint64 slot = OUT;
  guint n = 0;

  for (; slot < OUT + 365 * DAY; n++)
    {
      gint64 next = cs_cadence_next (OUT, slot);

      g_assert_cmpint (cs_cadence_slot (OUT, slot), ==, slot);
      g_assert_cmpint (cs_cadence_slot (OUT, next - 1), ==, slot);
      g_assert_cmpint (cs_cadence_step (OUT, slot), ==, next - slot);
      g_assert_cmpint (cs_cadence_next (OUT, next - 1), ==, next);
      g_assert_cmpint (next - slot, >=, CS_CADENCE_FINEST);
      slot = next;
    }

  g_assert_cmpuint (n, ==, 96 + 144 + 83 + 40);
}

/* A slot of which nothing could be told is tried again while it lasts. */
static void
test_again (void)
{
  g_assert_cmpint (cs_cadence_again (OUT, OUT), ==, OUT + 5 * MIN_);
  g_assert_cmpint (cs_cadence_again (OUT, OUT + 9 * MIN_), ==, OUT + 14 * MIN_);
  g_assert_cmpint (cs_cadence_again (OUT, OUT + 10 * MIN_), ==, OUT + 15 * MIN_);
  g_assert_cmpint (cs_cadence_again (OUT, OUT + 14 * MIN_), ==, OUT + 15 * MIN_);
  g_assert_cmpint (cs_cadence_again (OUT, OUT + 2 * DAY), ==, OUT + 2 * DAY + 15 * MIN_);
  g_assert_cmpint (cs_cadence_again (OUT, OUT + 30 * DAY), ==, OUT + 30 * DAY + 6 * HOUR);
}

static void
test_missing (void)
{
  g_assert_cmpint (cs_cadence_missing (OUT, OUT, OUT), ==, OUT + 900);
  g_assert_cmpint (cs_cadence_missing (OUT, OUT + 10, OUT + 2800), ==, OUT + 3600);
  g_assert_cmpint (cs_cadence_missing (OUT, OUT + 10, OUT + 3605), ==, OUT + 3610);
  g_assert_cmpint (cs_cadence_missing (OUT, OUT + 2 * DAY + 10, OUT + 2 * DAY + 10), ==,
                   OUT + 2 * DAY + 3600);
  g_assert_cmpint (cs_cadence_missing (OUT, OUT + 20 * DAY, OUT + 20 * DAY), ==,
                   OUT + 20 * DAY + 3600);
}

static void
test_gone (void)
{
  g_assert_cmpint (cs_cadence_after_gone (OUT, OUT), ==, OUT + DAY);
  g_assert_cmpint (cs_cadence_after_gone (OUT, OUT - DAY), ==, OUT + DAY);
  g_assert_cmpint (cs_cadence_after_gone (OUT, OUT + DAY - 1), ==, OUT + DAY);
  g_assert_cmpint (cs_cadence_after_gone (OUT, OUT + DAY), ==, OUT + 8 * DAY);
  g_assert_cmpint (cs_cadence_after_gone (OUT, OUT + 8 * DAY - 1), ==, OUT + 8 * DAY);
  g_assert_cmpint (cs_cadence_after_gone (OUT, OUT + 8 * DAY), ==, CS_UNKNOWN);
}

static void
test_account (void)
{
  g_autoptr(CsAccount) account = cs_record_new (CS_RECORD_ACCOUNT);

  account->added_at = OUT;
  g_assert_cmpint (cs_cadence_account_slot (account, OUT), ==, OUT);
  g_assert_cmpint (cs_cadence_account_slot (account, OUT + HOUR - 1), ==, OUT);
  g_assert_cmpint (cs_cadence_account_slot (account, OUT + HOUR), ==, OUT + HOUR);
  g_assert_cmpint (cs_cadence_account_slot (account, OUT + 90 * DAY + 5), ==, OUT + 90 * DAY);
  g_assert_cmpint (cs_cadence_account_slot (account, OUT - 1), ==, OUT - HOUR);

  account->added_at = CS_UNKNOWN;
  g_assert_cmpint (cs_cadence_account_slot (account, 7205), ==, 7200);
}

CS_TESTS (cadence)
{
  g_test_add_func ("/collect/cadence/boundaries", test_boundaries);
  g_test_add_func ("/collect/cadence/slots", test_slots);
  g_test_add_func ("/collect/cadence/again", test_again);
  g_test_add_func ("/collect/cadence/missing", test_missing);
  g_test_add_func ("/collect/cadence/gone", test_gone);
  g_test_add_func ("/collect/cadence/account", test_account);
}
