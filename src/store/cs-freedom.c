/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-freedom.h"

#include "cs-outbox-store.h"
#include "cs-target-store.h"

#include <string.h>

const char *const cs_freedom_names[] = {
  [CS_FREE_WHOLE] = "whole",
  [CS_FREE_REST] = "rest",
  [CS_FREE_MOVING] = "moving",
  [CS_FREE_OUT] = "out",
  NULL
};

/* TRUE when it ended without going out. */
static gboolean
has_failed (CsOutboxState state)
{
  return state == CS_OUTBOX_FAILED || state == CS_OUTBOX_MISSED || state == CS_OUTBOX_CANCELLED;
}

static gint64
count_parts (const CsPost *post)
{
  return 1 + (post->thread != NULL ? (gint64) g_strv_length (post->thread) : 0);
}

/**
 * cs_freedom_ask:
 * @n_out: (out): how many parts are out, from the first on
 */
gboolean
cs_freedom_ask (CsTx            *tx,
                const CsPost    *post,
                const CsTarget  *target,
                CsFreedom       *freedom,
                gint64          *n_out,
                GError         **error)
{
  g_autoptr(GPtrArray) rows = NULL;

  *freedom = CS_FREE_WHOLE;
  *n_out = 0;

  if (target->state != CS_TARGET_CLAIMED)
    return TRUE;

  rows = cs_outbox_store_list_for (tx, target->id, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CsOutboxRow *row = rows->pdata[i];

      if (row->state == CS_OUTBOX_DONE || row->state == CS_OUTBOX_CONFIRMED)
        *n_out = MAX (*n_out, row->part + 1);
      else if (!has_failed (row->state))
        *freedom = CS_FREE_MOVING;
    }

  if (*n_out > 0 && *freedom != CS_FREE_MOVING)
    *freedom = *n_out < count_parts (post) ? CS_FREE_REST : CS_FREE_OUT;

  return rows != NULL;
}

static const char *
text_of (const CsPost *post,
         gint64        part)
{
  if (part > 0)
    return part < count_parts (post) ? post->thread[part - 1] : NULL;

  return post->text;
}

/* The next attachment from a place on that belongs to the first parts; NULL: there is none. */
static const CsAttachment *
next_kept (const CsPost *post,
           gint64        n_out,
           guint        *place)
{
  while (post->attachments != NULL && *place < post->attachments->len)
    {
      const CsAttachment *attachment = post->attachments->pdata[(*place)++];

      if (attachment->part < n_out)
        return attachment;
    }

  return NULL;
}

static gboolean
keeps_attachments (const CsPost *post,
                   const CsPost *next,
                   gint64        n_out)
{
  const CsAttachment *was, *is;
  guint at_was = 0;
  guint at_is = 0;

  do
    {
      was = next_kept (post, n_out, &at_was);
      is = next_kept (next, n_out, &at_is);

      if ((was == NULL) != (is == NULL))
        return FALSE;

      if (was != NULL && (strcmp (was->media_id, is->media_id) != 0 || was->part != is->part
                          || g_strcmp0 (was->alt, is->alt) != 0))
        return FALSE;
    }
  while (was != NULL);

  return TRUE;
}

/* Whether what is out stays as it is: its words, its files, and what was said of all parts. */
gboolean
cs_freedom_keeps (const CsPost *post,
                  const CsPost *next,
                  gint64        n_out)
{
  for (gint64 part = 0; part < n_out; part++)
    if (g_strcmp0 (text_of (post, part), text_of (next, part)) != 0)
      return FALSE;

  return g_strcmp0 (post->warning, next->warning) == 0
      && g_strcmp0 (post->language, next->language) == 0
      && post->visibility == next->visibility
      && keeps_attachments (post, next, n_out);
}

/* The target that decides what may be changed of the post, and how. NULL: none is claimed. */
static gboolean
find_deciding (CsTx           *tx,
               const CsPost   *post,
               GPtrArray      *targets,
               CsTarget      **deciding,
               CsFreedom      *freedom,
               gint64         *n_kept,
               GError        **error)
{
  *deciding = NULL;
  *freedom = CS_FREE_WHOLE;
  *n_kept = 0;

  for (guint i = 0; i < targets->len; i++)
    {
      CsTarget *target = targets->pdata[i];
      CsFreedom this;
      gint64 n_out;

      if (!cs_freedom_ask (tx, post, target, &this, &n_out, error))
        return FALSE;

      /* What moves may not change; what is left to be sent may, also where another has it all. */
      if (this == CS_FREE_WHOLE || *freedom == CS_FREE_MOVING
          || (this == CS_FREE_OUT && *freedom != CS_FREE_WHOLE)
          || (this == CS_FREE_REST && *freedom == CS_FREE_REST && n_out >= *n_kept))
        continue;

      *deciding = target;
      *freedom = this;
      *n_kept = n_out;
    }

  return TRUE;
}

/**
 * cs_freedom_ask_edit:
 * @freedom: (out): of the post as a whole; %CS_FREE_REST: the parts after @n_kept may change
 * @deciding: (out) (optional) (nullable) (transfer full): the target that decides it; NULL:
 *   none is claimed
 */
gboolean
cs_freedom_ask_edit (CsTx          *tx,
                     const CsPost  *post,
                     CsFreedom     *freedom,
                     gint64        *n_kept,
                     CsTarget     **deciding,
                     GError       **error)
{
  g_autoptr(GPtrArray) targets = cs_target_store_list_for (tx, post->id, error);
  CsTarget *found = NULL;

  if (targets == NULL || !find_deciding (tx, post, targets, &found, freedom, n_kept, error))
    return FALSE;

  if (deciding != NULL)
    *deciding = found != NULL ? cs_record_ref (found) : NULL;

  return TRUE;
}
