/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-composer-private.h"

#include "cs-preflight.h"
#include "cs-take-back.h"
#include "cs-text-field.h"

#include <glib/gi18n.h>

#define TEXT_MAX_LINES 16

/* Whether a part may be changed: what is out stays as it is. */
gboolean
cs_composer_is_open (CsComposerPage *self,
                     guint           part)
{
  gint64 n_kept = cs_draft_get_n_kept (self->draft);

  return n_kept >= 0 && part >= n_kept;
}

/* How much room a part has where it has the least of it. */
void
cs_composer_show_count (CsComposerPage *self,
                        guint           part)
{
  const char *text = cs_draft_get_text (self->draft, part);
  const char *warning = part == 0 ? cs_draft_get_post (self->draft)->warning : NULL;
  const CsLimits *tightest = NULL;
  gint64 length = 0;
  g_autofree char *count = NULL;
  g_autofree char *spoken = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const CsLimits *limits = cs_target_row_get_limits (self->rows->pdata[i]);
      const char *account = cs_target_row_get_account (self->rows->pdata[i])->id;
      gint64 is = cs_preflight_length (text, warning, limits);

      if (!cs_draft_goes_to (self->draft, account) || limits->text_max == CS_UNKNOWN
          || (part == 0 && cs_draft_get_own_text (self->draft, account) != NULL))
        continue;

      if (tightest == NULL || limits->text_max - is < tightest->text_max - length)
        {
          tightest = limits;
          length = is;
        }
    }

  if (tightest != NULL)
    {
      count = g_strdup_printf ("%s %d / %d", cs_network_get_title (tightest->network),
                               (int) length, (int) tightest->text_max);
      /* Translators: of a text: 212 of 300 characters, at Bluesky */
      spoken = g_strdup_printf (_("%d of %d characters, at %s"), (int) length,
                                (int) tightest->text_max,
                                cs_network_get_title (tightest->network));
    }

  cs_text_field_set_count (self->fields->pdata[part], count, spoken,
                           tightest != NULL && length > tightest->text_max);
}

static void
on_text_edited (CsComposerPage *self,
                CsTextField    *field)
{
  g_autofree char *text = cs_text_field_dup_text (field);
  guint part;

  if (!g_ptr_array_find (self->fields, field, &part) || part >= cs_draft_get_n_parts (self->draft))
    return;

  cs_draft_set_text (self->draft, part, text);
  cs_composer_follow (self);
}

static void
on_remove_part (CsComposerPage *self,
                GtkWidget      *button)
{
  guint part = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "cs-part"));
  CsDraftContent *before = cs_draft_dup_content (self->draft);

  cs_draft_remove_part (self->draft, part);
  cs_composer_show_parts (self);
  cs_media_strip_update (self->strip);
  cs_composer_follow (self);
  gtk_widget_grab_focus (self->fields->pdata[part - 1]);
  cs_take_back_offer (GTK_WIDGET (self), self->draft, before, _("The part is removed"));
}

static GtkWidget *
new_part_head (CsComposerPage *self,
               guint           part)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *title = g_strdup_printf (_("Part %u"), part + 1);
  g_autofree char *name = g_strdup_printf (_("Remove Part %u"), part + 1);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_set_visible (button, cs_composer_is_open (self, part));
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "cs-part", GUINT_TO_POINTER (part));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_remove_part), self);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);

  return box;
}

static void
add_field (CsComposerPage *self,
           guint           part)
{
  g_autofree char *name = part == 0 ? g_strdup (_("Text"))
                                    : g_strdup_printf (_("Text of Part %u"), part + 1);
  GtkWidget *field = cs_text_field_new (name, part == 0 ? _("What do you want to say?")
                                                        : _("How it goes on"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  cs_text_field_set_lines (CS_TEXT_FIELD (field), part == 0 ? 6 : 3, TEXT_MAX_LINES);
  g_signal_connect_swapped (field, "edited", G_CALLBACK (on_text_edited), self);
  if (part > 0)
    gtk_box_append (GTK_BOX (box), new_part_head (self, part));
  gtk_box_append (GTK_BOX (box), field);
  gtk_box_insert_child_after (self->texts, box, gtk_widget_get_prev_sibling (self->add_part));
  g_ptr_array_add (self->fields, field);
}

/* A field for each part, with the part’s text. */
void
cs_composer_show_parts (CsComposerPage *self)
{
  guint n_parts = cs_draft_get_n_parts (self->draft);

  while (self->fields->len > n_parts)
    {
      GtkWidget *field = g_ptr_array_steal_index (self->fields, self->fields->len - 1);

      gtk_box_remove (self->texts, gtk_widget_get_parent (field));
    }

  while (self->fields->len < n_parts)
    add_field (self, self->fields->len);

  for (guint i = 0; i < n_parts; i++)
    {
      cs_text_field_set_text (self->fields->pdata[i], cs_draft_get_text (self->draft, i));
      cs_text_field_set_editable (self->fields->pdata[i], cs_composer_is_open (self, i));
    }
}
