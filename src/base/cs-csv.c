/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-csv.h"
#include "cs-error.h"

#include <inttypes.h>
#include <string.h>

struct _CsCsv
{
  GBytes     *bytes;
  const char *at;
  const char *end;
  guint       next_line;   /* of what is read next */

  /* the row that was read */
  guint       line;
  gsize       size;
  GPtrArray  *cells;
  GString    *cell;
  GError     *fault;       /* the first */
};

/* Byte order marks, the longer first. */
static const struct
{
  const char *name;
  guint8      bytes[4];
  gsize       length;
} marks[] = {
  { "UTF-32", { 0xff, 0xfe, 0, 0 }, 4 },
  { "UTF-32", { 0, 0, 0xfe, 0xff }, 4 },
  { "UTF-16", { 0xff, 0xfe }, 2 },
  { "UTF-16", { 0xfe, 0xff }, 2 },
  { "UTF-8", { 0xef, 0xbb, 0xbf }, 3 },
};

/* What it is by its mark, else by its zeros: a table begins with ASCII, and that has none. */
static const char *
name_encoding (const char *text,
               gsize       size,
               gsize      *mark)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (size >= marks[i].length && memcmp (text, marks[i].bytes, marks[i].length) == 0)
      {
        *mark = marks[i].length;
        return marks[i].name;
      }

  *mark = 0;

  return size >= 2 && (text[0] == 0) != (text[1] == 0) ? "UTF-16" : "UTF-8";
}

/**
 * cs_csv_new:
 *
 * Returns: (transfer full): a reader that stands before the first row; NULL with
 *   %CS_ERROR_INVALID for what is too long or in another encoding
 */
CsCsv *
cs_csv_new (GBytes  *bytes,
            GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  const char *text = size > 0 ? data : "";
  gsize mark;
  const char *encoding = name_encoding (text, size, &mark);
  CsCsv *self;

  if (strcmp (encoding, "UTF-8") != 0)
    return cs_fail_null (error, CS_ERROR_INVALID, "This is %s: save it as UTF-8", encoding);

  if (size > CS_CSV_FILE_MAX)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "This is longer than %u MiB: split it", CS_CSV_FILE_MAX / 1024 / 1024);

  self = g_new0 (CsCsv, 1);
  self->bytes = g_bytes_ref (bytes);
  self->end = text + size;
  self->at = text + mark;
  self->next_line = 1;
  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->cell = g_string_new (NULL);

  return self;
}

void
cs_csv_free (CsCsv *self)
{
  g_bytes_unref (self->bytes);
  g_ptr_array_unref (self->cells);
  g_string_free (self->cell, TRUE);
  g_clear_error (&self->fault);
  g_free (self);
}

static gboolean
is_at (CsCsv *self,
       char   c)
{
  return self->at < self->end && *self->at == c;
}

static gboolean
is_at_line_end (CsCsv *self)
{
  return is_at (self, '\n') || is_at (self, '\r');
}

/* What is over a limit is read, but not kept. */
static void
keep (CsCsv *self,
      char   c)
{
  if (self->cell->len <= CS_CSV_CELL_MAX)
    g_string_append_c (self->cell, c);
}

/* A line ends with CRLF, LF or CR; within quotes its end is part of the cell. */
static void
take_line_end (CsCsv    *self,
               gboolean  keeps)
{
  gboolean is_pair = is_at (self, '\r') && self->at + 1 < self->end && self->at[1] == '\n';

  for (guint i = 0; i < (is_pair ? 2 : 1); i++, self->at++)
    if (keeps)
      keep (self, *self->at);

  self->next_line++;
}

static void
take_quoted (CsCsv *self)
{
  guint opened = self->next_line;

  for (self->at++; self->at < self->end; )
    {
      if (is_at_line_end (self))
        take_line_end (self, TRUE);
      else if (!is_at (self, '"'))
        keep (self, *self->at++);
      else if (self->at + 1 < self->end && self->at[1] == '"')
        {
          keep (self, '"');
          self->at += 2;
        }
      else
        {
          self->at++;
          return;
        }
    }

  if (self->fault == NULL)
    cs_fail (&self->fault, CS_ERROR_INVALID,
             "Half a row: the quotes that open on line %u are never closed", opened);
}

/* What stands without quotes, up to the cell’s end. */
static void
take_bare (CsCsv    *self,
           gboolean  is_closed)
{
  while (self->at < self->end && !is_at (self, ',') && !is_at_line_end (self))
    {
      if (self->fault == NULL && is_closed)
        cs_fail (&self->fault, CS_ERROR_INVALID, "Something follows the quotes of a cell");
      else if (self->fault == NULL && is_at (self, '"'))
        cs_fail (&self->fault, CS_ERROR_INVALID, "Quotes within a cell that has none around it");

      keep (self, *self->at++);
    }
}

static void
end_cell (CsCsv *self)
{
  self->size += self->cell->len;

  if (self->fault != NULL)
    return;

  if (self->cell->len > CS_CSV_CELL_MAX)
    cs_fail (&self->fault, CS_ERROR_INVALID, "Cell %u is longer than %u KiB",
             self->cells->len + 1, CS_CSV_CELL_MAX / 1024);
  else if (self->size > CS_CSV_ROW_MAX)
    cs_fail (&self->fault, CS_ERROR_INVALID, "The row is longer than %u KiB",
             CS_CSV_ROW_MAX / 1024);
  else if (self->cells->len == CS_CSV_CELLS_MAX)
    cs_fail (&self->fault, CS_ERROR_INVALID, "The row has more than %u cells", CS_CSV_CELLS_MAX);
  else if (!g_utf8_validate (self->cell->str, self->cell->len, NULL))
    cs_fail (&self->fault, CS_ERROR_INVALID, "Cell %u is no text in UTF-8", self->cells->len + 1);
  else
    g_ptr_array_add (self->cells, g_strndup (self->cell->str, self->cell->len));
}

static void
read_row (CsCsv *self)
{
  gboolean is_last = FALSE;

  while (!is_last)
    {
      gboolean is_quoted = is_at (self, '"');

      g_string_truncate (self->cell, 0);
      if (is_quoted)
        take_quoted (self);
      take_bare (self, is_quoted);
      end_cell (self);

      is_last = !is_at (self, ',');
      if (!is_last)
        self->at++;
      else if (is_at_line_end (self))
        take_line_end (self, FALSE);
      else if (self->fault == NULL)
        cs_fail (&self->fault, CS_ERROR_INVALID,
                 "Perhaps half a row, as no line end follows it: if the file is whole, end it "
                 "with one");
    }
}

/**
 * cs_csv_next:
 * @error: set for %CS_CSV_BAD_ROW: what is wrong with it
 *
 * Reads the next row; lines with nothing on them are none.
 */
CsCsvStep
cs_csv_next (CsCsv   *self,
             GError **error)
{
  while (is_at_line_end (self))
    take_line_end (self, FALSE);

  if (self->at == self->end)
    return CS_CSV_END;

  self->line = self->next_line;
  self->size = 0;
  g_ptr_array_set_size (self->cells, 0);
  read_row (self);

  if (self->fault == NULL)
    return CS_CSV_ROW;

  g_propagate_error (error, g_steal_pointer (&self->fault));

  return CS_CSV_BAD_ROW;
}

/* Where the row that was read begins, from 1. */
guint
cs_csv_get_line (CsCsv *self)
{
  return self->line;
}

guint
cs_csv_n_cells (CsCsv *self)
{
  return self->cells->len;
}

/* Borrowed until the next row; NULL where the row has no such cell. */
const char *
cs_csv_get_cell (CsCsv *self,
                 guint  column)
{
  return column < self->cells->len ? self->cells->pdata[column] : NULL;
}

/* Whether a spreadsheet might reckon with this text: as it begins with = + - @, a tab or the end of
 * a line, or with what East Asian keyboards write for these. */
gboolean
cs_csv_is_formula (const char *text)
{
  static const char *const wide[] = { "＝", "＋", "－", "＠" };

  for (guint i = 0; i < G_N_ELEMENTS (wide); i++)
    if (g_str_has_prefix (text, wide[i]))
      return TRUE;

  return *text != '\0' && strchr ("=+-@\t\r\n", *text) != NULL;
}

/* Whether a program that parts cells by something else than commas finds a formula here. */
static gboolean
begins_formula (const char *text)
{
  text += strspn (text, "\" ");

  return strchr ("\t\r\n", *text) == NULL && cs_csv_is_formula (text);
}

static void
begin_cell (CsCsvWriter *self)
{
  if (self->begun)
    g_string_append_c (self->text, ',');

  self->begun = TRUE;
}

/* NULL is a cell with nothing in it. */
void
cs_csv_put_text (CsCsvWriter *self,
                 const char  *text)
{
  gboolean is_formula = text != NULL && cs_csv_is_formula (text);

  begin_cell (self);

  if (text == NULL)
    return;

  if (!is_formula && strpbrk (text, "\",;\t\r\n") == NULL)
    {
      g_string_append (self->text, text);
      return;
    }

  g_string_append (self->text, is_formula ? "\"'" : "\"");
  for (; *text != '\0'; text++)
    {
      g_string_append_len (self->text, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
      if (strchr (";\t\r\n", *text) != NULL && begins_formula (text + 1))
        g_string_append_c (self->text, '\'');
    }
  g_string_append_c (self->text, '"');
}

void
cs_csv_put_number (CsCsvWriter *self,
                   gint64       number)
{
  begin_cell (self);
  g_string_append_printf (self->text, "%" PRId64, number);
}

/* A row of one cell with nothing in it has quotes, else it were none. */
void
cs_csv_put_end (CsCsvWriter *self)
{
  if (self->text->len == self->row && self->begun)
    g_string_append (self->text, "\"\"");

  g_string_append (self->text, "\r\n");
  self->row = self->text->len;
  self->begun = FALSE;
}
