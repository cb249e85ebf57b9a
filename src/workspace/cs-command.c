/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command.h"
#include "cs-command-private.h"

#include "cs-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define ARGS_MAX (8 * 1024 * 1024)

static const CsCommand *const groups[] = {
  cs_account_commands,
  cs_media_commands,
  cs_fix_commands,
  cs_job_commands,
  cs_post_commands,
  cs_post_rows_commands,
  cs_check_commands,
  cs_posts_commands,
  cs_plan_commands,
  cs_outbox_commands,
  cs_numbers_commands,
  cs_numbers_files_commands,
  cs_history_commands,
  cs_sample_commands,
  cs_search_commands,
  cs_status_commands,
  cs_export_commands,
  cs_notice_commands,
  cs_preference_commands,
  cs_today_commands,
  cs_workspace_commands,
};

/* The row with that place in the table, NULL after the last. */
const CsCommand *
cs_command_at (guint index)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const CsCommand *row = groups[i]; row->name != NULL; row++)
      if (index-- == 0)
        return row;

  return NULL;
}

const CsCommand *
cs_command_find (const char *name)
{
  const CsCommand *row;

  for (guint i = 0; (row = cs_command_at (i)) != NULL; i++)
    if (strcmp (row->name, name) == 0)
      return row;

  return NULL;
}

/* One word of a row's args: "zone ?s". */
typedef struct
{
  char       *name;
  const char *type;
  gboolean    may_lack;
} Word;

static gboolean
read_word (const char *text,
           Word       *word)
{
  const char *space = strchr (text, ' ');

  if (space == NULL)
    return FALSE;

  word->name = g_strndup (text, space - text);
  word->may_lack = space[1] == '?';
  word->type = space + (word->may_lack ? 2 : 1);

  return TRUE;
}

static gboolean
check_word (const CsCommand  *self,
            const Word       *word,
            GVariant         *args,
            GError          **error)
{
  g_autoptr(GVariant) value = g_variant_lookup_value (args, word->name, NULL);

  if (value == NULL)
    return word->may_lack
        || cs_fail (error, CS_ERROR_INVALID, "%s needs “%s”: say it", self->name, word->name);

  if (!g_variant_is_of_type (value, G_VARIANT_TYPE (word->type)))
    /* Translators: a command, an argument of it, and two types as GVariant writes them */
    return cs_fail (error, CS_ERROR_INVALID, "%s wants “%s” as a value of type %s, not %s",
                    self->name, word->name, word->type, g_variant_get_type_string (value));

  return TRUE;
}

static gboolean
check_known (const CsCommand  *self,
             GHashTable       *known,
             GVariant         *args,
             GError          **error)
{
  GVariantIter iter;
  const char *name;

  g_variant_iter_init (&iter, args);

  while (g_variant_iter_next (&iter, "{&sv}", &name, NULL))
    if (!g_hash_table_contains (known, name))
      return cs_fail (error, CS_ERROR_INVALID, "%s knows no “%s”: it takes %s",
                      self->name, name, *self->args != '\0' ? self->args : _("nothing"));

  return TRUE;
}

/* Texts and names: whoever sends more made a mistake, and no copy is made of it. */
gboolean
cs_command_check_size (GVariant  *args,
                       GError   **error)
{
  if (g_variant_get_size (args) <= ARGS_MAX)
    return TRUE;

  return cs_fail (error, CS_ERROR_INVALID,
                  "What was given is longer than 8 MiB: shorten it, and name files by their path");
}

/**
 * cs_command_check_args:
 * @args: whatever somebody sent
 *
 * Returns: TRUE when @args are what the row takes, FALSE with %CS_ERROR_INVALID
 */
gboolean
cs_command_check_args (const CsCommand  *self,
                       GVariant         *args,
                       GError          **error)
{
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto(GStrv) words = g_strsplit (self->args, ", ", -1);

  if (!g_variant_is_of_type (args, G_VARIANT_TYPE_VARDICT))
    return cs_fail (error, CS_ERROR_INVALID, "%s wants its arguments by name", self->name);

  for (guint i = 0; words[i] != NULL; i++)
    {
      Word word = { 0, };

      if (!read_word (words[i], &word))
        continue;

      g_hash_table_add (known, word.name);

      if (!check_word (self, &word, args, error))
        return FALSE;
    }

  return check_known (self, known, args, error);
}
