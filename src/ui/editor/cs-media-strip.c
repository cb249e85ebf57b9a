/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-strip.h"

#include "cs-item.h"
#include "cs-media-picker.h"
#include "cs-media-view.h"
#include "cs-text-field.h"
#include "cs-text.h"
#include "cs-toast.h"

#include <glib/gi18n.h>
#include <string.h>

#define PICTURE 64

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
  GPtrArray     *rows;        /* of GtkWidget, one a file */
  GPtrArray     *fields;      /* of CsTextField, beside it; NULL: it needs no description */
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
show_count (CsMediaStrip *self,
            CsTextField  *field,
            const char   *alt)
{
  gint64 length = cs_text_count (alt, self->alt_unit, NULL);
  g_autofree char *count = NULL;
  g_autofree char *spoken = NULL;

  if (self->alt_max <= 0)
    {
      cs_text_field_set_count (field, NULL, NULL, FALSE);
      return;
    }

  count = g_strdup_printf ("%d / %d", (int) length, (int) self->alt_max);
  spoken = g_strdup_printf (_("%d of %d characters"), (int) length, (int) self->alt_max);
  cs_text_field_set_count (field, count, spoken, length > self->alt_max);
}

static void
on_alt_edited (CsMediaStrip *self,
               CsTextField  *field)
{
  g_autofree char *alt = cs_text_field_dup_text (field);
  guint file;

  show_count (self, field, alt);
  if (g_ptr_array_find (self->fields, field, &file))
    cs_draft_set_alt (self->draft, file, alt);
}

static GMenuModel *
build_menu (CsMediaStrip *self,
            guint         file,
            gint64        part)
{
  GMenu *menu = g_menu_new ();
  guint n_files = cs_draft_get_post (self->draft)->attachments->len;
  guint n_parts = cs_draft_get_n_parts (self->draft);
  g_autoptr(GMenu) parts = g_menu_new ();
  g_autoptr(GMenu) last = g_menu_new ();
  g_autofree char *up = g_strdup_printf ("strip.move((uint32 %u, uint32 %u))", file, file - 1);
  g_autofree char *down = g_strdup_printf ("strip.move((uint32 %u, uint32 %u))", file, file + 1);
  g_autofree char *out = g_strdup_printf ("strip.remove(uint32 %u)", file);

  if (file > 0)
    g_menu_append (menu, _("Move _Up"), up);
  if (file + 1 < n_files)
    g_menu_append (menu, _("Move _Down"), down);

  for (guint i = 0; n_parts > 1 && i < n_parts; i++)
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

static GtkWidget *
build_words (GVariant   *media,
             const char *title,
             gint64      part)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (title);
  g_autofree char *facts = cs_media_view_describe (media);
  g_autofree char *where = part > 0 ? g_strdup_printf (_("%s · with part %d"), facts,
                                                       (int) part + 1)
                                    : g_strdup (facts);
  GtkWidget *about = gtk_label_new (where);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_tooltip_text (name, title);
  gtk_label_set_xalign (GTK_LABEL (about), 0);
  gtk_label_set_wrap (GTK_LABEL (about), TRUE);
  gtk_widget_add_css_class (about, "caption");
  gtk_widget_add_css_class (about, "dimmed");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), about);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);

  return box;
}

static GtkWidget *
build_alt (CsMediaStrip *self,
           const char   *title,
           const char   *alt,
           gboolean      open)
{
  g_autofree char *name = g_strdup_printf (_("Description of %s"), title);
  GtkWidget *field = cs_text_field_new (name, _("Describe it for those who cannot see it"));

  cs_text_field_set_lines (CS_TEXT_FIELD (field), 1, 5);
  cs_text_field_set_text (CS_TEXT_FIELD (field), alt != NULL ? alt : "");
  cs_text_field_set_editable (CS_TEXT_FIELD (field), open);
  show_count (self, CS_TEXT_FIELD (field), alt != NULL ? alt : "");
  g_signal_connect_swapped (field, "edited", G_CALLBACK (on_alt_edited), self);
  gtk_widget_add_css_class (field, "inset");

  return field;
}

static GtkWidget *
build_row (CsMediaStrip       *self,
           const CsAttachment *attachment,
           guint               file)
{
  GVariant *media = g_hash_table_lookup (self->known, attachment->media_id);
  const char *title = media != NULL ? cs_view_text (media, "title") : _("Missing file");
  gboolean open = is_open (self) && attachment->part >= cs_draft_get_n_kept (self->draft);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *field = build_alt (self, title, attachment->alt, open);
  g_autoptr(GMenuModel) menu = build_menu (self, file, attachment->part);
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_set_tooltip_text (button, _("More"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (button, open);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (head), cs_media_view_new_picture (media,
                    cs_library_get_folder (self->library), PICTURE, PICTURE));
  gtk_box_append (GTK_BOX (head), build_words (media, title, attachment->part));
  gtk_box_append (GTK_BOX (head), button);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), field);
  gtk_widget_add_css_class (box, "file");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->fields, field);

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
      g_ptr_array_set_size (self->fields, 0);
      gtk_list_box_remove_all (self->list);
      for (guint i = 0; i < post->attachments->len; i++)
        gtk_list_box_append (self->list, build_row (self, post->attachments->pdata[i], i));
      if (post->attachments->len == 0)
        add_hint (self);
    }

  for (guint i = 0; i < post->attachments->len; i++)
    {
      const char *alt = ((CsAttachment *) post->attachments->pdata[i])->alt;

      cs_text_field_set_text (self->fields->pdata[i], alt != NULL ? alt : "");
      show_count (self, self->fields->pdata[i], alt != NULL ? alt : "");
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

  cs_media_strip_update (self);
  g_signal_emit (self, signals[MEDIA_KNOWN], 0);
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
  GtkWidget *row;     /* shown while it is read; owned by the list */
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
      if (gtk_widget_get_parent (adding->row) != NULL)
        gtk_list_box_remove (self->list, adding->row);

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

      cs_media_strip_update (self);
      g_signal_emit (self, signals[MEDIA_KNOWN], 0);
    }

  g_object_unref (adding->row);
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
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();
  GtkRoot *root = gtk_widget_get_root (widget);

  gtk_file_filter_add_mime_type (filter, "video/*");
  gtk_file_filter_add_mime_type (filter, "image/*");
  gtk_file_filter_set_name (filter, _("Clips and Pictures"));
  gtk_file_dialog_set_title (dialog, _("Add Files"));
  gtk_file_dialog_set_default_filter (dialog, filter);
  gtk_file_dialog_open_multiple (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL,
                                 on_files_chosen, g_object_ref (widget));
}

static void
on_picked (CsMediaStrip *self,
           const char   *media_id)
{
  cs_draft_add_file (self->draft, media_id, 0);
  cs_media_strip_update (self);
  g_signal_emit (self, signals[MEDIA_KNOWN], 0);
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
after_change (CsMediaStrip *self)
{
  cs_media_strip_update (self);
  g_signal_emit (self, signals[MEDIA_KNOWN], 0);
}

static void
move (GtkWidget  *widget,
      const char *name,
      GVariant   *parameter)
{
  CsMediaStrip *self = CS_MEDIA_STRIP (widget);
  guint file, place;

  g_variant_get (parameter, "(uu)", &file, &place);
  cs_draft_move_file (self->draft, file, place);
  after_change (self);
  if (place < self->rows->len)
    gtk_widget_grab_focus (self->rows->pdata[place]);
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
take_out (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  CsMediaStrip *self = CS_MEDIA_STRIP (widget);

  cs_draft_remove_file (self->draft, g_variant_get_uint32 (parameter));
  after_change (self);
}

static gboolean
on_dropped (GtkDropTarget *target,
            const GValue  *value,
            double         x,
            double         y,
            gpointer       user_data)
{
  CsMediaStrip *self = user_data;

  if (!is_open (self))
    return FALSE;

  cs_media_strip_add_files (self, g_value_get_boxed (value));

  return TRUE;
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
  g_ptr_array_unref (self->fields);
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
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_variant_unref);
  self->rows = g_ptr_array_new ();
  self->fields = g_ptr_array_new ();
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

  g_signal_connect (drop, "drop", G_CALLBACK (on_dropped), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
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
  if (file < self->fields->len)
    cs_text_field_select (self->fields->pdata[file], -1, -1);
}

/* Everything in the library by its id. */
GHashTable *
cs_media_strip_get_known (CsMediaStrip *self)
{
  return self->known;
}
