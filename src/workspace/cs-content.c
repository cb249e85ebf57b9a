/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-content.h"

#include "cs-error.h"
#include "cs-find.h"
#include "cs-outbox-rules.h"
#include "cs-slot.h"
#include "cs-target-store.h"

#include <inttypes.h>
#include <string.h>

#define TEXT_MAX (1024 * 1024)

/* What was given under that name; “” is none. */
gboolean
cs_content_take_text (CsAct       *act,
                      const char  *name,
                      char       **place,
                      GError     **error)
{
  const char *text = cs_act_text (act, name);

  if (text == NULL)
    return TRUE;

  if (strlen (text) > TEXT_MAX)
    /* Translators: %s is text, title, warning or thread: what was given under that name */
    return cs_fail (error, CS_ERROR_INVALID,
                    "The %s is longer than any post may be (1 MiB): shorten it", name);

  g_set_str (place, *text != '\0' ? text : NULL);

  return TRUE;
}

static gboolean
take_texts (CsAct       *act,
            const char  *name,
            GStrv       *place,
            GError     **error)
{
  g_auto(GStrv) texts = cs_act_dup_texts (act, name);
  gsize length = 0;

  if (texts == NULL)
    return TRUE;

  for (guint i = 0; texts[i] != NULL; i++)
    length += strlen (texts[i]);
  if (length > TEXT_MAX)
    return cs_fail (error, CS_ERROR_INVALID,
                    "The %s is longer than any post may be (1 MiB): shorten it", name);

  g_strfreev (*place);
  *place = g_steal_pointer (&texts);

  return TRUE;
}

static gboolean
is_blank (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      return FALSE;

  return TRUE;
}

static gboolean
take_attachments (CsAct   *act,
                  CsTx    *tx,
                  CsPost  *post,
                  GError **error)
{
  g_autoptr(GVariant) given = g_variant_lookup_value (act->args, "attachments", NULL);
  g_autoptr(GPtrArray) attachments = cs_records_new ();

  if (given == NULL)
    return TRUE;

  for (gsize i = 0; i < g_variant_n_children (given); i++)
    {
      g_autoptr(GVariant) value = g_variant_get_child_value (given, i);
      g_autoptr(CsAttachment) attachment = cs_record_from_variant (CS_RECORD_ATTACHMENT, value,
                                                                   error);
      g_autoptr(CsMedia) media = NULL;

      if (attachment == NULL)
        return FALSE;

      media = cs_find_media (tx, attachment->media_id != NULL ? attachment->media_id : "", error);
      if (media == NULL)
        return FALSE;

      g_set_str (&attachment->media_id, media->id);
      if (attachment->part == CS_UNKNOWN)
        attachment->part = 0;
      if (attachment->part < 0
          || attachment->part > (post->thread != NULL ? (gint64) g_strv_length (post->thread) : 0))
        return cs_fail (error, CS_ERROR_INVALID,
                        "A file is for part %" PRId64 " of the thread, which is not there",
                        attachment->part);

      g_ptr_array_add (attachments, g_steal_pointer (&attachment));
    }

  g_clear_pointer (&post->attachments, g_ptr_array_unref);
  post->attachments = g_steal_pointer (&attachments);

  return TRUE;
}

static gboolean
has_file (const CsPost *post,
          gint64        part)
{
  for (guint i = 0; post->attachments != NULL && i < post->attachments->len; i++)
    if (((CsAttachment *) post->attachments->pdata[i])->part == part)
      return TRUE;

  return FALSE;
}

/* A part that says nothing is no part: no network would take it. */
gboolean
cs_content_check_parts (const CsPost *post,
                        GError      **error)
{
  if (post->text == NULL && !has_file (post, 0))
    return cs_fail (error, CS_ERROR_INVALID, "A post needs a text or a file: give it one");

  for (guint i = 0; post->thread != NULL && post->thread[i] != NULL; i++)
    if (is_blank (post->thread[i]) && !has_file (post, i + 1))
      return cs_fail (error, CS_ERROR_INVALID, "Part %u of the thread is empty (--thread number "
                      "%u): give it a text, or leave it out", i + 2, i + 1);

  return TRUE;
}

/* Lays what was given over the post, finished or not. */
gboolean
cs_content_take (CsAct   *act,
                 CsTx    *tx,
                 CsPost  *post,
                 GError **error)
{
  int visibility = post->visibility;

  if (!cs_content_take_text (act, "text", &post->text, error)
      || !cs_content_take_text (act, "title", &post->title, error)
      || !cs_content_take_text (act, "warning", &post->warning, error)
      || !cs_content_take_text (act, "language", &post->language, error)
      || !take_texts (act, "thread", &post->thread, error)
      || !take_texts (act, "labels", &post->labels, error)
      || !take_attachments (act, tx, post, error)
      || !cs_act_enum (act, "visibility", cs_visibility_names, &visibility, error))
    return FALSE;

  post->visibility = visibility;

  return TRUE;
}

static char *
dup_given (GVariant   *own,
           const char *name)
{
  const char *text = NULL;

  g_variant_lookup (own, name, "&s", &text);

  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static gboolean
take_own (CsTx       *tx,
          GVariant   *own,
          GPtrArray  *targets,
          GError    **error)
{
  const char *word = "";
  g_autoptr(CsAccount) account = NULL;
  CsTarget *target;

  g_variant_lookup (own, "account", "&s", &word);
  account = cs_find_account (tx, word, error);
  if (account == NULL)
    return FALSE;

  target = cs_find_target_for (targets, account->id);
  if (target == NULL)
    return cs_fail (error, CS_ERROR_NOT_FOUND, "The post does not go to %s: add --account first",
                    account->handle);

  if (target->state == CS_TARGET_CLAIMED)
    return TRUE;

  g_free (target->text);
  g_free (target->warning);
  target->text = dup_given (own, "text");
  target->warning = dup_given (own, "warning");
  if ((target->text != NULL && strlen (target->text) > TEXT_MAX)
      || (target->warning != NULL && strlen (target->warning) > TEXT_MAX))
    return cs_fail (error, CS_ERROR_INVALID,
                    "The text for %s is longer than any post may be (1 MiB): shorten it",
                    account->handle);

  return TRUE;
}

/**
 * cs_content_take_own:
 * @targets: (element-type CsTarget): records of the caller’s own, which it may save
 *
 * Lays what each account says instead of the post’s text over the targets; those
 * that are not named inherit. What is in the outbox stays as it is. Nothing given
 * changes nothing.
 */
gboolean
cs_content_take_own (CsAct      *act,
                     CsTx       *tx,
                     GPtrArray  *targets,
                     GError    **error)
{
  g_autoptr(GVariant) given = g_variant_lookup_value (act->args, "own", G_VARIANT_TYPE ("aa{sv}"));

  if (given == NULL)
    return TRUE;

  for (guint i = 0; i < targets->len; i++)
    {
      CsTarget *target = targets->pdata[i];

      if (target->state != CS_TARGET_CLAIMED)
        {
          g_clear_pointer (&target->text, g_free);
          g_clear_pointer (&target->warning, g_free);
        }
    }

  for (gsize i = 0; i < g_variant_n_children (given); i++)
    {
      g_autoptr(GVariant) own = g_variant_get_child_value (given, i);

      if (!take_own (tx, own, targets, error))
        return FALSE;
    }

  return TRUE;
}

/* How late a post may be at most, in seconds; CS_UNKNOWN is as late as the shipped rule lets it. */
gboolean
cs_content_check_late (gint64   limit,
                       GError **error)
{
  if (limit != CS_UNKNOWN && limit < 0)
    return cs_fail (error, CS_ERROR_INVALID, "A post cannot be less than 0 minutes late: choose "
                    "0 or more");

  if (limit > CS_OUTBOX_LATEST)
    return cs_fail (error, CS_ERROR_INVALID,
                    "No post goes out by itself more than %d minutes late: choose fewer",
                    CS_OUTBOX_LATEST / 60);

  return TRUE;
}

/**
 * cs_content_take_moment:
 * @targets: (element-type CsTarget): records of the caller’s own, which it may save
 *
 * Lays the time that was given over the targets that are drafts; they stay
 * drafts. Nothing given changes nothing.
 */
gboolean
cs_content_take_moment (CsAct      *act,
                        GPtrArray  *targets,
                        GError    **error)
{
  g_autoptr(GVariant) given = g_variant_lookup_value (act->args, "moment", G_VARIANT_TYPE_VARDICT);
  g_autoptr(CsTarget) moment = NULL;
  gint64 fold, due;

  if (given == NULL)
    return TRUE;

  moment = cs_record_from_variant (CS_RECORD_TARGET, given, error);
  if (moment == NULL)
    return FALSE;

  fold = moment->fold != CS_UNKNOWN ? moment->fold : CS_FOLD_ASK;
  if (!cs_slot_resolve (moment->wall, moment->zone, fold, &due, error)
      || !cs_content_check_late (moment->late_limit, error))
    return FALSE;

  for (guint i = 0; i < targets->len; i++)
    {
      CsTarget *target = targets->pdata[i];

      if (target->state != CS_TARGET_DRAFT)
        continue;

      target->wall = moment->wall;
      g_set_str (&target->zone, moment->zone);
      target->fold = moment->fold == 1;
      target->lateness = moment->lateness;
      target->late_limit = moment->late_limit;
    }

  return TRUE;
}
