/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-act.h"

#include "cs-error.h"
#include "cs-id.h"

#include <glib/gi18n.h>

#define TITLE_LENGTH 40

/* What the caller gave under that name; NULL: nothing. */
const char *
cs_act_text (CsAct      *self,
             const char *name)
{
  const char *text = NULL;

  g_variant_lookup (self->args, name, "&s", &text);

  return text;
}

gboolean
cs_act_bool (CsAct      *self,
             const char *name)
{
  gboolean value = FALSE;

  g_variant_lookup (self->args, name, "b", &value);

  return value;
}

gint64
cs_act_int (CsAct      *self,
            const char *name,
            gint64      fallback)
{
  gint64 value = fallback;

  g_variant_lookup (self->args, name, "x", &value);

  return value;
}

GStrv
cs_act_dup_texts (CsAct      *self,
                  const char *name)
{
  GStrv texts = NULL;

  g_variant_lookup (self->args, name, "^as", &texts);

  return texts;
}

/* Leaves *value as it is when nothing was given. */
gboolean
cs_act_enum (CsAct             *self,
             const char        *name,
             const char *const *names,
             int               *value,
             GError           **error)
{
  const char *text = cs_act_text (self, name);
  g_autofree char *all = NULL;

  if (text == NULL || cs_enum_from_name (names, text, value))
    return TRUE;

  all = g_strjoinv (", ", (GStrv) names);

  return cs_fail (error, CS_ERROR_INVALID, "“%s” is no choice for “%s”: choose from %s", text, name,
                  all);
}

gint64
cs_act_now (CsAct *self)
{
  return cs_clock_now (self->services->clock);
}

char *
cs_act_new_id (CsAct *self)
{
  return cs_id_new (cs_clock_now_usec (self->services->clock));
}

/* Waits while another run of the same row is at the same subject. */
CsTurn *
cs_act_take_turn (CsAct       *self,
                  const char  *subject,
                  GError     **error)
{
  g_autofree char *name = g_strdup_printf ("%s %s", self->command->name, subject);

  return cs_turns_take (self->services->turns, name, self->cancellable, error);
}

static char *
shorten (const char *subject)
{
  g_auto(GStrv) lines = g_strsplit (subject + strspn (subject, " \t\n"), "\n", 2);
  const char *line = lines[0] != NULL ? lines[0] : _("Without text");

  if (g_utf8_strlen (line, -1) <= TITLE_LENGTH)
    return g_strdup (line);

  return g_strdup_printf ("%.*s…", (int) (g_utf8_offset_to_pointer (line, TITLE_LENGTH) - line),
                          line);
}

static char *
make_title (const char *title,
            const char *subject)
{
  g_autofree char *name = shorten (subject != NULL ? subject : "");
  GString *words = g_string_new (title);

  g_string_replace (words, "%s", name, 1);

  return g_string_free_and_steal (words);
}

/**
 * cs_act_begin:
 * @subject: (nullable): what the act is about, for its title
 *
 * The transaction of an act that can be undone, named by its row's title. With an
 * argument "merge" it becomes one with the step before it that had the same.
 */
CsTx *
cs_act_begin (CsAct       *self,
              const char  *subject,
              GError     **error)
{
  g_autofree char *title = make_title (_(self->command->title), subject);

  return cs_tx_begin_act (self->services->db, title, cs_act_text (self, "merge"), error);
}

/* Another title than its row’s, when only a look tells what the act is: @title is translated. */
void
cs_act_name (CsTx       *tx,
             const char *title,
             const char *subject)
{
  g_autofree char *words = make_title (title, subject);

  cs_tx_set_title (tx, words);
}

CsTx *
cs_act_begin_read (CsAct   *self,
                   GError **error)
{
  return cs_tx_begin_read (self->services->db, error);
}

/* The answer of a row: a record, given away. */
GVariant *
cs_act_record (gpointer record)
{
  GVariant *value = g_variant_ref_sink (cs_record_to_variant (record));

  cs_record_unref (record);

  return value;
}

GVariant *
cs_act_records (GPtrArray *records)
{
  GVariant *value = g_variant_ref_sink (cs_records_to_variant (records));

  g_ptr_array_unref (records);

  return value;
}

GVariant *
cs_act_nothing (void)
{
  return g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0));
}
