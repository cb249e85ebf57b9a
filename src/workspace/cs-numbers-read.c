/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-read.h"

#include "cs-csv.h"
#include "cs-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define VALUE_MAX (G_GINT64_CONSTANT (1) << 53)   /* what every program reads exactly */
#define NONE G_MAXUINT

typedef enum
{
  COLUMN_POST,
  COLUMN_TAKEN_AT,
  COLUMN_ACCOUNT,
  COLUMN_NETWORK,
  COLUMN_FIRST_METRIC,
  N_COLUMNS = COLUMN_FIRST_METRIC + CS_N_METRICS,
} Column;

static const char *const words[] = {
  [COLUMN_POST] = "post",
  [COLUMN_TAKEN_AT] = "taken_at",
  [COLUMN_ACCOUNT] = "account",
  [COLUMN_NETWORK] = "network",
};

typedef struct
{
  CsCsv         *csv;
  CsNumbersFile *file;
  GHashTable    *posts;            /* what one may be called → GPtrArray of CsCounted */
  GHashTable    *moments;          /* “target moment” → the place of its row */
  gint64         now;
  guint          n_cells;          /* of the first row */
  guint          place[N_COLUMNS]; /* NONE: it has no such column */
} Reader;

static const char *
column_name (guint column)
{
  return column < COLUMN_FIRST_METRIC ? words[column]
                                      : cs_metric_names[column - COLUMN_FIRST_METRIC];
}

static void
clear_bad (gpointer data)
{
  CsNumbersBad *bad = data;

  g_free (bad->reason);
}

void
cs_numbers_file_free (CsNumbersFile *self)
{
  g_array_unref (self->rows);
  g_array_unref (self->bad);
  g_free (self);
}

/* Takes the error. */
static void
add_bad (Reader *self,
         guint   line,
         GError *error)
{
  g_autoptr(GError) owned = error;
  CsNumbersBad bad = { line, g_strdup (owned->message) };

  g_array_append_val (self->file->bad, bad);
}

static void
add_word (GHashTable *posts,
          const char *word,
          CsCounted  *post)
{
  GPtrArray *known = word != NULL ? g_hash_table_lookup (posts, word) : NULL;

  if (word == NULL)
    return;

  if (known == NULL)
    {
      known = g_ptr_array_new ();
      g_hash_table_insert (posts, g_strdup (word), known);
    }

  g_ptr_array_add (known, post);
}

static GHashTable *
index_posts (GPtrArray *posts)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < posts->len; i++)
    {
      CsCounted *post = posts->pdata[i];

      add_word (index, post->tally->url, post);
      add_word (index, post->tally->remote_id, post);
      add_word (index, post->tally->target_id, post);
      add_word (index, post->tally->post_id, post);
    }

  return index;
}

static gboolean
take_column (Reader      *self,
             guint        place,
             GError     **error)
{
  g_autofree char *name = g_ascii_strdown (cs_csv_get_cell (self->csv, place), -1);

  g_strstrip (name);

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      if (strcmp (name, column_name (i)) != 0)
        continue;

      if (self->place[i] != NONE)
        return cs_fail (error, CS_ERROR_INVALID, "There are two columns “%s”", name);

      self->place[i] = place;
      return TRUE;
    }

  return cs_fail (error, CS_ERROR_INVALID,
                  "No column is called “%s”: there are post, taken_at, account, network, and "
                  "views, likes, comments, shares, quotes, saves; commas stand between them", name);
}

static gboolean
check_columns (Reader  *self,
               GError **error)
{
  for (guint i = COLUMN_POST; i <= COLUMN_TAKEN_AT; i++)
    if (self->place[i] == NONE)
      return cs_fail (error, CS_ERROR_INVALID, "There is no column “%s”: add it", words[i]);

  for (guint i = COLUMN_FIRST_METRIC; i < N_COLUMNS; i++)
    if (self->place[i] != NONE)
      return TRUE;

  return cs_fail (error, CS_ERROR_INVALID,
                  "There is no column with numbers: add views, likes, comments, shares, quotes "
                  "or saves");
}

/* FALSE where the rows after it mean nothing. */
static gboolean
read_columns (Reader *self)
{
  GError *error = NULL;
  CsCsvStep step = cs_csv_next (self->csv, &error);
  guint n_bad = self->file->bad->len;

  for (guint i = 0; i < N_COLUMNS; i++)
    self->place[i] = NONE;

  if (step == CS_CSV_END)
    cs_fail (&error, CS_ERROR_INVALID, "There is nothing in it");

  self->n_cells = step == CS_CSV_ROW ? cs_csv_n_cells (self->csv) : 0;
  for (guint i = 0; i < self->n_cells; i++)
    if (!take_column (self, i, &error))
      add_bad (self, cs_csv_get_line (self->csv), g_steal_pointer (&error));

  if (error != NULL || (self->file->bad->len == n_bad && !check_columns (self, &error)))
    add_bad (self, MAX (cs_csv_get_line (self->csv), 1), error);

  return self->file->bad->len == n_bad;
}

/* What stands in a column of the row, without spaces around it; NULL: nothing. */
static char *
dup_cell (Reader *self,
          guint   column)
{
  const char *cell = self->place[column] != NONE
                   ? cs_csv_get_cell (self->csv, self->place[column]) : NULL;
  g_autofree char *text = g_strstrip (g_strdup (cell != NULL ? cell : ""));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static gboolean
is_digits (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

static gboolean
read_value (const char  *text,
            const char  *name,
            gint64      *value,
            GError     **error)
{
  guint64 number;

  if (*text == '-' && is_digits (text + 1))
    return cs_fail (error, CS_ERROR_INVALID, "“%s” is less than nothing: %s", name, text);

  if (cs_csv_is_formula (text))
    return cs_fail (error, CS_ERROR_INVALID, "“%s” is a formula: write what comes out", name);

  if (!is_digits (text))
    return cs_fail (error, CS_ERROR_INVALID, "“%s” is no whole number: %.40s", name, text);

  if (!g_ascii_string_to_unsigned (text, 10, 0, VALUE_MAX, &number, NULL))
    return cs_fail (error, CS_ERROR_INVALID, "“%s” is more than anybody counts: %.40s", name, text);

  *value = number;

  return TRUE;
}

static gboolean
read_values (Reader        *self,
             CsNumbersRow  *row,
             GError       **error)
{
  CsNetwork network = row->post->account->network;

  for (guint i = 0; i < CS_N_METRICS; i++)
    {
      g_autofree char *text = dup_cell (self, COLUMN_FIRST_METRIC + i);

      if (text == NULL)
        continue;

      if (!read_value (text, cs_metric_names[i], &row->counts[i], error))
        return FALSE;

      if (!cs_metric_is_given (i, network))
        return cs_fail (error, CS_ERROR_INVALID, "%s tells nobody “%s”: leave it empty",
                        cs_network_get_title (network), cs_metric_names[i]);
    }

  return !cs_counts_are_unknown (row->counts)
      || cs_fail (error, CS_ERROR_INVALID, "There is no number in this row");
}

static gboolean
read_moment (Reader        *self,
             CsNumbersRow  *row,
             GError       **error)
{
  g_autofree char *text = dup_cell (self, COLUMN_TAKEN_AT);
  g_autoptr(GDateTime) moment = NULL;
  gint64 seconds;

  if (text == NULL)
    return cs_fail (error, CS_ERROR_INVALID, "There is no moment in “taken_at”");

  if (is_digits (text) && g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &seconds, NULL))
    row->taken_at = seconds;
  else
    {
      moment = g_date_time_new_from_iso8601 (text, NULL);
      if (moment == NULL)
        return cs_fail (error, CS_ERROR_INVALID,
                        "“taken_at” is no moment: %.40s; write 2026-01-31T18:00:00Z or "
                        "2026-01-31T19:00:00+01:00", text);
      row->taken_at = g_date_time_to_unix (moment);
    }

  if (row->taken_at > self->now)
    return cs_fail (error, CS_ERROR_INVALID, "“taken_at” is yet to come: %.40s", text);

  if (row->taken_at < row->post->tally->published_at)
    return cs_fail (error, CS_ERROR_INVALID, "“taken_at” is before the post was published: %.40s",
                    text);

  return TRUE;
}

/* Handles are written with or without the @ that a spreadsheet takes for a formula. */
static gboolean
is_account (const CsCounted *post,
            const char      *word)
{
  const char *handle = post->account->handle;

  word += strspn (word, "'@");

  return strcmp (post->tally->account_id, word) == 0
      || (handle != NULL && g_ascii_strcasecmp (handle + (*handle == '@'), word) == 0);
}

static gboolean
is_meant (const CsCounted *post,
          const char      *account,
          const char      *network)
{
  const char *own = cs_network_names[post->account->network];

  return (account == NULL || is_account (post, account))
      && (network == NULL || g_ascii_strcasecmp (own, network) == 0);
}

static const CsCounted *
find_post (Reader  *self,
           GError **error)
{
  g_autofree char *word = dup_cell (self, COLUMN_POST);
  g_autofree char *account = dup_cell (self, COLUMN_ACCOUNT);
  g_autofree char *network = dup_cell (self, COLUMN_NETWORK);
  GPtrArray *known = word != NULL ? g_hash_table_lookup (self->posts, word) : NULL;
  const CsCounted *found = NULL;

  if (word == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID, "There is no post in “post”");

  if (known == NULL)
    return cs_csv_is_formula (word)
         ? cs_fail_null (error, CS_ERROR_INVALID, "“post” is a formula: write what comes out")
         : cs_fail_null (error, CS_ERROR_INVALID, "No post was published as “%.200s”", word);

  for (guint i = 0; i < known->len; i++)
    if (is_meant (known->pdata[i], account, network))
      {
        if (found != NULL)
          return cs_fail_null (error, CS_ERROR_INVALID,
                               "“%.200s” was published more than once: say the account, or its "
                               "link", word);
        found = known->pdata[i];
      }

  if (found == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID, "“%.200s” was not published there", word);

  return found;
}

/* The same post and moment may be there twice, if both rows say the same. */
static gboolean
take_row (Reader              *self,
          const CsNumbersRow  *row,
          GError             **error)
{
  char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT, row->post->tally->target_id, row->taken_at);
  gpointer place;

  if (g_hash_table_lookup_extended (self->moments, key, NULL, &place))
    {
      const CsNumbersRow *before = &g_array_index (self->file->rows, CsNumbersRow,
                                                   GPOINTER_TO_UINT (place));

      g_free (key);

      return cs_counts_equal (before->counts, row->counts)
          || cs_fail (error, CS_ERROR_INVALID,
                      "Line %u says otherwise of the same post and moment", before->line);
    }

  g_hash_table_insert (self->moments, key, GUINT_TO_POINTER (self->file->rows->len));
  g_array_append_vals (self->file->rows, row, 1);

  return TRUE;
}

static gboolean
read_row (Reader  *self,
          GError **error)
{
  CsNumbersRow row = { .line = cs_csv_get_line (self->csv) };

  if (cs_csv_n_cells (self->csv) < self->n_cells)
    return cs_fail (error, CS_ERROR_INVALID, "Half a row: %u cells of %u",
                    cs_csv_n_cells (self->csv), self->n_cells);

  if (cs_csv_n_cells (self->csv) > self->n_cells)
    return cs_fail (error, CS_ERROR_INVALID, "%u cells, and the first row has %u: put quotes "
                    "around what has a comma in it", cs_csv_n_cells (self->csv), self->n_cells);

  cs_counts_clear (row.counts);
  row.post = find_post (self, error);

  return row.post != NULL
      && read_moment (self, &row, error)
      && read_values (self, &row, error)
      && take_row (self, &row, error);
}

static void
read_rows (Reader *self)
{
  CsCsvStep step;
  GError *error = NULL;

  while ((step = cs_csv_next (self->csv, &error)) != CS_CSV_END)
    if (step == CS_CSV_BAD_ROW || !read_row (self, &error))
      add_bad (self, cs_csv_get_line (self->csv), g_steal_pointer (&error));
}

/**
 * cs_numbers_read:
 * @posts: #CsCounted: those that rows may be about
 * @now: no row may be of a moment after it
 *
 * Returns: (transfer full): what is right and what is wrong with the file
 */
CsNumbersFile *
cs_numbers_read (GBytes    *bytes,
                 GPtrArray *posts,
                 gint64     now)
{
  CsNumbersFile *file = g_new0 (CsNumbersFile, 1);
  g_autoptr(GError) error = NULL;
  g_autoptr(CsCsv) csv = cs_csv_new (bytes, &error);
  g_autoptr(GHashTable) index = index_posts (posts);
  g_autoptr(GHashTable) moments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader self = { .csv = csv, .file = file, .posts = index, .moments = moments, .now = now };

  file->rows = g_array_new (FALSE, FALSE, sizeof (CsNumbersRow));
  file->bad = g_array_new (FALSE, FALSE, sizeof (CsNumbersBad));
  g_array_set_clear_func (file->bad, clear_bad);

  if (csv == NULL)
    add_bad (&self, 1, g_steal_pointer (&error));
  else if (read_columns (&self))
    read_rows (&self);

  return file;
}
