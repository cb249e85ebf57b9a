/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-clip-private.h"

#include "cs-ask.h"
#include "cs-fix-dialog.h"
#include "cs-item.h"
#include "cs-toast.h"

#include <glib/gi18n.h>
#include <string.h>

GVariant *
cs_clip_id_args (CsClipPage *self)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "id", "s", self->id);

  return g_variant_dict_end (&args);
}

static void
on_fixed (CsMediaTask *task,
          CsClipPage  *self)
{
  if (cs_media_task_get_state (task) == CS_MEDIA_TASK_DONE)
    cs_toast_undo (GTK_WIDGET (self), cs_page_get_library (CS_PAGE (self)),
                   _("Versions were made that fit"));
  else if (cs_media_task_get_state (task) == CS_MEDIA_TASK_FAILED)
    cs_clip_update_fix (self);
}

static void
on_fix_answered (AdwAlertDialog *dialog,
                 const char     *response,
                 CsClipPage     *self)
{
  CsMediaTask *task;
  GVariant *args;

  args = strcmp (response, CS_ASK_YES) == 0 ? cs_fix_args (self->id, self->verdicts) : NULL;
  if (args == NULL)
    return;

  task = cs_media_work_run (self->work, "media.fix", self->id, _("Making versions that fit"), args);
  g_signal_connect_object (task, "changed", G_CALLBACK (on_fixed), self, G_CONNECT_DEFAULT);
}

static void
on_fix (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  CsClipPage *self = CS_CLIP_PAGE (widget);
  AdwDialog *dialog = cs_fix_dialog_new (self->verdicts);

  g_signal_connect_object (dialog, "response", G_CALLBACK (on_fix_answered), self,
                           G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

static void
on_new_post (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GVariant) all = NULL;    /* an action of a widget sinks nothing */

  g_variant_dict_insert (&args, "media", "s", CS_CLIP_PAGE (widget)->id);
  all = g_variant_ref_sink (g_variant_dict_end (&args));
  gtk_widget_activate_action_variant (widget, "win.new-post", all);
}

static void
on_title_changed (GtkEditable    *entry,
                  AdwAlertDialog *dialog)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_alert_dialog_set_response_enabled (dialog, CS_ASK_YES, *title != '\0');
}

static void
on_renamed (AdwAlertDialog *dialog,
            const char     *response,
            CsClipPage     *self)
{
  GtkWidget *list = adw_alert_dialog_get_extra_child (dialog);
  GtkWidget *entry = GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  g_autofree char *done = NULL;
  GVariantDict args;

  if (strcmp (response, CS_ASK_YES) != 0)
    return;

  g_variant_dict_init (&args, NULL);
  g_variant_dict_insert (&args, "id", "s", self->id);
  g_variant_dict_insert (&args, "title", "s", gtk_editable_get_text (GTK_EDITABLE (entry)));
  /* Translators: %s is the new title of a file */
  done = g_strdup_printf (_("Renamed to “%s”"), gtk_editable_get_text (GTK_EDITABLE (entry)));
  cs_act_run (GTK_WIDGET (self), cs_page_get_library (CS_PAGE (self)), "media.rename",
              g_variant_dict_end (&args), done);
}

static void
on_rename (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  CsClipPage *self = CS_CLIP_PAGE (widget);
  AdwAlertDialog *dialog = cs_ask_new (_("Rename"), _("The file itself keeps its name."),
                                       _("_Rename"), ADW_RESPONSE_SUGGESTED);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _("Title"));
  gtk_editable_set_text (GTK_EDITABLE (entry), cs_view_text (self->view, "title"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (entry), 200);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  adw_alert_dialog_set_extra_child (dialog, list);
  adw_alert_dialog_set_default_response (dialog, CS_ASK_YES);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_title_changed), dialog,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_renamed), self, G_CONNECT_DEFAULT);
  adw_dialog_set_focus (ADW_DIALOG (dialog), entry);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
on_folder_opened (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(CsClipPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!gtk_file_launcher_open_containing_folder_finish (GTK_FILE_LAUNCHER (source), result, &error)
      && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    cs_toast_error (GTK_WIDGET (self), error);
}

static void
on_show_in_folder (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  CsClipPage *self = CS_CLIP_PAGE (widget);
  g_autoptr(GFile) file = g_file_new_for_path (cs_view_text (self->view, "path"));
  g_autoptr(GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  gtk_file_launcher_open_containing_folder (launcher, GTK_WINDOW (gtk_widget_get_root (widget)),
                                            cs_page_get_cancellable (CS_PAGE (self)),
                                            on_folder_opened, g_object_ref (self));
}

static void
on_located (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(CsClipPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, &error);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  GVariantDict args;

  if (file == NULL)
    {
      if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
        cs_toast_error (GTK_WIDGET (self), error);
      return;
    }

  g_variant_dict_init (&args, NULL);
  g_variant_dict_insert (&args, "id", "s", self->id);
  g_variant_dict_insert (&args, "path", "s", path != NULL ? path : "");
  cs_media_work_run (self->work, "media.locate", self->id, _("Comparing the file"),
                     g_variant_dict_end (&args));
}

static void
on_locate (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  CsClipPage *self = CS_CLIP_PAGE (widget);
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Locate the File"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (widget)),
                        cs_page_get_cancellable (CS_PAGE (self)), on_located, g_object_ref (self));
}

static void
on_removed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(CsClipPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) gone = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  g_autofree char *done = NULL;

  if (gone == NULL)
    {
      cs_toast_error (GTK_WIDGET (self), error);
      return;
    }

  /* Translators: %s is the title of a file */
  done = g_strdup_printf (_("Removed “%s”"), cs_view_text (gone, "title"));
  cs_toast_undo (GTK_WIDGET (self), CS_LIBRARY (source), done);
  gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
}

static void
on_remove (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  CsClipPage *self = CS_CLIP_PAGE (widget);

  cs_page_run (CS_PAGE (self), "media.remove", cs_clip_id_args (self), on_removed,
               g_object_ref (self));
}

static gboolean
on_player_key (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  CsClipPage *self = CS_CLIP_PAGE (widget);

  return gtk_widget_activate_action_variant (GTK_WIDGET (self->player),
                                             g_variant_get_string (args, NULL), NULL);
}

void
cs_clip_install_actions (GtkWidgetClass *klass)
{
  static const struct { guint key; const char *action; } keys[] = {
    { GDK_KEY_comma, "player.step-back" }, { GDK_KEY_period, "player.step-forward" },
    { GDK_KEY_j, "player.reverse" }, { GDK_KEY_k, "player.play-pause" },
    { GDK_KEY_l, "player.forward" }, { GDK_KEY_Home, "player.start" },
    { GDK_KEY_End, "player.end" }, { GDK_KEY_m, "player.mute" },
  };

  gtk_widget_class_install_action (klass, "clip.fix", NULL, on_fix);
  gtk_widget_class_install_action (klass, "clip.new-post", NULL, on_new_post);
  gtk_widget_class_install_action (klass, "clip.rename", NULL, on_rename);
  gtk_widget_class_install_action (klass, "clip.show-in-folder", NULL, on_show_in_folder);
  gtk_widget_class_install_action (klass, "clip.locate", NULL, on_locate);
  gtk_widget_class_install_action (klass, "clip.remove", NULL, on_remove);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F2, 0, "clip.rename", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (klass, keys[i].key, 0, on_player_key, "s", keys[i].action);
}
