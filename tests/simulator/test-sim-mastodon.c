/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "sim-client.h"

#include <string.h>

#define FORM      "application/x-www-form-urlencoded"
#define VERIFIER  "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
#define LOOPBACK  "http://127.0.0.1:9/callback"
#define OOB       "urn:ietf:wg:oauth:2.0:oob"

static guint
get (Sim        *sim,
     const char *path)
{
  return sim_get (sim, CS_SIMULATOR_MASTODON, path, sim->token);
}

static guint
post (Sim        *sim,
      const char *form)
{
  return sim_form (sim, "/api/v1/statuses", form, NULL);
}

static JsonArray *
array (Sim *sim)
{
  g_assert_true (JSON_NODE_HOLDS_ARRAY (sim->json));

  return json_node_get_array (sim->json);
}

static void
assert_says (Sim        *sim,
             const char *words)
{
  const char *error = sim_text (sim, "error");

  if (error == NULL || strstr (error, words) == NULL)
    g_error ("“%s” does not say “%s”", sim->body, words);
}

/* The value of a parameter of the redirect, or NULL. */
static char *
location_param (Sim        *sim,
                const char *name)
{
  const char *location = soup_message_headers_get_one (sim->headers, "Location");
  g_autoptr(GHashTable) params = NULL;

  g_assert_nonnull (location);
  params = g_uri_parse_params (strchr (location, '?') + 1, -1, "&", G_URI_PARAMS_NONE, NULL);

  return g_strdup (g_hash_table_lookup (params, name));
}

static void
test_instance_says_its_limits (Sim           *sim,
                               gconstpointer  data)
{
  g_assert_cmpuint (get (sim, "/api/v2/instance"), ==, 200);
  g_assert_cmpint (sim_int (sim, "configuration.statuses.max_characters"), ==, 11000);
  g_assert_cmpint (sim_int (sim, "configuration.media_attachments.video_size_limit"), ==, 40000000);
  g_assert_cmpstr (sim_text (sim, "version"), ==, "4.5.0");
  g_assert_cmpint (sim_int (sim, "api_versions.mastodon"), ==, 7);
  g_assert_cmpuint (get (sim, "/api/v1/instance"), ==, 200);
  g_assert_cmpint (sim_int (sim, "configuration.statuses.max_characters"), ==, 11000);
}

static void
test_people_have_the_names_they_are_given (Sim           *sim,
                                           gconstpointer  data)
{
  g_assert_cmpuint (get (sim, "/api/v1/accounts/verify_credentials"), ==, 200);
  g_assert_cmpstr (sim_text (sim, "username"), ==, "ana");
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_BLUESKY,
                             "/xrpc/com.atproto.identity.resolveHandle?handle=ana.example", NULL),
                    ==, 200);
  g_assert_true (g_str_has_prefix (sim_text (sim, "did"), "did:plc:"));
}

static void
test_older_versions (Sim           *sim,
                     gconstpointer  data)
{
  g_assert_cmpuint (get (sim, "/api/v2/instance"), ==, 200);
  g_assert_cmpint (sim_int (sim, "api_versions.mastodon"), ==, -1);
  g_assert_cmpuint (get (sim, "/.well-known/oauth-authorization-server"), ==, 404);
  g_assert_cmpuint (sim_form (sim, "/api/v1/apps",
                              "client_name=a&redirect_uris=" OOB "&scopes=profile", NULL), ==, 422);

  /* Before 4.4 an unknown attachment is passed over: the post goes out without it. */
  g_assert_cmpuint (post (sim, "status=a&media_ids[]=77"), ==, 200);
}

static void
test_snac (Sim           *sim,
           gconstpointer  data)
{
  const SimHeader key[] = { { "Idempotency-Key", "one" }, { NULL, NULL } };

  g_assert_cmpuint (get (sim, "/api/v2/instance"), ==, 404);
  g_assert_cmpuint (get (sim, "/api/v1/instance"), ==, 200);
  g_assert_nonnull (strstr (sim_text (sim, "version"), "really snac"));
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", key), ==, 200);
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", key), ==, 200);
  g_assert_cmpuint (post (sim, "status=b&scheduled_at=2027-01-01T00:00:00Z"), ==, 200);
  g_assert_null (sim_text (sim, "scheduled_at"));
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 3);
}

static void
register_app (Sim         *sim,
              const char  *uri,
              char       **id,
              char       **secret)
{
  g_autofree char *form = g_strdup_printf ("client_name=Test&redirect_uris=%s&"
                                           "scopes=read:accounts+write:statuses", uri);

  g_assert_cmpuint (sim_form (sim, "/api/v1/apps", form, NULL), ==, 200);
  *id = g_strdup (sim_text (sim, "client_id"));
  *secret = g_strdup (sim_text (sim, "client_secret"));
}

static char *
token_form (const char *id,
            const char *secret,
            const char *uri,
            const char *code,
            const char *verifier)
{
  return g_strdup_printf (
      "grant_type=authorization_code&client_id=%s&client_secret=%s&redirect_uri=%s"
      "&code=%s&code_verifier=%s",
      id, secret, uri, code, verifier);
}

static void
test_sign_in_by_loopback (Sim           *sim,
                          gconstpointer  data)
{
  g_autofree char *id = NULL, *secret = NULL, *query = NULL, *page = NULL, *code = NULL,
                  *state = NULL;
  g_autofree char *wrong = NULL, *right = NULL, *revoke = NULL;

  register_app (sim, LOOPBACK, &id, &secret);
  query = g_strdup_printf ("response_type=code&client_id=%s&redirect_uri=" LOOPBACK "&state=s%%261"
                           "&scope=read:accounts+write:statuses&code_challenge=" CHALLENGE
                           "&code_challenge_method=S256", id);
  page = g_strconcat ("/oauth/authorize?", query, NULL);

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, page, NULL), ==, 200);
  g_assert_nonnull (strstr (sim->body, "<button"));
  g_assert_nonnull (strstr (sim->body, "value=\"s&amp;1\""));

  g_assert_cmpuint (sim_form (sim, "/oauth/authorize", query, NULL), ==, 302);
  code = location_param (sim, "code");
  state = location_param (sim, "state");
  g_assert_cmpstr (state, ==, "s&1");

  wrong = token_form (id, secret, LOOPBACK, code, "not-the-verifier");
  right = token_form (id, secret, LOOPBACK, code, VERIFIER);
  g_assert_cmpuint (sim_form (sim, "/oauth/token", wrong, NULL), ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "invalid_grant");
  g_assert_cmpuint (sim_form (sim, "/oauth/token", right, NULL), ==, 200);
  g_assert_cmpstr (sim_text (sim, "scope"), ==, "read:accounts write:statuses");
  g_set_str (&sim->token, sim_text (sim, "access_token"));

  /* A code is good once; a token for what it was given for. */
  g_assert_cmpuint (sim_form (sim, "/oauth/token", right, NULL), ==, 400);
  g_assert_cmpuint (get (sim, "/api/v1/accounts/verify_credentials"), ==, 200);
  g_assert_cmpstr (sim_text (sim, "username"), ==, "alice");
  g_assert_cmpuint (sim_upload (sim, "image/png", 10), ==, 403);
  g_assert_cmpuint (post (sim, "status=a"), ==, 200);

  revoke = g_strdup_printf ("client_id=%s&client_secret=%s&token=%s", id, secret, sim->token);
  g_assert_cmpuint (sim_form (sim, "/oauth/revoke", revoke, NULL), ==, 200);
  g_assert_cmpuint (get (sim, "/api/v1/accounts/verify_credentials"), ==, 401);
}

static void
test_sign_in_by_pasted_code (Sim           *sim,
                             gconstpointer  data)
{
  g_autofree char *id = NULL, *secret = NULL, *page = NULL, *code = NULL, *form = NULL,
                  *native = NULL;

  register_app (sim, OOB, &id, &secret);
  page = g_strdup_printf ("/oauth/authorize?response_type=code&client_id=%s&redirect_uri=" OOB
                          "&scope=read:accounts&account=bob", id);

  /* The switch presses the button. */
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, page, NULL), ==, 302);
  code = location_param (sim, "code");
  native = g_strconcat ("/oauth/authorize/native?code=", code, NULL);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, native, NULL), ==, 200);
  g_assert_nonnull (strstr (sim->body, code));

  /* Codes do not wait for ever. */
  form = token_form (id, secret, OOB, code, "");
  cs_clock_step (sim->clock, 601 * G_USEC_PER_SEC);
  g_assert_cmpuint (sim_form (sim, "/oauth/token", form, NULL), ==, 400);
  cs_clock_step (sim->clock, -601 * G_USEC_PER_SEC);
  g_assert_cmpuint (sim_form (sim, "/oauth/token", form, NULL), ==, 200);
  g_set_str (&sim->token, sim_text (sim, "access_token"));
  g_assert_cmpuint (get (sim, "/api/v1/accounts/verify_credentials"), ==, 200);
  g_assert_cmpstr (sim_text (sim, "username"), ==, "bob");
}

static void
test_sign_in_refusals (Sim           *sim,
                       gconstpointer  data)
{
  g_autofree char *id = NULL, *secret = NULL, *base = NULL, *error = NULL;
  static const char *const wrong[][2] =
  {
    { "&redirect_uri=http://127.0.0.1:10/callback&scope=read:accounts", "redirect URI" },
    { "&redirect_uri=" LOOPBACK "&scope=write:media", "scope" },
    { "&redirect_uri=" LOOPBACK "&scope=read:accounts&code_challenge=a&code_challenge_method=plain",
      "S256" },
  };

  register_app (sim, LOOPBACK, &id, &secret);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *form =
        g_strdup_printf ("response_type=code&client_id=%s%s", id, wrong[i][0]);

      g_assert_cmpuint (sim_form (sim, "/oauth/authorize", form, NULL), ==, 400);
      g_assert_nonnull (strstr (sim->body, wrong[i][1]));
    }

  base = g_strdup_printf ("response_type=code&client_id=%s&redirect_uri=" LOOPBACK
                          "&scope=read:accounts&deny=1", id);
  g_assert_cmpuint (sim_form (sim, "/oauth/authorize", base, NULL), ==, 302);
  error = location_param (sim, "error");
  g_assert_cmpstr (error, ==, "access_denied");

  g_assert_cmpuint (
      sim_form (sim, "/oauth/token", "grant_type=authorization_code&client_id=no&code=x", NULL), ==,
      401);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "invalid_client");
  g_assert_cmpuint (sim_form (sim, "/api/v1/apps", "client_name=a", NULL), ==, 422);
  g_assert_cmpuint (sim_form (sim, "/api/v1/apps", "client_name=a&redirect_uris=/x", NULL), ==,
                    422);
  g_assert_cmpuint (sim_form (sim, "/api/v1/apps", "client_name=a&redirect_uris=" OOB "&scopes=all",
                              NULL), ==, 422);
}

static void
test_media_refusals (Sim           *sim,
                     gconstpointer  data)
{
  g_assert_cmpuint (sim_upload (sim, "text/plain", 10), ==, 422);
  assert_says (sim, "content type is invalid");
  g_assert_cmpuint (sim_upload (sim, "video/mp4", 0), ==, 422);
  g_assert_cmpuint (sim_upload (sim, "video/mp4", 5001), ==, 422);
  assert_says (sim, "must be less than");
  g_assert_cmpuint (sim_upload (sim, "image/png", 1001), ==, 422);
  g_assert_cmpuint (sim_form (sim, "/api/v2/media", "description=a", NULL), ==, 422);
  g_assert_cmpuint (sim_upload (sim, "video/mp4", 5000), ==, 202);
  g_assert_false (cs_json_has (json_node_get_object (sim->json), "url"));
  g_assert_cmpuint (sim_upload (sim, "image/png", 1000), ==, 200);
  g_assert_nonnull (sim_text (sim, "url"));
}

static void
test_processing_can_fail (Sim           *sim,
                          gconstpointer  data)
{
  g_autofree char *path = NULL;

  g_assert_cmpuint (sim_upload (sim, "video/mp4", 50), ==, 202);
  path = g_strconcat ("/api/v1/media/", sim_text (sim, "id"), NULL);
  g_assert_cmpuint (get (sim, path), ==, 206);
  sim_pass (sim, 3);
  g_assert_cmpuint (get (sim, path), ==, 422);
}

static void
test_media_are_used_once_and_not_kept (Sim           *sim,
                                       gconstpointer  data)
{
  g_autofree char *image = NULL, *form = NULL, *path = NULL, *old = NULL;

  g_assert_cmpuint (sim_upload (sim, "image/png", 50), ==, 200);
  image = g_strdup (sim_text (sim, "id"));
  form = g_strdup_printf ("status=a&media_ids[]=%s", image);
  path = g_strdup_printf ("/api/v1/media/%s", image);

  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_MASTODON, "PUT", path, FORM, "description=A+dog",
                              -1, sim->token, NULL),
                    ==, 200);
  g_assert_cmpstr (sim_text (sim, "description"), ==, "A dog");
  g_assert_cmpuint (post (sim, form), ==, 200);
  g_assert_cmpuint (post (sim, form), ==, 422);
  assert_says (sim, "already attached");
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_MASTODON, "PUT", path, FORM, "description=b", -1,
                              sim->token, NULL), ==, 404);

  g_assert_cmpuint (sim_upload (sim, "image/png", 50), ==, 200);
  old = g_strdup_printf ("/api/v1/media/%s", sim_text (sim, "id"));
  sim_pass (sim, 86399);
  g_assert_cmpuint (get (sim, old), ==, 200);
  sim_pass (sim, 1);
  g_assert_cmpuint (get (sim, old), ==, 404);
}

static void
test_media_mix_is_refused (Sim           *sim,
                           gconstpointer  data)
{
  g_autoptr(GString) form = g_string_new ("status=a");

  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (sim_upload (sim, i == 0 ? "image/png" : "video/mp4", 50), ==,
                        i == 0 ? 200 : 202);
      g_string_append_printf (form, "&media_ids[]=%s", sim_text (sim, "id"));
    }

  sim_pass (sim, 3);
  g_assert_cmpuint (post (sim, form->str), ==, 422);
  assert_says (sim, "already contains images");
  g_assert_cmpuint (
      post (sim, "media_ids[]=1&media_ids[]=2&media_ids[]=3&media_ids[]=4&media_ids[]=5"), ==, 422);
  assert_says (sim, "more than 4 files");
}

static void
test_text_refusals (Sim           *sim,
                    gconstpointer  data)
{
  g_autofree char *long_text = g_strnfill (500, 'a');
  g_autofree char *fits = g_strdup_printf ("status=%s", long_text);
  g_autofree char *warned = g_strdup_printf ("status=%s&spoiler_text=b", long_text);

  g_assert_cmpuint (post (sim, fits), ==, 200);
  g_assert_cmpuint (post (sim, warned), ==, 422);
  assert_says (sim, "character limit of 500");
  g_assert_cmpuint (post (sim, "status="), ==, 422);
  assert_says (sim, "can't be blank");
  g_assert_cmpuint (post (sim, "status=a&visibility=everyone"), ==, 422);
  g_assert_cmpuint (post (sim, "status=a&in_reply_to_id=99"), ==, 404);
}

static void
test_threads_and_context (Sim           *sim,
                          gconstpointer  data)
{
  g_autofree char *first = NULL, *form = NULL, *second = NULL, *path = NULL, *list = NULL;
  const char *json = "{\"status\":\"third\",\"visibility\":\"unlisted\",\"language\":\"de\"}";

  g_assert_cmpuint (post (sim, "status=first&visibility=private"), ==, 200);
  first = g_strdup (sim_text (sim, "id"));
  list = g_strdup_printf ("/api/v1/accounts/%s/statuses?limit=2", sim_text (sim, "account.id"));
  form = g_strdup_printf ("status=second&in_reply_to_id=%s", first);
  g_assert_cmpuint (post (sim, form), ==, 200);
  second = g_strdup (sim_text (sim, "id"));
  g_assert_cmpstr (sim_text (sim, "in_reply_to_id"), ==, first);

  path = g_strdup_printf ("/api/v1/statuses/%s/context", second);
  g_assert_cmpuint (get (sim, path), ==, 200);
  g_assert_cmpuint (json_array_get_length (cs_json_get_array (json_node_get_object (sim->json),
                                                              "ancestors")), ==, 1);

  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_MASTODON, "POST", "/api/v1/statuses",
                              "application/json", json, -1, sim->token, NULL), ==, 200);
  g_assert_cmpstr (sim_text (sim, "language"), ==, "de");

  g_assert_cmpuint (get (sim, list), ==, 200);
  g_assert_cmpuint (json_array_get_length (array (sim)), ==, 2);
  g_assert_cmpstr (cs_json_get_text (cs_json_at_object (array (sim), 0), "content"), ==,
                   "<p>third</p>");

  /* What is for followers is not for strangers. */
  list[strlen (list) - 1] = '9';
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, list, NULL), ==, 200);
  g_assert_cmpuint (json_array_get_length (array (sim)), ==, 2);
}

static void
test_edit_and_delete (Sim           *sim,
                      gconstpointer  data)
{
  const SimHeader key[] = { { "Idempotency-Key", "one" }, { NULL, NULL } };
  g_autofree char *path = NULL;

  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", key), ==, 200);
  path = g_strdup_printf ("/api/v1/statuses/%s", sim_text (sim, "id"));
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_MASTODON, "PUT", path, FORM, "status=b", -1,
                              sim->token, NULL), ==, 200);
  g_assert_nonnull (sim_text (sim, "edited_at"));
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_MASTODON, "DELETE", path, NULL, NULL, 0, sim->token,
                              NULL), ==, 200);
  g_assert_cmpstr (sim_text (sim, "text"), ==, "b");
  g_assert_cmpuint (get (sim, path), ==, 404);
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", key), ==, 404);

  /* It was made, whatever came of it. */
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
}

static void
test_key_is_kept_for_an_hour (Sim           *sim,
                              gconstpointer  data)
{
  const SimHeader key[] = { { "Idempotency-Key", "one" }, { NULL, NULL } };

  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", key), ==, 200);
  sim_pass (sim, 3599);
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=b", key), ==, 200);
  g_assert_cmpstr (sim_text (sim, "content"), ==, "<p>a</p>");
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
  sim_pass (sim, 1);
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=b", key), ==, 200);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 2);
}

static void
test_key_can_be_ignored (Sim           *sim,
                         gconstpointer  data)
{
  const SimHeader key[] = { { "Idempotency-Key", "one" }, { NULL, NULL } };

  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", key), ==, 200);
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", key), ==, 200);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 2);
}

static void
test_schedules_come_true_by_the_clock (Sim           *sim,
                                       gconstpointer  data)
{
  g_autofree char *id = NULL, *path = NULL;

  g_assert_cmpuint (post (sim, "status=a&scheduled_at=2026-11-20T10:05:00.000Z"), ==, 422);
  g_assert_cmpuint (post (sim, "status=a&scheduled_at=tomorrow"), ==, 422);
  g_assert_cmpuint (post (sim, "status=late&scheduled_at=2026-11-20T09:00:00.000Z"), ==, 200);
  g_assert_null (sim_text (sim, "scheduled_at"));

  g_assert_cmpuint (post (sim, "status=a&scheduled_at=2026-11-20T11:00:00.000Z"), ==, 200);
  g_assert_cmpstr (sim_text (sim, "scheduled_at"), ==, "2026-11-20T11:00:00.000Z");
  id = g_strdup (sim_text (sim, "id"));
  path = g_strdup_printf ("/api/v1/scheduled_statuses/%s", id);

  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_MASTODON, "PUT", path, FORM,
                              "scheduled_at=2026-11-20T12:00:00Z", -1, sim->token, NULL), ==, 200);
  sim_pass (sim, 7199);
  g_assert_cmpuint (get (sim, "/api/v1/scheduled_statuses"), ==, 200);
  g_assert_cmpuint (json_array_get_length (array (sim)), ==, 1);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);

  sim_pass (sim, 1);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 2);
  g_assert_cmpuint (get (sim, path), ==, 404);

  g_assert_cmpuint (post (sim, "status=b&scheduled_at=2026-11-21T11:00:00.000Z"), ==, 200);
  g_free (path);
  path = g_strdup_printf ("/api/v1/scheduled_statuses/%s", sim_text (sim, "id"));
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_MASTODON, "DELETE", path, NULL, NULL, 0, sim->token,
                              NULL), ==, 200);
  sim_pass (sim, 2 * 86400);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 2);
}

static void
test_rate_limits (Sim           *sim,
                  gconstpointer  data)
{
  for (guint i = 0; i < 30; i++)
    g_assert_cmpuint (sim_upload (sim, "image/png", 5), ==, 200);

  g_assert_cmpstr (soup_message_headers_get_one (sim->headers, "X-RateLimit-Remaining"), ==, "0");
  g_assert_cmpuint (sim_upload (sim, "image/png", 5), ==, 429);
  g_assert_cmpstr (soup_message_headers_get_one (sim->headers, "X-RateLimit-Reset"), ==,
                   "2026-11-20T10:30:00.000Z");
  sim_pass (sim, 1800);
  g_assert_cmpuint (sim_upload (sim, "image/png", 5), ==, 200);
}

static void
test_a_small_server_takes_few_calls (Sim           *sim,
                                     gconstpointer  data)
{
  static const char path[] = "/api/v1/accounts/verify_credentials";

  for (guint i = 0; i < 24; i++)
    g_assert_cmpuint (get (sim, path), ==, 200);

  g_assert_cmpstr (soup_message_headers_get_one (sim->headers, "X-RateLimit-Limit"), ==, "24");
  g_assert_cmpuint (get (sim, path), ==, 429);
  sim_pass (sim, 300);
  g_assert_cmpuint (get (sim, path), ==, 200);
}

static void
test_a_broken_upload_is_refused (Sim           *sim,
                                 gconstpointer  data)
{
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_MASTODON, "POST", "/api/v2/media",
                              "multipart/form-data; boundary=x", "--x\r\nhalf", -1, sim->token,
                              NULL),
                    ==, 400);
  g_assert_cmpuint (get (sim, "/api/v1/nothing"), ==, 404);
}

static void
test_unsupported_kinds_are_refused (Sim           *sim,
                                    gconstpointer  data)
{
  static const char *const heads[][2] =
  {
    { "video/x-matroska", "\x1a\x45\xdf\xa3..matroska" },
    { "video/mp4", "\x1a\x45\xdf\xa3..matroska" },
    { "image/svg+xml", "<svg/>" },
    { "application/pdf", "%PDF-1.7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n"
                         "Content-Type: %s\r\n\r\n%s\r\n--x--\r\n", heads[i][0], heads[i][1]);

      g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_MASTODON, "POST", "/api/v2/media",
                                  "multipart/form-data; boundary=x", body, -1, sim->token, NULL),
                        ==, 422);
      g_assert_nonnull (strstr (sim->body, "content type is invalid"));
    }
}

static void
test_an_id_twice_is_one_medium (Sim           *sim,
                                gconstpointer  data)
{
  g_autofree char *form = NULL;
  g_autofree char *gifs = NULL;

  g_assert_cmpuint (sim_upload (sim, "image/png", 10), ==, 200);
  form = g_strdup_printf ("status=a&media_ids[]=%s&media_ids[]=%s", sim_text (sim, "id"),
                          sim_text (sim, "id"));
  g_assert_cmpuint (post (sim, form), ==, 200);
  g_assert_cmpuint (json_array_get_length (
    cs_json_get_array (json_node_get_object (sim->json), "media_attachments")), ==, 1);

  /* GIFs have no sound: they stand beside one another. */
  g_assert_cmpuint (sim_upload (sim, "image/gif", 10), ==, 202);
  form = (g_free (form), g_strdup_printf ("status=a&media_ids[]=%s", sim_text (sim, "id")));
  g_assert_cmpuint (sim_upload (sim, "image/gif", 10), ==, 202);
  gifs = g_strdup_printf ("%s&media_ids[]=%s", form, sim_text (sim, "id"));
  sim_pass (sim, 60);
  g_assert_cmpuint (post (sim, gifs), ==, 200);
}

static void
test_alt_text_is_counted_in_code_points (Sim           *sim,
                                         gconstpointer  data)
{
  /* One character to look at, five code points. */
  g_autofree char *form = g_strdup_printf ("description=%s", "👩‍👩‍👧👩‍👩‍👧");
  g_autofree char *path = NULL;

  g_assert_cmpuint (sim_upload (sim, "image/png", 10), ==, 200);
  path = g_strconcat ("/api/v1/media/", sim_text (sim, "id"), NULL);
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_MASTODON, "PUT", path,
                              "application/x-www-form-urlencoded", form, -1, sim->token, NULL),
                    ==, 422);
  g_assert_nonnull (strstr (sim->body, "Description is too long"));
}

static void
test_blank_is_no_text (Sim           *sim,
                       gconstpointer  data)
{
  g_assert_cmpuint (post (sim, "status=%20%E2%80%83%0A"), ==, 422);
  g_assert_nonnull (strstr (sim->body, "blank"));

  /* A warning alone becomes the text. */
  g_assert_cmpuint (post (sim, "status=&spoiler_text=Careful"), ==, 200);
  g_assert_cmpstr (sim_text (sim, "content"), ==, "<p>Careful</p>");
  g_assert_cmpstr (sim_text (sim, "spoiler_text"), ==, "");
}

/* A token that was given once is checked also where none would be needed. */
static void
test_reading_with_a_dead_token (Sim           *sim,
                                gconstpointer  data)
{
  g_autofree char *list = NULL;
  g_autofree char *secret = NULL;

  g_assert_cmpuint (post (sim, "status=a"), ==, 200);
  list = g_strdup_printf ("/api/v1/accounts/%s/statuses", sim_text (sim, "account.id"));
  g_assert_cmpuint (post (sim, "status=b&visibility=private"), ==, 200);
  secret = g_strdup_printf ("/api/v1/statuses/%s/context", sim_text (sim, "id"));
  g_assert_cmpuint (get (sim, secret), ==, 200);

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, list, NULL), ==, 200);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (sim->json)), ==, 1);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, secret, NULL), ==, 404);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, "/api/v1/accounts/7/statuses", NULL),
                    ==, 404);

  sim_faults (sim, "on GET /api/v2/instance do token-revoke");
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, "/api/v2/instance", NULL), ==, 200);
  g_assert_cmpuint (get (sim, list), ==, 401);
  g_assert_cmpuint (get (sim, secret), ==, 401);
}

static void
test_refusals_cost_no_posts (Sim           *sim,
                             gconstpointer  data)
{
  const SimHeader key[] = { { "Idempotency-Key", "one" }, { NULL, NULL } };

  for (guint i = 0; i < 290; i++)
    g_assert_cmpuint (post (sim, "status="), ==, 422);

  sim_pass (sim, 300);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", key), ==, 200);

  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
}

static void
test_a_redirect_is_an_address (Sim           *sim,
                               gconstpointer  data)
{
  static const char app[] = "{\"client_name\":\"a\",\"redirect_uris\":"
                            "[\"http://127.0.0.1/\\r\\nSet-Cookie: a=b\"]}";

  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_MASTODON, "POST", "/api/v1/apps",
                              "application/json", app, -1, NULL, NULL), ==, 422);
}

CS_TESTS (sim_mastodon)
{
#define ADD(name, settings, test) SIM_ADD ("/simulator/mastodon/" name, settings, test)
  ADD ("people", "mastodon.person=ana bluesky.person=ana.example",
       test_people_have_the_names_they_are_given);
  ADD ("instance-says-its-limits", "mastodon.max-characters=11000 mastodon.video-size=40000000",
       test_instance_says_its_limits);
  ADD ("older-versions", "mastodon.version=4.2.10", test_older_versions);
  ADD ("snac", "mastodon.snac=yes", test_snac);
  ADD ("sign-in-by-loopback", NULL, test_sign_in_by_loopback);
  ADD ("sign-in-by-pasted-code", "mastodon.auto-approve=yes", test_sign_in_by_pasted_code);
  ADD ("sign-in-refusals", NULL, test_sign_in_refusals);
  ADD ("media-refusals", "mastodon.video-size=5000 mastodon.image-size=1000", test_media_refusals);
  ADD ("processing-can-fail", "strict-media=yes", test_processing_can_fail);
  ADD ("media-are-used-once-and-not-kept", NULL, test_media_are_used_once_and_not_kept);
  ADD ("media-mix-is-refused", NULL, test_media_mix_is_refused);
  ADD ("text-refusals", NULL, test_text_refusals);
  ADD ("threads-and-context", NULL, test_threads_and_context);
  ADD ("edit-and-delete", NULL, test_edit_and_delete);
  ADD ("key-is-kept-for-an-hour", NULL, test_key_is_kept_for_an_hour);
  ADD ("key-can-be-ignored", "mastodon.ignore-idempotency=yes", test_key_can_be_ignored);
  ADD ("schedules-come-true-by-the-clock", NULL, test_schedules_come_true_by_the_clock);
  ADD ("rate-limits", NULL, test_rate_limits);
  ADD ("a-small-server-takes-few-calls", "mastodon.calls=24", test_a_small_server_takes_few_calls);
  ADD ("a-broken-upload-is-refused", NULL, test_a_broken_upload_is_refused);
  ADD ("unsupported-kinds-are-refused", NULL, test_unsupported_kinds_are_refused);
  ADD ("an-id-twice-is-one-medium", NULL, test_an_id_twice_is_one_medium);
  ADD ("alt-text-is-counted-in-code-points", "mastodon.description-limit=9",
       test_alt_text_is_counted_in_code_points);
  ADD ("blank-is-no-text", NULL, test_blank_is_no_text);
  ADD ("reading-with-a-dead-token", NULL, test_reading_with_a_dead_token);
  ADD ("refusals-cost-no-posts", NULL, test_refusals_cost_no_posts);
  ADD ("a-redirect-is-an-address", NULL, test_a_redirect_is_an_address);
#undef ADD
}
