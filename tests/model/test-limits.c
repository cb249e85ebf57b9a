/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-limits.h"
#include "cs-test.h"
#include "cs-text.h"

#include <string.h>

/* A whole set in which one network has these members more. */
static char *
make_text (const char *members)
{
  GString *text = g_string_new ("{\"schema\":1,\"networks\":{");

  for (guint i = 0; i < CS_N_NETWORKS; i++)
    g_string_append_printf (text, "%s\"%s\":{\"text_max\":500,\"text_unit\":\"codepoint\","
                                  "\"videos_max\":1,\"images_max\":4,\"idempotency\":\"list\","
                                  "\"upload\":\"multipart\",\"visibility\":[\"public\"],"
                                  "\"poll_start\":1,\"poll_max\":2,\"poll_give_up\":3%s%s}",
                            i > 0 ? "," : "", cs_network_names[i],
                            i == CS_NETWORK_BLUESKY && *members != '\0' ? "," : "",
                            i == CS_NETWORK_BLUESKY ? members : "");

  return g_string_free (g_string_append (text, "}}"), FALSE);
}

static void
test_every_network_is_shipped (void)
{
  for (guint i = 0; i < CS_N_NETWORKS; i++)
    {
      const CsLimits *limits = cs_limits_get (i);
      CsTextUnit unit;

      g_assert_cmpint (limits->network, ==, i);
      g_assert_cmpint (limits->text_max, >, 0);
      g_assert_true (cs_text_unit_from (limits->text_unit, &unit));
      g_assert_cmpint (limits->videos_max, ==, 1);
      g_assert_cmpint (limits->poll_give_up, >, limits->poll_max);
      g_assert_nonnull (limits->pref_codec);
      g_assert_nonnull (limits->unverified);
      g_assert_true (limits == cs_limits_get (i));
    }
}

static void
test_shipped_numbers (void)
{
  const CsLimits *mastodon = cs_limits_get (CS_NETWORK_MASTODON);
  const CsLimits *bluesky = cs_limits_get (CS_NETWORK_BLUESKY);

  g_assert_cmpint (mastodon->text_max, ==, 500);
  g_assert_cmpint (mastodon->url_weight, ==, 23);
  g_assert_true (mastodon->mention_local_only && mastodon->warning_counts);
  g_assert_cmpint (mastodon->video_max_bytes, ==, 103809024);
  g_assert_cmpint (mastodon->video_max_duration, ==, CS_UNKNOWN);
  g_assert_cmpint (mastodon->schedule_min_ahead, ==, 5 * 60 * 1000);
  g_assert_cmpint (mastodon->idempotency, ==, CS_IDEMPOTENCY_KEYED);
  g_assert_true (cs_limits_is_unverified (mastodon, "video_codecs"));
  g_assert_false (cs_limits_is_unverified (mastodon, "text_max"));

  g_assert_cmpint (bluesky->text_max, ==, 300);
  g_assert_cmpint (bluesky->text_max_bytes, ==, 3000);
  g_assert_cmpint (bluesky->video_max_bytes, ==, 300000000);
  g_assert_cmpint (bluesky->video_max_duration, ==, 180000);
  g_assert_cmpint (bluesky->idempotency, ==, CS_IDEMPOTENCY_PUT);
  g_assert_true (bluesky->alt_required && bluesky->threads);
  g_assert_cmpstr (bluesky->audio_codecs[0], ==, "aac");
  g_assert_null (bluesky->image_types);
}

static void
test_faults_name_network_and_field (void)
{
  static const struct
  {
    const char *members;
    const char *field;
  } cases[] = {
    { "\"text_maximum\":5", "text_maximum" },
    { "\"network\":\"x\"", "network" },
    { "\"video_max_bytes\":\"many\"", "video_max_bytes" },
    { "\"video_max_bytes\":1.5", "video_max_bytes" },
    { "\"video_max_bytes\":-1", "video_max_bytes" },
    { "\"video_codecs\":\"h264\"", "video_codecs" },
    { "\"video_codecs\":[\"h264\",5]", "video_codecs" },
    { "\"threads\":1", "threads" },
    { "\"threads\":null", "threads" },
    { "\"idempotency\":\"hope\"", "idempotency" },
    { "\"text_max\":null", "text_max" },
    { "\"text_unit\":null", "text_unit" },
    { "\"text_unit\":\"furlong\"", "text_unit" },
    { "\"alt_max\":5", "alt_unit" },
    { "\"text_min\":501", "text_min" },
    { "\"video_min_fps\":61,\"video_max_fps\":60", "video_min_fps" },
    { "\"poll_start\":9", "poll_start" },
    { "\"visibility\":[\"nobody\"]", "visibility" },
    { "\"unverified\":[\"weather\"]", "unverified" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *text = make_text (cases[i].members);

      g_assert_null (cs_limits_parse (text, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "Bluesky"));
      g_assert_nonnull (strstr (error->message, cases[i].field));
    }
}

static void
test_whole_files_are_checked (void)
{
  const char *const bad[] = {
    "", "[]", "nonsense", "{}", "{\"schema\":1}", "{\"schema\":2,\"networks\":{}}",
    "{\"schema\":1,\"networks\":{},\"note\":\"\"}", "{\"schema\":1,\"networks\":{}}",
    "{\"schema\":1,\"networks\":{\"myspace\":{}}}", "{\"schema\":1,\"networks\":{\"x\":5}}", NULL
  };
  g_autofree char *good = make_text ("");
  g_autoptr(GPtrArray) all = cs_limits_parse (good, NULL);

  g_assert_nonnull (all);
  g_assert_cmpuint (all->len, ==, CS_N_NETWORKS);

  for (guint i = 0; bad[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (cs_limits_parse (bad[i], &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    }
}

static void
test_what_is_required_must_be_there (void)
{
  static const char *const names[] = {
    "text_max", "text_unit", "videos_max", "images_max", "idempotency", "upload", "visibility",
    "poll_start", "poll_max", "poll_give_up"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *whole = make_text ("");
      g_autofree char *quoted = g_strdup_printf ("\"%s\":", names[i]);
      g_autoptr(GString) text = g_string_new (whole);

      /* Set again, as null: nothing is left of it. */
      g_string_replace (text, "}}}", ",", 0);
      g_string_append_printf (text, "%s null}}}", quoted);
      g_assert_null (cs_limits_parse (text->str, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, names[i]));
    }
}

static void
test_what_the_server_says_wins (void)
{
  g_autoptr(CsAccount) account = cs_record_new (CS_RECORD_ACCOUNT);
  g_autoptr(CsLimits) limits = NULL;

  account->network = CS_NETWORK_MASTODON;
  account->limits = g_variant_ref_sink (g_variant_new_parsed (
    "{'text_max': <int64 11000>, 'video_codecs': <['h264', 'vp9']>, 'video_max_bytes': <'a lot'>,"
    " 'text_unit': <'furlong'>, 'image_max_bytes': <int64 -5>, 'network': <'x'>,"
    " 'unverified': <['text_max']>, 'later': <true>, 'image_min_aspect': <int64 800>}"));
  limits = cs_limits_for_account (account);

  g_assert_cmpint (limits->text_max, ==, 11000);
  g_assert_cmpstr (limits->video_codecs[1], ==, "vp9");
  g_assert_false (cs_limits_is_unverified (limits, "video_codecs"));
  g_assert_true (cs_limits_is_unverified (limits, "pixel_formats"));
  g_assert_false (cs_limits_is_unverified (limits, "text_max"));
  g_assert_cmpint (limits->video_max_bytes, ==, 103809024);
  g_assert_cmpstr (limits->text_unit, ==, "grapheme");
  g_assert_cmpint (limits->image_max_bytes, ==, 16777216);
  g_assert_cmpint (limits->network, ==, CS_NETWORK_MASTODON);
  g_assert_cmpint (limits->image_min_aspect, ==, 800);
}

static void
test_an_account_without_values_has_the_shipped (void)
{
  g_autoptr(CsAccount) account = cs_record_new (CS_RECORD_ACCOUNT);
  g_autoptr(CsLimits) limits = NULL;

  account->network = CS_NETWORK_BLUESKY;
  limits = cs_limits_for_account (account);
  g_assert_true (cs_record_equal (limits, cs_limits_get (CS_NETWORK_BLUESKY)));
}

CS_TESTS (limits)
{
  g_test_add_func ("/model/limits/every-network-is-shipped", test_every_network_is_shipped);
  g_test_add_func ("/model/limits/shipped-numbers", test_shipped_numbers);
  g_test_add_func ("/model/limits/faults-name-network-and-field",
                   test_faults_name_network_and_field);
  g_test_add_func ("/model/limits/whole-files-are-checked", test_whole_files_are_checked);
  g_test_add_func ("/model/limits/required-must-be-there", test_what_is_required_must_be_there);
  g_test_add_func ("/model/limits/what-the-server-says-wins", test_what_the_server_says_wins);
  g_test_add_func ("/model/limits/no-values-no-change",
                   test_an_account_without_values_has_the_shipped);
}
