/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-later-bar.h"

static void
on_soon (gpointer user_data)
{
  CsLaterBar *self = user_data;

  self->soon = 0;
  g_object_set (self->bar, self->property, TRUE, NULL);
}

/* @bar is borrowed, @property static. */
void
cs_later_bar_init (CsLaterBar *self,
                   gpointer    bar,
                   const char *property)
{
  *self = (CsLaterBar) { bar, property, 0 };
}

/* Two clicks select one: more are never on their way to a second. */
void
cs_later_bar_set (CsLaterBar *self,
                  guint       n_selected)
{
  int msec;

  if (n_selected == 1)
    {
      g_object_get (gtk_widget_get_settings (self->bar), "gtk-double-click-time", &msec, NULL);
      if (self->soon == 0)
        self->soon = g_timeout_add_once (msec, on_soon, self);
      return;
    }

  cs_later_bar_clear (self);
  g_object_set (self->bar, self->property, n_selected > 1, NULL);
}

void
cs_later_bar_clear (CsLaterBar *self)
{
  g_clear_handle_id (&self->soon, g_source_remove);
}
