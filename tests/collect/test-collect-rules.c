/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-collect-rules.h"

#include "cs-error.h"
#include "cs-test.h"

#define NOW G_GINT64_CONSTANT (1800000000)
#define ALL CS_HINDRANCE_ACCOUNT
#define ONE CS_HINDRANCE_POST

/* Every class of answers: what it explains, of what, and how the wait grows. */
static void
test_table (void)
{
  static const struct
  {
    CsReplyClass     klass;
    gboolean         unreached;
    CsHindranceScope scope;
    const char      *code;
    gint64           waits[4];   /* after one failure, two, three, a hundred */
  } table[] = {
    { CS_REPLY_DONE, FALSE, CS_HINDRANCE_NONE, NULL, { 0, 0, 0, 0 } },
    { CS_REPLY_PENDING, FALSE, ALL, "server", { 60, 120, 240, 1800 } },
    { CS_REPLY_RETRY, FALSE, ALL, "server", { 60, 120, 240, 1800 } },
    { CS_REPLY_RETRY, TRUE, ALL, "offline", { 60, 120, 240, 1800 } },
    { CS_REPLY_PROBE, FALSE, ALL, "server", { 60, 120, 240, 1800 } },
    { CS_REPLY_ABSENT, FALSE, ONE, "refused", { 0, 0, 0, 0 } },
    { CS_REPLY_RATE, FALSE, ALL, "rate-limited", { 60, 120, 240, 3600 } },
    { CS_REPLY_QUOTA, FALSE, ALL, "rate-limited", { 3600, 7200, 14400, 21600 } },
    { CS_REPLY_REFRESH, FALSE, ALL, "sign-in", { 300, 600, 1200, 21600 } },
    { CS_REPLY_SIGN_IN, FALSE, ALL, "sign-in", { 300, 600, 1200, 21600 } },
    { CS_REPLY_NEW_UPLOAD, FALSE, ALL, "server", { 60, 120, 240, 1800 } },
    { CS_REPLY_REJECTED, FALSE, ONE, "refused", { 0, 0, 0, 0 } },
    { CS_REPLY_CONFIG, FALSE, ALL, "config", { 3600, 7200, 14400, 86400 } },
  };
  static const guint failures[] = { 1, 2, 3, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(CsReply) reply = cs_reply_new (table[i].klass, "x");
      CsHindrance hindrance;

      g_test_message ("%s", cs_reply_class_names[table[i].klass]);
      reply->unreached = table[i].unreached;
      hindrance = cs_hindrance_of_reply (reply);
      g_assert_cmpint (hindrance.scope, ==, table[i].scope);
      g_assert_cmpstr (hindrance.code, ==, table[i].code);

      for (guint k = 0; k < G_N_ELEMENTS (failures); k++)
        g_assert_cmpint (cs_hindrance_not_before (&hindrance, reply, failures[k], NOW), ==,
                         NOW + table[i].waits[k]);
    }
}

/* What the network asks for is a lower bound, as far as a day. */
static void
test_told (void)
{
  g_autoptr(CsReply) reply = cs_reply_new (CS_REPLY_RATE, "x");
  CsHindrance hindrance = cs_hindrance_of_reply (reply);

  reply->not_before = NOW + 1000;
  g_assert_cmpint (cs_hindrance_not_before (&hindrance, reply, 1, NOW), ==, NOW + 1000);
  g_assert_cmpint (cs_hindrance_not_before (&hindrance, reply, 9, NOW), ==, NOW + 3600);
  reply->not_before = NOW + 10 * 86400;
  g_assert_cmpint (cs_hindrance_not_before (&hindrance, reply, 1, NOW), ==, NOW + 86400);
  reply->not_before = NOW - 5;
  g_assert_cmpint (cs_hindrance_not_before (&hindrance, reply, 1, NOW), ==, NOW + 60);
}

static void
test_errors (void)
{
  static const struct { CsErrorCode code; const char *cause; } table[] = {
    { CS_ERROR_SIGN_IN, "sign-in" },
    { CS_ERROR_NEEDS_YOU, "sign-in" },
    { CS_ERROR_BUSY, "sign-in" },
    { CS_ERROR_INVALID, "config" },
    { CS_ERROR_FAILED, "server" },
    { CS_ERROR_OFFLINE, "server" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (CS_ERROR, table[i].code, "In the way");
      g_autoptr(CsReply) reply = cs_hindrance_reply (error);

      g_assert_cmpstr (cs_hindrance_of_reply (reply).code, ==, table[i].cause);
      g_assert_cmpstr (reply->sentence, ==, "In the way");
    }
}

CS_TESTS (collect_rules)
{
  g_test_add_func ("/collect/rules/table", test_table);
  g_test_add_func ("/collect/rules/told", test_told);
  g_test_add_func ("/collect/rules/errors", test_errors);
}
