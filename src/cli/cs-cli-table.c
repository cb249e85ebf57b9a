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

void
cs_cli_print_json (GVariant *value)
{
  g_autofree char *text = cs_json_from_variant (value);

  g_print ("%s\n", text);
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

static char *
format_value (GVariant *value,
              gboolean  is_time,
              gboolean  is_size)
{
  g_auto(GStrv) lines = NULL;

  if (is_time && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return cs_cli_time (g_variant_get_int64 (value));

  if (is_size && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return g_format_size (g_variant_get_int64 (value));

  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_variant_print (value, FALSE);

  lines = g_strsplit (g_variant_get_string (value, NULL), "\n", 2);

  return g_strdup (lines[0] != NULL ? lines[0] : "");
}

/* The value of a column as text, empty where there is none. "due@" is a moment, "size#" are
 * bytes; text is cut at its first line. */
char *
cs_cli_cell (GVariant   *record,
             const char *column)
{
  gboolean is_time = g_str_has_suffix (column, "@");
  gboolean is_size = g_str_has_suffix (column, "#");
  g_autofree char *name = g_strndup (column, strlen (column) - (is_time || is_size ? 1 : 0));
  g_autoptr(GVariant) value = g_variant_lookup_value (record, name, NULL);
  g_autofree char *text = NULL;

  if (value == NULL)
    return g_strdup ("");

  text = format_value (value, is_time, is_size);
  g_strdelimit (text, "\t", ' ');

  return cs_cli_printable (text);
}

/* One line of a table: its cells, the last of them not empty. */
static GStrv
read_cells (GVariant           *record,
            const char *const  *columns)
{
  guint n = g_strv_length ((GStrv) columns);
  GStrv cells = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    cells[i] = cs_cli_cell (record, columns[i]);

  while (n > 0 && *cells[n - 1] == '\0')
    g_clear_pointer (&cells[--n], g_free);

  return cells;
}

/* One under the other: each column is as wide as the widest of its cells. */
static void
print_aligned (GStrv        cells,
               const guint *widths)
{
  g_autoptr(GString) line = g_string_new (NULL);

  for (guint i = 0; cells[i] != NULL; i++)
    {
      const char *text = *cells[i] != '\0' ? cells[i] : "-";

      if (widths[i] == 0)
        continue;

      g_string_append (line, text);
      if (cells[i + 1] != NULL)
        g_string_append_printf (line, "%*s", (int) widths[i] - cs_cli_width (text) + GAP, "");
    }

  g_print ("%s\n", line->str);
}

/* Word after word, the next line further in, where lines would not fit the terminal. */
static void
print_folded (GStrv cells,
              int   width)
{
  g_autoptr(GString) out = g_string_new (NULL);
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

  g_print ("%s\n", out->str);
}

static void
print_table (GPtrArray *rows,
             guint      n_columns)
{
  g_autofree guint *widths = g_new0 (guint, n_columns);
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
      print_folded (rows->pdata[i], terminal);
    else
      print_aligned (rows->pdata[i], widths);

  fflush (stdout);
}

static void
free_cells (gpointer cells)
{
  g_strfreev (cells);
}

/* columns: "id handle due@", names of the record's fields. */
void
cs_cli_print_row (GVariant   *record,
                  const char *columns)
{
  g_auto(GStrv) names = g_strsplit (columns, " ", -1);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (free_cells);

  g_ptr_array_add (rows, read_cells (record, (const char *const *) names));
  print_table (rows, g_strv_length (names));
}

/* The records of a list, as a table; a column that is empty everywhere is left out. */
void
cs_cli_print_rows (GVariant   *list,
                   const char *columns)
{
  g_auto(GStrv) names = g_strsplit (columns, " ", -1);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (free_cells);

  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr(GVariant) record = g_variant_get_child_value (list, i);

      g_ptr_array_add (rows, read_cells (record, (const char *const *) names));
    }

  print_table (rows, g_strv_length (names));
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
