/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli-file.h"

#include "cs-error.h"
#include "cs-place.h"

#include <glib/gi18n.h>

/* Whoever owns the workspace may stand in another folder. */
char *
cs_cli_dup_path (const char  *word,
                 GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (word);
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "“%s” is no file on this machine: download it, then name the file", word);

  if (!g_utf8_validate (path, -1, NULL))
    return cs_fail_null (error, CS_ERROR_INVALID, "“%s” is in a place whose name is not UTF-8: "
                         "rename it, or move the file", word);

  return g_steal_pointer (&path);
}

static void
print_file (const char *path)
{
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr(GVariant) value = NULL;

  g_variant_dict_insert (&answer, "file", "s", name);
  value = g_variant_ref_sink (g_variant_dict_end (&answer));
  cs_cli_print_json (value);
}

/* example: what a file in a folder may be called. */
gboolean
cs_cli_check_place (const char  *path,
                    const char  *example,
                    gboolean     replaces,
                    GError     **error)
{
  g_autofree char *place = cs_place_resolve (path, error);

  if (place == NULL)
    return FALSE;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return cs_fail (error, CS_ERROR_INVALID,
                    "“%s” is a folder: name a file in it, “%s%s%s”", path, path,
                    g_str_has_suffix (path, "/") ? "" : "/", example);

  if (!replaces && g_file_test (path, G_FILE_TEST_EXISTS))
    return cs_fail (error, CS_ERROR_INVALID,
                    "“%s” is there already: name another file, or say --replace", path);

  return TRUE;
}

static gboolean
fail_to_write (const char    *path,
               const GError  *cause,
               GError       **error)
{
  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    return cs_fail (error, CS_ERROR_STORE,
                    "There is no room for “%s”: free some space, or name another place", path);

  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)
      || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
    return cs_fail (error, CS_ERROR_INVALID,
                    "“%s” is in no folder that is there: make the folder first", path);

  return cs_fail (error, CS_ERROR_INVALID,
                  "“%s” may not be written: name another place, or change its permissions", path);
}

/* Tells where it is. It is looked at again: much may have come to be there meanwhile. */
gboolean
cs_cli_write_file (CsCli       *cli,
                   const char  *path,
                   const char  *data,
                   gsize        length,
                   GError     **error)
{
  g_autoptr(GError) cause = NULL;
  g_autofree char *place = cs_place_resolve (path, error);

  if (place == NULL || g_cancellable_set_error_if_cancelled (cli->cancellable, error))
    return FALSE;

  if (!g_file_set_contents_full (place, data, length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &cause))
    return fail_to_write (path, cause, error);

  if (cli->json)
    print_file (path);
  else
    cs_cli_print_text (_("Written to %s"), path);

  return TRUE;
}
