/* creatorsync-reliability-child: the real engine, to be killed
 *
 * What it is told to do is its first argument; the workspace is its second. The
 * clock is the harness's. While it has to wait, it says until when and waits
 * for the clock to be moved.
 *
 *   set-up FOLDER NETWORK URL…   signs in and plans a post, due now
 *   run FOLDER                   publishes until all is quiet, and nothing is held
 *   take-back FOLDER             the same; what the network holds is taken back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-file-secrets.h"
#include "cs-id.h"
#include "cs-media-store.h"
#include "cs-outbox-rules.h"
#include "cs-outbox-store.h"
#include "cs-platform.h"
#include "cs-post-store.h"
#include "cs-publisher.h"
#include "cs-receipt-store.h"
#include "cs-target-store.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct
{
  char      *folder;
  CsClock   *clock;
  CsSecrets *secrets;
  CsDb      *db;
} World;

static void
world_clear (World *self)
{
  if (self->db != NULL)
    cs_db_close (self->db);

  g_clear_object (&self->db);
  g_clear_object (&self->secrets);
  g_clear_object (&self->clock);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static gboolean
world_open (World       *self,
            const char  *folder,
            GError     **error)
{
  const char *tokens = g_getenv ("CREATORSYNC_TEST_TOKENS");
  g_autofree char *path = g_build_filename (folder, "main.db", NULL);

  self->folder = g_strdup (folder);
  self->clock = cs_clock_new_default (error);
  if (self->clock == NULL)
    return FALSE;

  self->secrets = cs_file_secrets_new (tokens != NULL ? tokens : folder);
  self->db = cs_db_open (path, self->clock, error);

  return self->db != NULL;
}

static GVariant *
make_request (char **words)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (words[i], "=", 2);

      if (g_strv_length (parts) == 2)
        g_variant_dict_insert (&dict, parts[0], "s", parts[1]);
    }

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* The harness visits the page and writes the code, a line, to our input. */
static char *
ask_for_code (GVariant *pending)
{
  const char *url;
  char line[512];

  if (!g_variant_lookup (pending, "url", "&s", &url))
    return NULL;

  printf ("visit %s\n", url);
  fflush (stdout);

  return fgets (line, sizeof line, stdin) != NULL ? g_strdup (g_strstrip (line)) : NULL;
}

static CsAccount *
sign_in (World      *self,
         CsNetwork   network,
         char      **words,
         GError    **error)
{
  g_autoptr(CsPlatform) platform = cs_platform_new (network, self->secrets, self->clock, error);
  g_autoptr(GVariant) request = make_request (words);
  g_autoptr(GVariant) pending = NULL;
  g_autofree char *answer = NULL;

  if (platform == NULL)
    return NULL;

  pending = cs_platform_begin_sign_in (platform, request, NULL, error);
  if (pending == NULL)
    return NULL;

  answer = ask_for_code (pending);

  return cs_platform_finish_sign_in (platform, pending, answer, NULL, error);
}

/* A picture of one pixel: enough to be uploaded before the post. */
static CsMedia *
make_picture (World   *self,
              GError **error)
{
  static const guint8 png[] = {
    0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 1,
    0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, 'I', 'D', 'A', 'T', 0x78,
    0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, 'I', 'E', 'N', 'D',
    0xae, 0x42, 0x60, 0x82,
  };
  g_autoptr(CsMedia) media = cs_record_new (CS_RECORD_MEDIA);
  g_autofree char *path = g_build_filename (self->folder, "dot.png", NULL);

  if (!g_file_set_contents (path, (const char *) png, sizeof png, error))
    return NULL;

  media->id = cs_id_new (cs_clock_now_usec (self->clock));
  media->path = g_steal_pointer (&path);
  media->title = g_strdup ("Dot");
  media->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, png, sizeof png);
  media->size = sizeof png;
  media->mtime = 0;
  media->added_at = cs_clock_now (self->clock);
  media->facts = cs_record_new (CS_RECORD_FACTS);
  media->facts->kind = CS_MEDIA_IMAGE;
  media->facts->mime = g_strdup ("image/png");
  media->facts->container = g_strdup ("png");
  media->facts->size = sizeof png;
  media->facts->width = 1;
  media->facts->height = 1;

  return g_steal_pointer (&media);
}

static CsPost *
make_post (World         *self,
           const CsMedia *media)
{
  CsPost *post = cs_record_new (CS_RECORD_POST);
  CsAttachment *attachment = cs_record_new (CS_RECORD_ATTACHMENT);
  const char *parts[] = { "second part", "third part", NULL };

  attachment->media_id = g_strdup (media->id);
  attachment->alt = g_strdup ("A dot");
  attachment->part = 0;

  post->id = cs_id_new (cs_clock_now_usec (self->clock));
  post->title = g_strdup ("Reliability");
  post->text = g_strdup ("first part");
  post->thread = g_strdupv ((char **) parts);
  post->attachments = cs_records_new ();
  g_ptr_array_add (post->attachments, attachment);
  post->created_at = post->changed_at = cs_clock_now (self->clock);

  return post;
}

static CsTarget *
make_target (World           *self,
             const CsPost    *post,
             const CsAccount *account)
{
  CsTarget *target = cs_record_new (CS_RECORD_TARGET);

  target->id = cs_id_new (cs_clock_now_usec (self->clock));
  target->post_id = g_strdup (post->id);
  target->account_id = g_strdup (account->id);
  target->state = CS_TARGET_SCHEDULED;
  target->due = cs_clock_now (self->clock);
  target->wall = target->due / 60;
  target->zone = g_strdup ("UTC");
  target->fold = 0;
  target->lateness = CS_LATE_PUBLISH;
  target->late_limit = CS_OUTBOX_LATEST;

  return target;
}

static gboolean
set_up (World   *self,
        char   **words,
        GError **error)
{
  g_autoptr(CsAccount) account = NULL;
  g_autoptr(CsMedia) media = make_picture (self, error);
  g_autoptr(CsPost) post = NULL;
  g_autoptr(CsTarget) target = NULL;
  g_autoptr(CsTx) tx = NULL;
  CsNetwork network;

  if (media == NULL)
    return FALSE;

  if (!cs_network_from_name (words[0], &network))
    return cs_fail (error, CS_ERROR_USAGE, "There is no network “%s”", words[0]);

  account = sign_in (self, network, words + 1, error);
  if (account == NULL)
    return FALSE;

  post = make_post (self, media);
  target = make_target (self, post, account);
  tx = cs_tx_begin (self->db, error);

  return tx != NULL
      && cs_account_store_save (tx, account, error)
      && cs_media_store_save (tx, media, error)
      && cs_post_store_save (tx, post, error)
      && cs_target_store_save (tx, target, error)
      && cs_tx_commit (&tx, error);
}

/* A line for each move of the log that no rule allows. */
static gboolean
report_moves (CsTx         *tx,
              const char   *row_id,
              GError      **error)
{
  g_autoptr(GArray) moves = cs_outbox_store_list_moves (tx, row_id, error);

  for (guint i = 0; moves != NULL && i < moves->len; i++)
    {
      const CsOutboxMove *move = &g_array_index (moves, CsOutboxMove, i);

      if (!move->is_birth && !cs_outbox_move_is_legal (move->from, move->to))
        printf ("illegal %s %s\n", cs_outbox_state_names[move->from],
                cs_outbox_state_names[move->to]);
    }

  return moves != NULL;
}

/* What came of it, for the harness to compare with what the network has. */
static gboolean
report (World   *self,
        GError **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);
  g_autoptr(GPtrArray) rows = NULL;
  gint64 receipts = 0;

  if (tx == NULL || (rows = cs_outbox_store_list_recent (tx, 1000, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);

      printf ("row %d %s\n", (int) row->part, cs_outbox_state_names[row->state]);

      if (!report_moves (tx, row->id, error))
        return FALSE;
    }

  if (!cs_receipt_store_verify (tx, &receipts, error))
    return FALSE;

  printf ("receipts %" G_GINT64_FORMAT "\n", receipts);

  return TRUE;
}

/* A person who does not want what the network was given to hold. */
static gboolean
take_back (World        *self,
           CsPublisher  *publisher,
           gboolean     *asked,
           GError      **error)
{
  g_autoptr(GPtrArray) rows = NULL;

  {
    g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);

    if (tx == NULL || (rows = cs_outbox_store_list_active (tx, error)) == NULL)
      return FALSE;
  }

  *asked = FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);

      if (row->state != CS_OUTBOX_HANDED_OFF || cs_outbox_row_is_stopping (row))
        continue;

      if (!cs_publisher_cancel (publisher, row->id, error))
        return FALSE;

      *asked = TRUE;
    }

  return TRUE;
}

static gboolean
run (World     *self,
     gboolean   takes_back,
     GError   **error)
{
  g_autoptr(CsPublisher) publisher = cs_publisher_new (self->db, self->clock, self->secrets,
                                                       self->folder);

  do
    {
      gboolean asked = FALSE;
      gint64 next_at = 0;

      if (!cs_publisher_run_once (publisher, &next_at, NULL, error)
          || (takes_back && !take_back (self, publisher, &asked, error)))
        return FALSE;

      if (asked)
        continue;

      if (cs_publisher_is_quiet (publisher) && next_at == 0)
        return report (self, error);

      next_at = MAX (next_at, cs_clock_now (self->clock) + 1);
      printf ("wait %" G_GINT64_FORMAT "\n", next_at);
      fflush (stdout);
      cs_clock_wait_until (self->clock, next_at * G_USEC_PER_SEC, NULL);
    }
  while (TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_auto(World) world = { NULL, };
  g_autoptr(GError) error = NULL;
  gboolean done = FALSE;

  if (argc < 3)
    {
      fprintf (stderr, "Use: creatorsync-reliability-child set-up|run|take-back FOLDER …\n");
      return 2;
    }

  if (world_open (&world, argv[2], &error))
    done = g_str_equal (argv[1], "set-up") ? argc > 3 && set_up (&world, argv + 3, &error)
                                           : run (&world, g_str_equal (argv[1], "take-back"),
                                                  &error);

  if (!done)
    fprintf (stderr, "%s\n", error != NULL ? error->message : "Too few words");

  return done ? 0 : 1;
}
