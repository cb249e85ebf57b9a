/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-export.h"

#include "cs-item.h"
#include "cs-place.h"
#include "cs-toast.h"

#include <glib/gi18n.h>
#include <string.h>

/* From the question for a file to the word that it is there. */
typedef struct
{
  GtkWidget *from;
  CsLibrary *library;
  char      *command;
  GVariant  *args;
  GFile     *file;      /* NULL until it is chosen */
} Export;

static void
export_free (Export *self)
{
  g_object_unref (self->from);
  g_object_unref (self->library);
  g_free (self->command);
  g_variant_unref (self->args);
  g_clear_object (&self->file);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static Export *
export_new (GtkWidget  *from,
            CsLibrary  *library,
            const char *command,
            GVariant   *args)
{
  Export *self = g_new0 (Export, 1);

  self->from = g_object_ref (from);
  self->library = g_object_ref (library);
  self->command = g_strdup (command);
  self->args = g_variant_ref_sink (args);

  return self;
}

/* GIO’s own words are of the whole path, and do not say what to do. */
static GError *
explain (const GError *cause,
         const char   *name)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return g_error_new (G_IO_ERROR, cause->code,
                        _("The disk is full: free some space for “%s”"), name);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
      || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY))
    return g_error_new (G_IO_ERROR, cause->code,
                        _("The folder for “%s” is not there: choose another one"), name);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)
      || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_READ_ONLY))
    return g_error_new (G_IO_ERROR, cause->code,
                        _("“%s” may not be written there: choose another folder"), name);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    return g_error_new (G_IO_ERROR, cause->code,
                        _("“%s” is a folder there: choose another name"), name);

  return g_error_new (G_IO_ERROR, cause->code, _("“%s” was not saved: %s"), name, cause->message);
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Export) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_file_get_basename (self->file);
  g_autofree char *sentence = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_autoptr(GError) why = explain (error, name);

      cs_toast_error (self->from, why);
      return;
    }

  /* Translators: %s is the name of a file */
  sentence = g_strdup_printf (_("Saved as “%s”"), name);
  cs_toast (self->from, sentence);
}

/* Numbers are text, a picture is bytes. */
static GBytes *
dup_contents (GVariant *answer)
{
  const char *text = cs_view_text (answer, "text");
  g_autoptr(GVariant) bytes = g_variant_lookup_value (answer, "bytes", G_VARIANT_TYPE_BYTESTRING);

  if (bytes != NULL)
    return g_variant_get_data_as_bytes (bytes);

  return g_bytes_new (text != NULL ? text : "", text != NULL ? strlen (text) : 0);
}

/* What is written for what was chosen, which has no path where it is not of this machine. */
static GFile *
resolve (GFile   *chosen,
         GError **error)
{
  g_autofree char *path = g_file_get_path (chosen);
  g_autofree char *place = NULL;

  if (path == NULL)
    return g_object_ref (chosen);

  place = cs_place_resolve (path, error);

  return place != NULL ? g_file_new_for_path (place) : NULL;
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Export) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GFile) file = answer != NULL ? resolve (self->file, &error) : NULL;

  if (file == NULL)
    {
      cs_toast_error (self->from, error);
      return;
    }

  contents = dup_contents (answer);
  g_file_replace_contents_bytes_async (file, contents, NULL, FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION, NULL, on_written,
                                       g_steal_pointer (&self));
}

static void
run (Export *self)
{
  cs_library_run (self->library, self->command, self->args, NULL, on_answered, self);
}

static void
on_chosen (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Export) self = user_data;
  g_autoptr(GError) error = NULL;

  self->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);
  if (self->file != NULL)
    run (g_steal_pointer (&self));
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    cs_toast_error (self->from, error);
}

/**
 * cs_export_ask:
 * @command: one that answers “text” or “bytes”
 * @args: sunk if floating
 * @name: what the file is called unless the person says otherwise
 *
 * Asks where to, by the portal in a sandbox; a toast says how it went.
 */
void
cs_export_ask (GtkWidget  *from,
               CsLibrary  *library,
               const char *command,
               GVariant   *args,
               const char *name)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Export"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (from)), NULL, on_chosen,
                        export_new (from, library, command, args));
}

void
cs_export_to (GtkWidget  *from,
              CsLibrary  *library,
              const char *command,
              GVariant   *args,
              GFile      *file)
{
  Export *self = export_new (from, library, command, args);

  self->file = g_object_ref (file);
  run (self);
}
