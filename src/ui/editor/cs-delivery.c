/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-delivery.h"

#include "cs-item.h"
#include "cs-link.h"
#include "cs-record.h"
#include "cs-standing.h"
#include "cs-toast.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

const char *
cs_delivery_state (GVariant *target)
{
  const char *progress = cs_view_text (target, "outbox_state");
  g_auto(CsReading) reading = cs_reading_here ();
  int state;

  if (progress != NULL && cs_enum_from_name (cs_outbox_state_names, progress, &state))
    return cs_standing_names[cs_standing_of_row (state, 0, reading.now)];

  if (!cs_enum_from_name (cs_target_state_names, cs_view_text (target, "state"), &state))
    state = CS_TARGET_DRAFT;

  return cs_standing_names[cs_standing_of_plan (state, cs_view_int (target, "due", CS_UNKNOWN),
                                                reading.now)];
}

static void
on_open (GtkWidget *button)
{
  cs_link_open (button, g_object_get_data (G_OBJECT (button), "cs-url"));
}

/* When it was published, or what was said last. */
static char *
dup_words (GVariant *view)
{
  g_auto(CsReading) reading = cs_reading_here ();
  gint64 published = cs_view_int (view, "published_at", CS_UNKNOWN);

  return published != CS_UNKNOWN ? cs_words_when (&reading, published)
                                 : cs_words_sentence (cs_view_text (view, "sentence"));
}

/* What became of one part: its state, more about it, and the way to it. */
static GtkWidget *
new_result_row (GVariant   *view,
                const char *title)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title, NULL);
  const char *url = cs_view_text (view, "url");
  g_autofree char *words = dup_words (view);
  GtkWidget *button;

  if (words != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  if (url == NULL)
    return row;

  button = gtk_button_new_with_label (_("Open"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, url);
  g_object_set_data_full (G_OBJECT (button), "cs-url", g_strdup (url), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_open), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  /* To its row it is the row’s title: its own words say more. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Open the Post"), -1);

  return row;
}

/* What a button of a row of the outbox does. */
typedef struct
{
  CsLibrary  *library;
  char       *row;
  const char *command;
  const char *answer;    /* NULL: the command takes none */
} Act;

static void
act_free (gpointer  data,
          GClosure *closure)
{
  Act *act = data;

  g_object_unref (act->library);
  g_free (act->row);
  g_free (act);
}

static void
on_act (GtkWidget *widget,
        gpointer   user_data)
{
  const Act *act = user_data;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "id", "s", act->row);
  if (act->answer != NULL)
    g_variant_dict_insert (&args, "answer", "s", act->answer);
  if (ADW_IS_ENTRY_ROW (widget) && *gtk_editable_get_text (GTK_EDITABLE (widget)) != '\0')
    g_variant_dict_insert (&args, "link", "s", gtk_editable_get_text (GTK_EDITABLE (widget)));

  cs_act_run (widget, act->library, act->command, g_variant_dict_end (&args), NULL);
}

static GtkWidget *
new_act_row (GType       type,
             const char *signal,
             const char *title,
             CsLibrary  *library,
             const char *row,
             const char *command,
             const char *answer)
{
  GtkWidget *widget = g_object_new (type, "title", title, NULL);
  Act *act = g_new0 (Act, 1);

  act->library = g_object_ref (library);
  act->row = g_strdup (row);
  act->command = command;
  act->answer = answer;
  g_signal_connect_data (widget, signal, G_CALLBACK (on_act), act, act_free, G_CONNECT_DEFAULT);

  return widget;
}

static void
add_answers (GPtrArray  *rows,
             CsLibrary  *library,
             const char *row)
{
  GtkWidget *link = new_act_row (ADW_TYPE_ENTRY_ROW, "apply", _("Its Link, if It Is There"),
                                 library, row, "outbox.answer", "there");
  GtkWidget *again = new_act_row (ADW_TYPE_BUTTON_ROW, "activated", _("Send It Again"), library,
                                  row, "outbox.answer", "again");
  GtkWidget *drop = new_act_row (ADW_TYPE_BUTTON_ROW, "activated", _("Do Not Send It"), library,
                                 row, "outbox.answer", "drop");

  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (link), TRUE);
  g_ptr_array_add (rows, link);
  g_ptr_array_add (rows, again);
  g_ptr_array_add (rows, drop);
}

static void
add_acts (GPtrArray  *rows,
          CsLibrary  *library,
          GVariant   *target)
{
  const char *row = cs_view_text (target, "row");
  const char *progress = cs_view_text (target, "outbox_state");

  if (row == NULL)
    return;

  if (g_strcmp0 (progress, "needs-you") == 0)
    add_answers (rows, library, row);
  else if (g_strcmp0 (cs_view_text (target, "free"), "moving") == 0)
    g_ptr_array_add (rows, new_act_row (ADW_TYPE_BUTTON_ROW, "activated", _("Stop Sending"),
                                        library, row, "outbox.cancel", NULL));
}

/**
 * cs_delivery_new_rows:
 * @target: one that is claimed, of post.show
 *
 * Returns: (transfer container) (element-type GtkWidget): floating rows
 */
GPtrArray *
cs_delivery_new_rows (CsLibrary *library,
                      GVariant  *target)
{
  GPtrArray *rows = g_ptr_array_new ();
  g_autoptr(GVariant) parts = g_variant_lookup_value (target, "parts", G_VARIANT_TYPE ("aa{sv}"));

  if (parts == NULL || g_variant_n_children (parts) == 0)
    g_ptr_array_add (rows, new_result_row (target, cs_words_state (cs_delivery_state (target))));

  for (gsize i = 0; parts != NULL && i < g_variant_n_children (parts); i++)
    {
      g_autoptr(GVariant) part = g_variant_get_child_value (parts, i);
      g_autofree char *title = NULL;

      /* Translators: a part of a thread and its state, as in: Part 2: Published */
      title = g_strdup_printf (_("Part %d: %s"), (int) cs_view_int (part, "part", 0) + 1,
                               cs_words_state (cs_delivery_state (part)));
      g_ptr_array_add (rows, new_result_row (part, title));
    }

  add_acts (rows, library, target);

  return rows;
}
