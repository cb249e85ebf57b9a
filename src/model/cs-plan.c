/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-plan.h"

#include "cs-error.h"
#include "cs-slot.h"

#include <glib/gi18n.h>
#include <inttypes.h>

static gboolean
has_words (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char_validated (text, -1);

      /* A byte that is no character is no space either; and it ends the walk. */
      if (c > 0x10ffff || !g_unichar_isspace (c))
        return TRUE;
    }

  return FALSE;
}

/* The text of the first post on this account: the target’s own, or the post’s. */
const char *
cs_target_get_text (const CsTarget *target,
                    const CsPost   *post)
{
  return target->text != NULL ? target->text : post->text;
}

/* Whether the target is still a plan, which may be edited, moved and taken back. */
gboolean
cs_target_may_change (const CsTarget  *target,
                      GError         **error)
{
  if (target->state == CS_TARGET_CLAIMED)
    return cs_fail (error, CS_ERROR_INVALID,
                    "This post is on its way out and can no longer be changed: "
                    "see its state with “status”");

  return TRUE;
}

static gboolean
part_has_media (const CsPost *post,
                gint64        part)
{
  for (guint i = 0; post->attachments != NULL && i < post->attachments->len; i++)
    {
      const CsAttachment *attachment = g_ptr_array_index (post->attachments, i);

      if (attachment->part == part && attachment->media_id != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
check_content (const CsTarget  *target,
               const CsPost    *post,
               GError         **error)
{
  guint n_more = post->thread != NULL ? g_strv_length (post->thread) : 0;

  if (!has_words (cs_target_get_text (target, post)) && !part_has_media (post, 0))
    return cs_fail (error, CS_ERROR_INVALID,
                    "There is nothing to publish yet: write a text or add a video or a picture");

  for (guint i = 0; i < n_more; i++)
    if (!has_words (post->thread[i]) && !part_has_media (post, i + 1))
      return cs_fail (error, CS_ERROR_INVALID,
                      "Part %u of the thread is empty: write it, or take it out", i + 2);

  for (guint i = 0; post->attachments != NULL && i < post->attachments->len; i++)
    {
      const CsAttachment *attachment = g_ptr_array_index (post->attachments, i);

      if (attachment->part < 0 || attachment->part > n_more)
        return cs_fail (error, CS_ERROR_INVALID,
                        "An attachment belongs to part %" PRId64 " of the thread, "
                        "which is not there: move it or take it out", attachment->part + 1);
    }

  return TRUE;
}

static gboolean
check_account (const CsAccount  *account,
               GError          **error)
{
  const char *handle = account->handle != NULL ? account->handle : account->id;

  switch (account->state)
    {
    case CS_ACCOUNT_READY:
      return TRUE;

    case CS_ACCOUNT_SIGN_IN:
      return cs_fail (error, CS_ERROR_SIGN_IN, "%s needs a new sign-in before it can publish",
                      handle);

    case CS_ACCOUNT_NEEDS_YOU:
    default:
      return cs_fail (error, CS_ERROR_NEEDS_YOU, "%s cannot publish: %s", handle,
                      account->reason != NULL ? account->reason : _("check the account"));
    }
}

/* Whether everything but the time is there. */
gboolean
cs_target_is_ready (const CsTarget   *target,
                    const CsPost     *post,
                    const CsAccount  *account,
                    GError          **error)
{
  return cs_target_may_change (target, error)
      && check_content (target, post, error)
      && check_account (account, error);
}

static CsTarget *
with_time (const CsTarget *target,
           gint64          wall,
           const char     *zone,
           gint64          fold,
           gint64          due)
{
  CsTarget *next = cs_record_copy (target);

  next->state = CS_TARGET_SCHEDULED;
  next->wall = wall;
  g_set_str (&next->zone, zone);
  next->fold = fold == 1;
  next->due = due;

  return next;
}

/**
 * cs_target_scheduled:
 * @fold: 0, 1 or %CS_FOLD_ASK
 *
 * Returns: (transfer full): the target with its place in the calendar; or NULL
 *   with why it cannot have that one
 */
CsTarget *
cs_target_scheduled (const CsTarget   *target,
                     const CsPost     *post,
                     const CsAccount  *account,
                     gint64            wall,
                     const char       *zone,
                     gint64            fold,
                     gint64            now,
                     GError          **error)
{
  g_autofree char *time = NULL;
  gint64 due;

  if (!cs_target_is_ready (target, post, account, error)
      || !cs_slot_resolve (wall, zone, fold, &due, error))
    return NULL;

  time = cs_slot_format_wall (wall);

  if (due <= now)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "%s in %s has passed: choose a time to come", time, zone);

  return with_time (target, wall, zone, fold, due);
}

/* The target as a person wants it who says “now”: due since this minute began. */
CsTarget *
cs_target_due_now (const CsTarget   *target,
                   const CsPost     *post,
                   const CsAccount  *account,
                   const char       *zone,
                   gint64            now,
                   GError          **error)
{
  gint64 minute = now - now % 60;
  gint64 wall;
  gint64 fold;

  if (!cs_target_is_ready (target, post, account, error)
      || !cs_slot_from_instant (minute, zone, &wall, &fold, error))
    return NULL;

  return with_time (target, wall, zone, fold, minute);
}

/* The target as a draft again; one that is a draft stays as it is. */
CsTarget *
cs_target_unscheduled (const CsTarget  *target,
                       GError         **error)
{
  CsTarget *next;

  if (!cs_target_may_change (target, error))
    return NULL;

  next = cs_record_copy (target);
  next->state = CS_TARGET_DRAFT;
  next->wall = CS_UNKNOWN;
  g_clear_pointer (&next->zone, g_free);
  next->fold = 0;
  next->due = CS_UNKNOWN;

  return next;
}
