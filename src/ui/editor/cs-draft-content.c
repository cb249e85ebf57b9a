/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-draft.h"

#include "cs-draft-private.h"
#include "cs-item.h"
#include "cs-target.h"

#include <string.h>

static void
own_free (gpointer data)
{
  CsDraftOwn *own = data;

  g_free (own->text);
  g_free (own->warning);
  g_free (own);
}

/* account → CsDraftOwn */
GHashTable *
cs_draft_own_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, own_free);
}

void
cs_draft_own_put (GHashTable *table,
                  const char *account,
                  const char *text,
                  const char *warning)
{
  CsDraftOwn *own = g_new0 (CsDraftOwn, 1);

  own->text = g_strdup (text);
  own->warning = g_strdup (warning);
  g_hash_table_replace (table, g_strdup (account), own);
}

static gboolean
is_blank (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

static CsAttachment *
attachment_at (CsDraft *self,
               guint    file)
{
  return g_ptr_array_index (self->post->attachments, file);
}

static gboolean
part_has_file (CsDraft *self,
               guint    part)
{
  for (guint i = 0; i < self->post->attachments->len; i++)
    if (attachment_at (self, i)->part == part)
      return TRUE;

  return FALSE;
}

/* Nothing that would be worth to be kept. */
gboolean
cs_draft_is_empty (CsDraft *self)
{
  if (!is_blank (self->post->text) || !is_blank (self->post->title)
      || !is_blank (self->post->warning) || self->post->attachments->len > 0
      || g_hash_table_size (self->own) > 0)
    return FALSE;

  for (guint i = 0; self->post->thread[i] != NULL; i++)
    if (!is_blank (self->post->thread[i]))
      return FALSE;

  return TRUE;
}

/* What has a time may have no empty part: those that are being begun wait until they are not. */
static gboolean
leaves_out (CsDraft *self,
            guint    part)
{
  return part > 0 && self->planned && is_blank (self->post->thread[part - 1])
      && !part_has_file (self, part);
}

static GVariant *
list_parts (CsDraft *self)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);

  for (guint i = 0; self->post->thread[i] != NULL; i++)
    if (!leaves_out (self, i + 1))
      g_variant_builder_add (&all, "s", self->post->thread[i]);

  return g_variant_builder_end (&all);
}

static GVariant *
list_files (CsDraft *self)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < self->post->attachments->len; i++)
    {
      const CsAttachment *attachment = attachment_at (self, i);
      gint64 part = attachment->part;

      for (gint64 before = 1; before < attachment->part; before++)
        part -= leaves_out (self, before);

      g_variant_builder_open (&all, G_VARIANT_TYPE_VARDICT);
      g_variant_builder_add (&all, "{sv}", "media_id",
                             g_variant_new_string (attachment->media_id));
      g_variant_builder_add (&all, "{sv}", "part", g_variant_new_int64 (part));
      if (attachment->alt != NULL)
        g_variant_builder_add (&all, "{sv}", "alt", g_variant_new_string (attachment->alt));
      g_variant_builder_close (&all);
    }

  return g_variant_builder_end (&all);
}

static GVariant *
dup_moment (CsDraft *self)
{
  const CsWhen *when = &self->when;
  GVariantDict moment = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&moment, "wall", "x", when->wall);
  g_variant_dict_insert (&moment, "zone", "s", when->zone);
  g_variant_dict_insert (&moment, "fold", "x", when->fold);
  g_variant_dict_insert (&moment, "lateness", "s", cs_lateness_names[when->lateness]);
  if (when->lateness == CS_LATE_PUBLISH && when->late_limit != CS_UNKNOWN)
    g_variant_dict_insert (&moment, "late_limit", "x", when->late_limit);

  return g_variant_dict_end (&moment);
}

static GVariant *
list_own (CsDraft *self)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const char *account = self->accounts->pdata[i];
      const CsDraftOwn *own = g_hash_table_lookup (self->own, account);

      if (own == NULL)
        continue;

      g_variant_builder_open (&all, G_VARIANT_TYPE_VARDICT);
      g_variant_builder_add (&all, "{sv}", "account", g_variant_new_string (account));
      if (own->text != NULL)
        g_variant_builder_add (&all, "{sv}", "text", g_variant_new_string (own->text));
      if (own->warning != NULL)
        g_variant_builder_add (&all, "{sv}", "warning", g_variant_new_string (own->warning));
      g_variant_builder_close (&all);
    }

  return g_variant_builder_end (&all);
}

static void
add_text (GVariantDict *args,
          const char   *name,
          const char   *text)
{
  g_variant_dict_insert (args, name, "s", text != NULL ? text : "");
}

/* All of it, as the arguments of a command; where it goes stands apart. */
void
cs_draft_add_content (CsDraft      *self,
                      GVariantDict *args)
{
  const CsPost *post = self->post;

  add_text (args, "text", post->text);
  add_text (args, "title", post->title);
  add_text (args, "warning", post->warning);
  add_text (args, "language", post->language);
  add_text (args, "visibility", cs_visibility_names[post->visibility]);
  g_variant_dict_insert_value (args, "thread", list_parts (self));
  g_variant_dict_insert (args, "labels", "^as", post->labels);
  g_variant_dict_insert_value (args, "attachments", list_files (self));
  g_variant_dict_insert_value (args, "own", list_own (self));
  if (self->when.set)
    g_variant_dict_insert_value (args, "moment", dup_moment (self));
}

/* NULL until it was written for the first time, and when it is gone. */
const char *
cs_draft_get_id (CsDraft *self)
{
  return self->gone ? NULL : self->id;
}

CsDraftState
cs_draft_get_state (CsDraft *self)
{
  return self->state;
}

const char *
cs_draft_get_reason (CsDraft *self)
{
  return self->reason;
}

/* As it is being written; its lists are never NULL. */
const CsPost *
cs_draft_get_post (CsDraft *self)
{
  return self->post;
}

/* Of a part, 0 the first; never NULL. */
const char *
cs_draft_get_text (CsDraft *self,
                   guint    part)
{
  const char *text = part == 0 ? self->post->text : self->post->thread[part - 1];

  return text != NULL ? text : "";
}

guint
cs_draft_get_n_parts (CsDraft *self)
{
  return 1 + g_strv_length (self->post->thread);
}

/* How many parts are out and stay as they are; -1: nothing may be changed any more. */
gint64
cs_draft_get_n_kept (CsDraft *self)
{
  return self->n_kept;
}

const CsWhen *
cs_draft_get_when (CsDraft *self)
{
  return &self->when;
}

static gboolean
find_account (CsDraft    *self,
              const char *account,
              guint      *place)
{
  return g_ptr_array_find_with_equal_func (self->accounts, account, g_str_equal, place);
}

gboolean
cs_draft_goes_to (CsDraft    *self,
                  const char *account)
{
  return find_account (self, account, NULL);
}

/* NULL: the account says what all say. */
const char *
cs_draft_get_own_text (CsDraft    *self,
                       const char *account)
{
  const CsDraftOwn *own = g_hash_table_lookup (self->own, account);

  return own != NULL ? own->text : NULL;
}

const char *
cs_draft_get_own_warning (CsDraft    *self,
                          const char *account)
{
  const CsDraftOwn *own = g_hash_table_lookup (self->own, account);

  return own != NULL ? own->warning : NULL;
}

/* How far it got there; NULL: it was never saved for that account. */
GVariant *
cs_draft_get_target (CsDraft    *self,
                     const char *account)
{
  return g_hash_table_lookup (self->targets, account);
}

/* Whether it is published wherever it goes. */
gboolean
cs_draft_is_out (CsDraft *self)
{
  GHashTableIter iter;
  gpointer target;

  g_hash_table_iter_init (&iter, self->targets);

  while (g_hash_table_iter_next (&iter, NULL, &target))
    if (g_strcmp0 (cs_view_text (target, "free"), "out") != 0)
      return FALSE;

  return g_hash_table_size (self->targets) > 0;
}

/* What the network would say; NULL: not known yet. */
GVariant *
cs_draft_get_check (CsDraft    *self,
                    const char *account)
{
  return g_hash_table_lookup (self->checks, account);
}

/* Keeps a text in its place; TRUE when it is another. Empty ones are none. */
static gboolean
put_text (char       **place,
          const char  *text)
{
  return g_set_str (place, text != NULL && *text != '\0' ? text : NULL);
}

void
cs_draft_set_text (CsDraft    *self,
                   guint       part,
                   const char *text)
{
  gboolean changed;

  if (part == 0)
    changed = put_text (&self->post->text, text);
  else
    changed = g_set_str (&self->post->thread[part - 1], text);

  if (changed)
    cs_draft_touch (self);
}

/* At the end, empty. */
void
cs_draft_add_part (CsDraft *self)
{
  guint n_more = g_strv_length (self->post->thread);

  self->post->thread = g_renew (char *, self->post->thread, n_more + 2);
  self->post->thread[n_more] = g_strdup ("");
  self->post->thread[n_more + 1] = NULL;
  cs_draft_touch (self);
}

/* One of those after the first; its files go with the part before it. */
void
cs_draft_remove_part (CsDraft *self,
                      guint    part)
{
  char **thread = self->post->thread;

  g_free (thread[part - 1]);
  memmove (&thread[part - 1], &thread[part],
           (g_strv_length (&thread[part]) + 1) * sizeof (char *));

  for (guint i = 0; i < self->post->attachments->len; i++)
    if (attachment_at (self, i)->part >= part)
      attachment_at (self, i)->part--;

  cs_draft_touch (self);
}

void
cs_draft_set_field (CsDraft      *self,
                    CsDraftField  field,
                    const char   *text)
{
  char **places[] = {
    [CS_DRAFT_TITLE] = &self->post->title,
    [CS_DRAFT_WARNING] = &self->post->warning,
    [CS_DRAFT_LANGUAGE] = &self->post->language,
  };

  if (put_text (places[field], text))
    cs_draft_touch (self);
}

void
cs_draft_set_visibility (CsDraft      *self,
                         CsVisibility  visibility)
{
  if (self->post->visibility == visibility)
    return;

  self->post->visibility = visibility;
  cs_draft_touch (self);
}

/* Between commas, as a person writes them. */
void
cs_draft_set_labels (CsDraft    *self,
                     const char *words)
{
  g_auto(GStrv) pieces = g_strsplit (words, ",", -1);
  g_autoptr(GStrvBuilder) labels = g_strv_builder_new ();
  g_auto(GStrv) next = NULL;

  for (guint i = 0; pieces[i] != NULL; i++)
    if (*g_strstrip (pieces[i]) != '\0')
      g_strv_builder_add (labels, pieces[i]);

  next = g_strv_builder_end (labels);
  if (g_strv_equal ((const char *const *) next, (const char *const *) self->post->labels))
    return;

  g_strfreev (self->post->labels);
  self->post->labels = g_steal_pointer (&next);
  cs_draft_touch (self);
}

void
cs_draft_add_file (CsDraft    *self,
                   const char *media_id,
                   guint       part)
{
  CsAttachment *attachment = cs_record_new (CS_RECORD_ATTACHMENT);

  attachment->media_id = g_strdup (media_id);
  attachment->part = MIN (part, cs_draft_get_n_parts (self) - 1);
  g_ptr_array_add (self->post->attachments, attachment);
  cs_draft_touch (self);
}

void
cs_draft_remove_file (CsDraft *self,
                      guint    file)
{
  g_ptr_array_remove_index (self->post->attachments, file);
  cs_draft_touch (self);
}

void
cs_draft_move_file (CsDraft *self,
                    guint    file,
                    guint    place)
{
  GPtrArray *files = self->post->attachments;

  if (file == place || place >= files->len)
    return;

  g_ptr_array_insert (files, place, g_ptr_array_steal_index (files, file));
  cs_draft_touch (self);
}

void
cs_draft_set_alt (CsDraft    *self,
                  guint       file,
                  const char *alt)
{
  if (put_text (&attachment_at (self, file)->alt, alt))
    cs_draft_touch (self);
}

void
cs_draft_set_file_part (CsDraft *self,
                        guint    file,
                        guint    part)
{
  if (attachment_at (self, file)->part == part)
    return;

  attachment_at (self, file)->part = part;
  cs_draft_touch (self);
}

void
cs_draft_set_goes_to (CsDraft    *self,
                      const char *account,
                      gboolean    goes)
{
  guint place;
  gboolean is = find_account (self, account, &place);

  if (is == goes)
    return;

  if (goes)
    g_ptr_array_add (self->accounts, g_strdup (account));
  else
    g_ptr_array_remove_index (self->accounts, place);

  self->accounts_set = TRUE;
  cs_draft_touch (self);
}

/* Both NULL: the account says again what all say. */
void
cs_draft_set_own (CsDraft    *self,
                  const char *account,
                  const char *text,
                  const char *warning)
{
  CsDraftOwn *own = g_hash_table_lookup (self->own, account);

  if (own == NULL && text == NULL && warning == NULL)
    return;

  if (own != NULL && g_strcmp0 (own->text, text) == 0 && g_strcmp0 (own->warning, warning) == 0)
    return;

  if (text == NULL && warning == NULL)
    g_hash_table_remove (self->own, account);
  else
    cs_draft_own_put (self->own, account, text, warning);

  cs_draft_touch (self);
}

static gboolean
is_planned_everywhere (CsDraft *self)
{
  GHashTableIter iter;
  gpointer target;

  g_hash_table_iter_init (&iter, self->targets);
  while (g_hash_table_iter_next (&iter, NULL, &target))
    if (g_strcmp0 (cs_view_text (target, "state"), "draft") == 0)
      return FALSE;

  return g_hash_table_size (self->targets) > 0;
}

/* The time in its author’s mind. It is kept with what is written; what has a time already keeps
 * that until it is scheduled anew. */
void
cs_draft_set_when (CsDraft      *self,
                   const CsWhen *when)
{
  cs_when_copy (&self->when, when);
  self->when_set = TRUE;
  if (is_planned_everywhere (self))
    cs_draft_check_soon (self);
  else
    cs_draft_touch (self);
}

CsDraftContent *
cs_draft_dup_content (CsDraft *self)
{
  CsDraftContent *content = g_new0 (CsDraftContent, 1);
  GHashTableIter iter;
  gpointer account, own;

  content->post = cs_record_copy (self->post);
  content->own = cs_draft_own_table ();
  g_hash_table_iter_init (&iter, self->own);
  while (g_hash_table_iter_next (&iter, &account, &own))
    cs_draft_own_put (content->own, account, ((CsDraftOwn *) own)->text,
                      ((CsDraftOwn *) own)->warning);

  return content;
}

/* By hand, as it was before; the content is empty then. */
void
cs_draft_put_back (CsDraft        *self,
                   CsDraftContent *content)
{
  g_return_if_fail (content->post != NULL);

  cs_draft_take_post (self, g_steal_pointer (&content->post));
  g_hash_table_unref (self->own);
  self->own = g_steal_pointer (&content->own);
  cs_draft_touch (self);
  g_signal_emit_by_name (self, "loaded");
}

void
cs_draft_content_free (CsDraftContent *content)
{
  g_clear_pointer (&content->post, cs_record_unref);
  g_clear_pointer (&content->own, g_hash_table_unref);
  g_free (content);
}
