/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-read.h"

#include "cs-csv.h"
#include "cs-error.h"
#include "cs-numbers-table.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#define NETWORKS_BEGAN G_GINT64_CONSTANT (1104537600)    /* 2005, the year of the oldest */

typedef struct
{
  CsNumbersTable table;
  CsCsv         *csv;
  CsNumbersFile *file;
  GHashTable    *posts;            /* what one may be called → GPtrArray of CsCounted */
  GPtrArray     *accounts;         /* CsAccount */
  GHashTable    *moments;          /* “subject moment revision” → the place of its row */
  gint64         now;
} Reader;

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
  g_ptr_array_unref (self->posts);
  g_ptr_array_unref (self->accounts);
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

/* FALSE where the rows after it mean nothing. */
static gboolean
read_columns (Reader *self)
{
  GError *error = NULL;
  CsCsvStep step = cs_csv_next (self->csv, &error);
  guint n_bad = self->file->bad->len;

  cs_numbers_table_begin (&self->table, self->csv);
  if (step == CS_CSV_END)
    cs_fail (&error, CS_ERROR_INVALID, "There is nothing in it");

  self->table.n_cells = step == CS_CSV_ROW ? cs_csv_n_cells (self->csv) : 0;
  for (guint i = 0; i < self->table.n_cells; i++)
    if (!cs_numbers_table_take_name (&self->table, i, &error))
      add_bad (self, cs_csv_get_line (self->csv), g_steal_pointer (&error));

  if (error != NULL
      || (self->file->bad->len == n_bad && !cs_numbers_table_check (&self->table, &error)))
    add_bad (self, MAX (cs_csv_get_line (self->csv), 1), error);

  return self->file->bad->len == n_bad;
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

  if (!g_ascii_string_to_unsigned (text, 10, 0, CS_COUNT_MAX, &number, NULL))
    return cs_fail (error, CS_ERROR_INVALID, "“%s” is more than anybody counts: %.40s", name, text);

  *value = number;

  return TRUE;
}

/* One number, named in the row. */
static gboolean
read_named (Reader        *self,
            CsNumbersRow  *row,
            GError       **error)
{
  g_autofree char *name = cs_numbers_table_dup_cell (&self->table, CS_COLUMN_METRIC);
  g_autofree char *text = cs_numbers_table_dup_cell (&self->table, CS_COLUMN_VALUE);

  if (name == NULL)
    return cs_fail (error, CS_ERROR_INVALID, "There is no name of a number in “metric”");

  if (text == NULL)
    return cs_fail (error, CS_ERROR_INVALID, "There is no number in this row");

  for (guint i = 0; i < CS_N_TOLD; i++)
    if (strcmp (name, cs_told_get_name (i)) == 0)
      return read_value (text, "value", &row->counts[i], error);

  return cs_fail (error, CS_ERROR_INVALID, "“metric” is no number that is counted: %.40s", name);
}

static gboolean
read_values (Reader        *self,
             CsNumbersRow  *row,
             GError       **error)
{
  for (guint i = 0; i < CS_N_TOLD; i++)
    row->counts[i] = CS_UNKNOWN;

  if (cs_numbers_table_is_long (&self->table))
    return read_named (self, row, error);

  for (guint i = 0; i < CS_N_TOLD; i++)
    {
      g_autofree char *text = cs_numbers_table_dup_cell (&self->table, CS_COLUMN_FIRST_NUMBER + i);

      if (text != NULL && !read_value (text, cs_told_get_name (i), &row->counts[i], error))
        return FALSE;
    }

  return !cs_counts_are_unknown (row->counts)
      || row->counts[CS_MEANING_FOLLOWERS] != CS_UNKNOWN
      || cs_fail (error, CS_ERROR_INVALID, "There is no number in this row");
}

/* Whether they are told of such a thing, and by its network. */
static gboolean
check_values (const CsNumbersRow  *row,
              GError             **error)
{
  CsNetwork network = row->account->network;
  CsMeaning meanings[CS_N_MEANINGS];

  cs_metric_list_meanings (network, meanings);

  for (guint i = 0; i < CS_N_TOLD; i++)
    if (row->counts[i] != CS_UNKNOWN && meanings[i].definition == NULL)
      return cs_fail (error, CS_ERROR_INVALID, "%s tells nobody “%s”: leave it empty",
                      cs_network_get_title (network), meanings[i].name);

  return row->post == NULL || row->counts[CS_MEANING_FOLLOWERS] == CS_UNKNOWN
      || cs_fail (error, CS_ERROR_INVALID, "Followers are an account’s, not a post’s: put them in "
                  "a row without a post");
}

/* What a spreadsheet makes of a day, or a day without its dashes, reads as seconds of long ago. */
static gboolean
check_moment (const CsNumbersRow  *row,
              const char          *text,
              gint64               now,
              GError             **error)
{
  if (row->taken_at < NETWORKS_BEGAN)
    return cs_fail (error, CS_ERROR_INVALID, "“taken_at” is before there was any of the networks: "
                    "%.40s; write 2026-01-31T18:00:00Z", text);

  if (row->taken_at > now)
    return cs_fail (error, CS_ERROR_INVALID, "“taken_at” is yet to come: %.40s", text);

  if (row->post != NULL && row->taken_at < row->post->tally->published_at)
    return cs_fail (error, CS_ERROR_INVALID, "“taken_at” is before the post was published: %.40s",
                    text);

  return TRUE;
}

static gboolean
read_moment (Reader        *self,
             CsNumbersRow  *row,
             GError       **error)
{
  g_autofree char *text = cs_numbers_table_dup_cell (&self->table, CS_COLUMN_TAKEN_AT);
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

  return check_moment (row, text, self->now, error);
}

/* Handles are written with or without the @ that a spreadsheet takes for a formula. */
static gboolean
is_called (const CsAccount *account,
           const char      *word)
{
  const char *handle = account->handle;

  word += strspn (word, "'@");

  return strcmp (account->id, word) == 0
      || (handle != NULL && g_ascii_strcasecmp (handle + (*handle == '@'), word) == 0);
}

static gboolean
is_meant (const CsAccount *account,
          const char      *word,
          const char      *network)
{
  return (word == NULL || is_called (account, word))
      && (network == NULL || g_ascii_strcasecmp (cs_network_names[account->network], network) == 0);
}

/* By the first of its names that is known, else @word is one of them. */
static GPtrArray *
find_known (Reader  *self,
            char   **word)
{
  static const CsNumbersColumn names[] = { CS_COLUMN_TARGET, CS_COLUMN_POST, CS_COLUMN_URL };
  GPtrArray *known = NULL;

  *word = NULL;

  for (guint i = 0; known == NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = cs_numbers_table_dup_cell (&self->table, names[i]);

      if (name != NULL)
        {
          known = g_hash_table_lookup (self->posts, name);
          g_set_str (word, name);
        }
    }

  return known;
}

static const CsCounted *
find_post (Reader      *self,
           const char  *word,
           GPtrArray   *known,
           GError     **error)
{
  g_autofree char *account = cs_numbers_table_dup_cell (&self->table, CS_COLUMN_ACCOUNT);
  g_autofree char *network = cs_numbers_table_dup_cell (&self->table, CS_COLUMN_NETWORK);
  const CsCounted *found = NULL;

  if (known == NULL)
    return cs_csv_is_formula (word)
         ? cs_fail_null (error, CS_ERROR_INVALID, "“post” is a formula: write what comes out")
         : cs_fail_null (error, CS_ERROR_INVALID, "No post was published as “%.200s”", word);

  for (guint i = 0; i < known->len; i++)
    if (is_meant (((const CsCounted *) known->pdata[i])->account, account, network))
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

/* Whose followers they are: one that is connected before one that was removed. */
static const CsAccount *
find_account (Reader  *self,
              GError **error)
{
  g_autofree char *word = cs_numbers_table_dup_cell (&self->table, CS_COLUMN_ACCOUNT);
  g_autofree char *network = cs_numbers_table_dup_cell (&self->table, CS_COLUMN_NETWORK);

  if (word == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID, "There is no account in “account”, whose "
                         "followers these are");

  for (guint i = 0; i < self->accounts->len; i++)
    if (is_meant (self->accounts->pdata[i], word, network))
      return self->accounts->pdata[i];

  return cs_fail_null (error, CS_ERROR_INVALID, "No account is called “%.200s”", word);
}

static gboolean
find_subject (Reader        *self,
              CsNumbersRow  *row,
              GError       **error)
{
  g_autofree char *word = NULL;
  GPtrArray *known = find_known (self, &word);

  if (word == NULL && !cs_counts_are_unknown (row->counts))
    return cs_fail (error, CS_ERROR_INVALID, "There is no post in “post”");

  if (word != NULL)
    row->post = find_post (self, word, known, error);
  row->account = word == NULL ? find_account (self, error)
               : row->post != NULL ? row->post->account : NULL;

  return row->account != NULL;
}

static gboolean
read_revision (Reader        *self,
               CsNumbersRow  *row,
               GError       **error)
{
  g_autofree char *text = cs_numbers_table_dup_cell (&self->table, CS_COLUMN_REVISION);

  return text == NULL || read_value (text, "revision", &row->revision, error);
}

static const char *
subject_of (const CsNumbersRow *row)
{
  return row->post != NULL ? row->post->tally->target_id : row->account->id;
}

/* What the row tells goes to what is told of that post and moment already, if both agree. */
static gboolean
join_row (CsNumbersRow        *known,
          const CsNumbersRow  *row,
          GError             **error)
{
  for (guint i = 0; i < CS_N_TOLD; i++)
    {
      if (row->counts[i] == CS_UNKNOWN || row->counts[i] == known->counts[i])
        continue;

      if (known->counts[i] != CS_UNKNOWN)
        return cs_fail (error, CS_ERROR_INVALID,
                        "Line %u says otherwise of the same post and moment", known->line);

      known->counts[i] = row->counts[i];
    }

  return TRUE;
}

static gboolean
take_row (Reader              *self,
          const CsNumbersRow  *row,
          GError             **error)
{
  char *key = g_strdup_printf ("%s %" PRId64 " %" PRId64, subject_of (row), row->taken_at,
                               row->revision);
  gpointer place;

  if (g_hash_table_lookup_extended (self->moments, key, NULL, &place))
    {
      g_free (key);
      return join_row (&g_array_index (self->file->rows, CsNumbersRow, GPOINTER_TO_UINT (place)),
                       row, error);
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

  if (cs_csv_n_cells (self->csv) < self->table.n_cells)
    return cs_fail (error, CS_ERROR_INVALID, "Half a row: %u cells of %u",
                    cs_csv_n_cells (self->csv), self->table.n_cells);

  if (cs_csv_n_cells (self->csv) > self->table.n_cells)
    return cs_fail (error, CS_ERROR_INVALID, "%u cells, and the first row has %u: put quotes "
                    "around what has a comma in it", cs_csv_n_cells (self->csv),
                    self->table.n_cells);

  return read_values (self, &row, error)
      && find_subject (self, &row, error)
      && check_values (&row, error)
      && read_moment (self, &row, error)
      && read_revision (self, &row, error)
      && take_row (self, &row, error);
}

static void
read_rows (Reader *self)
{
  CsCsvStep step;
  GError *error = NULL;

  while ((step = cs_csv_next (self->csv, &error)) != CS_CSV_END)
    {
      self->file->n_read++;

      if (step == CS_CSV_BAD_ROW || !read_row (self, &error))
        add_bad (self, cs_csv_get_line (self->csv), g_steal_pointer (&error));

      if (self->file->rows->len <= CS_NUMBERS_SAMPLES_MAX)
        continue;

      cs_fail (&error, CS_ERROR_INVALID, "This is more than %u samples: split the table, and "
               "import its parts one after the other", CS_NUMBERS_SAMPLES_MAX);
      add_bad (self, cs_csv_get_line (self->csv), g_steal_pointer (&error));
      return;
    }
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const CsNumbersRow *x = a, *y = b;
  int order = strcmp (subject_of (x), subject_of (y));

  if (order == 0 && x->taken_at != y->taken_at)
    order = x->taken_at < y->taken_at ? -1 : 1;
  if (order == 0)
    order = x->revision < y->revision ? -1 : x->revision > y->revision;

  return order;
}

/* A correction follows what it corrects, however the rows came. */
static void
order_revisions (GArray *rows)
{
  g_array_sort (rows, compare_rows);

  for (guint i = 1; i < rows->len; i++)
    {
      CsNumbersRow *row = &g_array_index (rows, CsNumbersRow, i - 1);

      row->is_superseded = cs_numbers_row_joins (row, &g_array_index (rows, CsNumbersRow, i));
    }
}

/* Whether both are of one moment of one post or account. */
gboolean
cs_numbers_row_joins (const CsNumbersRow *self,
                      const CsNumbersRow *other)
{
  return self->taken_at == other->taken_at && self->post == other->post
      && self->account == other->account;
}

/* As an export in the other format does; no column is called so. */
static gboolean
begins_json (GBytes *bytes)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  return size > 0 && (*text == '{' || *text == '[');
}

/**
 * cs_numbers_read:
 * @posts: #CsCounted: those that rows may be about
 * @accounts: #CsAccount: those whose followers rows may tell; where two are called the same, the
 *   first is meant
 * @now: no row may be of a moment after it
 *
 * Returns: (transfer full): what is right and what is wrong with the file
 */
CsNumbersFile *
cs_numbers_read (GBytes    *bytes,
                 GPtrArray *posts,
                 GPtrArray *accounts,
                 gint64     now)
{
  CsNumbersFile *file = g_new0 (CsNumbersFile, 1);
  g_autoptr(GError) error = NULL;
  g_autoptr(CsCsv) csv = cs_csv_new (bytes, &error);
  g_autoptr(GHashTable) index = index_posts (posts);
  g_autoptr(GHashTable) moments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader self = { .csv = csv, .file = file, .posts = index, .accounts = accounts,
                  .moments = moments, .now = now };

  file->posts = g_ptr_array_ref (posts);
  file->accounts = g_ptr_array_ref (accounts);
  file->rows = g_array_new (FALSE, FALSE, sizeof (CsNumbersRow));
  file->bad = g_array_new (FALSE, FALSE, sizeof (CsNumbersBad));
  g_array_set_clear_func (file->bad, clear_bad);

  if (csv != NULL && begins_json (bytes))
    cs_fail (&error, CS_ERROR_INVALID, "This is JSON: export it as a table, and import that");

  if (error != NULL)
    add_bad (&self, 1, g_steal_pointer (&error));
  else if (read_columns (&self))
    read_rows (&self);

  if (file->rows->len > 0 && cs_numbers_table_has (&self.table, CS_COLUMN_REVISION))
    order_revisions (file->rows);

  return file;
}
