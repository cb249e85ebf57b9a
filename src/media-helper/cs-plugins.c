/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-plugins.h"

#include "cs-error.h"

static const char *const needed[] = {
  "coreelements", "typefindfunctions", "playback", "app",
  "isomp4", "matroska", "videoparsersbad", "audioparsers", "libav", "x264",
  "videoconvertscale", "videofilter", "videorate", "deinterlace",
  "audioconvert", "audioresample",
};

/* Without one of these the helper works; files that would need it are named as unreadable. */
static const char *const welcome[] = {
  "avi", "flv", "asf", "ogg", "wavparse", "aiff", "mpegtsdemux", "mpegpsdemux", "id3demux",
  "opus", "opusparse", "vorbis", "theora", "flac", "mpg123", "vpx", "aom", "voaacenc",
  "jpeg", "jpegformat", "png", "webp", "gdkpixbuf", "dv",
};

static gboolean
load (char       **folders,
      const char  *name)
{
  g_autofree char *file = g_strdup_printf ("libgst%s.so", name);

  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], file, NULL);
      g_autoptr(GstPlugin) plugin = NULL;
      g_autoptr(GError) error = NULL;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;

      plugin = gst_plugin_load_file (path, &error);
      if (plugin != NULL)
        return TRUE;

      g_debug ("%s: %s", path, error->message);
    }

  return FALSE;
}

/* Decoders are what libav is here for. Its readers of containers come into play where the name of a
 * format fits and nothing else wants it: broken GIFs crash one. */
static void
forgo_readers_of_libav (void)
{
  GList *features = gst_registry_get_feature_list_by_plugin (gst_registry_get (), "libav");

  for (GList *link = features; link != NULL; link = link->next)
    if (g_str_has_prefix (gst_plugin_feature_get_name (link->data), "avdemux_"))
      gst_plugin_feature_set_rank (link->data, GST_RANK_NONE);

  gst_plugin_feature_list_free (features);
}

/* GST_PLUGIN_SYSTEM_PATH_1_0 is honoured, as a Flatpak has several folders of plugins. */
gboolean
cs_plugins_load (GError **error)
{
  const char *path = g_getenv ("GST_PLUGIN_SYSTEM_PATH_1_0");
  g_auto(GStrv) folders = g_strsplit (path != NULL ? path : CS_GST_PLUGIN_FOLDER, ":", -1);
  g_autoptr(GString) missing = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (!load (folders, needed[i]))
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", needed[i]);

  if (missing->len > 0)
    return cs_fail (error, CS_ERROR_NEEDS_YOU,
                    "GStreamer lacks the plugins %s: install gst-libav and the good, bad "
                    "and ugly sets",
                    missing->str);

  for (guint i = 0; i < G_N_ELEMENTS (welcome); i++)
    load (folders, welcome[i]);

  forgo_readers_of_libav ();

  return TRUE;
}
