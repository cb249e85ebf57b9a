/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-label.h"

#include <string.h>

/* Handles and names of files break where they must: a hyphen there would be read as theirs. */
void
cs_label_forbid_hyphens (GtkLabel *label)
{
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
}

/* As it is shown where there is little room: it breaks before its server, rather than anywhere. */
char *
cs_label_dup_handle (const char *handle)
{
  const char *server = *handle != '\0' ? strchr (handle + 1, '@') : NULL;

  if (server == NULL)
    return g_strdup (handle);

  return g_strdup_printf ("%.*s\u200b%s", (int) (server - handle), handle, server);
}
