/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "slow-render.h"

#include <glib/gstdio.h>

#define HELPER "CREATORSYNC_MEDIA_HELPER"

static char *folder;
static char *real;
static char *script;
static char *go;

/* A render's own helper is started with two words. */
void
slow_render_begin (void)
{
  g_autofree char *text = NULL;

  folder = g_dir_make_tmp ("slow-render-XXXXXX", NULL);
  g_assert_nonnull (folder);
  real = g_strdup (g_getenv (HELPER));
  script = g_build_filename (folder, "helper", NULL);
  go = g_build_filename (folder, "go", NULL);
  text = g_strdup_printf ("#!/bin/sh\n[ $# -eq 2 ] && while [ ! -e '%s' ]; do sleep 0.01; done\n"
                          "exec '%s' \"$@\"\n", go, real);
  g_assert_true (g_file_set_contents_full (script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_setenv (HELPER, script, TRUE);
}

void
slow_render_let_go (void)
{
  g_assert_true (g_file_set_contents (go, "", 0, NULL));
}

/* Those that were begun have ended. */
void
slow_render_end (void)
{
  g_setenv (HELPER, real, TRUE);
  g_unlink (go);
  g_unlink (script);
  g_rmdir (folder);
  g_clear_pointer (&go, g_free);
  g_clear_pointer (&script, g_free);
  g_clear_pointer (&real, g_free);
  g_clear_pointer (&folder, g_free);
}
