/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-search-dialog.h"

#include "cs-item.h"
#include "cs-loading.h"
#include "cs-network-mark.h"
#include "cs-query.h"
#include "cs-state-mark.h"
#include "cs-status.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define OF_EACH_KIND 20

struct _CsSearchDialog
{
  AdwDialog      parent_instance;

  CsQuery       *found;

  GtkStack      *stack;
  GtkEditable   *search;
  GtkListBox    *results;
  AdwStatusPage *trouble;
};

G_DEFINE_FINAL_TYPE (CsSearchDialog, cs_search_dialog, ADW_TYPE_DIALOG)

/* The kinds of things, in the order of the answer, and what shows one. */
static const struct
{
  const char *kind;
  const char *title;
  const char *action;
} kinds[] = {
  { "post", N_("Posts"), "win.edit-post" },
  { "media", N_("Media"), "win.show-media" },
  { "account", N_("Accounts"), "win.show-account" },
};

static int
find_kind (CsItem *item)
{
  const char *kind = cs_item_get_text (item, "kind");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i].kind) == 0)
      return i;

  return 0;
}

static CsItem *
item_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "item");
}

/* The part of a text from one character to another, as markup. */
static void
append_part (GString    *markup,
             const char *text,
             gint64      from,
             gint64      to,
             gboolean    bold)
{
  g_autofree char *part = g_utf8_substring (text, from, to);
  g_autofree char *escaped = g_markup_escape_text (part, -1);

  g_string_append_printf (markup, bold ? "<b>%s</b>" : "%s", escaped);
}

/* A text with what was found in it in bold; the ranges are in characters, in order. */
static char *
mark_up (CsItem     *item,
         const char *field,
         const char *ranges_field)
{
  const char *text = cs_item_get_text (item, field);
  g_autoptr(GVariant) ranges = cs_item_dup_value (item, ranges_field);
  GString *markup = g_string_new (NULL);
  gint64 at = 0;
  gint64 end;

  if (text == NULL)
    return g_string_free (markup, FALSE);

  end = g_utf8_strlen (text, -1);

  for (gsize i = 0; ranges != NULL && i < g_variant_n_children (ranges); i++)
    {
      gint64 start;
      gint64 length;

      g_variant_get_child (ranges, i, "(xx)", &start, &length);
      if (start < at || length < 0 || start + length > end)
        break;

      append_part (markup, text, at, start, FALSE);
      append_part (markup, text, start, start + length, TRUE);
      at = start + length;
    }

  append_part (markup, text, at, end, FALSE);

  return g_string_free (markup, FALSE);
}

static void
update_row (CsItem       *item,
            GParamSpec   *spec,
            AdwActionRow *row)
{
  g_autofree char *title = mark_up (item, "title", "title_ranges");
  g_autofree char *snippet = mark_up (item, "snippet", "ranges");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, snippet);
}

static GtkWidget *
make_mark (CsItem *item)
{
  GtkWidget *mark;

  switch (find_kind (item))
    {
    case 0:
      mark = cs_state_mark_new ();
      cs_state_mark_set_compact (CS_STATE_MARK (mark), TRUE);
      cs_state_mark_set_state (CS_STATE_MARK (mark), cs_item_get_text (item, "state"));
      break;

    case 1:
      mark = gtk_image_new_from_icon_name ("folder-videos-symbolic");
      break;

    default:
      mark = cs_network_mark_new ();
      cs_network_mark_set_network (CS_NETWORK_MARK (mark), cs_item_get_text (item, "network"));
      break;
    }

  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);

  return mark;
}

/* When a post went out or is due. */
static void
add_time (AdwActionRow *row,
          CsItem       *item)
{
  g_auto(CsReading) reading = cs_reading_here ();
  gint64 time = cs_item_get_int (item, "time", -1);
  g_autofree char *when = NULL;
  GtkWidget *label;

  if (time < 0)
    return;

  when = cs_words_when (&reading, time);
  label = gtk_label_new (when);
  gtk_widget_add_css_class (label, "dimmed");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (row, label);
}

static GtkWidget *
make_row (gpointer object,
          gpointer user_data)
{
  CsItem *item = object;
  GtkWidget *row = adw_action_row_new ();

  g_object_set_data_full (G_OBJECT (row), "item", g_object_ref (item), g_object_unref);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_mark (item));
  add_time (ADW_ACTION_ROW (row), item);
  g_signal_connect_object (item, "notify::view", G_CALLBACK (update_row), row, G_CONNECT_DEFAULT);
  update_row (item, NULL, ADW_ACTION_ROW (row));

  return row;
}

/* Above the first of each kind stands what they are. */
static void
set_header (GtkListBoxRow *row,
            GtkListBoxRow *before,
            gpointer       user_data)
{
  int kind = find_kind (item_of (row));
  GtkWidget *label;

  if (before != NULL && find_kind (item_of (before)) == kind)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  label = g_object_new (GTK_TYPE_LABEL,
                        "label", _(kinds[kind].title),
                        "xalign", 0.0,
                        "margin-top", 12,
                        "margin-bottom", 6,
                        "margin-start", 6,
                        "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                        NULL);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_box_row_set_header (row, label);
}

static void
update (CsSearchDialog *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0;
  CsQueryState state = cs_query_get_state (self->found);
  const char *name = "loading";

  if (*gtk_editable_get_text (self->search) == '\0')
    name = "hint";
  else if (state == CS_QUERY_FAILED)
    name = "trouble";
  else if (any)
    name = "results";
  else if (state == CS_QUERY_READY)
    name = "none";

  gtk_stack_set_visible_child_name (self->stack, name);
  cs_status_say (self->trouble, cs_query_get_reason (self->found));
}

static void
on_typed (CsSearchDialog *self)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (self->found == NULL)
    return;

  g_variant_dict_insert (&args, "query", "s", gtk_editable_get_text (self->search));
  g_variant_dict_insert (&args, "limit", "x", (gint64) OF_EACH_KIND);
  cs_query_set_args (self->found, g_variant_dict_end (&args));
  if (cs_query_get_state (self->found) == CS_QUERY_IDLE)
    cs_query_ask (self->found);
  update (self);
}

static void
on_again (CsSearchDialog *self)
{
  cs_query_ask (self->found);
}

static void
choose (CsSearchDialog *self,
        GtkListBoxRow  *row)
{
  g_autoptr(CsItem) item = g_object_ref (item_of (row));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  adw_dialog_close (ADW_DIALOG (self));
  if (root != NULL)
    gtk_widget_activate_action (GTK_WIDGET (root), kinds[find_kind (item)].action, "s",
                                cs_item_get_id (item));
}

static void
on_chosen (CsSearchDialog *self,
           GtkListBoxRow  *row)
{
  choose (self, row);
}

/* Enter in the entry: the first result. */
static void
on_first (CsSearchDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->results, 0);

  if (row != NULL && gtk_widget_get_mapped (GTK_WIDGET (row)))
    choose (self, row);
}

static void
on_stop (CsSearchDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* Down in the entry: into the results. */
static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        CsSearchDialog        *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->results, 0);

  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || row == NULL)
    return GDK_EVENT_PROPAGATE;

  return gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
cs_search_dialog_dispose (GObject *object)
{
  CsSearchDialog *self = CS_SEARCH_DIALOG (object);

  if (self->found != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->found, self);
      cs_query_stop (self->found);
    }
  g_clear_object (&self->found);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_SEARCH_DIALOG);

  G_OBJECT_CLASS (cs_search_dialog_parent_class)->dispose (object);
}

static void
cs_search_dialog_class_init (CsSearchDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_search_dialog_dispose;

  g_type_ensure (CS_TYPE_LOADING);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/search/cs-search-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsSearchDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CsSearchDialog, search);
  gtk_widget_class_bind_template_child (widget_class, CsSearchDialog, results);
  gtk_widget_class_bind_template_child (widget_class, CsSearchDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_first);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
}

static void
cs_search_dialog_init (CsSearchDialog *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search),
                                           GTK_WIDGET (self->results));
  gtk_list_box_set_header_func (self->results, set_header, NULL, NULL);
}

AdwDialog *
cs_search_dialog_new (CsLibrary  *library,
                      const char *typed)
{
  CsSearchDialog *self = g_object_new (CS_TYPE_SEARCH_DIALOG, NULL);

  self->found = cs_query_new (library, "search", "post media account target");
  gtk_list_box_bind_model (self->results, G_LIST_MODEL (self->found), make_row, NULL, NULL);
  g_signal_connect_swapped (self->found, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->found, "items-changed", G_CALLBACK (update), self);
  gtk_editable_set_text (self->search, typed);
  gtk_editable_set_position (self->search, -1);
  if (*typed != '\0')
    on_typed (self);

  return ADW_DIALOG (self);
}
