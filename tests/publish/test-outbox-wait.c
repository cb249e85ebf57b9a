/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

#include "cs-outbox-notes.h"
#include "cs-outbox-wait.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1800000000)

static CsMoment
at (gint64 now)
{
  return (CsMoment) { .now = now, .chance = 0.5, .proof = CS_PROOF_KEY };
}

static CsOutboxRow *
a_row (CsOutboxState state,
       gint64        due)
{
  CsOutboxRow *row = cs_record_new (CS_RECORD_OUTBOX_ROW);

  row->state = state;
  row->due = due;
  row->attempt = 0;
  row->not_before = 0;

  return row;
}

static CsReply *
asking (CsReplyClass klass,
        gint64       not_before)
{
  CsReply *reply = cs_reply_new (klass, "The network says something.");

  reply->not_before = not_before;

  return reply;
}

static void
test_backoff (void)
{
  g_assert_cmpint (cs_outbox_backoff (0, 0.0), ==, 0);
  g_assert_cmpint (cs_outbox_backoff (0, 0.999), ==, 2);
  g_assert_cmpint (cs_outbox_backoff (3, 0.5), ==, 8);
  g_assert_cmpint (cs_outbox_backoff (8, 0.999), ==, 512);
  g_assert_cmpint (cs_outbox_backoff (9, 0.999), ==, 900);
  g_assert_cmpint (cs_outbox_backoff (1000, 0.999), ==, 900);
  g_assert_cmpint (cs_outbox_backoff (CS_UNKNOWN, 0.999), ==, 2);
}

/* Each try waits for longer; what a network was to get early waits until its time at the most. */
static void
test_backs_off (void)
{
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_PREPARING, NOW);
  g_autoptr(CsOutboxRow) early = a_row (CS_OUTBOX_PREPARING, NOW + 20);
  g_autoptr(CsOutboxRow) sent = a_row (CS_OUTBOX_UNKNOWN, NOW + 20);
  CsMoment now = at (NOW);

  for (guint i = 0; i < 4; i++)
    {
      cs_outbox_back_off (row, &now);
      g_assert_cmpint (row->not_before, ==, NOW + (1 << i));
      g_assert_cmpint (row->attempt, ==, i + 1);
    }

  early->attempt = sent->attempt = 8;
  cs_outbox_note_set (sent, CS_NOTE_SENT, TRUE);
  cs_outbox_back_off (early, &now);
  cs_outbox_back_off (sent, &now);
  g_assert_cmpint (early->not_before, ==, NOW + 20);
  g_assert_cmpint (sent->not_before, ==, NOW + 256);
}

static void
test_believes_a_server_for_a_day (void)
{
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_UNKNOWN, NOW);
  g_autoptr(CsReply) soon = asking (CS_REPLY_PROBE, NOW + 10);
  g_autoptr(CsReply) later = asking (CS_REPLY_PROBE, NOW + CS_OUTBOX_LONGEST_WAIT);
  g_autoptr(CsReply) never = asking (CS_REPLY_PROBE, NOW + CS_OUTBOX_LONGEST_WAIT + 1);
  CsMoment now = at (NOW);

  row->not_before = NOW + 30;
  cs_outbox_wait_for_server (row, soon, &now);
  g_assert_cmpint (row->not_before, ==, NOW + 30);
  cs_outbox_wait_for_server (row, later, &now);
  g_assert_cmpint (row->not_before, ==, NOW + CS_OUTBOX_LONGEST_WAIT);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_UNKNOWN);
  cs_outbox_wait_for_server (row, never, &now);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_NEEDS_YOU);
  g_assert_cmpint (row->not_before, ==, 0);
}

/* A limit is no shorter than the backoff, news start anew, and what is held waits for its time. */
static void
test_waits_as_asked (void)
{
  static const struct {
    CsOutboxState state;
    CsReplyClass  klass;
    gint64        asked;
    gboolean      is_new;
    gint64        not_before;
    gint64        attempt;
  } cases[] = {
    { CS_OUTBOX_PREPARING, CS_REPLY_RATE, NOW + 100, FALSE, NOW + 100, 4 },
    { CS_OUTBOX_PREPARING, CS_REPLY_RATE, NOW + 3, FALSE, NOW + 8, 4 },
    { CS_OUTBOX_PREPARING, CS_REPLY_QUOTA, NOW + 3, TRUE, NOW + 8, 4 },
    { CS_OUTBOX_PREPARING, CS_REPLY_PENDING, NOW + 3, TRUE, NOW + 3, 0 },
    { CS_OUTBOX_PREPARING, CS_REPLY_PENDING, 0, TRUE, 0, 0 },
    { CS_OUTBOX_PREPARING, CS_REPLY_PENDING, NOW + 3, FALSE, NOW + 3, 4 },
    { CS_OUTBOX_PREPARING, CS_REPLY_PENDING, 0, FALSE, NOW + 8, 4 },
    { CS_OUTBOX_HANDED_OFF, CS_REPLY_PENDING, 0, FALSE, NOW + 500, 4 },
    { CS_OUTBOX_HANDED_OFF, CS_REPLY_PENDING, NOW + 60, FALSE, NOW + 60, 4 },
  };
  CsMoment now = at (NOW);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CsOutboxRow) row = a_row (cases[i].state, NOW + 500);
      g_autoptr(CsReply) reply = asking (cases[i].klass, cases[i].asked);

      row->attempt = 3;
      cs_outbox_wait_as_asked (row, reply, cases[i].is_new, &now);
      g_assert_cmpint (row->state, ==, cases[i].state);
      g_assert_cmpint (row->not_before, ==, cases[i].not_before);
      g_assert_cmpint (row->attempt, ==, cases[i].attempt);
    }
}

/* The third half hour without progress; what it says depends on whether anything left. */
static void
test_the_third_half_hour_asks (void)
{
  for (int sent = 0; sent < 2; sent++)
    {
      g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_UNKNOWN, NOW - 60);

      if (sent)
        cs_outbox_note_set (row, CS_NOTE_SENT, TRUE);
      for (guint i = 0; i <= CS_OUTBOX_STUCK_TIMES; i++)
        {
          CsMoment before = at (NOW + i * CS_OUTBOX_STUCK - 1);
          CsMoment now = at (NOW + i * CS_OUTBOX_STUCK);

          if (i > 0)
            cs_outbox_watch (row, &before);
          g_assert_cmpint (row->state, ==, CS_OUTBOX_UNKNOWN);
          row->attempt = 7;
          cs_outbox_watch (row, &now);
          g_assert_cmpint (row->attempt, ==, i > 0 ? 0 : 7);
        }

      g_assert_cmpint (row->state, ==, CS_OUTBOX_NEEDS_YOU);
      g_assert_cmpstr (row->code, ==, "stuck");
      g_assert_nonnull (strstr (row->sentence, sent ? "Look there" : "nothing was published"));
    }
}

CS_TESTS (outbox_wait)
{
  g_test_add_func ("/outbox-wait/backoff-doubles-to-a-cap", test_backoff);
  g_test_add_func ("/outbox-wait/backs-off", test_backs_off);
  g_test_add_func ("/outbox-wait/believes-a-server-for-a-day", test_believes_a_server_for_a_day);
  g_test_add_func ("/outbox-wait/waits-as-asked", test_waits_as_asked);
  g_test_add_func ("/outbox-wait/the-third-half-hour-asks", test_the_third_half_hour_asks);
}
