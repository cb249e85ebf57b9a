/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-entry.h"

#include "cs-day.h"
#include "cs-error.h"
#include "cs-record.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (CsEntry, cs_entry, cs_entry_ref, cs_entry_unref)

static void
cs_entry_clear (gpointer data)
{
  CsEntry *self = data;

  g_free (self->id);
  g_free (self->post);
  g_free (self->title);
  g_free (self->zone);
  g_free (self->time);
  g_strfreev (self->accounts);
  g_strfreev (self->account_ids);
  g_free (self->thumbnail);
}

CsEntry *
cs_entry_ref (CsEntry *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
cs_entry_unref (CsEntry *self)
{
  g_atomic_rc_box_release_full (self, cs_entry_clear);
}

static char *
dup_text (GVariantDict *row,
          const char   *name)
{
  char *text = NULL;

  return g_variant_dict_lookup (row, name, "s", &text) ? text : NULL;
}

static gint64
read_time (GVariantDict *row,
           const char   *name)
{
  gint64 time;

  return g_variant_dict_lookup (row, name, "x", &time) ? time : CS_UNKNOWN;
}

static CsStanding
read_standing (GVariantDict *row)
{
  g_autofree char *name = dup_text (row, "state");

  for (guint i = 0; cs_standing_names[i] != NULL; i++)
    if (g_strcmp0 (cs_standing_names[i], name) == 0)
      return i;

  return CS_STANDING_DRAFT;
}

static void
read_networks (CsEntry      *self,
               GVariantDict *row)
{
  g_auto(GStrv) names = NULL;
  CsNetwork network;

  g_variant_dict_lookup (row, "networks", "^as", &names);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (cs_network_from_name (names[i], &network))
      self->networks |= 1u << network;
}

static void
read_accounts (CsEntry      *self,
               GVariantDict *row)
{
  g_autoptr(GVariant) targets = g_variant_dict_lookup_value (row, "targets",
                                                             G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (gsize i = 0; targets != NULL && i < g_variant_n_children (targets); i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);
      const char *id = NULL;
      const char *name = NULL;

      if (!g_variant_lookup (target, "account_id", "&s", &id))
        continue;

      g_variant_lookup (target, "account", "&s", &name);
      g_strv_builder_add (ids, id);
      g_strv_builder_add (names, name != NULL ? name : id);
    }

  self->account_ids = g_strv_builder_end (ids);
  self->accounts = g_strv_builder_end (names);
}

/* The place on the local wall of the moment that it is shown at. */
static void
place (CsEntry         *self,
       const CsReading *reading)
{
  g_clear_pointer (&self->time, g_free);

  if (self->at == CS_UNKNOWN)
    {
      self->day = -1;
      self->time = g_strdup ("");
      return;
    }

  self->day = cs_day_of_instant (self->at, reading);
  self->time = cs_words_time (reading, self->at);
}

/* @row: one of post.rows */
CsEntry *
cs_entry_new (GVariant        *row,
              const CsReading *reading)
{
  CsEntry *self = g_atomic_rc_box_new0 (CsEntry);
  g_auto(GVariantDict) dict;
  gint64 done_at;

  g_variant_dict_init (&dict, row);
  self->id = dup_text (&dict, "id");
  self->post = dup_text (&dict, "post");
  self->title = dup_text (&dict, "title");
  if (self->title == NULL || *self->title == '\0')
    g_set_str (&self->title, _("Without text"));
  self->standing = read_standing (&dict);
  self->due = read_time (&dict, "due");
  self->wall = read_time (&dict, "wall");
  self->zone = dup_text (&dict, "zone");
  self->thumbnail = dup_text (&dict, "thumbnail");
  done_at = read_time (&dict, "done_at");
  self->at = done_at != CS_UNKNOWN ? done_at : self->due;
  read_networks (self, &dict);
  read_accounts (self, &dict);
  place (self, reading);

  return self;
}

/* The same post at another time. */
CsEntry *
cs_entry_planned (const CsEntry   *self,
                  const char      *zone,
                  gint64           wall,
                  gint64           due,
                  const CsReading *reading)
{
  CsEntry *next = g_atomic_rc_box_new0 (CsEntry);

  *next = *self;
  next->id = g_strdup (self->id);
  next->post = g_strdup (self->post);
  next->title = g_strdup (self->title);
  next->zone = g_strdup (zone);
  next->time = NULL;
  next->accounts = g_strdupv (self->accounts);
  next->account_ids = g_strdupv (self->account_ids);
  next->thumbnail = g_strdup (self->thumbnail);
  next->standing = CS_STANDING_SCHEDULED;
  next->wall = wall;
  next->due = next->at = due;
  place (next, reading);

  return next;
}

/* Once it is on its way, its time is no plan any more. */
gboolean
cs_entry_may_move (const CsEntry  *self,
                   GError        **error)
{
  switch (self->standing)
    {
    case CS_STANDING_PUBLISHED:
      return cs_fail (error, CS_ERROR_INVALID,
                      _("“%s” is published: its time cannot be changed"), self->title);

    case CS_STANDING_WAITING:
    case CS_STANDING_PUBLISHING:
      return cs_fail (error, CS_ERROR_INVALID,
                      _("“%s” is being published: its time cannot be changed"), self->title);

    case CS_STANDING_NEEDS_YOU:
      return cs_fail (error, CS_ERROR_INVALID,
                      _("“%s” needs you: open it and decide first"), self->title);

    case CS_STANDING_DRAFT:
    case CS_STANDING_SCHEDULED:
    case CS_STANDING_FAILED:
    case CS_STANDING_MISSED:
      break;
    }

  if (self->account_ids[0] == NULL)
    return cs_fail (error, CS_ERROR_INVALID,
                    _("“%s” goes to no account yet: open it and choose one"), self->title);

  return TRUE;
}

/* Whether both look the same. */
gboolean
cs_entry_equal (const CsEntry *self,
                const CsEntry *other)
{
  return self == other
      || (strcmp (self->id, other->id) == 0 && strcmp (self->title, other->title) == 0
          && strcmp (self->time, other->time) == 0 && self->standing == other->standing
          && self->at == other->at && self->day == other->day && self->wall == other->wall
          && g_strcmp0 (self->zone, other->zone) == 0
          && self->networks == other->networks
          && g_strcmp0 (self->thumbnail, other->thumbnail) == 0
          && g_strv_equal ((const char *const *) self->accounts,
                           (const char *const *) other->accounts)
          && g_strv_equal ((const char *const *) self->account_ids,
                           (const char *const *) other->account_ids));
}

gboolean
cs_entry_shares_account (const CsEntry *self,
                         const CsEntry *other)
{
  for (guint i = 0; self->account_ids[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) other->account_ids, self->account_ids[i]))
      return TRUE;

  return FALSE;
}

/* “Mastodon, Bluesky” */
char *
cs_entry_dup_networks (const CsEntry *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < CS_N_NETWORKS; i++)
    if (self->networks & 1u << i)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", cs_network_get_title (i));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* All of it in words: “18:30, Glazing, Mastodon, scheduled” */
char *
cs_entry_dup_name (const CsEntry *self)
{
  g_autofree char *networks = cs_entry_dup_networks (self);
  const char *parts[5] = { NULL, };
  guint n = 0;

  if (*self->time != '\0')
    parts[n++] = self->time;
  parts[n++] = self->title;
  if (*networks != '\0')
    parts[n++] = networks;
  parts[n++] = cs_words_state (cs_standing_names[self->standing]);

  return g_strjoinv (", ", (char **) parts);
}
