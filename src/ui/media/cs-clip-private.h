/* cs-clip-private.h: a clip’s page, as its own files see it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-clip-page.h"
#include "cs-media-work.h"
#include "cs-query.h"

G_BEGIN_DECLS

struct _CsClipPage
{
  CsPage                parent_instance;

  char                 *id;
  GVariant             *view;        /* of media.show; NULL until it is there */
  CsFacts              *facts;
  GPtrArray            *verdicts;    /* GVariant of media.check, of each account */
  char                 *opened;      /* what the player has: hash and path */
  CsQuery              *posts;
  CsMediaWork          *work;

  AdwBanner            *banner;
  AdwBanner            *stale;
  GtkStack             *stack;
  AdwStatusPage        *trouble;
  CsPlayerView         *player;
  GtkListBox           *task_list;
  GtkWidget            *fix_all;
  GtkListBox           *fits_list;
  GtkWidget            *others;
  GtkListBox           *others_list;
  GtkWidget            *versions;
  GtkListBox           *versions_list;
  GtkListBox           *used_list;
  GtkListBox           *about_list;
};

void      cs_clip_install_actions (GtkWidgetClass  *klass);
void      cs_clip_update_fix      (CsClipPage      *self);
GVariant *cs_clip_id_args         (CsClipPage      *self);
/* Answers, in whichever order they come. */
void      cs_clip_take_view       (CsClipPage      *self,
                                   GVariant        *view);
void      cs_clip_take_verdicts   (CsClipPage      *self,
                                   GVariant        *verdicts);

G_END_DECLS
