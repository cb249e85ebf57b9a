/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-json.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define GAP     2
#define INDENT  4

/* The clock of the person, by which moments are shown; NULL: the system’s. */
static GTimeZone *here;

/* Of a long list one at a time: as JSON all of it would be many times what it is. */
static void
append_list (GString  *text,
             GVariant *list)
{
  g_string_append_c (text, '[');
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr(GVariant) record = g_variant_get_child_value (list, i);
      g_autofree char *one = cs_json_from_variant (record);

      g_string_append (text, i > 0 ? "," : "");
      g_string_append (text, one);
    }
  g_string_append_c (text, ']');
}

void
cs_cli_print_json (GVariant *value)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (g_variant_is_of_type (value, G_VARIANT_TYPE ("aa{sv}")))
    append_list (text, value);
  else
    {
      g_autofree char *whole = cs_json_from_variant (value);

      g_string_append (text, whole);
    }

  g_print ("%s\n", text->str);
  fflush (stdout);
}

/* Whether all that was printed until now went where it should go. */
gboolean
cs_cli_is_heard (void)
{
  return fflush (stdout) == 0 && !ferror (stdout);
}

/**
 * cs_cli_printable:
 * @text: what a server or another person may have written
 *
 * Returns: (transfer full): the text without what would steer the terminal
 */
char *
cs_cli_printable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (clean, g_unichar_iscntrl (c) && c != '\n' && c != '\t' ? 0xfffd : c);
    }

  return g_string_free (clean, FALSE);
}

void
cs_cli_print_text (const char *format,
                   ...)
{
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  clean = cs_cli_printable (text);
  g_print ("%s\n", clean);
  fflush (stdout);
}

/* How many cells of a terminal a text takes. */
int
cs_cli_width (const char *text)
{
  int width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

/* Of the terminal that is written to; 0: it is none. */
static int
terminal_width (void)
{
  struct winsize size;

  return isatty (STDOUT_FILENO) && ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* NULL: the system’s. */
void
cs_cli_set_zone (const char *name)
{
  g_clear_pointer (&here, g_time_zone_unref);
  here = name != NULL ? g_time_zone_new_identifier (name) : NULL;
}

GTimeZone *
cs_cli_dup_zone (void)
{
  return here != NULL ? g_time_zone_ref (here) : g_time_zone_new_local ();
}

/* A moment as the person's own clock shows it; UTC seconds. */
char *
cs_cli_time (gint64 seconds)
{
  g_autoptr(GTimeZone) zone = cs_cli_dup_zone ();
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr(GDateTime) when = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  return when != NULL ? g_date_time_format (when, "%Y-%m-%d %H:%M:%S %Z")
                      : g_strdup_printf ("%" G_GINT64_FORMAT, seconds);
}

/* A field of a record, and how it is read: "due@" is a moment, "size#" are bytes. */
typedef struct
{
  char *name;
  char  kind;      /* @, # or 0 */
} Column;

static void
column_clear (gpointer data)
{
  g_free (((Column *) data)->name);
}

static Column
column_new (const char *word)
{
  gsize length = strlen (word);
  char kind = length > 0 && strchr ("@#", word[length - 1]) != NULL ? word[length - 1] : 0;

  return (Column) { g_strndup (word, length - (kind != 0)), kind };
}

static GArray *
columns_new (const char *words)
{
  g_auto(GStrv) all = g_strsplit (words, " ", -1);
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (Column));

  g_array_set_clear_func (columns, column_clear);

  for (guint i = 0; all[i] != NULL; i++)
    {
      Column column = column_new (all[i]);

      g_array_append_val (columns, column);
    }

  return columns;
}

static char *
format_value (GVariant *value,
              char      kind)
{
  g_auto(GStrv) lines = NULL;

  if (kind == '@' && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return cs_cli_time (g_variant_get_int64 (value));

  if (kind == '#' && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return g_format_size (g_variant_get_int64 (value));

  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_variant_print (value, FALSE);

  lines = g_strsplit (g_variant_get_string (value, NULL), "\n", 2);

  return g_strdup (lines[0] != NULL ? lines[0] : "");
}

static char *
dup_cell (GVariant *value,
          char      kind)
{
  g_autofree char *text = format_value (value, kind);

  g_strdelimit (text, "\t", ' ');

  return cs_cli_printable (text);
}

/* The value of a column as text, empty where there is none; text is cut at its first line. */
char *
cs_cli_cell (GVariant   *record,
             const char *column)
{
  Column asked = column_new (column);
  g_autofree char *name = asked.name;
  g_autoptr(GVariant) value = g_variant_lookup_value (record, name, NULL);

  return value != NULL ? dup_cell (value, asked.kind) : g_strdup ("");
}

static GStrv
end_cells (GStrv cells,
           guint n)
{
  for (guint i = 0; i < n; i++)
    if (cells[i] == NULL)
      cells[i] = g_strdup ("");

  while (n > 0 && *cells[n - 1] == '\0')
    g_clear_pointer (&cells[--n], g_free);

  return cells;
}

/* One line of a table: its cells, the last of them not empty. The fields are gone through once:
 * a record looks each of them up by going through them, too. */
static GStrv
read_cells (GVariant      *record,
            const GArray  *columns,
            CsCliNoteFunc  dup_note)
{
  guint n = columns->len;
  GStrv cells = g_new0 (char *, n + 1);
  GVariantIter fields;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&fields, record);
  while (g_variant_iter_loop (&fields, "{&sv}", &name, &value))
    for (guint i = 0; i < columns->len; i++)
      {
        const Column *column = &g_array_index (columns, Column, i);

        if (cells[i] == NULL && strcmp (column->name, name) == 0)
          cells[i] = dup_cell (value, column->kind);
      }

  if (dup_note != NULL)
    cells[n - 1] = dup_note (record);

  return end_cells (cells, n);
}

/* One under the other: each column is as wide as the widest of its cells. */
static void
append_aligned (GString     *out,
                GStrv        cells,
                const guint *widths)
{
  for (guint i = 0; cells[i] != NULL; i++)
    {
      const char *text = *cells[i] != '\0' ? cells[i] : "-";

      if (widths[i] == 0)
        continue;

      g_string_append (out, text);
      if (cells[i + 1] != NULL)
        g_string_append_printf (out, "%*s", (int) widths[i] - cs_cli_width (text) + GAP, "");
    }

  g_string_append_c (out, '\n');
}

/* Word after word, the next line further in, where lines would not fit the terminal. */
static void
append_folded (GString *out,
               GStrv    cells,
               int      width)
{
  int at = 0;

  for (guint i = 0; cells[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (cells[i], " ", -1);

      for (guint k = 0; words[k] != NULL; k++)
        {
          int gap = k > 0 ? 1 : GAP;
          int wide = cs_cli_width (words[k]);

          if (wide == 0)
            continue;

          if (at > 0 && at + gap + wide > width)
            {
              g_string_append_printf (out, "\n%*s", INDENT, "");
              at = INDENT;
            }
          else if (at > 0)
            {
              g_string_append_printf (out, "%*s", gap, "");
              at += gap;
            }

          g_string_append (out, words[k]);
          at += wide;
        }
    }

  g_string_append_c (out, '\n');
}

static void
print_table (GPtrArray *rows,
             guint      n_columns)
{
  g_autofree guint *widths = g_new0 (guint, n_columns);
  g_autoptr(GString) out = g_string_new (NULL);
  int terminal = terminal_width ();
  int line = -GAP;

  for (guint i = 0; i < rows->len; i++)
    {
      GStrv cells = rows->pdata[i];

      for (guint k = 0; cells[k] != NULL; k++)
        widths[k] = MAX (widths[k], (guint) cs_cli_width (cells[k]));
    }

  for (guint k = 0; k < n_columns; k++)
    line += widths[k] > 0 ? (int) widths[k] + GAP : 0;

  for (guint i = 0; i < rows->len; i++)
    if (terminal > 0 && line > terminal)
      append_folded (out, rows->pdata[i], terminal);
    else
      append_aligned (out, rows->pdata[i], widths);

  g_print ("%s", out->str);
  fflush (stdout);
}

static void
free_cells (gpointer cells)
{
  g_strfreev (cells);
}

static GPtrArray *
rows_new (void)
{
  return g_ptr_array_new_with_free_func (free_cells);
}

/* columns: "id handle due@", names of the record’s fields. */
void
cs_cli_print_row (GVariant   *record,
                  const char *columns)
{
  g_autoptr(GArray) names = columns_new (columns);
  g_autoptr(GPtrArray) rows = rows_new ();

  g_ptr_array_add (rows, read_cells (record, names, NULL));
  print_table (rows, names->len);
}

static GPtrArray *
read_rows (GVariant      *list,
           const GArray  *columns,
           CsCliNoteFunc  dup_note)
{
  GPtrArray *rows = rows_new ();

  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr(GVariant) record = g_variant_get_child_value (list, i);

      g_ptr_array_add (rows, read_cells (record, columns, dup_note));
    }

  return rows;
}

/* The records of a list, as a table; a column that is empty everywhere is left out. */
void
cs_cli_print_rows (GVariant   *list,
                   const char *columns)
{
  g_autoptr(GArray) names = columns_new (columns);
  g_autoptr(GPtrArray) rows = read_rows (list, names, NULL);

  print_table (rows, names->len);
}

/* The names of the columns that have something. */
static GStrv
read_head (GPtrArray    *rows,
           const GArray *columns)
{
  GStrv head = g_new0 (char *, columns->len + 1);

  for (guint i = 0; i < rows->len; i++)
    {
      GStrv cells = rows->pdata[i];

      for (guint k = 0; cells[k] != NULL; k++)
        if (head[k] == NULL && *cells[k] != '\0')
          head[k] = g_strdup (g_array_index (columns, Column, k).name);
    }

  return end_cells (head, columns->len);
}

/* As cs_cli_print_rows(), with the names of the columns in a row above; the last column is what
 * @dup_note says of a record, NULL: nothing. */
void
cs_cli_print_headed (GVariant      *list,
                     const char    *columns,
                     CsCliNoteFunc  dup_note)
{
  g_autoptr(GArray) names = columns_new (columns);
  g_autoptr(GPtrArray) rows = read_rows (list, names, dup_note);

  if (rows->len > 0)
    g_ptr_array_insert (rows, 0, read_head (rows, names));
  print_table (rows, names->len);
}

/* FALSE when there is no list. */
gboolean
cs_cli_print_list (CsCli      *cli,
                   GVariant   *list,
                   const char *columns,
                   const char *empty)
{
  if (list == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (list);
  else if (g_variant_n_children (list) == 0)
    cs_cli_print_text ("%s", empty);
  else
    cs_cli_print_rows (list, columns);

  return TRUE;
}
