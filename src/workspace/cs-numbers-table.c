/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-table.h"

#include "cs-error.h"

#include <string.h>

static const char *const words[] = {
  [CS_COLUMN_POST] = "post",
  [CS_COLUMN_TAKEN_AT] = "taken_at",
  [CS_COLUMN_ACCOUNT] = "account",
  [CS_COLUMN_NETWORK] = "network",
  [CS_COLUMN_TARGET] = "target",
  [CS_COLUMN_URL] = "url",
  [CS_COLUMN_REVISION] = "revision",
  [CS_COLUMN_METRIC] = "metric",
  [CS_COLUMN_VALUE] = "value",
  [CS_COLUMN_TITLE] = "title",
  [CS_COLUMN_PUBLISHED_AT] = "published_at",
  [CS_COLUMN_ORIGIN] = "origin",
  [CS_COLUMN_SOURCE] = "source",
  [CS_COLUMN_DEFINITION] = "definition",
};

static const char *
column_name (guint column)
{
  return column < CS_COLUMN_FIRST_NUMBER ? words[column]
                                         : cs_told_get_name (column - CS_COLUMN_FIRST_NUMBER);
}

void
cs_numbers_table_begin (CsNumbersTable *self,
                        CsCsv          *csv)
{
  *self = (CsNumbersTable) { .csv = csv };

  for (guint i = 0; i < CS_N_COLUMNS; i++)
    self->place[i] = G_MAXUINT;
}

/* Of a cell in the first row: which column begins there. */
gboolean
cs_numbers_table_take_name (CsNumbersTable  *self,
                            guint            place,
                            GError         **error)
{
  g_autofree char *name = g_ascii_strdown (cs_csv_get_cell (self->csv, place), -1);

  g_strstrip (name);

  for (guint i = 0; i < CS_N_COLUMNS; i++)
    {
      if (strcmp (name, column_name (i)) != 0)
        continue;

      if (self->place[i] != G_MAXUINT)
        return cs_fail (error, CS_ERROR_INVALID, "There are two columns “%s”", name);

      self->place[i] = place;
      return TRUE;
    }

  return cs_fail (error, CS_ERROR_INVALID,
                  "No column is called “%s”: there are post, taken_at, account, network, and "
                  "views, likes, comments, shares, quotes, saves, followers, or those of an "
                  "export; commas stand between them", name);
}

gboolean
cs_numbers_table_has (const CsNumbersTable *self,
                      guint                 column)
{
  return self->place[column] != G_MAXUINT;
}

/* Whether a row tells one number, by its name. */
gboolean
cs_numbers_table_is_long (const CsNumbersTable *self)
{
  return cs_numbers_table_has (self, CS_COLUMN_METRIC);
}

static gboolean
has_numbers (const CsNumbersTable *self)
{
  for (guint i = CS_COLUMN_FIRST_NUMBER; i < CS_N_COLUMNS; i++)
    if (cs_numbers_table_has (self, i))
      return TRUE;

  return FALSE;
}

static gboolean
fail_without (CsNumbersColumn   column,
              GError          **error)
{
  return cs_fail (error, CS_ERROR_INVALID, "There is no column “%s”: add it", words[column]);
}

/* Whether rows mean something by the columns that there are. */
gboolean
cs_numbers_table_check (const CsNumbersTable  *self,
                        GError               **error)
{
  gboolean is_long = cs_numbers_table_is_long (self);

  if (!cs_numbers_table_has (self, CS_COLUMN_TAKEN_AT))
    return fail_without (CS_COLUMN_TAKEN_AT, error);

  if (!cs_numbers_table_has (self, CS_COLUMN_POST)
      && !cs_numbers_table_has (self, CS_COLUMN_FIRST_NUMBER + CS_MEANING_FOLLOWERS))
    return fail_without (CS_COLUMN_POST, error);

  if (is_long != cs_numbers_table_has (self, CS_COLUMN_VALUE))
    return fail_without (is_long ? CS_COLUMN_VALUE : CS_COLUMN_METRIC, error);

  if (is_long && has_numbers (self))
    return cs_fail (error, CS_ERROR_INVALID, "A table has a column for each number, or “metric” "
                    "and “value”: leave out one or the other");

  return is_long || has_numbers (self)
      || cs_fail (error, CS_ERROR_INVALID,
                  "There is no column with numbers: add views, likes, comments, shares, quotes, "
                  "saves or followers");
}

/* What stands in a column of the row, without spaces around it; NULL: nothing. */
char *
cs_numbers_table_dup_cell (const CsNumbersTable *self,
                           guint                 column)
{
  const char *cell = cs_numbers_table_has (self, column)
                   ? cs_csv_get_cell (self->csv, self->place[column]) : NULL;
  g_autofree char *text = g_strstrip (g_strdup (cell != NULL ? cell : ""));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}
