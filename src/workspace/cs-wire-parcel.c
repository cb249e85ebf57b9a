/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-wire-parcel.h"

#include "cs-error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define NOTE_TYPE G_VARIANT_TYPE ("(sh)")   /* the type of the answer, and where it is */

static gboolean
write_all (int         file,
           const char *data,
           gsize       size)
{
  while (size > 0)
    {
      gssize written = write (file, data, size);

      if (written < 0 && errno != EINTR)
        return FALSE;

      if (written > 0)
        {
          data += written;
          size -= written;
        }
    }

  return TRUE;
}

/* Takes a while for what is long: not on the main thread. */
GUnixFDList *
cs_wire_parcel_pack (GVariant  *answer,
                     GError   **error)
{
  g_autofd int file = memfd_create ("creatorsync-answer", MFD_CLOEXEC);
  int given;

  if (file < 0 || !write_all (file, g_variant_get_data (answer), g_variant_get_size (answer)))
    return cs_fail_null (error, CS_ERROR_FAILED,
                         "There is no room for an answer of %zu MiB (%s): close other "
                         "programs, then try again",
                         g_variant_get_size (answer) >> 20, g_strerror (errno));

  given = g_steal_fd (&file);

  return g_unix_fd_list_new_from_array (&given, 1);
}

/* Returns: (transfer floating): what the message says of an answer that was packed */
GVariant *
cs_wire_parcel_note (GVariant *answer)
{
  return g_variant_new ("(sh)", g_variant_get_type_string (answer), 0);
}

gboolean
cs_wire_parcel_is (GVariant *note)
{
  return g_variant_is_of_type (note, NOTE_TYPE);
}

/* Checked once, as a message is: what follows may trust it. */
static GVariant *
read_answer (GMappedFile *file,
             const char  *type)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GVariant) answer = NULL;

  if (file == NULL || !g_variant_type_string_is_valid (type))
    return NULL;

  bytes = g_mapped_file_get_bytes (file);
  answer = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));

  return g_variant_is_normal_form (answer) ? g_steal_pointer (&answer) : NULL;
}

GVariant *
cs_wire_parcel_open (GVariant     *note,
                     GUnixFDList  *files,
                     GError      **error)
{
  g_autoptr(GMappedFile) map = NULL;
  g_autofd int file = -1;
  GVariant *answer;
  const char *type;
  int handle;

  g_variant_get (note, "(&sh)", &type, &handle);
  if (files != NULL && handle >= 0 && handle < g_unix_fd_list_get_length (files))
    file = g_unix_fd_list_get (files, handle, NULL);

  if (file >= 0)
    map = g_mapped_file_new_from_fd (file, FALSE, NULL);

  answer = read_answer (map, type);
  if (answer == NULL)
    return cs_fail_null (error, CS_ERROR_FAILED,
                         "The answer of the process that owns the workspace cannot be read: end "
                         "that process, then try again");

  return answer;
}
