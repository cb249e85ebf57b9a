/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-notes.h"

#include "cs-text.h"

gint64
cs_outbox_note_get (const CsOutboxRow *row,
                    const char        *name,
                    gint64             fallback)
{
  gint64 value;

  if (row->handles != NULL && g_variant_lookup (row->handles, name, "x", &value))
    return value;

  return fallback;
}

static void
set_handles (CsOutboxRow  *row,
             GVariantDict *dict)
{
  GVariant *handles = g_variant_ref_sink (g_variant_dict_end (dict));

  g_clear_pointer (&row->handles, g_variant_unref);

  if (g_variant_n_children (handles) > 0)
    row->handles = handles;
  else
    g_variant_unref (handles);
}

void
cs_outbox_note_set (CsOutboxRow *row,
                    const char  *name,
                    gint64       value)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, row->handles);
  g_variant_dict_insert (&dict, name, "x", value);
  set_handles (row, &dict);
}

/* NULL: nothing is noted there. */
const char *
cs_outbox_note_get_words (const CsOutboxRow *row,
                          const char        *name)
{
  const char *words = NULL;

  if (row->handles != NULL)
    g_variant_lookup (row->handles, name, "&s", &words);

  return words;
}

void
cs_outbox_note_set_words (CsOutboxRow *row,
                          const char  *name,
                          const char  *words)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, row->handles);
  g_variant_dict_insert (&dict, name, "s", words);
  set_handles (row, &dict);
}

void
cs_outbox_note_clear (CsOutboxRow *row,
                      const char  *name)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, row->handles);
  g_variant_dict_remove (&dict, name);
  set_handles (row, &dict);
}

/* Takes what the server gave into the row; says whether any of it is new. */
gboolean
cs_outbox_merge_handles (CsOutboxRow *row,
                         GVariant    *given)
{
  GVariantDict dict;
  GVariantIter iter;
  const char *name;
  GVariant *value;
  gboolean any = FALSE;

  if (given == NULL)
    return FALSE;

  g_variant_dict_init (&dict, row->handles);
  g_variant_iter_init (&iter, given);

  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    {
      g_autoptr(GVariant) had = g_variant_dict_lookup_value (&dict, name, NULL);

      if (g_str_has_prefix (name, CS_NOTE_PREFIX) || (had != NULL && g_variant_equal (had, value)))
        continue;

      g_variant_dict_insert_value (&dict, name, value);
      any = TRUE;
    }

  set_handles (row, &dict);

  return any;
}

/* Forgets what the server gave and keeps our own notes. */
void
cs_outbox_drop_handles (CsOutboxRow *row)
{
  GVariantDict dict;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  if (row->handles == NULL)
    return;

  g_variant_dict_init (&dict, NULL);
  g_variant_iter_init (&iter, row->handles);

  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    if (g_str_has_prefix (name, CS_NOTE_PREFIX))
      g_variant_dict_insert_value (&dict, name, value);

  set_handles (row, &dict);
}

/* A copy of the row in a state, now; it waits for nothing. */
CsOutboxRow *
cs_outbox_moved (const CsOutboxRow *row,
                 CsOutboxState      state,
                 const CsMoment    *moment)
{
  CsOutboxRow *next = cs_record_copy (row);

  next->state = state;
  next->not_before = 0;
  next->updated_at = moment->now;

  return next;
}

void
cs_outbox_say (CsOutboxRow *next,
               const char  *code,
               const char  *sentence)
{
  g_set_str (&next->code, code);
  g_set_str (&next->sentence, sentence);
}

/* Whoever decides about a post whose call has left must know that it may be out. */
void
cs_outbox_say_may_be_out (CsOutboxRow *next)
{
  g_autofree char *first = cs_text_end (next->sentence != NULL ? next->sentence : "");
  g_autofree char *sentence = g_strconcat (first, _(CS_OUTBOX_MAY_BE_OUT), NULL);

  g_set_str (&next->sentence, sentence);
}

gboolean
cs_outbox_is_further (const CsOutboxRow *next)
{
  return cs_outbox_state_number (next->state) > cs_outbox_note_get (next, CS_NOTE_FURTHEST, 0);
}

/* The row came further than ever before, or was told to wait: the watch starts anew. */
void
cs_outbox_note_progress (CsOutboxRow *next,
                         gint64       until)
{
  cs_outbox_note_set (next, CS_NOTE_PROGRESS, until);

  if (cs_outbox_is_further (next))
    cs_outbox_note_set (next, CS_NOTE_FURTHEST, cs_outbox_state_number (next->state));
}
