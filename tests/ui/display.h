/* display.h: the window on a workspace of its own
 *
 * Needs a screen (build-aux/display.sh). The clock stands until a test moves it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-application.h"
#include "cs-clock.h"
#include "cs-simulator.h"
#include "cs-window.h"
#include "notices.h"

/* 2026-11-22 16:00 UTC */
#define START G_GINT64_CONSTANT (1795363200)

typedef struct
{
  char          *folder;
  CsClock       *clock;       /* virtual; the workspace’s, too */
  CsSimulator   *simulator;   /* NULL until display_simulate() */
  Notices       *notices;
  CsApplication *application;
  CsLibrary     *library;
  CsWindow      *window;
} Display;

typedef gboolean (*Truth) (gpointer data);

Display    *display_new         (void);
/* Closes the window, and sees that nobody keeps it. */
void        display_close       (Display     *self);
/* That, and ends the program. */
void        display_free        (Display     *self);
void        display_simulate    (Display     *self);
/* An account at the stand-in Bluesky; its id. */
char       *display_sign_in     (Display     *self);
/* A post that is out from a new account there, and was counted; its id. */
char       *display_publish_and_count (Display *self);
/* Where a clip of the fixtures is. */
char       *clip_path           (const char  *name);
/* Puts it into the library; its id. */
char       *display_add_clip    (Display     *self,
                                 const char  *name);

/* Iterates until it holds; a test that waits in vain ends. */
void        wait_until          (Truth        truth,
                                 gpointer     data);
/* Until the library has answered everything that was asked, and all is laid out. */
void        wait_for_quiet      (Display     *self);

/* args as GVariant text, NULL: none. */
GVariant   *display_run         (Display     *self,
                                 const char  *command,
                                 const char  *args,
                                 ...) G_GNUC_PRINTF (3, 4);
void        display_act         (Display     *self,
                                 const char  *detailed_action);

/* The first shown widget below @root of that type whose title, label or tooltip is @words. */
gpointer    find_widget         (gpointer     root,
                                 GType        type,
                                 const char  *words);
/* Behind what was to happen within that time: for what must not happen. */
void        wait_past           (guint        msec);
/* Until it is there. */
gpointer    wait_for            (gpointer     root,
                                 GType        type,
                                 const char  *words);
void        press               (gpointer     root,
                                 const char  *label);
void        press_key           (gpointer     widget,
                                 const char  *key);
/* As if it were let go over @widget, which takes it. */
void        drop                (GtkWidget   *widget,
                                 const GValue *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Display, display_free)
