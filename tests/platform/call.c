/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "call.h"

#include <glib/gstdio.h>

void
walk_init (Walk       *walk,
           CsNetwork   network,
           const char *text)
{
  g_autoptr(GError) error = NULL;

  walk->clock = cs_clock_new_virtual (START_SECONDS * G_USEC_PER_SEC);
  walk->secrets = cs_secrets_new_memory ();
  walk->platform = cs_platform_new (network, walk->secrets, walk->clock, &error);
  g_assert_no_error (error);

  walk->post = cs_record_new (CS_RECORD_POST);
  walk->post->text = g_strdup (text);
  walk->post->language = g_strdup ("en");
  walk->target = cs_record_new (CS_RECORD_TARGET);
  walk->row = cs_record_new (CS_RECORD_OUTBOX_ROW);
  walk->row->part = 0;
  walk->row->due = cs_clock_now (walk->clock);
  walk->row->key = cs_platform_make_key (walk->platform, cs_clock_now_usec (walk->clock));
  walk->uploads = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_upload_free);
  walk->call.post = walk->post;
  walk->call.target = walk->target;
  walk->call.row = walk->row;
  walk->call.uploads = walk->uploads;
}

void
walk_clear (Walk *walk)
{
  for (guint i = 0; i < walk->uploads->len; i++)
    g_unlink (((CsUpload *) g_ptr_array_index (walk->uploads, i))->path);

  g_ptr_array_unref (walk->uploads);
  g_clear_pointer (&walk->row, cs_record_unref);
  g_clear_pointer (&walk->target, cs_record_unref);
  g_clear_pointer (&walk->post, cs_record_unref);
  g_clear_pointer (&walk->account, cs_record_unref);
  g_clear_object (&walk->platform);
  g_clear_object (&walk->secrets);
  g_clear_object (&walk->clock);
}

void
walk_add_file (Walk       *walk,
               const char *media_id,
               const char *mime,
               const char *alt,
               const char *bytes,
               gsize       length)
{
  CsUpload *upload = g_new0 (CsUpload, 1);
  g_autoptr(GError) error = NULL;
  int fd = g_file_open_tmp ("upload-XXXXXX", &upload->path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (upload->path, bytes, length, &error);
  g_assert_no_error (error);

  upload->media_id = g_strdup (media_id);
  upload->mime = g_strdup (mime);
  upload->alt = g_strdup (alt);
  upload->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
  upload->size = length;
  upload->width = 1080;
  upload->height = 1920;
  upload->duration = g_str_has_prefix (mime, "video/") ? 20 * G_USEC_PER_SEC : 0;
  g_ptr_array_add (walk->uploads, upload);
}

/* What the outbox keeps of an answer. */
void
walk_take (Walk    *walk,
           CsReply *reply)
{
  GVariantIter iter;
  GVariantDict dict;
  const char *name;
  GVariant *value;

  if (reply->handles == NULL)
    return;

  g_variant_dict_init (&dict, walk->row->handles);
  g_variant_iter_init (&iter, reply->handles);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    g_variant_dict_insert_value (&dict, name, value);
  g_clear_pointer (&walk->row->handles, g_variant_unref);
  walk->row->handles = g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* What the keyring holds of the account, in ordinary memory: it is not secret here. */
char *
walk_dup_secret (Walk       *walk,
                 const char *kind)
{
  char *secret = cs_secrets_lookup (walk->secrets, walk->account->id, kind, NULL, NULL);
  char *copy = g_strdup (secret);

  cs_secret_free (secret);

  return copy;
}

CsReply *
walk_prepare_one (Walk *walk)
{
  g_autoptr(GError) error = NULL;
  CsReply *reply;

  walk->call.account = walk->account;
  reply = cs_platform_prepare (walk->platform, &walk->call, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  walk_take (walk, reply);

  return reply;
}

/* Until it is done or refused; the clock is moved to each wait's end. */
CsReply *
walk_prepare (Walk *walk)
{
  for (guint i = 0; i < 200; i++)
    {
      CsReply *reply = walk_prepare_one (walk);
      gint64 wait = reply->not_before - cs_clock_now (walk->clock);

      if (reply->klass != CS_REPLY_PENDING)
        return reply;

      if (wait > 0)
        cs_clock_advance (walk->clock, wait * G_USEC_PER_SEC);
      cs_reply_free (reply);
    }

  g_assert_not_reached ();
}

void
walk_freeze (Walk *walk)
{
  g_autoptr(GError) error = NULL;

  walk->call.account = walk->account;
  g_free (walk->row->body);
  walk->row->body = cs_platform_freeze (walk->platform, &walk->call, NULL, &error);
  g_assert_no_error (error);
  walk->row->intent_at = cs_clock_now (walk->clock);
}

CsReply *
walk_commit (Walk *walk)
{
  g_autoptr(GError) error = NULL;
  CsReply *reply;

  walk->call.account = walk->account;
  reply = cs_platform_commit (walk->platform, &walk->call, NULL, &error);
  g_assert_no_error (error);
  walk_take (walk, reply);

  return reply;
}

CsReply *
walk_probe (Walk *walk)
{
  g_autoptr(GError) error = NULL;
  CsReply *reply;

  walk->call.account = walk->account;
  reply = cs_platform_probe (walk->platform, &walk->call, NULL, &error);
  g_assert_no_error (error);
  walk_take (walk, reply);

  return reply;
}
