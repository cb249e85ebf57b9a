/* creatorsync-media: opens media files, so that a broken or hostile one can end
 * only this process
 *
 * Started by src/media with a channel on descriptor 3. It answers requests
 * until the other side closes; killing it is how a request is cancelled.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-channel.h"
#include "cs-error.h"
#include "cs-json.h"
#include "cs-locale.h"
#include "cs-plugins.h"
#include "cs-probe.h"
#include "cs-render.h"
#include "cs-sample.h"
#include "cs-sandbox.h"
#include "cs-talk.h"
#include "cs-thumbnail.h"

#include <glib/gi18n.h>
#include <gst/gst.h>
#include <locale.h>
#include <stdlib.h>

#define CHANNEL 3

static JsonObject *
answer (JsonObject    *request,
        CsChannelFds  *fds,
        CsTalk        *talk,
        GError       **error)
{
  const char *command = cs_json_get_text (request, "command");

  if (g_strcmp0 (command, "probe") == 0)
    return cs_probe (fds->fd[0], talk, error);

  if (g_strcmp0 (command, "render") == 0)
    return cs_render (fds->fd[0], fds->fd[1], request, talk, error);

  if (g_strcmp0 (command, "thumbnails") == 0)
    return cs_thumbnails (fds->fd[0], fds->fd + 1, request, talk, error);

  if (g_strcmp0 (command, "sample") == 0)
    return cs_sample (fds->fd[0], request, talk, error);

  return cs_fail_null (error, CS_ERROR_INVALID, "The media engine knows no command “%s”",
                       command != NULL ? command : "");
}

/* FALSE when the other side has gone. */
static gboolean
serve_one (CsTalk *talk)
{
  g_autoptr(GError) error = NULL;
  g_auto(CsChannelFds) fds = CS_CHANNEL_NO_FDS;
  g_autoptr(JsonObject) request = cs_channel_receive (talk->channel, &fds, &error);
  g_autoptr(JsonObject) result = NULL;

  if (request == NULL && error == NULL)
    return FALSE;

  if (request != NULL)
    result = answer (request, &fds, talk, &error);

  cs_talk_answer (talk, result, error);

  return TRUE;
}

/* Said to whoever asks first, since nobody listens before. */
static int
refuse_all (CsTalk       *talk,
            const GError *why)
{
  g_auto(CsChannelFds) fds = CS_CHANNEL_NO_FDS;
  g_autoptr(JsonObject) request = cs_channel_receive (talk->channel, &fds, NULL);

  if (request != NULL)
    cs_talk_answer (talk, NULL, why);

  return EXIT_FAILURE;
}

/* Catalogues are read while they can be: the sandbox closes their folders. A word that none of them
 * has makes all of them be looked at. Numbers stay as GStreamer writes them. */
static void
learn_language (void)
{
  cs_locale_begin (LC_MESSAGES);
  gettext ("\001");
}

/* --scratch FOLDER, from who starts us: there is nobody else who could mistype it. */
static const char *
scratch_from (int    argc,
              char **argv)
{
  return argc == 3 && g_str_equal (argv[1], "--scratch") ? argv[2] : NULL;
}

/* The usual writer asks whether it speaks to the journal: a call that the sandbox kills for. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  if (g_log_writer_default_would_drop (level, G_LOG_DOMAIN))
    return G_LOG_WRITER_HANDLED;

  return g_log_writer_standard_streams (level, fields, n_fields, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  CsTalk talk = { .channel = CHANNEL };

  g_log_set_writer_func (write_log, NULL, NULL);
  g_setenv ("GST_REGISTRY_DISABLE", "yes", TRUE);
  gst_init (NULL, NULL);
  learn_language ();

  if (!cs_plugins_load (&error) || !cs_sandbox_enter (scratch_from (argc, argv), &error))
    return refuse_all (&talk, error);

  while (serve_one (&talk))
    ;

  return EXIT_SUCCESS;
}
