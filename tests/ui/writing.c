/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "writing.h"

#include "cs-composer-page.h"
#include "cs-item.h"
#include "cs-text-field.h"

GtkTextView *
writing_view (Display *display)
{
  CsPage *page = cs_window_get_page (display->window);

  g_assert_true (CS_IS_COMPOSER_PAGE (page));

  return find_widget (find_widget (page, CS_TYPE_TEXT_FIELD, NULL), GTK_TYPE_TEXT_VIEW, NULL);
}

void
writing_type (Display    *display,
              const char *text)
{
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (writing_view (display)), text, -1);
}

gboolean
writing_is_saved (gpointer window)
{
  return find_widget (window, GTK_TYPE_LABEL, "Saved") != NULL;
}

guint
writing_count (Display    *display,
               const char *command)
{
  g_autoptr(GVariant) all = display_run (display, command, NULL);

  return g_variant_n_children (all);
}

char *
writing_text (Display *display)
{
  g_autoptr(GVariant) posts = display_run (display, "post.list", NULL);
  g_autoptr(GVariant) post = NULL;

  g_assert_cmpuint (g_variant_n_children (posts), ==, 1);
  post = g_variant_get_child_value (posts, 0);

  return g_strdup (cs_view_text (post, "text"));
}

GVariant *
writing_target (Display *display)
{
  g_autoptr(GVariant) posts = display_run (display, "post.list", NULL);
  g_autoptr(GVariant) post = g_variant_get_child_value (posts, 0);
  g_autoptr(GVariant) shown = display_run (display, "post.show", "{'id': <'%s'>}",
                                           cs_view_text (post, "id"));
  g_autoptr(GVariant) targets = g_variant_lookup_value (shown, "targets",
                                                        G_VARIANT_TYPE ("aa{sv}"));

  g_assert_cmpuint (g_variant_n_children (targets), ==, 1);

  return g_variant_get_child_value (targets, 0);
}

gboolean
writing_has_left (gpointer window)
{
  return !CS_IS_COMPOSER_PAGE (cs_window_get_page (window));
}
