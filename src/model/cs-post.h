/* cs-post.h: one piece of content, whatever it is published to
 *
 * The text is the first post of a thread; thread holds those that follow it.
 * What a target does not override it takes from here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"

G_BEGIN_DECLS

typedef enum
{
  CS_VISIBILITY_PUBLIC,
  CS_VISIBILITY_UNLISTED,
  CS_VISIBILITY_FOLLOWERS,
} CsVisibility;

extern const char *const cs_visibility_names[];

typedef struct
{
  CsRecord  record;

  char     *media_id;
  char     *alt;        /* what the picture shows, for who does not see it */
  gint64    part;       /* of the thread, 0 the first */
} CsAttachment;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsAttachment, cs_record_unref)

typedef struct
{
  CsRecord      record;

  char         *id;
  char         *title;         /* the author’s name for it; networks with titles show it */
  char         *text;
  GStrv         thread;
  GPtrArray    *attachments;   /* CsAttachment, in order */
  char         *language;      /* BCP 47, NULL: not said */
  char         *warning;       /* content warning, NULL: none */
  CsVisibility  visibility;
  GStrv         labels;
  gint64        created_at;
  gint64        changed_at;
} CsPost;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPost, cs_record_unref)

const char *cs_post_name      (const char *title,
                               const char *text);
char       *cs_post_dup_title (const char *title,
                               const char *text);

G_END_DECLS
