/* cs-content.h: what an author writes, as a command’s arguments give it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-act.h"
#include "cs-post.h"
#include "cs-target.h"

G_BEGIN_DECLS

/* own: {account, text, warning} of each account that says something else; moment: {wall, zone,
 * fold, lateness, late_limit}, the time in its author’s mind for the accounts that have none. */
#define CS_CONTENT_ARGS \
  "text ?s, title ?s, warning ?s, visibility ?s, language ?s, thread ?as, labels ?as, " \
  "attachments ?aa{sv}, accounts ?as, own ?aa{sv}, " \
  "moment ?a{sv}"

gboolean cs_content_take        (CsAct         *act,
                                 CsTx          *tx,
                                 CsPost        *post,
                                 GError       **error);
gboolean cs_content_take_text   (CsAct         *act,
                                 const char    *name,
                                 char         **place,
                                 GError       **error);
gboolean cs_content_take_own    (CsAct         *act,
                                 CsTx          *tx,
                                 GPtrArray     *targets,
                                 GError       **error);
gboolean cs_content_take_moment (CsAct         *act,
                                 GPtrArray     *targets,
                                 GError       **error);
gboolean cs_content_check_late  (gint64         limit,
                                 GError       **error);
gboolean cs_content_check_parts (const CsPost  *post,
                                 GError       **error);

G_END_DECLS
