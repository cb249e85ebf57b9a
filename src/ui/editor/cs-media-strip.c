/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-strip.h"

#include "cs-choose-clips.h"
#include "cs-file-row.h"
#include "cs-item.h"
#include "cs-media-picker.h"
#include "cs-take-back.h"
#include "cs-toast.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsMediaStrip
{
  AdwBin         parent_instance;

  CsLibrary     *library;
  CsDraft       *draft;
  GHashTable    *known;       /* id → what the library says of it */
  GCancellable  *asking;
  char          *shown;       /* what the rows are of */
  gint64         alt_max;
  CsTextUnit     alt_unit;

  GtkWidget     *group;
  GtkWidget     *buttons;
  GtkListBox    *list;
  GPtrArray     *rows;        /* of CsFileRow, one a file */
  GPtrArray     *reading;     /* of GtkWidget, one a file that is being added */
};

G_DEFINE_FINAL_TYPE (CsMediaStrip, cs_media_strip, ADW_TYPE_BIN)

enum
{
  MEDIA_KNOWN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_open (CsMediaStrip *self)
{
  return cs_draft_get_n_kept (self->draft) >= 0;
}

static void
after_change (CsMediaStrip *self)
{
  cs_media_strip_update (self);
  g_signal_emit (self, signals[MEDIA_KNOWN], 0);
}

/* What is out stays as it is and where it is. */
static gboolean
is_free (CsMediaStrip *self,
         guint         file)
{
  GPtrArray *files = cs_draft_get_post (self->draft)->attachments;
  gint64 n_kept = cs_draft_get_n_kept (self->draft);

  return n_kept >= 0 && file < files->len
      && ((CsAttachment *) files->pdata[file])->part >= n_kept;
}

static GMenuModel *
build_menu (CsMediaStrip *self,
            guint         file,
            gint64        part)
{
  GMenu *menu = g_menu_new ();
  guint n_parts = cs_draft_get_n_parts (self->draft);
  g_autoptr(GMenu) parts = g_menu_new ();
  g_autoptr(GMenu) last = g_menu_new ();
  g_autofree char *up = g_strdup_printf ("strip.move((uint32 %u, uint32 %u))", file, file - 1);
  g_autofree char *down = g_strdup_printf ("strip.move((uint32 %u, uint32 %u))", file, file + 1);
  g_autofree char *out = g_strdup_printf ("strip.remove(uint32 %u)", file);

  if (file > 0 && is_free (self, file - 1))
    g_menu_append (menu, _("Move _Up"), up);
  if (is_free (self, file + 1))
    g_menu_append (menu, _("Move _Down"), down);

  for (guint i = MAX (0, cs_draft_get_n_kept (self->draft)); n_parts > 1 && i < n_parts; i++)
    {
      g_autofree char *name = g_strdup_printf (_("With Part %u"), i + 1);
      g_autofree char *action = g_strdup_printf ("strip.part((uint32 %u, uint32 %u))", file, i);

      if (i != part)
        g_menu_append (parts, name, action);
    }

  g_menu_append_section (menu, NULL, G_MENU_MODEL (parts));
  g_menu_append (last, _("_Remove"), out);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (last));

  return G_MENU_MODEL (menu);
}

/* Among those of its post; the focus goes with it. */
static void
move_file (CsMediaStrip *self,
           guint         file,
           guint         place)
{
  g_autofree char *said = NULL;

  if (file == place || !is_free (self, file) || !is_free (self, place))
    return;

  cs_draft_move_file (self->draft, file, place);
  after_change (self);
  gtk_widget_grab_focus (self->rows->pdata[place]);

  /* Translators: of a file among those of a post: 2 of 3 */
  said = g_strdup_printf (_("%u of %u"), place + 1, self->rows->len);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), said,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_alt_edited (CsMediaStrip *self,
               const char   *alt,
               CsFileRow    *row)
{
  guint file;

  if (g_ptr_array_find (self->rows, row, &file))
    cs_draft_set_alt (self->draft, file, alt);
}

static void
on_row_dropped (CsMediaStrip *self,
                CsFileRow    *dragged,
                CsFileRow    *row)
{
  guint file, place;

  if (g_ptr_array_find (self->rows, dragged, &file) && g_ptr_array_find (self->rows, row, &place))
    move_file (self, file, place);
}

static GtkWidget *
build_row (CsMediaStrip *self,
           guint         file)
{
  const CsAttachment *attachment = cs_draft_get_post (self->draft)->attachments->pdata[file];
  GVariant *media = g_hash_table_lookup (self->known, attachment->media_id);
  g_autoptr(GMenuModel) menu = is_free (self, file) ? build_menu (self, file, attachment->part)
                                                    : NULL;
  GtkWidget *row = cs_file_row_new (media, cs_library_get_folder (self->library),
                                    attachment->part, menu);

  g_signal_connect_swapped (row, "alt-edited", G_CALLBACK (on_alt_edited), self);
  g_signal_connect_swapped (row, "dropped", G_CALLBACK (on_row_dropped), self);
  g_ptr_array_add (self->rows, row);

  return row;
}

/* Which files the rows are of, without what is said of them. */
static char *
sign (CsMediaStrip *self)
{
  const CsPost *post = cs_draft_get_post (self->draft);
  GString *words = g_string_new (NULL);

  g_string_printf (words, "%d %u", (int) cs_draft_get_n_kept (self->draft),
                   cs_draft_get_n_parts (self->draft));
  for (guint i = 0; i < post->attachments->len; i++)
    {
      const CsAttachment *attachment = post->attachments->pdata[i];

      g_string_append_printf (words, " %s.%d%s", attachment->media_id, (int) attachment->part,
                              g_hash_table_contains (self->known, attachment->media_id) ? "" : "?");
    }

  return g_string_free_and_steal (words);
}

static void
add_hint (CsMediaStrip *self)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Drop clips and pictures here"));
  gtk_widget_add_css_class (row, "dimmed");
  gtk_list_box_append (self->list, row);
}

void
cs_media_strip_update (CsMediaStrip *self)
{
  const CsPost *post = cs_draft_get_post (self->draft);
  g_autofree char *signature = sign (self);

  gtk_widget_set_visible (self->buttons, is_open (self));
  gtk_widget_set_visible (GTK_WIDGET (self), is_open (self) || post->attachments->len > 0);
  if (g_strcmp0 (signature, self->shown) != 0)
    {
      g_set_str (&self->shown, signature);
      g_ptr_array_set_size (self->rows, 0);
      gtk_list_box_remove_all (self->list);
      for (guint i = 0; i < post->attachments->len; i++)
        gtk_list_box_append (self->list, build_row (self, i));
      if (post->attachments->len == 0)
        add_hint (self);
      for (guint i = 0; i < self->reading->len; i++)
        gtk_list_box_append (self->list, self->reading->pdata[i]);
    }

  for (guint i = 0; i < post->attachments->len; i++)
    {
      cs_file_row_set_alt_limit (self->rows->pdata[i], self->alt_max, self->alt_unit);
      cs_file_row_set_alt (self->rows->pdata[i],
                           ((CsAttachment *) post->attachments->pdata[i])->alt);
    }
}

static void
on_listed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CsMediaStrip) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) all = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (all == NULL || self->draft == NULL)
    return;

  g_hash_table_remove_all (self->known);
  for (gsize i = 0; i < g_variant_n_children (all); i++)
    {
      GVariant *media = g_variant_get_child_value (all, i);

      g_hash_table_insert (self->known, g_strdup (cs_view_text (media, "id")), media);
    }

  after_change (self);
}

static void
ask (CsMediaStrip *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->asking = g_cancellable_new ();
  cs_library_run (self->library, "media.list", NULL, self->asking, on_listed,
                  g_object_ref (self));
}

static void
on_library_changed (CsLibrary   *library,
                    const char  *kind,
                    const char **ids,
                    gpointer     user_data)
{
  if (strcmp (kind, "media") == 0)
    ask (user_data);
}

typedef struct
{
  GWeakRef   strip;
  GtkWidget *row;     /* shown while it is read */
} Adding;

static void
on_added (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Adding *adding = user_data;
  g_autoptr(CsMediaStrip) self = g_weak_ref_get (&adding->strip);
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) media = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (self != NULL && self->draft != NULL)
    {
      gtk_list_box_remove (self->list, adding->row);
      g_ptr_array_remove (self->reading, adding->row);
      if (media == NULL)
        {
          cs_toast_error (GTK_WIDGET (self), error);
        }
      else
        {
          const char *id = cs_view_text (media, "id");

          g_hash_table_replace (self->known, g_strdup (id), g_variant_ref (media));
          cs_draft_add_file (self->draft, id, 0);
        }

      after_change (self);
    }

  g_weak_ref_clear (&adding->strip);
  g_free (adding);
}

static void
add_file (CsMediaStrip *self,
          GFile        *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *title = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  Adding *adding;

  if (path == NULL)
    {
      cs_toast (GTK_WIDGET (self), _("Only files on this computer can be added"));
      return;
    }

  adding = g_new0 (Adding, 1);
  g_weak_ref_init (&adding->strip, self);
  adding->row = g_object_ref_sink (adw_action_row_new ());
  g_ptr_array_add (self->reading, adding->row);
  /* Translators: %s is the name of a file */
  title = g_strdup_printf (_("Reading %s"), name);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (adding->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (adding->row), title);
  adw_action_row_add_prefix (ADW_ACTION_ROW (adding->row), adw_spinner_new ());
  gtk_list_box_append (self->list, adding->row);
  g_variant_dict_insert (&args, "path", "s", path);
  cs_library_run (self->library, "media.add", g_variant_dict_end (&args), NULL, on_added, adding);
}

/* Reads them into the library and puts them at the end of the post. */
void
cs_media_strip_add_files (CsMediaStrip *self,
                          GSList       *files)
{
  for (GSList *link = files; link != NULL; link = link->next)
    add_file (self, link->data);
}

static void
on_files_chosen (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(CsMediaStrip) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) files = NULL;

  files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, &error);
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (files, i);

      if (self->draft != NULL)
        add_file (self, file);
    }
}

static void
choose_files (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  cs_choose_clips (widget, NULL, on_files_chosen, g_object_ref (widget));
}

static void
on_picked (CsMediaStrip *self,
           const char   *media_id)
{
  cs_draft_add_file (self->draft, media_id, 0);
  after_change (self);
}

static void
pick (GtkWidget  *widget,
      const char *name,
      GVariant   *parameter)
{
  CsMediaStrip *self = CS_MEDIA_STRIP (widget);
  CsMediaPicker *picker = cs_media_picker_new (self->library);

  g_signal_connect_object (picker, "picked", G_CALLBACK (on_picked), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (picker), widget);
}

static void
move (GtkWidget  *widget,
      const char *name,
      GVariant   *parameter)
{
  CsMediaStrip *self = CS_MEDIA_STRIP (widget);
  guint file, place;

  g_variant_get (parameter, "(uu)", &file, &place);
  move_file (self, file, place);
}

static void
set_part (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  CsMediaStrip *self = CS_MEDIA_STRIP (widget);
  guint file, part;

  g_variant_get (parameter, "(uu)", &file, &part);
  cs_draft_set_file_part (self->draft, file, part);
  after_change (self);
}

static void
remove_file (CsMediaStrip *self,
             guint         file)
{
  CsDraftContent *before = cs_draft_dup_content (self->draft);

  cs_draft_remove_file (self->draft, file);
  after_change (self);
  cs_take_back_offer (GTK_WIDGET (self), self->draft, before, _("It is no longer in the post"));
}

static void
take_out (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  remove_file (CS_MEDIA_STRIP (widget), g_variant_get_uint32 (parameter));
}

/* The file that has the focus, if it may be changed. */
static gboolean
find_chosen (CsMediaStrip *self,
             guint        *file)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  for (*file = 0; focus != NULL && *file < self->rows->len; (*file)++)
    {
      GtkWidget *row = self->rows->pdata[*file];

      if (focus == row || gtk_widget_is_ancestor (focus, row))
        return is_free (self, *file);
    }

  return FALSE;
}

static void
move_chosen (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CsMediaStrip *self = CS_MEDIA_STRIP (widget);
  int by = strcmp (name, "strip.move-up") == 0 ? -1 : 1;
  guint file;

  if (find_chosen (self, &file))
    move_file (self, file, file + by);
}

/* Behind the last part comes the first that is not out. */
static void
set_next_part (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CsMediaStrip *self = CS_MEDIA_STRIP (widget);
  guint n_parts = cs_draft_get_n_parts (self->draft);
  guint file, part;

  if (!find_chosen (self, &file))
    return;

  part = ((CsAttachment *) cs_draft_get_post (self->draft)->attachments->pdata[file])->part + 1;
  cs_draft_set_file_part (self->draft, file,
                          part < n_parts ? part : cs_draft_get_n_kept (self->draft));
  after_change (self);
  gtk_widget_grab_focus (self->rows->pdata[file]);
}

static void
take_chosen_out (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  CsMediaStrip *self = CS_MEDIA_STRIP (widget);
  guint file;

  if (find_chosen (self, &file))
    remove_file (self, file);
}

static void
cs_media_strip_dispose (GObject *object)
{
  CsMediaStrip *self = CS_MEDIA_STRIP (object);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->draft);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (cs_media_strip_parent_class)->dispose (object);
}

static void
cs_media_strip_finalize (GObject *object)
{
  CsMediaStrip *self = CS_MEDIA_STRIP (object);

  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->reading);
  g_free (self->shown);

  G_OBJECT_CLASS (cs_media_strip_parent_class)->finalize (object);
}

static void
cs_media_strip_class_init (CsMediaStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_media_strip_dispose;
  object_class->finalize = cs_media_strip_finalize;

  gtk_widget_class_install_action (widget_class, "strip.choose-files", NULL, choose_files);
  gtk_widget_class_install_action (widget_class, "strip.pick", NULL, pick);
  gtk_widget_class_install_action (widget_class, "strip.move", "(uu)", move);
  gtk_widget_class_install_action (widget_class, "strip.part", "(uu)", set_part);
  gtk_widget_class_install_action (widget_class, "strip.remove", "u", take_out);
  gtk_widget_class_install_action (widget_class, "strip.move-up", NULL, move_chosen);
  gtk_widget_class_install_action (widget_class, "strip.move-down", NULL, move_chosen);
  gtk_widget_class_install_action (widget_class, "strip.next-part", NULL, set_next_part);
  gtk_widget_class_install_action (widget_class, "strip.take-out", NULL, take_chosen_out);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "strip.move-up",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK,
                                       "strip.move-down", NULL);

  signals[MEDIA_KNOWN] = g_signal_new ("media-known", CS_TYPE_MEDIA_STRIP, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
build_button (const char *icon,
              const char *name,
              const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "flat");

  return button;
}

static void
cs_media_strip_init (CsMediaStrip *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_variant_unref);
  self->rows = g_ptr_array_new ();
  self->reading = g_ptr_array_new_with_free_func (g_object_unref);
  self->alt_max = -1;

  self->group = adw_preferences_group_new ();
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Media"), -1);
  gtk_box_append (GTK_BOX (self->buttons), build_button ("view-grid-symbolic",
                                                         _("Choose from the Library"),
                                                         "strip.pick"));
  gtk_box_append (GTK_BOX (self->buttons), build_button ("list-add-symbolic", _("Add Files"),
                                                         "strip.choose-files"));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->group), _("Media"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self->group), self->buttons);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), self->group);
}

void
cs_media_strip_set_draft (CsMediaStrip *self,
                          CsLibrary    *library,
                          CsDraft      *draft)
{
  g_set_object (&self->library, library);
  g_set_object (&self->draft, draft);
  g_signal_connect_object (library, "changed", G_CALLBACK (on_library_changed), self,
                           G_CONNECT_DEFAULT);
  cs_media_strip_update (self);
  ask (self);
}

/* The least that a network it goes to takes; 0: none says. */
void
cs_media_strip_set_alt_limit (CsMediaStrip *self,
                              gint64        max,
                              const char   *unit)
{
  CsTextUnit named = CS_TEXT_CODEPOINTS;

  if (unit != NULL)
    cs_text_unit_from (unit, &named);
  if (max == self->alt_max && named == self->alt_unit)
    return;

  self->alt_max = max;
  self->alt_unit = named;
  cs_media_strip_update (self);
}

/* The cursor goes to where that file is described. */
void
cs_media_strip_describe (CsMediaStrip *self,
                         guint         file)
{
  if (file < self->rows->len)
    cs_file_row_describe (self->rows->pdata[file]);
}

/* Everything in the library by its id. */
GHashTable *
cs_media_strip_get_known (CsMediaStrip *self)
{
  return self->known;
}
