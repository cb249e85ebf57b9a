/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-body.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define TEXT_MAX    (2 * 1024 * 1024)
#define HEADERS_MAX (8 * 1024)

typedef enum
{
  PREAMBLE,
  AFTER_BOUNDARY,
  PART_HEADERS,
  PART,
  END,
} State;

/* One file on its way in. */
typedef struct
{
  CsSimUpload *upload;
  GChecksum   *checksum;
  int          fd;
} File;

struct _CsSimBody
{
  CsSimExchange *exchange;
  char          *media_dir;
  gint64         keep;          /* bytes that are taken in; what follows is read and lost */

  char          *boundary;      /* CR LF -- boundary; NULL: no multipart */
  State          state;
  GByteArray    *pending;       /* of a multipart body: read, not yet told apart */
  char          *field;         /* the part that is a text */
  GString       *value;
  File          *file;
  gboolean       is_broken;     /* a text was not UTF-8 */
};

static gint n_files;

static File *
file_open (CsSimBody  *self,
           const char *type)
{
  File *file = g_new0 (File, 1);

  file->upload = g_new0 (CsSimUpload, 1);
  file->upload->type = g_strdup (type);
  file->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  file->fd = -1;

  if (self->media_dir != NULL)
    {
      file->upload->path = g_strdup_printf ("%s/upload-%d", self->media_dir,
                                            g_atomic_int_add (&n_files, 1) + 1);
      file->fd = open (file->upload->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    }

  return file;
}

static void
file_feed (File         *file,
           const guint8 *bytes,
           gsize         length)
{
  CsSimUpload *upload = file->upload;
  gsize room = MIN (length, CS_SIM_SNIFF - upload->n_head);

  memcpy (upload->head + upload->n_head, bytes, room);
  upload->n_head += room;
  upload->length += length;
  g_checksum_update (file->checksum, bytes, length);

  while (file->fd >= 0 && length > 0)
    {
      gssize put = write (file->fd, bytes, length);

      if (put < 0)
        break;

      bytes += put;
      length -= put;
    }
}

static void
file_close (CsSimBody *self)
{
  File *file = g_steal_pointer (&self->file);

  if (file == NULL)
    return;

  file->upload->sha256 = g_strdup (g_checksum_get_string (file->checksum));
  g_ptr_array_add (self->exchange->uploads, file->upload);
  g_checksum_free (file->checksum);
  if (file->fd >= 0)
    close (file->fd);
  g_free (file);
}

static char *
find_boundary (CsSimExchange *exchange)
{
  g_autoptr(GHashTable) params = NULL;
  const char *type = soup_message_headers_get_content_type (exchange->headers, &params);
  const char *boundary;

  if (type == NULL || g_ascii_strcasecmp (type, "multipart/form-data") != 0)
    return NULL;

  boundary = g_hash_table_lookup (params, "boundary");

  return boundary != NULL ? g_strconcat ("\r\n--", boundary, NULL) : NULL;
}

/* What is read as parameters; all else is a file, the captions of a video too (text/vtt). */
static gboolean
is_text (CsSimExchange *exchange,
         const char    *type)
{
  return type == NULL
      || exchange->face == CS_SIMULATOR_CONTROL
      || g_ascii_strcasecmp (type, "application/json") == 0
      || g_ascii_strcasecmp (type, "application/x-www-form-urlencoded") == 0
      || g_ascii_strcasecmp (type, "multipart/form-data") == 0;
}

/**
 * cs_sim_body_new:
 * @media_dir: (nullable): where files are kept
 * @keep: how many bytes are taken in, as a server that lost the rest would; -1 for all
 */
CsSimBody *
cs_sim_body_new (CsSimExchange *exchange,
                 const char    *media_dir,
                 gint64         keep)
{
  CsSimBody *self = g_new0 (CsSimBody, 1);
  const char *type = soup_message_headers_get_content_type (exchange->headers, NULL);

  self->exchange = exchange;
  self->media_dir = g_strdup (media_dir);
  self->keep = keep;
  self->boundary = find_boundary (exchange);

  if (self->boundary != NULL)
    {
      /* The first boundary may stand at the very start, without its line break. */
      self->pending = g_byte_array_new ();
      g_byte_array_append (self->pending, (const guint8 *) "\r\n", 2);
    }
  else if (!is_text (exchange, type))
    {
      self->file = file_open (self, type);
    }

  return self;
}

void
cs_sim_body_free (CsSimBody *self)
{
  if (self->file != NULL)
    file_close (self);

  g_free (self->media_dir);
  g_free (self->boundary);
  g_clear_pointer (&self->pending, g_byte_array_unref);
  g_free (self->field);
  if (self->value != NULL)
    g_string_free (self->value, TRUE);
  g_free (self);
}

static void
part_feed (CsSimBody *self,
           gsize      length)
{
  const guint8 *bytes = self->pending->data;

  if (self->file != NULL)
    file_feed (self->file, bytes, length);
  else if (self->value != NULL && self->value->len + length <= TEXT_MAX)
    g_string_append_len (self->value, (const char *) bytes, length);
  else if (self->value != NULL)
    self->exchange->too_large = TRUE;
}

static void
part_close (CsSimBody *self)
{
  file_close (self);

  if (self->value != NULL && g_utf8_validate (self->value->str, self->value->len, NULL))
    cs_sim_exchange_add_param (self->exchange, self->field, self->value->str);
  else if (self->value != NULL)
    self->is_broken = TRUE;

  g_clear_pointer (&self->field, g_free);
  if (self->value != NULL)
    g_string_free (g_steal_pointer (&self->value), TRUE);
}

/* Reads a part's headers; FALSE when it is no form field. */
static gboolean
part_open (CsSimBody *self,
           gsize      length)
{
  g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_MULTIPART);
  g_autoptr(GHashTable) params = NULL;
  g_autofree char *disposition = NULL;
  /* soup_headers_parse() skips what stands in the first line. */
  g_autofree char *text = g_strdup_printf ("part\r\n%.*s", (int) length,
                                           (const char *) self->pending->data);
  const char *type;

  if (!g_utf8_validate (text, -1, NULL)
      || !soup_headers_parse (text, strlen (text), headers)
      || !soup_message_headers_get_content_disposition (headers, &disposition, &params)
      || g_ascii_strcasecmp (disposition, "form-data") != 0
      || g_hash_table_lookup (params, "name") == NULL)
    return FALSE;

  if (g_hash_table_lookup (params, "filename") == NULL)
    {
      self->field = g_strdup (g_hash_table_lookup (params, "name"));
      self->value = g_string_new (NULL);
      return TRUE;
    }

  type = soup_message_headers_get_content_type (headers, NULL);
  self->file = file_open (self, type);
  self->file->upload->field = g_strdup (g_hash_table_lookup (params, "name"));
  self->file->upload->name = g_strdup (g_hash_table_lookup (params, "filename"));

  return TRUE;
}

static void
drop (CsSimBody *self,
      gsize      length)
{
  g_byte_array_remove_range (self->pending, 0, length);
}

static const guint8 *
find (CsSimBody  *self,
      const char *text)
{
  return memmem (self->pending->data, self->pending->len, text, strlen (text));
}

/* Bytes up to the next boundary belong to the part, those that may begin one wait. */
static gboolean
step_content (CsSimBody *self)
{
  const guint8 *at = find (self, self->boundary);
  gsize hold = strlen (self->boundary) - 1;
  gsize take;

  if (at == NULL)
    {
      take = self->pending->len > hold ? self->pending->len - hold : 0;
      part_feed (self, take);
      drop (self, take);
      return FALSE;
    }

  take = at - self->pending->data;
  part_feed (self, take);
  drop (self, take + strlen (self->boundary));
  part_close (self);
  self->state = AFTER_BOUNDARY;

  return TRUE;
}

static gboolean
step_boundary (CsSimBody *self)
{
  if (self->pending->len < 2)
    return FALSE;

  self->state = memcmp (self->pending->data, "--", 2) == 0 ? END : PART_HEADERS;
  drop (self, 2);

  return TRUE;
}

static gboolean
step_headers (CsSimBody *self)
{
  const guint8 *at = find (self, "\r\n\r\n");
  gsize length;

  if (at == NULL)
    {
      if (self->pending->len > HEADERS_MAX)
        self->state = END;
      return FALSE;
    }

  length = at - self->pending->data + 2;
  /* A part that is no form field is passed over. */
  part_open (self, length);
  drop (self, length + 2);
  self->state = PART;

  return TRUE;
}

static void
feed_multipart (CsSimBody    *self,
                const guint8 *bytes,
                gsize         length)
{
  gboolean more = TRUE;

  g_byte_array_append (self->pending, bytes, length);

  while (more)
    switch (self->state)
      {
      case PREAMBLE:
      case PART:
        more = step_content (self);
        break;

      case AFTER_BOUNDARY:
        more = step_boundary (self);
        break;

      case PART_HEADERS:
        more = step_headers (self);
        break;

      case END:
      default:
        drop (self, self->pending->len);
        more = FALSE;
      }
}

void
cs_sim_body_feed (CsSimBody    *self,
                  const guint8 *bytes,
                  gsize         length)
{
  GByteArray *text = self->exchange->text;

  self->exchange->body_length += length;
  if (self->keep >= 0)
    {
      length = MIN ((gint64) length, self->keep);
      self->keep -= length;
    }

  if (length == 0)
    return;

  if (self->boundary != NULL)
    feed_multipart (self, bytes, length);
  else if (self->file != NULL)
    file_feed (self->file, bytes, length);
  else if (text->len + length <= TEXT_MAX)
    g_byte_array_append (text, bytes, length);
  else
    self->exchange->too_large = TRUE;
}

/* FALSE for a multipart body that ends in the middle or holds what is no text. */
gboolean
cs_sim_body_finish (CsSimBody *self)
{
  if ((self->boundary != NULL && self->state != END) || self->is_broken)
    return FALSE;

  file_close (self);

  return TRUE;
}
