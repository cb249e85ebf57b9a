/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "numbers.h"

#include "cs-account-store.h"
#include "cs-file-secrets.h"
#include "cs-id.h"
#include "cs-platform.h"
#include "cs-post-store.h"
#include "cs-tally-store.h"
#include "cs-target-store.h"

#include <libsoup/soup.h>
#include <stdio.h>
#include <stdlib.h>

#define TRIES 100        /* of a person who signs in: more than there are faults that wait */

static void
fail (const char *what,
      GError     *error)
{
  fprintf (stderr, "%s: %s\n", what, error != NULL ? error->message : "no reason");
  exit (3);
}

void
check (gboolean    ok,
       const char *what,
       GError     *error)
{
  if (!ok)
    fail (what, error);
}

void
open_workspace (World *self)
{
  GError *error = NULL;
  g_autofree char *clock = g_build_filename (self->folder, "clock", NULL);
  g_autofree char *path = g_build_filename (self->folder, "main.db", NULL);

  self->clock = cs_clock_new_mapped (clock, &error);
  check (self->clock != NULL, "clock", error);
  self->secrets = cs_file_secrets_new (self->folder);
  self->db = cs_db_open (path, self->clock, &error);
  check (self->db != NULL, "database", error);
}

void
close_workspace (World *self)
{
  cs_db_close (self->db);
  g_clear_object (&self->db);
  g_clear_object (&self->secrets);
  g_clear_object (&self->clock);
}

/* Where the browser is sent after a person pressed the button. */
static char *
visit (const char *page,
       const char *person)
{
  g_autofree char *url = g_strdup_printf ("%s&account=%s", page, person);
  g_autoptr(SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GBytes) body = NULL;

  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  body = soup_session_send_and_read (session, message, NULL, NULL);

  return body == NULL ? NULL
    : g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (message),
                                              "Location"));
}

/* By this the journal knows an account that is not alone on its network. */
static void
learn_bearer (World           *self,
              const CsAccount *account,
              const char      *id)
{
  char *secret = cs_secrets_lookup (self->secrets, id, "token", NULL, NULL);
  g_autoptr(JsonObject) object = secret != NULL ? cs_json_parse_object (secret, -1, 0, NULL) : NULL;
  g_autofree char *bearer = NULL;
  g_autofree char *hash = NULL;

  cs_secret_free (secret);
  if (object == NULL)
    return;

  bearer = g_strconcat ("Bearer ", cs_json_get_text (object, "access_token"), NULL);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, bearer, -1);
  g_hash_table_insert (self->bearers, g_strdup_printf ("sha256:%.12s", hash), (gpointer) account);
}

static CsAccount *
try_sign_in (World       *self,
             CsNetwork    network,
             GVariant    *request,
             const char  *person,
             GError     **error)
{
  g_autoptr(CsPlatform) platform = cs_platform_new (network, self->secrets, self->clock, error);
  g_autoptr(GVariant) pending = platform != NULL
    ? cs_platform_begin_sign_in (platform, request, NULL, error) : NULL;
  g_autofree char *answer = NULL;
  const char *url = NULL;

  if (pending != NULL && g_variant_lookup (pending, "url", "&s", &url))
    answer = visit (url, person);

  return pending != NULL ? cs_platform_finish_sign_in (platform, pending, answer, NULL, error)
                         : NULL;
}

/* A person tries again when the network has trouble. */
static CsAccount *
sign_in (World      *self,
         CsNetwork   network,
         GVariant   *request,
         const char *person)
{
  g_autoptr(GVariant) sunk = g_variant_ref_sink (request);
  g_autoptr(GError) error = NULL;
  CsAccount *account = NULL;

  for (guint i = 0; i < TRIES && account == NULL; i++)
    {
      g_clear_error (&error);
      account = try_sign_in (self, network, sunk, person, &error);
    }

  check (account != NULL, "sign-in", error);

  return account;
}

void
save_account (World           *self,
              const CsAccount *account)
{
  GError *error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);

  check (tx != NULL && cs_account_store_save (tx, account, &error) && cs_tx_commit (&tx, &error),
         "account", error);
}

CsAccount *
sign_in_mastodon (World      *self,
                  const char *person)
{
  return sign_in (self, CS_NETWORK_MASTODON, g_variant_new_parsed (
    "{'host': <%s>}", cs_simulator_get_url (self->simulator, CS_SIMULATOR_MASTODON)), person);
}

CsAccount *
sign_in_bluesky (World *self)
{
  return sign_in (self, CS_NETWORK_BLUESKY, g_variant_new_parsed (
    "{'handle': <'alice.test'>, 'app_password': <'abcd-efgh-ijkl-mnop'>,"
    " 'host': <%s>, 'plc': <%s>, 'video': <%s>}",
    cs_simulator_get_url (self->simulator, CS_SIMULATOR_BLUESKY),
    cs_simulator_get_url (self->simulator, CS_SIMULATOR_PLC),
    cs_simulator_get_url (self->simulator, CS_SIMULATOR_VIDEO)), NULL);
}

void
add_account (World     *self,
             guint      i,
             CsAccount *account)
{
  self->accounts[i] = account;
  learn_bearer (self, account, account->id);
  save_account (self, account);
}

static void
start_networks (World  *self,
                gint64  days)
{
  g_autofree char *settings = g_strdup_printf (
    "mastodon.calls=24 mastodon.auto-approve=yes growth=yes growth.seed=%" G_GUINT64_FORMAT
    " growth.purge-at=%" G_GINT64_FORMAT " growth.vanish-quotes-at=%" G_GINT64_FORMAT
    " bluesky.appview-lag=400", self->seed, START + days * CS_DAY_SECONDS / 3,
    START + days * CS_DAY_SECONDS / 2);
  g_auto(GStrv) list = g_strsplit (settings, " ", -1);
  GError *error = NULL;

  self->simulator = cs_simulator_new (self->clock);
  for (guint i = 0; list[i] != NULL; i++)
    check (cs_simulator_set (self->simulator, list[i], &error), list[i], error);

  check (cs_simulator_start (self->simulator, &error), "simulator", error);

  add_account (self, 0, sign_in_mastodon (self, "alice"));
  add_account (self, 1, sign_in_bluesky (self));
}

void
plan_post (World  *self,
           guint   account,
           gint64  due)
{
  GError *error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);
  g_autoptr(CsPost) post = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsTarget) target = cs_record_new (CS_RECORD_TARGET);

  check (tx != NULL, "plan", error);
  post->id = cs_id_new (START * G_USEC_PER_SEC);
  post->title = g_strdup ("A post");
  post->text = g_strdup_printf ("words %s", post->id);
  post->created_at = post->changed_at = START;
  target->id = cs_id_new (START * G_USEC_PER_SEC);
  target->post_id = g_strdup (post->id);
  target->account_id = g_strdup (self->accounts[account]->id);
  target->state = CS_TARGET_SCHEDULED;
  target->due = due;
  target->wall = due / 60;
  target->zone = g_strdup ("UTC");
  target->fold = 0;
  target->lateness = CS_LATE_PUBLISH;
  target->late_limit = 7 * CS_DAY_SECONDS;

  self->planned[account]++;
  g_array_append_val (self->dues, due);
  check (cs_post_store_save (tx, post, &error) && cs_target_store_save (tx, target, &error)
         && cs_tx_commit (&tx, &error), "plan", error);
}

/* What goes wrong with the next few questions; none of it happens to what publishes. */
void
add_faults (World *self)
{
  static const char *const faults[] = {
    "status=503", "status=500 body={}", "status=429 header=Retry-After:900", "html=200",
    "html=502", "drop-before", "drop-after", "truncate", "status=400 body={\"error\":\"x\"}",
    "status=200 body={}", "status=200 body=[]",
  };
  static const char *const paths[] = {
    "/api/v1/statuses*", "/api/v1/accounts/*", "/xrpc/app.bsky.*", "/api/*", "/xrpc/*",
  };
  g_autofree char *line = g_strdup_printf (
    "on GET %s times=%d do %s", paths[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (paths))],
    g_rand_int_range (self->rand, 1, 12),
    faults[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (faults))]);
  GError *error = NULL;

  self->faults++;
  check (cs_simulator_add_faults (self->simulator, line, &error), line, error);
}

/* The newest posts of an account that are there go, as many as these. */
void
delete_posts (World *self,
              guint  account,
              guint  most)
{
  g_autoptr(GPtrArray) tallies = list_tallies (self, self->accounts[account]);
  const char *network = cs_network_names[self->accounts[account]->network];

  for (guint i = 0, n = 0; i < tallies->len && n < most; i++)
    {
      const CsTally *tally = g_ptr_array_index (tallies, i);
      g_autofree char *line = g_strdup_printf ("%s %s", network, tally->remote_id);
      GError *error = NULL;

      if (g_hash_table_contains (self->deleted, tally->remote_id))
        continue;

      n++;
      check (cs_simulator_delete_posts (self->simulator, line, &error), line, error);
      g_hash_table_insert (self->deleted, g_strdup (tally->remote_id),
                           g_memdup2 (&(gint64) { cs_clock_now (self->clock) }, sizeof (gint64)));
    }
}

/* A person signed in again as @made: what is known of the account stays. */
void
connect_again (World           *self,
               const CsAccount *account,
               const CsAccount *made,
               const char      *kind)
{
  char *secret = cs_secrets_lookup (self->secrets, made->id, kind, NULL, NULL);
  GError *error = NULL;

  learn_bearer (self, account, made->id);
  check (cs_secrets_store (self->secrets, account->id, kind, "Test", secret, NULL, &error),
         kind, error);
  cs_secret_free (secret);
  save_account (self, account);
}

void
remove_account (World *self)
{
  const CsAccount *account = self->accounts[N_ACCOUNTS - 1];
  GError *error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);

  check (tx != NULL && cs_account_store_remove (tx, account->id, &error)
         && cs_tx_commit (&tx, &error)
         && cs_secrets_clear (self->secrets, account->id, NULL, &error), "remove", error);
}

/* Two accounts on networks that begin with it. */
void
make_world (World   *self,
            guint64  seed,
            gint64   days)
{
  GError *error = NULL;
  g_autofree char *clock = NULL;

  self->seed = seed;
  seed_random (seed, 0);
  self->rand = g_rand_new_with_seed (seed);
  self->end = START + days * CS_DAY_SECONDS;
  self->folder = g_dir_make_tmp ("numbers-XXXXXX", &error);
  check (self->folder != NULL, "folder", error);
  clock = g_build_filename (self->folder, "clock", NULL);
  check (cs_clock_create_file (clock, START * G_USEC_PER_SEC, &error), "clock", error);

  self->bearers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->periods = g_array_new (FALSE, FALSE, sizeof (Period));
  self->dues = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->killed = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->deleted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      self->moments[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
      self->pressed[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
    }

  open_workspace (self);
  start_networks (self, days);
}

void
clear_world (World *self)
{
  cs_simulator_stop (self->simulator);
  g_clear_object (&self->simulator);
  close_workspace (self);
  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      cs_record_unref (self->accounts[i]);
      g_array_unref (self->moments[i]);
      g_array_unref (self->pressed[i]);
    }
  g_hash_table_unref (self->bearers);
  g_array_unref (self->periods);
  g_array_unref (self->dues);
  g_array_unref (self->killed);
  g_hash_table_unref (self->deleted);
  g_rand_free (self->rand);
  g_free (self->folder);
}
