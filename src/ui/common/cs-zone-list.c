/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-zone-list.h"

#include <string.h>

#define ZONES "/usr/share/zoneinfo/zone.tab"

static int
by_name (gconstpointer a,
         gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The zones of the world by their names, and the one that is meant. */
GtkStringList *
cs_zone_list_new (const char *meant)
{
  GtkStringList *model = gtk_string_list_new (NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (g_file_get_contents (ZONES, &text, NULL, NULL))
    lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      g_auto(GStrv) columns = g_strsplit (lines[i], "\t", 4);

      if (*lines[i] != '#' && g_strv_length (columns) >= 3)
        g_ptr_array_add (names, g_strdup (columns[2]));
    }

  if (!g_ptr_array_find_with_equal_func (names, "UTC", g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup ("UTC"));
  if (!g_ptr_array_find_with_equal_func (names, meant, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (meant));

  g_ptr_array_sort (names, by_name);
  for (guint i = 0; i < names->len; i++)
    gtk_string_list_append (model, names->pdata[i]);

  return model;
}
