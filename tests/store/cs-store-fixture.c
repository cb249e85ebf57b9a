/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-store-fixture.h"

#include "cs-account-store.h"
#include "cs-id.h"
#include "cs-media-store.h"
#include "cs-post-store.h"
#include "cs-target-store.h"

#include <glib/gstdio.h>

static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }

  g_rmdir (folder);
}

static void
open_db (Store *store)
{
  g_autoptr(GError) error = NULL;

  store->db = cs_db_open (store->path, store->clock, &error);
  g_assert_no_error (error);
}

void
store_set_up (Store         *store,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  store->folder = g_dir_make_tmp ("cs-store-XXXXXX", &error);
  g_assert_no_error (error);
  store->path = g_build_filename (store->folder, "main.db", NULL);
  store->clock = cs_clock_new_virtual (NOW * G_USEC_PER_SEC);
  open_db (store);
}

void
store_tear_down (Store         *store,
                 gconstpointer  data)
{
  if (store->db != NULL)
    g_assert_finalize_object (store->db);

  remove_folder (store->folder);
  g_clear_object (&store->clock);
  g_free (store->folder);
  g_free (store->path);
}

/* As a restart of the program does. */
void
store_reopen (Store *store)
{
  g_assert_finalize_object (store->db);
  open_db (store);
}

/* A moment later than the last, so that ids sort as they are made. */
char *
new_id (Store *store)
{
  static guint16 count = 0;
  guint8 random[10] = { 1, 2, 3, 4, 5, 6, 7, 8, };

  count++;
  random[8] = count >> 8;
  random[9] = count;
  cs_clock_advance (store->clock, 1000);

  return cs_id_new_from (cs_clock_now_usec (store->clock), random);
}

CsAccount *
new_account (Store      *store,
             const char *handle)
{
  CsAccount *account = cs_record_new (CS_RECORD_ACCOUNT);

  account->id = new_id (store);
  account->handle = g_strdup (handle);
  account->host = g_strdup ("https://example.social");

  return account;
}

CsPost *
new_post (Store      *store,
          const char *title)
{
  CsPost *post = cs_record_new (CS_RECORD_POST);

  post->id = new_id (store);
  post->title = g_strdup (title);
  post->text = g_strdup_printf ("About %s", title);
  post->created_at = cs_clock_now (store->clock);

  return post;
}

CsMedia *
new_media (Store      *store,
           const char *path)
{
  CsMedia *media = cs_record_new (CS_RECORD_MEDIA);

  media->id = new_id (store);
  media->path = g_strdup (path);
  media->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  media->added_at = cs_clock_now (store->clock);

  return media;
}

/* Scheduled for that second, or a draft for CS_UNKNOWN. */
CsTarget *
new_target (Store           *store,
            const CsPost    *post,
            const CsAccount *account,
            gint64           due)
{
  CsTarget *target = cs_record_new (CS_RECORD_TARGET);

  target->id = new_id (store);
  target->post_id = g_strdup (post->id);
  target->account_id = g_strdup (account->id);
  target->due = due;

  if (due != CS_UNKNOWN)
    {
      target->state = CS_TARGET_SCHEDULED;
      target->wall = due / 60;
      target->zone = g_strdup ("Etc/UTC");
      target->fold = 0;
    }

  return target;
}

CsOutboxRow *
new_row (Store          *store,
         const CsTarget *target,
         gint64          part)
{
  CsOutboxRow *row = cs_record_new (CS_RECORD_OUTBOX_ROW);

  row->id = new_id (store);
  row->target_id = g_strdup (target->id);
  row->post_id = g_strdup (target->post_id);
  row->account_id = g_strdup (target->account_id);
  row->part = part;
  row->due = target->due;
  row->updated_at = cs_clock_now (store->clock);

  return row;
}

/* Of a post that is out, with a target of its own. */
CsReceipt *
new_receipt (Store           *store,
             const CsAccount *account,
             gint64           published_at)
{
  CsReceipt *receipt = cs_record_new (CS_RECORD_RECEIPT);

  receipt->id = new_id (store);
  receipt->target_id = new_id (store);
  receipt->post_id = new_id (store);
  receipt->account_id = g_strdup (account->id);
  receipt->remote_id = g_strdup_printf ("remote-%s", receipt->target_id);
  receipt->url = g_strdup_printf ("https://example.social/%s", receipt->target_id);
  receipt->published_at = published_at;
  receipt->part = 0;

  return receipt;
}

CsTx *
begin (Store *store)
{
  g_autoptr(GError) error = NULL;
  CsTx *tx = cs_tx_begin (store->db, &error);

  g_assert_no_error (error);

  return tx;
}

CsTx *
begin_read (Store *store)
{
  g_autoptr(GError) error = NULL;
  CsTx *tx = cs_tx_begin_read (store->db, &error);

  g_assert_no_error (error);

  return tx;
}

void
commit (CsTx **tx)
{
  assert_holds (cs_tx_commit (tx, why));
}

void
save_account (CsTx            *tx,
              const CsAccount *account)
{
  assert_holds (cs_account_store_save (tx, account, why));
}

void
save_post (CsTx         *tx,
           const CsPost *post)
{
  assert_holds (cs_post_store_save (tx, post, why));
}

void
save_target (CsTx           *tx,
             const CsTarget *target)
{
  assert_holds (cs_target_store_save (tx, target, why));
}

void
save_media (CsTx          *tx,
            const CsMedia *media)
{
  assert_holds (cs_media_store_save (tx, media, why));
}

static void
fill_field (const CsField *field,
            gpointer       place,
            guint          seed)
{
  switch (field->type)
    {
    case CS_FIELD_TEXT:
      *(char **) place = g_strdup_printf ("text %u “ü’ \\ \n", seed);
      break;
    case CS_FIELD_TEXTS:
      *(GStrv *) place = g_strsplit ("a, b’s 'c',", ",", -1);
      break;
    case CS_FIELD_INT:
      *(gint64 *) place = G_MAXINT64 - seed;
      break;
    case CS_FIELD_BOOL:
      *(gboolean *) place = TRUE;
      break;
    case CS_FIELD_ENUM:
      *(int *) place = field->names[1] != NULL;
      break;
    case CS_FIELD_DICT:
      *(GVariant **) place = g_variant_ref_sink (g_variant_new_parsed (
        "{'k': <%u>, 'n': <uint16 3>, 'd': <{'x': <'y'>}>, 'b': <b'\\001'>}", seed));
      break;
    case CS_FIELD_RECORD:
      *(gpointer *) place = cs_record_new (field->kind);
      fill_record (*(gpointer *) place, seed);
      break;
    case CS_FIELD_RECORDS:
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Something in every field but lists of records; different for every field. */
void
fill_record (gpointer record,
             guint    seed)
{
  const CsRecordClass *klass = cs_record_class (((CsRecord *) record)->kind);

  for (guint i = 0; i < klass->n_fields; i++)
    fill_field (&klass->fields[i], cs_field_place (record, &klass->fields[i]), seed + i);
}
