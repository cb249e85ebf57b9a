/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-view.h"

#include "cs-item.h"
#include "cs-thumbnail.h"
#include "cs-words.h"

#include <glib/gi18n.h>

/* Relative names are of the workspace. */
static char *
find_thumbnail (GVariant   *media,
                const char *folder)
{
  g_autofree const char **names = NULL;

  if (media == NULL || !g_variant_lookup (media, "thumbnails", "^a&s", &names)
      || names[0] == NULL)
    return NULL;

  return g_path_is_absolute (names[0]) ? g_strdup (names[0])
                                       : g_build_filename (folder, names[0], NULL);
}

/* @media: (nullable): not known yet, or gone */
gboolean
cs_media_view_is_video (GVariant *media)
{
  g_autoptr(GVariant) facts = media != NULL
    ? g_variant_lookup_value (media, "facts", G_VARIANT_TYPE_VARDICT) : NULL;

  return facts != NULL && g_strcmp0 (cs_view_text (facts, "kind"), "video") == 0;
}

/* Its first thumbnail, cut to size; an icon where there is none. */
GtkWidget *
cs_media_view_new_picture (GVariant   *media,
                           const char *folder,
                           int         width,
                           int         height)
{
  g_autofree char *path = find_thumbnail (media, folder);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *picture = g_object_new (CS_TYPE_THUMBNAIL, "path", path,
                                     "icon-name", "image-missing-symbolic",
                                     "content-fit", GTK_CONTENT_FIT_COVER, NULL);

  gtk_widget_set_size_request (overlay, width, height);
  gtk_widget_set_overflow (overlay, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (overlay, "thumbnail");
  /* Not the child, which would ask for the size of its file. */
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), picture);
  if (cs_media_view_is_video (media))
    {
      GtkWidget *mark = gtk_image_new_from_icon_name ("media-playback-start-symbolic");

      gtk_widget_set_halign (mark, GTK_ALIGN_CENTER);
      gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (mark, "osd");
      gtk_widget_add_css_class (mark, "mark");
      gtk_overlay_add_overlay (GTK_OVERLAY (overlay), mark);
    }

  return overlay;
}

/* “Video · 0:42 · 1080 × 1920” */
char *
cs_media_view_describe (GVariant *media)
{
  g_autoptr(GVariant) facts = media != NULL
    ? g_variant_lookup_value (media, "facts", G_VARIANT_TYPE_VARDICT) : NULL;
  g_autoptr(GString) words = g_string_new (NULL);
  const char *kind = facts != NULL ? cs_view_text (facts, "kind") : NULL;
  gint64 duration = facts != NULL ? cs_view_int (facts, "duration", 0) : 0;
  gint64 width = facts != NULL ? cs_view_int (facts, "width", 0) : 0;
  gint64 height = facts != NULL ? cs_view_int (facts, "height", 0) : 0;

  if (facts == NULL)
    return g_strdup (_("This file is no longer in the library"));

  g_string_append (words, g_strcmp0 (kind, "video") == 0 ? _("Video")
                          : g_strcmp0 (kind, "audio") == 0 ? _("Sound") : _("Picture"));
  if (duration > 0 && g_strcmp0 (kind, "image") != 0)
    {
      g_autofree char *time = cs_words_duration (duration);

      g_string_append_printf (words, " · %s", time);
    }

  /* As it is shown: a turned phone’s clip is upright. */
  if (cs_view_int (facts, "rotation", 0) % 180 == 90)
    {
      gint64 side = width;

      width = height;
      height = side;
    }

  if (width > 0 && height > 0)
    g_string_append_printf (words, " · %d × %d", (int) width, (int) height);

  return g_string_free_and_steal (g_steal_pointer (&words));
}
