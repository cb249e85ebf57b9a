/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

#include "cs-error.h"
#include "cs-outbox-notes.h"
#include "cs-outbox-rules.h"
#include "rows.h"

typedef CsOutboxRow *(*StepFunc) (const CsOutboxRow *row,
                                  const CsReply     *reply,
                                  const CsMoment    *moment);

typedef struct
{
  CsOutboxState  state;
  StepFunc       step;
  CsOutboxState  to[CS_REPLY_CONFIG + 1];   /* in the order of CsReplyClass: done, pending … */
} Line;

#define S(name) CS_OUTBOX_##name

static const Line table[] = {
  { S (PREPARING), cs_outbox_row_prepared,
    { S (PREPARING), S (PREPARING), S (PREPARING), S (PREPARING), S (PREPARING), S (PREPARING),
      S (PREPARING), S (PREPARING), S (NEEDS_YOU), S (PREPARING), S (FAILED), S (NEEDS_YOU) } },
  { S (INTENT), cs_outbox_row_committed,
    { S (CONFIRMED), S (UNKNOWN), S (INTENT), S (UNKNOWN), S (UNKNOWN), S (PREPARING),
      S (PREPARING), S (PREPARING), S (NEEDS_YOU), S (PREPARING), S (FAILED), S (NEEDS_YOU) } },
  { S (UNKNOWN), cs_outbox_row_probed,
    { S (CONFIRMED), S (UNKNOWN), S (UNKNOWN), S (UNKNOWN), S (INTENT), S (UNKNOWN),
      S (UNKNOWN), S (UNKNOWN), S (NEEDS_YOU), S (UNKNOWN), S (NEEDS_YOU), S (NEEDS_YOU) } },
  { S (HANDED_OFF), cs_outbox_row_polled,
    { S (CONFIRMED), S (HANDED_OFF), S (HANDED_OFF), S (HANDED_OFF), S (HANDED_OFF), S (HANDED_OFF),
      S (HANDED_OFF), S (HANDED_OFF), S (NEEDS_YOU), S (NEEDS_YOU), S (NEEDS_YOU),
      S (NEEDS_YOU) } },
};

static void
test_table (void)
{
  CsMoment now = at (NOW + 1, CS_PROOF_PUT);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    for (guint k = CS_REPLY_DONE; k <= CS_REPLY_CONFIG; k++)
      {
        g_autoptr(CsOutboxRow) row = a_row (table[i].state);
        g_autoptr(CsOutboxRow) before = cs_record_copy (row);
        g_autoptr(CsReply) reply = a_reply (k);
        g_autoptr(CsOutboxRow) next = table[i].step (row, reply, &now);

        g_test_message ("%s × %s", cs_outbox_state_names[table[i].state], cs_reply_class_names[k]);
        g_assert_cmpstr (cs_outbox_state_names[next->state], ==,
                         cs_outbox_state_names[table[i].to[k]]);
        g_assert_true (cs_outbox_move_is_legal (row->state, next->state));
        g_assert_true (cs_record_equal (row, before));
        g_assert_cmpstr (next->key, ==, row->key);
        g_assert_nonnull (next->sentence);
        g_assert_cmpstr (next->code, ==, cs_reply_class_names[k]);
      }
}

static void
test_taken_back (void)
{
  static const CsOutboxState to[] = {
    S (CANCELLED), S (HANDED_OFF), S (HANDED_OFF), S (HANDED_OFF), S (HANDED_OFF), S (HANDED_OFF),
    S (HANDED_OFF), S (HANDED_OFF), S (NEEDS_YOU), S (HANDED_OFF), S (NEEDS_YOU), S (NEEDS_YOU),
  };
  CsMoment now = at (NOW - 600, CS_PROOF_KEY);

  for (guint k = CS_REPLY_DONE; k <= CS_REPLY_CONFIG; k++)
    {
      g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_HANDED_OFF);
      g_autoptr(CsOutboxRow) stopping = cs_outbox_row_cancelled (row, &now, NULL);
      g_autoptr(CsReply) reply = a_reply (k);
      g_autoptr(CsOutboxRow) next = cs_outbox_row_withdrawn (stopping, reply, &now);

      g_assert_cmpint (next->state, ==, k == CS_REPLY_ABSENT ? CS_OUTBOX_UNKNOWN : to[k]);
      g_assert_true (cs_outbox_move_is_legal (stopping->state, next->state));
      g_assert_true (cs_outbox_row_is_stopping (next));
    }
}

/* Gone from what is held at its time: from here on it is only asked after. */
static void
test_too_late_to_take_back (void)
{
  CsMoment now = at (NOW, CS_PROOF_KEY);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_HANDED_OFF);
  g_autoptr(CsOutboxRow) stopping = cs_outbox_row_cancelled (row, &now, NULL);
  g_autoptr(CsReply) absent = a_reply (CS_REPLY_ABSENT);
  g_autoptr(CsOutboxRow) next = cs_outbox_row_withdrawn (stopping, absent, &now);

  g_assert_cmpint (next->state, ==, CS_OUTBOX_HANDED_OFF);
  g_assert_false (cs_outbox_row_is_stopping (next));
}

static void
test_body_is_frozen (void)
{
  CsMoment now = at (NOW + 1, CS_PROOF_PUT);

  for (guint i = 1; i < G_N_ELEMENTS (table); i++)
    for (guint k = CS_REPLY_DONE; k <= CS_REPLY_CONFIG; k++)
      {
        g_autoptr(CsOutboxRow) row = a_row (table[i].state);
        g_autoptr(CsReply) reply = a_reply (k);
        g_autoptr(CsOutboxRow) next = table[i].step (row, reply, &now);

        /* The one way to a new body: what the old one names is gone, and it was refused. */
        if (row->state == CS_OUTBOX_INTENT && k == CS_REPLY_NEW_UPLOAD)
          g_assert_null (next->body);
        else
          {
            g_assert_cmpstr (next->body, ==, row->body);
            g_assert_cmpstr (next->body_sha256, ==, row->body_sha256);
          }
      }
}

static void
test_content_errors_are_final (void)
{
  CsMoment now = at (NOW + 1, CS_PROOF_KEY);
  g_autoptr(CsReply) rejected = a_reply (CS_REPLY_REJECTED);

  for (guint state = CS_OUTBOX_PREPARING; state <= CS_OUTBOX_INTENT; state++)
    {
      g_autoptr(CsOutboxRow) row = a_row (state);
      g_autoptr(CsOutboxRow) next = state == CS_OUTBOX_PREPARING
                                      ? cs_outbox_row_prepared (row, rejected, &now)
                                      : cs_outbox_row_committed (row, rejected, &now);

      g_assert_cmpint (next->state, ==, CS_OUTBOX_FAILED);
      g_assert_cmpint (next->not_before, ==, 0);
      g_assert_cmpstr (next->sentence, ==, rejected->sentence);
      g_assert_false (cs_outbox_move_is_legal (CS_OUTBOX_FAILED, CS_OUTBOX_PREPARING));
      g_assert_false (cs_outbox_move_is_legal (CS_OUTBOX_FAILED, CS_OUTBOX_INTENT));
    }
}

/* A server in trouble names a time: no look before it, and a person when it is over a day off. */
static void
test_looks_when_the_server_asks (void)
{
  CsMoment now = at (NOW + 1, CS_PROOF_PUT);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_INTENT);
  g_autoptr(CsReply) later = a_reply (CS_REPLY_PROBE);
  g_autoptr(CsReply) never = a_reply (CS_REPLY_PROBE);
  g_autoptr(CsOutboxRow) waits = NULL;
  g_autoptr(CsOutboxRow) asks = NULL;

  later->not_before = NOW + 600;
  waits = cs_outbox_row_committed (row, later, &now);
  g_assert_cmpint (waits->state, ==, CS_OUTBOX_UNKNOWN);
  g_assert_cmpint (waits->not_before, ==, NOW + 600);

  never->not_before = NOW + 2 * CS_OUTBOX_LONGEST_WAIT;
  asks = cs_outbox_row_committed (row, never, &now);
  g_assert_cmpint (asks->state, ==, CS_OUTBOX_NEEDS_YOU);
  g_assert_cmpint (asks->not_before, ==, 0);
  g_assert_true (g_str_has_suffix (asks->sentence, CS_OUTBOX_MAY_BE_OUT));
}

static void
test_waits_are_kept (void)
{
  CsMoment now = at (NOW, CS_PROOF_KEY);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_INTENT);
  g_autoptr(CsReply) retry = a_reply (CS_REPLY_RETRY);
  g_autoptr(CsReply) rate = a_reply (CS_REPLY_RATE);
  g_autoptr(CsOutboxRow) again = cs_outbox_row_committed (row, retry, &now);
  g_autoptr(CsOutboxRow) limited = NULL;

  g_assert_cmpint (again->not_before, ==, NOW + 1);
  g_assert_cmpint (again->attempt, ==, 1);

  rate->not_before = NOW + 300;
  limited = cs_outbox_row_committed (row, rate, &now);
  g_assert_cmpint (limited->not_before, ==, NOW + 300);
  g_assert_cmpint (limited->state, ==, CS_OUTBOX_PREPARING);
}

static void
test_long_waits_ask (void)
{
  CsMoment now = at (NOW, CS_PROOF_KEY);
  StepFunc steps[] = { cs_outbox_row_prepared, cs_outbox_row_committed, cs_outbox_row_probed };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_PREPARING + i);
      g_autoptr(CsReply) quota = a_reply (CS_REPLY_QUOTA);
      g_autoptr(CsOutboxRow) waits = NULL;
      g_autoptr(CsOutboxRow) asks = NULL;

      quota->not_before = NOW + CS_OUTBOX_LONGEST_WAIT;
      waits = steps[i] (row, quota, &now);
      g_assert_cmpint (waits->state, !=, CS_OUTBOX_NEEDS_YOU);
      g_assert_cmpint (waits->not_before, ==, quota->not_before);

      quota->not_before++;
      asks = steps[i] (row, quota, &now);
      g_assert_cmpint (asks->state, ==, CS_OUTBOX_NEEDS_YOU);
    }
}

/* What a server says is no sentence of ours: it has its stop or gets it. */
static void
test_that_it_may_be_out_is_a_sentence_of_its_own (void)
{
  CsMoment now = at (NOW, CS_PROOF_KEY);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_UNKNOWN);
  g_autoptr(CsReply) bare = cs_reply_new (CS_REPLY_SIGN_IN, "kiln.example wants a new sign-in");
  g_autoptr(CsReply) ended = cs_reply_new (CS_REPLY_SIGN_IN, "It has ended.");
  g_autoptr(CsOutboxRow) asks = cs_outbox_row_probed (row, bare, &now);
  g_autoptr(CsOutboxRow) again = cs_outbox_row_probed (row, ended, &now);

  g_assert_true (g_str_has_prefix (asks->sentence, "kiln.example wants a new sign-in. The post"));
  g_assert_true (g_str_has_prefix (again->sentence, "It has ended. The post"));
}

/* Only of a call that has left is it said that the post may be out. */
static void
test_who_decides_is_told_that_it_may_be_out (void)
{
  CsMoment now = at (NOW, CS_PROOF_KEY);
  StepFunc steps[] = { cs_outbox_row_prepared, cs_outbox_row_committed, cs_outbox_row_probed };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_PREPARING + i);
      g_autoptr(CsReply) sign_in = a_reply (CS_REPLY_SIGN_IN);
      g_autoptr(CsOutboxRow) asks = steps[i] (row, sign_in, &now);

      g_assert_cmpint (asks->state, ==, CS_OUTBOX_NEEDS_YOU);
      g_assert_true (g_str_has_suffix (asks->sentence, CS_OUTBOX_MAY_BE_OUT)
                     == (row->state == CS_OUTBOX_UNKNOWN));
    }
}

/* A 503 names a time as a 429 does. */
static void
test_long_trouble_asks (void)
{
  CsMoment now = at (NOW, CS_PROOF_KEY);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_PREPARING);
  g_autoptr(CsReply) trouble = a_reply (CS_REPLY_RETRY);
  g_autoptr(CsOutboxRow) waits = NULL;
  g_autoptr(CsOutboxRow) asks = NULL;

  trouble->not_before = NOW + CS_OUTBOX_LONGEST_WAIT;
  waits = cs_outbox_row_prepared (row, trouble, &now);
  g_assert_cmpint (waits->state, ==, CS_OUTBOX_PREPARING);
  g_assert_cmpint (waits->not_before, ==, trouble->not_before);

  trouble->not_before++;
  asks = cs_outbox_row_prepared (row, trouble, &now);
  g_assert_cmpint (asks->state, ==, CS_OUTBOX_NEEDS_YOU);
}

static void
test_done_without_an_id_is_no_answer (void)
{
  CsMoment now = at (NOW, CS_PROOF_KEY);
  g_autoptr(CsReply) empty = cs_reply_new (CS_REPLY_DONE, "Done.");
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_INTENT);
  g_autoptr(CsOutboxRow) next = cs_outbox_row_committed (row, empty, &now);

  g_assert_cmpint (next->state, ==, CS_OUTBOX_UNKNOWN);
}

static GVariant *
handle (const char *name,
        const char *value)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&builder, "{sv}", name, g_variant_new_string (value));

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
test_handles_are_merged (void)
{
  CsMoment now = at (NOW, CS_PROOF_KEY);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_PREPARING);
  g_autoptr(CsReply) first = a_reply (CS_REPLY_PENDING);
  g_autoptr(CsReply) second = a_reply (CS_REPLY_PENDING);
  g_autoptr(CsReply) gone = a_reply (CS_REPLY_NEW_UPLOAD);
  g_autoptr(CsOutboxRow) one = NULL;
  g_autoptr(CsOutboxRow) two = NULL;
  g_autoptr(CsOutboxRow) none = NULL;
  const char *text;

  first->handles = handle ("media.0", "77");
  second->handles = handle ("media.1", "78");
  one = cs_outbox_row_prepared (row, first, &now);
  g_assert_cmpint (one->not_before, ==, 0);
  two = cs_outbox_row_prepared (one, second, &now);
  g_assert_true (g_variant_lookup (two->handles, "media.0", "&s", &text));
  g_assert_cmpstr (text, ==, "77");
  g_assert_true (g_variant_lookup (two->handles, "media.1", "&s", &text));

  none = cs_outbox_row_prepared (two, gone, &now);
  g_assert_false (g_variant_lookup (none->handles, "media.0", "&s", &text));
  g_assert_cmpstr (none->key, ==, "key");
}

static void
test_second_refresh_is_a_sign_in (void)
{
  CsMoment now = at (NOW, CS_PROOF_KEY);
  g_autoptr(CsReply) refresh = a_reply (CS_REPLY_REFRESH);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_UNKNOWN);
  g_autoptr(CsOutboxRow) one = cs_outbox_row_probed (row, refresh, &now);
  g_autoptr(CsOutboxRow) two = cs_outbox_row_probed (one, refresh, &now);

  g_assert_cmpint (one->state, ==, CS_OUTBOX_UNKNOWN);
  g_assert_cmpint (two->state, ==, CS_OUTBOX_NEEDS_YOU);
  g_assert_cmpstr (two->code, ==, "sign-in");
}

/* Every answer is a lost one: after an hour and a half a person is asked. */
static void
test_stuck_asks (void)
{
  CsOutboxState states[] = { CS_OUTBOX_PREPARING, CS_OUTBOX_INTENT, CS_OUTBOX_UNKNOWN };
  StepFunc steps[] = { cs_outbox_row_prepared, cs_outbox_row_committed, cs_outbox_row_probed };
  g_autoptr(CsReply) retry = a_reply (CS_REPLY_RETRY);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr(CsOutboxRow) row = a_row (states[i]);
      CsMoment moment = at (NOW, CS_PROOF_KEY);

      while (row->state == states[i])
        {
          CsOutboxRow *next = steps[i] (row, retry, &moment);

          moment.now = MAX (next->not_before, moment.now + 1);
          cs_record_unref (row);
          row = next;
          g_assert_cmpint (moment.now, <, NOW + 3 * CS_OUTBOX_STUCK + 3600);
        }

      g_assert_cmpint (row->state, ==, CS_OUTBOX_NEEDS_YOU);
      g_assert_cmpstr (row->code, ==, "stuck");
      g_assert_cmpint (moment.now, >=, NOW + 3 * CS_OUTBOX_STUCK);
    }
}

/* Going round between intent and unknown is no progress. */
static void
test_circle_asks (void)
{
  g_autoptr(CsReply) lost = a_reply (CS_REPLY_PROBE);
  g_autoptr(CsReply) absent = a_reply (CS_REPLY_ABSENT);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_INTENT);
  CsMoment moment = at (NOW, CS_PROOF_LIST);
  guint steps = 0;

  while (row->state != CS_OUTBOX_NEEDS_YOU)
    {
      CsOutboxRow *next = row->state == CS_OUTBOX_INTENT
                            ? cs_outbox_row_committed (row, lost, &moment)
                            : cs_outbox_row_probed (row, absent, &moment);

      moment.now = MAX (next->not_before, moment.now + 1);
      cs_record_unref (row);
      row = next;
      g_assert_cmpuint (++steps, <, 500);
    }

  g_assert_cmpint (moment.now, <, NOW + 4 * 3600);
}

/* A network that takes every upload and has none of them. */
static void
test_lost_uploads_ask (void)
{
  g_autoptr(CsReply) taken = a_reply (CS_REPLY_PENDING);
  g_autoptr(CsReply) gone = a_reply (CS_REPLY_NEW_UPLOAD);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_PREPARING);

  taken->handles = handle ("media.m", "7");

  for (guint i = 0; i < CS_OUTBOX_UPLOADS_MAX; i++)
    {
      CsMoment now = at (NOW + i * 60, CS_PROOF_KEY);
      g_autoptr(CsOutboxRow) sent = cs_outbox_row_prepared (row, taken, &now);

      g_assert_cmpint (sent->state, ==, CS_OUTBOX_PREPARING);
      g_clear_pointer (&row, cs_record_unref);
      row = cs_outbox_row_prepared (sent, gone, &now);
    }

  g_assert_cmpint (row->state, ==, CS_OUTBOX_NEEDS_YOU);
}

static void
test_waiting_as_told_is_not_stuck (void)
{
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_PREPARING);
  CsMoment moment = at (NOW, CS_PROOF_KEY);

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr(CsReply) rate = a_reply (CS_REPLY_RATE);
      CsOutboxRow *next;

      rate->not_before = moment.now + 3600;
      next = cs_outbox_row_prepared (row, rate, &moment);
      g_assert_cmpint (next->state, ==, CS_OUTBOX_PREPARING);
      moment.now = next->not_before;
      cs_record_unref (row);
      row = next;
    }
}

static void
test_lateness (void)
{
  static const struct
  {
    CsLateness    rule;
    gint64        limit;
    gint64        late;
    CsLateVerdict verdict;
  } cases[] = {
    { CS_LATE_ASK, CS_UNKNOWN, -60, CS_LATE_NOT },
    { CS_LATE_DROP, CS_UNKNOWN, 900, CS_LATE_NOT },
    { CS_LATE_ASK, CS_UNKNOWN, 901, CS_LATE_TO_ASK },
    { CS_LATE_ASK, CS_UNKNOWN, 6 * 3600, CS_LATE_TO_ASK },
    { CS_LATE_ASK, CS_UNKNOWN, 6 * 3600 + 1, CS_LATE_MISSED },
    { CS_LATE_PUBLISH, 3600, 3600, CS_LATE_NOT },
    { CS_LATE_PUBLISH, 3600, 3601, CS_LATE_MISSED },
    { CS_LATE_PUBLISH, CS_UNKNOWN, 6 * 3600, CS_LATE_NOT },
    { CS_LATE_PUBLISH, 24 * 3600, 6 * 3600 + 1, CS_LATE_MISSED },
    { CS_LATE_DROP, CS_UNKNOWN, 901, CS_LATE_MISSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CsTarget) target = a_target ();

      target->lateness = cases[i].rule;
      target->late_limit = cases[i].limit;
      g_test_message ("case %u", i);
      g_assert_cmpint (cs_outbox_lateness (target, NOW, NOW + cases[i].late), ==, cases[i].verdict);
    }
}

static void
test_thread_waits_for_its_part_before (void)
{
  CsMoment now = at (NOW, CS_PROOF_KEY);
  g_autoptr(CsOutboxRow) child = a_row (CS_OUTBOX_CLAIMED);
  g_autoptr(CsOutboxRow) asked = NULL;

  for (guint state = CS_OUTBOX_CLAIMED; state <= CS_OUTBOX_CANCELLED; state++)
    {
      g_autoptr(CsOutboxRow) parent = a_row (CS_OUTBOX_INTENT);
      g_autoptr(CsOutboxRow) next = NULL;

      parent->state = state;
      next = cs_outbox_row_after_parent (child, parent, &now);

      if (state == CS_OUTBOX_NEEDS_YOU)
        asked = g_steal_pointer (&next);
      else if (state == CS_OUTBOX_FAILED || state == CS_OUTBOX_MISSED
               || state == CS_OUTBOX_CANCELLED)
        g_assert_cmpint (next->state, ==, state);
      else
        g_assert_null (next);
    }

  g_assert_cmpint (asked->state, ==, CS_OUTBOX_NEEDS_YOU);

  {
    g_autoptr(CsOutboxRow) parent = a_row (CS_OUTBOX_DONE);
    g_autoptr(CsOutboxRow) next = cs_outbox_row_after_parent (asked, parent, &now);

    g_assert_cmpint (next->state, ==, CS_OUTBOX_CLAIMED);
  }
}

/* The part before was answered hours later: the rest of the thread follows it, and is not late. */
static void
test_thread_follows_an_answer (void)
{
  CsMoment now = at (NOW, CS_PROOF_KEY);
  CsMoment later = at (NOW + CS_OUTBOX_LATEST + 1, CS_PROOF_KEY);
  g_autoptr(CsTarget) target = a_target ();
  g_autoptr(CsOutboxRow) child = a_row (CS_OUTBOX_CLAIMED);
  g_autoptr(CsOutboxRow) parent = a_row (CS_OUTBOX_NEEDS_YOU);
  g_autoptr(CsOutboxRow) asked = cs_outbox_row_after_parent (child, parent, &now);
  g_autoptr(CsOutboxRow) next = NULL;

  parent->state = CS_OUTBOX_DONE;
  next = cs_outbox_row_after_parent (asked, parent, &later);
  g_assert_cmpint (next->state, ==, CS_OUTBOX_CLAIMED);
  g_assert_cmpint (cs_outbox_lateness (target, next->due, later.now), ==, CS_LATE_NOT);
}

static void
test_cancel (void)
{
  CsMoment now = at (NOW, CS_PROOF_PUT);
  static const CsOutboxState to[] = {
    [S (CLAIMED)] = S (CANCELLED), [S (PREPARING)] = S (CANCELLED), [S (INTENT)] = S (UNKNOWN),
    [S (UNKNOWN)] = S (UNKNOWN), [S (CONFIRMED)] = -1, [S (HANDED_OFF)] = S (HANDED_OFF),
    [S (NEEDS_YOU)] = S (CANCELLED), [S (FAILED)] = S (CANCELLED), [S (DONE)] = -1,
    [S (MISSED)] = -1, [S (CANCELLED)] = -1,
  };

  for (guint state = 0; state < G_N_ELEMENTS (to); state++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsOutboxRow) row = a_row (state);
      g_autoptr(CsOutboxRow) next = cs_outbox_row_cancelled (row, &now, &error);

      g_assert_cmpint (next != NULL ? (int) next->state : -1, ==, (int) to[state]);
      g_assert_true ((next == NULL) == g_error_matches (error, CS_ERROR, CS_ERROR_INVALID));
      if (next != NULL)
        g_assert_true (cs_outbox_move_is_legal (state, next->state));
    }
}

static void
test_stop_and_check (void)
{
  CsMoment now = at (NOW, CS_PROOF_PUT);
  g_autoptr(CsReply) there = a_reply (CS_REPLY_DONE);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_INTENT);
  g_autoptr(CsOutboxRow) stopping = cs_outbox_row_cancelled (row, &now, NULL);
  g_autoptr(CsOutboxRow) first = look (stopping, NOW + 60, CS_PROOF_PUT);
  g_autoptr(CsOutboxRow) absent = look (first, NOW + 120, CS_PROOF_PUT);
  g_autoptr(CsOutboxRow) found = cs_outbox_row_probed (stopping, there, &now);
  g_autoptr(CsOutboxRow) kept = cs_outbox_row_keeping_stop (row, stopping);

  g_assert_true (cs_outbox_row_is_stopping (stopping));
  g_assert_cmpint (first->state, ==, CS_OUTBOX_UNKNOWN);
  g_assert_cmpint (absent->state, ==, CS_OUTBOX_CANCELLED);
  g_assert_cmpint (found->state, ==, CS_OUTBOX_CONFIRMED);
  g_assert_true (cs_outbox_row_is_stopping (kept));
  g_assert_null (cs_outbox_row_keeping_stop (stopping, stopping));
}

static void
test_answers (void)
{
  CsMoment now = at (NOW + 9999, CS_PROOF_KEY);
  g_autoptr(GError) error = NULL;
  g_autoptr(CsOutboxRow) asks = a_row (CS_OUTBOX_NEEDS_YOU);
  g_autoptr(CsOutboxRow) fine = a_row (CS_OUTBOX_UNKNOWN);
  g_autoptr(CsOutboxRow) again = cs_outbox_row_again (asks, &now, NULL);
  g_autoptr(CsReply) found = a_reply (CS_REPLY_DONE);
  g_autoptr(CsOutboxRow) there = NULL;

  g_set_str (&found->remote_id, "42");
  g_set_str (&found->remote_cid, "hash");
  there = cs_outbox_row_confirmed_by (asks, found, &now, NULL);

  g_assert_cmpint (again->state, ==, CS_OUTBOX_CLAIMED);
  g_assert_null (again->key);
  g_assert_null (again->body);
  g_assert_cmpint (again->due, ==, now.now);
  g_assert_cmpint (there->state, ==, CS_OUTBOX_CONFIRMED);
  g_assert_cmpstr (there->remote_id, ==, "42");
  g_assert_cmpstr (there->remote_cid, ==, "hash");

  g_assert_null (cs_outbox_row_again (fine, &now, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (cs_outbox_row_confirmed_by (fine, found, &now, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

static void
test_handed_off (void)
{
  CsMoment before = at (NOW - 3600, CS_PROOF_KEY);
  CsMoment after = at (NOW + 60, CS_PROOF_KEY);
  CsMoment late = at (NOW + CS_OUTBOX_GRACE, CS_PROOF_KEY);
  g_autoptr(CsReply) gone = a_reply (CS_REPLY_ABSENT);
  g_autoptr(CsReply) held = a_reply (CS_REPLY_PENDING);
  g_autoptr(CsReply) taken_in = cs_reply_new (CS_REPLY_DONE, "It holds the post.");
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_INTENT);
  g_autoptr(CsOutboxRow) unknown = a_row (CS_OUTBOX_UNKNOWN);
  g_autoptr(CsOutboxRow) holds = NULL;
  g_autoptr(CsOutboxRow) found = NULL;
  g_autoptr(CsOutboxRow) polled = NULL;
  g_autoptr(CsOutboxRow) taken = NULL;
  g_autoptr(CsOutboxRow) slow = NULL;
  g_autoptr(CsOutboxRow) lost = NULL;

  taken_in->handles = handle (CS_HANDLE_SCHEDULED, "9");
  holds = cs_outbox_row_committed (row, taken_in, &before);
  found = cs_outbox_row_probed (unknown, taken_in, &before);
  polled = cs_outbox_row_polled (holds, held, &before);
  taken = cs_outbox_row_polled (holds, gone, &before);
  slow = cs_outbox_row_polled (holds, gone, &after);
  lost = cs_outbox_row_polled (holds, gone, &late);

  g_assert_cmpint (holds->state, ==, CS_OUTBOX_HANDED_OFF);
  g_assert_cmpint (found->state, ==, CS_OUTBOX_HANDED_OFF);
  g_assert_cmpint (holds->not_before, ==, NOW);
  g_assert_cmpint (polled->not_before, ==, NOW);
  g_assert_cmpint (taken->state, ==, CS_OUTBOX_NEEDS_YOU);
  g_assert_cmpint (slow->state, ==, CS_OUTBOX_HANDED_OFF);
  g_assert_cmpint (lost->state, ==, CS_OUTBOX_NEEDS_YOU);
}

/* What goes out at once is not thawed for its turn, which a clock set back puts ahead. */
static void
test_only_what_is_held_is_handed_over (void)
{
  CsMoment now = at (NOW, CS_PROOF_PUT);

  for (guint held = 0; held <= 1; held++)
    {
      g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_PREPARING);
      g_autoptr(CsOutboxRow) intended = NULL;

      row->due = NOW + 284;
      intended = cs_outbox_row_intended (row, "{\"text\":\"hello\"}", held, &now);
      g_assert_cmpint (cs_outbox_row_hands_over (intended), ==, held);
    }
}

CS_TESTS (outbox_rules)
{
  g_test_add_func ("/outbox-rules/every-state-and-answer", test_table);
  g_test_add_func ("/outbox-rules/taken-back", test_taken_back);
  g_test_add_func ("/outbox-rules/too-late-to-take-back", test_too_late_to_take_back);
  g_test_add_func ("/outbox-rules/body-is-frozen", test_body_is_frozen);
  g_test_add_func ("/outbox-rules/content-errors-are-final", test_content_errors_are_final);
  g_test_add_func ("/outbox-rules/looks-when-the-server-asks", test_looks_when_the_server_asks);
  g_test_add_func ("/outbox-rules/waits-are-kept", test_waits_are_kept);
  g_test_add_func ("/outbox-rules/waits-over-a-day-ask", test_long_waits_ask);
  g_test_add_func ("/outbox-rules/trouble-over-a-day-asks", test_long_trouble_asks);
  g_test_add_func ("/outbox-rules/may-be-out-is-a-sentence-of-its-own",
                   test_that_it_may_be_out_is_a_sentence_of_its_own);
  g_test_add_func ("/outbox-rules/who-decides-is-told",
                   test_who_decides_is_told_that_it_may_be_out);
  g_test_add_func ("/outbox-rules/done-without-an-id-is-no-answer",
                   test_done_without_an_id_is_no_answer);
  g_test_add_func ("/outbox-rules/handles-are-merged", test_handles_are_merged);
  g_test_add_func ("/outbox-rules/second-refresh-is-a-sign-in", test_second_refresh_is_a_sign_in);
  g_test_add_func ("/outbox-rules/stuck-asks", test_stuck_asks);
  g_test_add_func ("/outbox-rules/circle-asks", test_circle_asks);
  g_test_add_func ("/outbox-rules/lost-uploads-ask", test_lost_uploads_ask);
  g_test_add_func ("/outbox-rules/waiting-as-told-is-not-stuck", test_waiting_as_told_is_not_stuck);
  g_test_add_func ("/outbox-rules/lateness", test_lateness);
  g_test_add_func ("/outbox-rules/thread-waits-for-its-part-before",
                   test_thread_waits_for_its_part_before);
  g_test_add_func ("/outbox-rules/thread-follows-an-answer", test_thread_follows_an_answer);
  g_test_add_func ("/outbox-rules/cancel", test_cancel);
  g_test_add_func ("/outbox-rules/stop-and-check", test_stop_and_check);
  g_test_add_func ("/outbox-rules/answers", test_answers);
  g_test_add_func ("/outbox-rules/handed-off", test_handed_off);
  g_test_add_func ("/outbox-rules/only-what-is-held-is-handed-over",
                   test_only_what_is_held_is_handed_over);
}
