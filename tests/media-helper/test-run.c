/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-run.h"
#include "cs-test.h"

/* GStreamer's words are for those who build pipelines: a person is told what to do. */
static void
test_gstreamer_speaks_to_nobody (void)
{
  const struct { GQuark domain; int code; CsErrorCode told; const char *sentence; } cases[] = {
    { GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED, CS_ERROR_INVALID, "copy it anew" },
    { GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE, CS_ERROR_INVALID, "copy it anew" },
    { GST_STREAM_ERROR, GST_STREAM_ERROR_TYPE_NOT_FOUND, CS_ERROR_INVALID, "choose another" },
    { GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND, CS_ERROR_INVALID, "export it as MP4" },
    { GST_STREAM_ERROR, GST_STREAM_ERROR_ENCODE, CS_ERROR_FAILED, "try again" },
    { GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN, CS_ERROR_INVALID, "export it as MP4" },
    { GST_CORE_ERROR, GST_CORE_ERROR_NEGOTIATION, CS_ERROR_FAILED, "export it as MP4" },
    { GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ, CS_ERROR_STORE, "try again" },
    { GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT, CS_ERROR_STORE, "free some space" },
    { GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_INIT, CS_ERROR_FAILED, "choose another" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) cause = g_error_new_literal (cases[i].domain, cases[i].code,
                                                     "Internal data stream error.");
      g_autoptr(GstMessage) message = gst_message_new_error (NULL, cause, "not-negotiated (-4)");
      g_autoptr(GError) error = NULL;

      g_assert_false (cs_run_fault (message, &error));
      g_assert_error (error, CS_ERROR, (int) cases[i].told);
      g_test_message ("%s", error->message);
      g_assert_null (strstr (error->message, "Internal data stream error"));
      g_assert_nonnull (strstr (error->message, cases[i].sentence));
    }
}

CS_TESTS (run)
{
  g_test_add_func ("/media-helper/run/gstreamer-speaks-to-nobody",
                   test_gstreamer_speaks_to_nobody);
}
