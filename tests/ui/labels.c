/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "labels.h"

#define SHOWN_MAX 40   /* characters of a text in a message */

typedef struct
{
  GtkWidget  *window;
  const char *picture;
  guint       count;
} Look;

static void
tell (Look       *self,
      GtkWidget  *widget,
      const char *text,
      const char *fault)
{
  g_autoptr(GString) place = g_string_new (NULL);
  g_autofree char *line = g_strndup (text, g_utf8_offset_to_pointer (text, MIN (SHOWN_MAX,
                                     g_utf8_strlen (text, -1))) - text);

  for (GtkWidget *at = widget; at != NULL && at != self->window; at = gtk_widget_get_parent (at))
    if (g_str_has_prefix (G_OBJECT_TYPE_NAME (at), "Cs")
        || g_str_has_suffix (G_OBJECT_TYPE_NAME (at), "Row"))
      g_string_append_printf (place, " in %s", G_OBJECT_TYPE_NAME (at));

  g_strdelimit (line, "\n", ' ');
  g_print ("%s: “%s” %s (%s%s)\n", self->picture, line, fault, G_OBJECT_TYPE_NAME (widget),
           place->str);
  self->count++;
}

/* The mark alone is not enough: what is cut must be readable somewhere. */
static gboolean
is_excused (GtkWidget *widget)
{
  gboolean marked = FALSE, told = FALSE;

  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    {
      marked = marked || gtk_widget_has_css_class (at, "may-ellipsize");
      told = told || gtk_widget_get_tooltip_text (at) != NULL;
    }

  return marked && told;
}

/* What is beside the window is cut, unless it can be scrolled to. */
static gboolean
is_beside (Look      *self,
           GtkWidget *widget)
{
  graphene_rect_t bounds;
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkPolicyType policy = GTK_POLICY_NEVER;

  if (scrolled != NULL)
    gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (scrolled), &policy, NULL);

  return policy == GTK_POLICY_NEVER
      && gtk_widget_compute_bounds (widget, self->window, &bounds)
      && (bounds.origin.x < -1
          || bounds.origin.x + bounds.size.width > gtk_widget_get_width (self->window) + 1);
}

/* Its lines take more room than it was given. */
static gboolean
is_cramped (GtkLabel *label)
{
  int width, height;

  pango_layout_get_pixel_size (gtk_label_get_layout (label), &width, &height);

  return width > gtk_widget_get_width (GTK_WIDGET (label)) + 1
      || height > gtk_widget_get_height (GTK_WIDGET (label)) + 1;
}

static void
look_at_label (Look     *self,
               GtkLabel *label)
{
  GtkWidget *widget = GTK_WIDGET (label);
  const char *text = gtk_label_get_text (label);

  if (*text == '\0')
    return;

  if (pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    {
      if (!is_excused (widget))
        tell (self, widget, text, "is shortened");
    }
  else if (is_cramped (label))
    tell (self, widget, text, "is cut");
  else if (is_beside (self, widget))
    tell (self, widget, text, "is beside the window");
}

/* An inscription never asks for the room of its text: whether it fits is measured. */
static void
look_at_inscription (Look           *self,
                     GtkInscription *inscription)
{
  GtkWidget *widget = GTK_WIDGET (inscription);
  const char *text = gtk_inscription_get_text (inscription);
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int width, height;

  if (text == NULL)
    return;

  pango_layout_set_width (layout, gtk_widget_get_width (widget) * PANGO_SCALE);
  pango_layout_set_wrap (layout, gtk_inscription_get_wrap_mode (inscription));
  pango_layout_get_pixel_size (layout, &width, &height);

  if ((width > gtk_widget_get_width (widget) || height > gtk_widget_get_height (widget) + 1)
      && !is_excused (widget))
    tell (self, widget, text, "is cut");
}

/* The edge that is drawn around it needs a pixel beside it of what it is scrolled in. */
static void
look_at_list (Look      *self,
              GtkWidget *list)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  if (scrolled != NULL && gtk_widget_has_css_class (list, "boxed-list")
      && gtk_widget_compute_bounds (list, scrolled, &bounds)
      && (bounds.origin.x < 1
          || bounds.origin.x + bounds.size.width > gtk_widget_get_width (scrolled) - 1))
    tell (self, list, "", "is a list whose edge is cut");
}

static void
look (Look      *self,
      GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  if (GTK_IS_LABEL (widget))
    look_at_label (self, GTK_LABEL (widget));
  else if (GTK_IS_INSCRIPTION (widget))
    look_at_inscription (self, GTK_INSCRIPTION (widget));
  else if (GTK_IS_LIST_BOX (widget))
    look_at_list (self, widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look (self, child);
}

/* The widest that cannot be narrower: what holds the window open. */
static void
tell_width (Look *self,
            int   width)
{
  GtkWidget *widest = self->window;
  GtkWidget *child;
  int least = 0;

  while (widest != NULL)
    {
      GtkWidget *next = NULL;

      for (child = gtk_widget_get_first_child (widest); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        {
          int one;

          gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &one, NULL, NULL, NULL);
          if (gtk_widget_get_mapped (child) && one > width)
            next = child;
        }

      if (next == NULL)
        break;
      widest = next;
    }

  gtk_widget_measure (widest, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_print ("%s: the window is %d px wide, not %d: %s wants %d\n", self->picture,
           gtk_widget_get_width (self->window), width, G_OBJECT_TYPE_NAME (widest), least);
  self->count++;
}

/* Returns: how many texts of the window are not whole; each is told in a line */
guint
labels_tell (GtkWidget  *window,
             const char *picture,
             int         width)
{
  Look self = { window, picture, 0 };

  if (gtk_widget_get_width (window) > width)
    tell_width (&self, width);

  look (&self, window);

  return self.count;
}
