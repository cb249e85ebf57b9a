/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fixture.h"

#include "cs-account-store.h"
#include "cs-id.h"
#include "cs-media-store.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-publisher-private.h"
#include "cs-receipt-store.h"
#include "cs-rendition-store.h"
#include "cs-target-store.h"

#include <string.h>

static void
start (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (self->folder, "main.db", NULL);

  self->db = cs_db_open (path, self->clock, &error);
  g_assert_no_error (error);
  self->publisher = cs_publisher_new (self->db, self->clock, self->secrets, self->folder);
  cs_outbox_seed (cs_publisher_get_outbox (self->publisher), 7);
  cs_outbox_set_platform (cs_publisher_get_outbox (self->publisher), CS_NETWORK_MASTODON,
                          self->platform);
}

static void
stop (Fixture *self)
{
  cs_publisher_stop (self->publisher);
  g_assert_finalize_object (g_steal_pointer (&self->publisher));
  cs_db_close (self->db);
  g_assert_finalize_object (g_steal_pointer (&self->db));
}

void
fixture_set_up (Fixture       *self,
                gconstpointer  data)
{
  self->folder = g_dir_make_tmp ("publish-XXXXXX", NULL);
  self->clock = cs_clock_new_virtual (START * G_USEC_PER_SEC);
  self->secrets = cs_secrets_new_memory ();
  self->world.honours_key = TRUE;
  self->platform = cs_fake_platform_new (&self->world, self->clock);
  start (self);
  self->account = fixture_add_account (self, FALSE);
}

void
fixture_tear_down (Fixture       *self,
                   gconstpointer  data)
{
  stop (self);
  g_clear_pointer (&self->account, cs_record_unref);
  g_clear_object (&self->platform);
  g_clear_object (&self->secrets);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->folder, g_free);
}

/* The process ends and another begins; nothing but the disk is kept. */
void
fixture_restart (Fixture *self)
{
  stop (self);
  start (self);
}

CsAccount *
fixture_add_account (Fixture  *self,
                     gboolean  can_schedule)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);
  CsAccount *account = cs_record_new (CS_RECORD_ACCOUNT);

  g_assert_no_error (error);
  account->network = CS_NETWORK_MASTODON;
  account->id = cs_id_new (cs_clock_now_usec (self->clock));
  account->handle = g_strdup_printf ("@%s@fake.example", account->id);
  account->host = g_strdup ("https://fake.example");
  account->state = CS_ACCOUNT_READY;
  account->honours_key = self->world.honours_key;
  account->can_schedule = can_schedule;
  account->added_at = START;

  g_assert_true (cs_account_store_save (tx, account, &error));
  g_assert_true (cs_tx_commit (&tx, &error));

  return account;
}

CsTarget *
fixture_add_target (Fixture         *self,
                    const CsAccount *account,
                    guint            parts,
                    gint64           due,
                    CsLateness       lateness)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);
  g_autoptr(CsPost) post = cs_record_new (CS_RECORD_POST);
  g_autoptr(GStrvBuilder) thread = g_strv_builder_new ();
  CsTarget *target = cs_record_new (CS_RECORD_TARGET);

  g_assert_no_error (error);

  for (guint i = 1; i < parts; i++)
    g_strv_builder_take (thread, g_strdup_printf ("part %u", i));

  post->id = cs_id_new (cs_clock_now_usec (self->clock));
  post->title = g_strdup ("A title");
  post->text = g_strdup ("A text");
  post->thread = parts > 1 ? g_strv_builder_end (thread) : NULL;
  post->created_at = post->changed_at = START;

  target->id = cs_id_new (cs_clock_now_usec (self->clock));
  target->post_id = g_strdup (post->id);
  target->account_id = g_strdup (account->id);
  target->state = CS_TARGET_SCHEDULED;
  target->due = due;
  target->wall = due / 60;
  target->zone = g_strdup ("UTC");
  target->fold = 0;
  target->lateness = lateness;
  target->late_limit = 3600;

  g_assert_true (cs_post_store_save (tx, post, &error));
  g_assert_true (cs_target_store_save (tx, target, &error));
  g_assert_true (cs_tx_commit (&tx, &error));

  return target;
}

static CsFacts *
clip_facts (const char *container,
            gint64      size)
{
  CsFacts *facts = cs_record_new (CS_RECORD_FACTS);

  facts->kind = CS_MEDIA_VIDEO;
  facts->mime = g_strdup ("video/mp4");
  facts->container = g_strdup (container);
  facts->size = size;
  facts->duration = 5 * G_USEC_PER_SEC;
  facts->video_codec = g_strdup ("h264");
  facts->pixel_format = g_strdup ("yuv420p");
  facts->width = 1280;
  facts->height = 720;
  facts->audio_codec = g_strdup ("aac");

  return facts;
}

/* A clip of the post's first part; with a network also the rendition that was made for it. */
CsMedia *
fixture_add_media (Fixture        *self,
                   const CsTarget *target,
                   const char     *container,
                   const char     *network)
{
  static const char content[] = "not really a clip";
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);
  g_autoptr(CsPost) post = cs_post_store_find (tx, target->post_id, &error);
  g_autoptr(CsPost) with = cs_record_copy (post);
  g_autoptr(CsRendition) rendition = NULL;
  g_autofree char *made = g_build_filename (self->folder, "made.mp4", NULL);
  CsAttachment *attachment = cs_record_new (CS_RECORD_ATTACHMENT);
  CsMedia *media = cs_record_new (CS_RECORD_MEDIA);

  media->id = cs_id_new (cs_clock_now_usec (self->clock));
  media->path = g_build_filename (self->folder, "clip", NULL);
  media->title = g_strdup ("Clip");
  media->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  media->size = strlen (content);
  media->mtime = 0;
  media->added_at = START;
  media->facts = clip_facts (container, media->size);
  g_assert_true (g_file_set_contents (media->path, content, -1, &error));
  g_assert_true (cs_media_store_save (tx, media, &error));

  if (network != NULL)
    {
      const char *networks[] = { network, NULL };

      rendition = cs_record_new (CS_RECORD_RENDITION);
      rendition->id = cs_id_new (cs_clock_now_usec (self->clock));
      rendition->media_id = g_strdup (media->id);
      rendition->recipe = g_strdup ("{}");
      rendition->path = g_strdup ("made.mp4");
      rendition->sha256 = g_strdup (media->sha256);
      rendition->facts = clip_facts ("mp4", media->size);
      rendition->networks = g_strdupv ((char **) networks);
      rendition->made_at = START;
      g_assert_true (g_file_set_contents (made, content, -1, &error));
      g_assert_true (cs_rendition_store_save (tx, rendition, &error));
    }

  attachment->media_id = g_strdup (media->id);
  attachment->part = 0;
  g_clear_pointer (&with->attachments, g_ptr_array_unref);
  with->attachments = cs_records_new ();
  g_ptr_array_add (with->attachments, attachment);
  g_assert_true (cs_post_store_save (tx, with, &error));
  g_assert_true (cs_tx_commit (&tx, &error));
  g_assert_no_error (error);

  return media;
}

/* What happens to the next calls that publish. */
void
fixture_script (Fixture *self,
                guint    n_faults,
                ...)
{
  va_list args;

  self->world.n_faults = n_faults;
  self->world.next_fault = 0;
  va_start (args, n_faults);

  for (guint i = 0; i < n_faults; i++)
    self->world.faults[i] = va_arg (args, int);

  va_end (args);
}

void
fixture_run_once (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  cs_publisher_run_once (self->publisher, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Runs until all is quiet, moving the clock to what is waited for. */
void
fixture_run (Fixture *self)
{
  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 now = cs_clock_now (self->clock);
      gint64 next_at = 0;

      cs_publisher_run_once (self->publisher, &next_at, NULL, &error);
      g_assert_no_error (error);

      if (cs_publisher_is_quiet (self->publisher))
        return;

      cs_clock_advance (self->clock, MAX (1, next_at - now) * G_USEC_PER_SEC);
    }

  g_assert_not_reached ();
}

CsOutboxRow *
fixture_row (Fixture        *self,
             const CsTarget *target,
             guint           part)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, &error);
  g_autoptr(GPtrArray) rows = cs_outbox_store_list_for (tx, target->id, &error);

  g_assert_no_error (error);

  for (guint i = 0; i < rows->len; i++)
    {
      CsOutboxRow *row = g_ptr_array_index (rows, i);

      if (row->part == part)
        return cs_record_ref (row);
    }

  return NULL;
}

guint
fixture_copies (Fixture        *self,
                const CsTarget *target,
                guint           part)
{
  g_autofree char *content = g_strdup_printf ("%s/%u", target->id, part);

  return cs_fake_world_count (&self->world, content);
}

guint
fixture_receipts (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, &error);
  g_autoptr(GPtrArray) receipts = cs_receipt_store_list (tx, 0, 0, 0, &error);

  g_assert_no_error (error);

  return receipts->len;
}

void
assert_state (Fixture        *self,
              const CsTarget *target,
              guint           part,
              CsOutboxState   state)
{
  g_autoptr(CsOutboxRow) row = fixture_row (self, target, part);

  g_assert_nonnull (row);
  g_assert_cmpstr (cs_outbox_state_names[row->state], ==, cs_outbox_state_names[state]);
}

void
advance (Fixture *self,
         gint64   seconds)
{
  cs_clock_advance (self->clock, seconds * G_USEC_PER_SEC);
}

/* Somebody sets the clock forward or back. */
void
set_clock (Fixture *self,
           gint64   seconds)
{
  cs_clock_step (self->clock, seconds * G_USEC_PER_SEC);
}
