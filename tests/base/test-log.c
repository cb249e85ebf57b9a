/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-log.h"
#include "cs-test.h"

#include <string.h>

/* Any four characters of a canary's head that come through are a leak. */
#define CANARY "c4n4ryHEADofTheSecret-tail"
#define HEAD "c4n4ry"

static void
test_secrets_are_taken_out (void)
{
  static const struct { const char *text, *clean; } table[] = {
    { "Authorization: Bearer " CANARY, "Authorization: ‹redacted:tail›" },
    { "> authorization: Bearer " CANARY "\r\n> Accept: */*",
      "> authorization: ‹redacted:tail›\r\n> Accept: */*" },
    { "Authorization: Digest username=\"ana\", response=\"" CANARY "\"",
      "Authorization: ‹redacted:ail\"›" },
    { "Cookie: a=1; session=" CANARY, "Cookie: ‹redacted:tail›" },
    { "Set-Cookie: " CANARY "; HttpOnly", "Set-Cookie: ‹redacted:Only›" },
    { "DPoP: " CANARY, "DPoP: ‹redacted:tail›" },
    { "sent Bearer " CANARY " to it", "sent Bearer ‹redacted:tail› to it" },
    { "grant_type=authorization_code&code=" CANARY "&client_secret=" CANARY "&scope=read",
      "grant_type=authorization_code&code=‹redacted:tail›"
      "&client_secret=‹redacted:tail›&scope=read" },
    { "{\"access_token\":\"" CANARY "\",\"token_type\":\"Bearer\"}",
      "{\"access_token\":\"‹redacted:tail›\",\"token_type\":\"Bearer\"}" },
    { "{\"accessJwt\" : \"" CANARY "\", \"refreshJwt\": \"" CANARY "\"}",
      "{\"accessJwt\" : \"‹redacted:tail›\", \"refreshJwt\": \"‹redacted:tail›\"}" },
    { "{\"body\":\"{\\\"password\\\":\\\"" CANARY "\\\",\\\"identifier\\\":\\\"ana\\\"}\"}",
      "{\"body\":\"{\\\"password\\\":\\\"‹redacted:tail›\\\",\\\"identifier\\\":\\\"ana\\\"}\"}" },
    { "{\"password\":\"c4n4ry\\\"c4n4ry\",\"x\":1}", "{\"password\":\"‹redacted:n4ry›\",\"x\":1}" },
    { "{'refresh_token': <'" CANARY "'>}", "{'refresh_token': <'‹redacted:tail›'>}" },
    { "{\"Cookie\":[\"a\",\"" CANARY "\"]}", "{\"Cookie\":‹redacted:ail\"›]}" },
    { "GET https://h.example/cb?code=" CANARY "&state=" CANARY " HTTP/1.1",
      "GET https://h.example/cb?code&state HTTP/1.1" },
    { "https://h.example/v.mp4?X-Amz-Signature=" CANARY "&part=2#access_token=" CANARY,
      "https://h.example/v.mp4?X-Amz-Signature&part#access_token" },
    { "https://h.example/?" CANARY CANARY, "https://h.example/‹redacted:tail›" },
    { "https://ana:" CANARY "@h.example/a", "https://‹redacted›@h.example/a" },
    { "password: c4n4ry", "password: ‹redacted›" },
    { "eyJhbGciOiJ" HEAD ".eyJzdWIiOiJ" HEAD ".0123456789abcdef", "‹redacted:cdef›" },
    { "with canr-1yyy-cccc-nnnn", "with canr-1yyy-cccc-nnnn" },
    { "with canr-yyyy-cccc-nnnn.", "with ‹redacted:nnnn›." },
    { "token", "token" },
    { "token=", "token=" },
    { "the token of “Cat” has expired", "the token of “Cat” has expired" },
    { "error code=404, status_code: 502, exit_code=11",
      "error code=404, status_code: 502, exit_code=11" },
    { "{\"code\":429}", "{\"code\":429}" },
    { "0192f0c1-7a3b-7c4d-8e5f-0123456789ab", "0192f0c1-7a3b-7c4d-8e5f-0123456789ab" },
    { "Uploading “Cat”: video.example answered 429",
      "Uploading “Cat”: video.example answered 429" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *clean = cs_log_redact (table[i].text);

      g_assert_cmpstr (clean, ==, table[i].clean);
      g_assert_null (strstr (clean, HEAD));
    }
}

static void
test_any_bytes_are_read (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 2000; i++)
    {
      static const char *const parts[] = {
        "token", "=", ":", "\"", "\\", "://", "?", "&", "@", "[", " ", "\xff", "ü",
        "Bearer ", "eyJ", "'"
      };
      GString *text = g_string_new (NULL);
      g_autofree char *clean = NULL;

      for (int n = g_rand_int_range (rand, 0, 20); n > 0; n--)
        g_string_append (text, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);

      clean = cs_log_redact (text->str);
      g_assert_nonnull (clean);
      g_string_free (text, TRUE);
    }
}

static void
test_nothing_redacted_for_null (void)
{
  g_autofree char *clean = cs_log_redact (NULL);

  g_assert_cmpstr (clean, ==, "");
}

static void
log_canaries (void)
{
  const char *all[] = { "all", NULL };

  g_log_writer_default_set_debug_domains (all);
  cs_log_install ();
  cs_log_install ();

  g_debug ("Authorization: Bearer %s", CANARY);
  g_info ("https://h.example/?code=%s", CANARY);
  g_message ("{\"refresh_token\": \"%s\"}", CANARY);
  g_log ("other-library", G_LOG_LEVEL_DEBUG, "Cookie: %s", CANARY);
  g_log_structured ("cs", G_LOG_LEVEL_MESSAGE, "ACCESS_TOKEN", CANARY,
                    "MESSAGE", "still here %d", 7);
}

static void
test_writer_lets_no_secret_through (void)
{
  if (g_test_subprocess ())
    {
      log_canaries ();
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*Authorization: *redacted:tail*h.example/?code*still here 7*");
  g_test_trap_assert_stderr_unmatched ("*" HEAD "*");
  g_test_trap_assert_stdout_unmatched ("*" HEAD "*");
}

CS_TESTS (log)
{
  g_test_add_func ("/log/secrets-are-taken-out", test_secrets_are_taken_out);
  g_test_add_func ("/log/any-bytes-are-read", test_any_bytes_are_read);
  g_test_add_func ("/log/nothing-redacted-for-null", test_nothing_redacted_for_null);
  g_test_add_func ("/log/writer-lets-no-secret-through", test_writer_lets_no_secret_through);
}
