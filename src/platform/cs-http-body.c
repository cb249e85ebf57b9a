/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-http-body.h"

#include "cs-error.h"
#include "cs-id.h"

#include <string.h>

/* A run of bytes from one place. */
typedef struct
{
  GBytes       *bytes;      /* NULL: of a file */
  GInputStream *file;
  char         *path;
  gint64        length;
  gint64        done;
  GChecksum    *checksum;
  char         *sha256;     /* what the whole must be; NULL: anything */
} Run;

struct _CsHttpBody
{
  GInputStream  parent_instance;

  GPtrArray    *runs;
  guint         at;         /* the run that is read */
  gint64        length;
  gint64        taken;
};

G_DEFINE_FINAL_TYPE (CsHttpBody, cs_http_body, G_TYPE_INPUT_STREAM)

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_pointer (&run->bytes, g_bytes_unref);
  g_clear_object (&run->file);
  g_clear_pointer (&run->checksum, g_checksum_free);
  g_free (run->path);
  g_free (run->sha256);
  g_free (run);
}

static gssize
read_text (Run   *run,
           char  *buffer,
           gsize  count)
{
  const char *start = g_bytes_get_data (run->bytes, NULL);

  memcpy (buffer, start + run->done, count);

  return count;
}

/* The last bytes of a file are handed over only when all of it was what it must be. */
static gssize
read_file (Run           *run,
           char          *buffer,
           gsize          count,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GError) cause = NULL;
  gssize got = g_input_stream_read (run->file, buffer, count, cancellable, &cause);

  if (got < 0)
    {
      cs_fail_file (error, g_steal_pointer (&cause), run->path);
      return -1;
    }

  if (got == 0)
    {
      cs_fail (error, CS_ERROR_INVALID, "“%s” became shorter while it was sent: add it again",
               run->path);
      return -1;
    }

  g_checksum_update (run->checksum, (const guchar *) buffer, got);

  if (run->sha256 != NULL && run->done + got == run->length
      && g_ascii_strcasecmp (g_checksum_get_string (run->checksum), run->sha256) != 0)
    {
      cs_fail (error, CS_ERROR_INVALID, "“%s” has changed since it was added: add it again",
               run->path);
      return -1;
    }

  return got;
}

/* A read never crosses the middle, so that a half-sent body exists on the wire. */
static gssize
cs_http_body_read (GInputStream  *stream,
                   void          *buffer,
                   gsize          count,
                   GCancellable  *cancellable,
                   GError       **error)
{
  CsHttpBody *self = CS_HTTP_BODY (stream);
  gint64 half = self->length / 2;
  gssize got;
  Run *run;

  while (self->at < self->runs->len)
    {
      run = g_ptr_array_index (self->runs, self->at);
      if (run->done < run->length)
        break;
      self->at++;
    }

  if (self->at >= self->runs->len)
    return 0;

  count = MIN (count, (gsize) (run->length - run->done));
  if (self->taken < half)
    count = MIN (count, (gsize) (half - self->taken));

  got = run->bytes != NULL ? read_text (run, buffer, count)
                           : read_file (run, buffer, count, cancellable, error);
  if (got > 0)
    {
      run->done += got;
      self->taken += got;
    }

  return got;
}

static void
cs_http_body_finalize (GObject *object)
{
  CsHttpBody *self = CS_HTTP_BODY (object);

  g_ptr_array_unref (self->runs);

  G_OBJECT_CLASS (cs_http_body_parent_class)->finalize (object);
}

static void
cs_http_body_class_init (CsHttpBodyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_http_body_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = cs_http_body_read;
}

static void
cs_http_body_init (CsHttpBody *self)
{
  self->runs = g_ptr_array_new_with_free_func (run_free);
}

CsHttpBody *
cs_http_body_new (void)
{
  return g_object_new (CS_TYPE_HTTP_BODY, NULL);
}

CsHttpBody *
cs_http_body_new_text (const char *text)
{
  CsHttpBody *self = cs_http_body_new ();

  cs_http_body_add_text (self, text);

  return self;
}

gint64
cs_http_body_get_length (CsHttpBody *self)
{
  return self->length;
}

/* How many bytes were handed over: 0 means that none can have been sent. */
gint64
cs_http_body_get_taken (CsHttpBody *self)
{
  return self->taken;
}

static void
add_run (CsHttpBody *self,
         Run        *run)
{
  g_ptr_array_add (self->runs, run);
  self->length += run->length;
}

void
cs_http_body_add_text (CsHttpBody *self,
                       const char *text)
{
  Run *run = g_new0 (Run, 1);

  run->length = strlen (text);
  run->bytes = g_bytes_new (text, run->length);
  add_run (self, run);
}

static gint64
file_size (GFileInputStream *file)
{
  g_autoptr(GFileInfo) info = g_file_input_stream_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                              NULL, NULL);

  return info != NULL ? g_file_info_get_size (info) : -1;
}

/**
 * cs_http_body_add_range:
 * @size: of the whole file as it was when it was added
 * @before: (nullable): a hash of the file up to @offset, which is copied
 * @sha256: (nullable): what the file up to the end of this part must be, in hex
 *
 * Returns: FALSE with a file error, or with %CS_ERROR_INVALID when the file is
 *   of another size
 */
gboolean
cs_http_body_add_range (CsHttpBody  *self,
                        const char  *path,
                        gint64       size,
                        gint64       offset,
                        gint64       length,
                        GChecksum   *before,
                        const char  *sha256,
                        GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) stream = NULL;
  g_autoptr(GError) cause = NULL;
  Run *run;

  stream = g_file_read (file, NULL, &cause);
  if (stream != NULL && offset > 0)
    g_seekable_seek (G_SEEKABLE (stream), offset, G_SEEK_SET, NULL, &cause);

  if (cause != NULL)
    return cs_fail_file (error, g_steal_pointer (&cause), path);

  if (file_size (stream) != size)
    return cs_fail (error, CS_ERROR_INVALID, "“%s” has changed since it was added: add it again",
                    path);

  run = g_new0 (Run, 1);
  run->file = G_INPUT_STREAM (g_steal_pointer (&stream));
  run->path = g_strdup (path);
  run->checksum = before != NULL ? g_checksum_copy (before) : g_checksum_new (G_CHECKSUM_SHA256);
  run->sha256 = g_strdup (sha256);
  run->length = length;
  add_run (self, run);

  return TRUE;
}

/* A whole file; @sha256 as above. */
gboolean
cs_http_body_add_file (CsHttpBody  *self,
                       const char  *path,
                       gint64       size,
                       const char  *sha256,
                       GError     **error)
{
  return cs_http_body_add_range (self, path, size, 0, size, NULL, sha256, error);
}

/* The hash up to the end of the last part, once all of it was taken; NULL before. */
GChecksum *
cs_http_body_dup_checksum (CsHttpBody *self)
{
  Run *run = self->runs->len > 0 ? g_ptr_array_index (self->runs, self->runs->len - 1) : NULL;

  if (run == NULL || run->checksum == NULL || run->done < run->length)
    return NULL;

  return g_checksum_copy (run->checksum);
}

char *
cs_http_body_make_boundary (void)
{
  guint8 random[16];
  GString *boundary = g_string_new ("creatorsync-");

  cs_random_bytes (random, sizeof random);
  for (guint i = 0; i < sizeof random; i++)
    g_string_append_printf (boundary, "%02x", random[i]);

  return g_string_free (boundary, FALSE);
}

void
cs_http_body_add_field (CsHttpBody *self,
                        const char *boundary,
                        const char *name,
                        const char *value)
{
  g_autofree char *text = g_strdup_printf ("--%s\r\n"
                                           "Content-Disposition: form-data; name=\"%s\"\r\n"
                                           "\r\n"
                                           "%s\r\n", boundary, name, value);

  cs_http_body_add_text (self, text);
}

gboolean
cs_http_body_add_upload (CsHttpBody  *self,
                         const char  *boundary,
                         const char  *name,
                         const char  *filename,
                         const char  *mime,
                         const char  *path,
                         gint64       size,
                         const char  *sha256,
                         GError     **error)
{
  g_autofree char *head = g_strdup_printf ("--%s\r\n"
                                           "Content-Disposition: form-data; name=\"%s\"; "
                                           "filename=\"%s\"\r\n"
                                           "Content-Type: %s\r\n"
                                           "\r\n", boundary, name, filename, mime);

  cs_http_body_add_text (self, head);
  if (!cs_http_body_add_file (self, path, size, sha256, error))
    return FALSE;
  cs_http_body_add_text (self, "\r\n");

  return TRUE;
}

void
cs_http_body_end_form (CsHttpBody *self,
                       const char *boundary)
{
  g_autofree char *text = g_strdup_printf ("--%s--\r\n", boundary);

  cs_http_body_add_text (self, text);
}
