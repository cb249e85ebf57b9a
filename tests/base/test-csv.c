/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-csv.h"
#include "cs-error.h"
#include "cs-test.h"

#include <string.h>

static CsCsv *
open_bytes (const char *text,
            gssize      length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr(GError) error = NULL;
  CsCsv *csv = cs_csv_new (bytes, &error);

  g_assert_no_error (error);

  return csv;
}

static void
append_cell (GString    *told,
             const char *cell)
{
  g_string_append_c (told, '[');
  for (; *cell != '\0'; cell++)
    if (*cell == '\r')
      g_string_append (told, "\\r");
    else if (*cell == '\n')
      g_string_append (told, "\\n");
    else
      g_string_append_c (told, *cell);
  g_string_append_c (told, ']');
}

/* All that is read of a text, row after row: “1[a][b] 2[c][d]”, “3!” for a bad one. */
static char *
tell (const char *text,
      gssize      length)
{
  g_autoptr(CsCsv) csv = open_bytes (text, length);
  GString *told = g_string_new (NULL);
  CsCsvStep step;

  while ((step = cs_csv_next (csv, NULL)) != CS_CSV_END)
    {
      g_string_append_printf (told, "%s%u", told->len > 0 ? " " : "", cs_csv_get_line (csv));
      if (step == CS_CSV_BAD_ROW)
        g_string_append_c (told, '!');
      else
        for (guint i = 0; i < cs_csv_n_cells (csv); i++)
          append_cell (told, cs_csv_get_cell (csv, i));
    }

  return g_string_free (told, FALSE);
}

static void
test_rows_and_lines (void)
{
  static const struct { const char *text, *told; } cases[] = {
    { "", "" },
    { "a,b\nc,d\n", "1[a][b] 2[c][d]" },
    { "a,b\r\nc,d\r\n", "1[a][b] 2[c][d]" },
    { "a,b\rc,d\r", "1[a][b] 2[c][d]" },
    { "\xef\xbb\xbf" "a,b\n", "1[a][b]" },
    { "\n\r\n\ra\n\nb\n", "4[a] 6[b]" },
    { ",\na,\n,b\n", "1[][] 2[a][] 3[][b]" },
    { "\"\"\n\"\",\"\"\n", "1[] 2[][]" },
    { "\"a,b\",\"say \"\"yes\"\"\"\n", "1[a,b][say \"yes\"]" },
    { "\"a\nb\r\nc\rd\",e\nf\n", "1[a\\nb\\r\\nc\\rd][e] 5[f]" },
    { " a , b \n", "1[ a ][ b ]" },
    { "ä,猫,🎬\n", "1[ä][猫][🎬]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *told = tell (cases[i].text, -1);

      g_assert_cmpstr (told, ==, cases[i].told);
    }
}

/* What is wrong is told with its line, and the rows after it are read. */
static void
test_bad_rows (void)
{
  static const struct { const char *text; gssize length; const char *told; } cases[] = {
    { "a\nb\"c,d\ne\n", -1, "1[a] 2! 3[e]" },
    { "a\n\"b\"c,d\ne\n", -1, "1[a] 2! 3[e]" },
    { "a\n\"b\nc,d\ne\n", -1, "1[a] 2!" },
    { "a\nb\xff\ne\n", -1, "1[a] 2! 3[e]" },
    { "ab\nb\0c\ne\n", 9, "1[ab] 2! 3[e]" },
    { "a,b", -1, "1!" },
    { "a,b\n1,12", -1, "1[a][b] 2!" },
    { "a,b\n1,\"12\"", -1, "1[a][b] 2!" },
    { "a,b\n1,", -1, "1[a][b] 2!" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *told = tell (cases[i].text, cases[i].length);

      g_assert_cmpstr (told, ==, cases[i].told);
    }
}

static void
test_half_a_row_says_where_it_opens (void)
{
  g_autoptr(CsCsv) csv = open_bytes ("a,b\n1,2\n3,\"4\n5,6\n", -1);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (cs_csv_next (csv, NULL), ==, CS_CSV_ROW);
  g_assert_cmpint (cs_csv_next (csv, NULL), ==, CS_CSV_ROW);
  g_assert_cmpint (cs_csv_next (csv, &error), ==, CS_CSV_BAD_ROW);
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "line 3"));
  g_assert_cmpint (cs_csv_next (csv, NULL), ==, CS_CSV_END);
}

static void
refuse (const char *text,
        gsize       length,
        const char *word)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, length);
  g_autoptr(GError) error = NULL;

  g_assert_null (cs_csv_new (bytes, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_other_encodings_are_refused (void)
{
  refuse ("\xff\xfe" "a\0,\0", 6, "UTF-16");
  refuse ("\xfe\xff" "\0a\0,", 6, "UTF-16");
  refuse ("a\0,\0", 4, "UTF-16");
  refuse ("\0a\0,", 4, "UTF-16");
  refuse ("\xff\xfe\0\0a\0\0\0", 8, "UTF-32");
  refuse ("\0\0\xfe\xff\0\0\0a", 8, "UTF-32");
}

/* A row of one cell of that many bytes, between two that are right. */
static char *
tell_long (gsize length)
{
  g_autofree char *cell = g_strnfill (length, 'x');
  g_autofree char *text = g_strconcat ("a\n", cell, ",b\nc\n", NULL);
  g_autofree char *told = tell (text, -1);

  return g_strdup (strchr (told, ' '));
}

static void
test_limits (void)
{
  g_autofree char *too_long = tell_long (CS_CSV_CELL_MAX + 1);
  g_autofree char *fits = tell_long (CS_CSV_CELL_MAX);
  g_autofree char *many_commas = g_strnfill (CS_CSV_CELLS_MAX, ',');
  g_autofree char *commas = g_strconcat (many_commas, "\n", NULL);
  g_autofree char *wide = tell (commas, -1);
  g_autofree char *narrow = tell (commas + 1, -1);
  g_autoptr(GString) row = g_string_new ("a\n");
  g_autofree char *told = NULL;
  g_autofree char *many = g_strnfill (CS_CSV_FILE_MAX + 1, '\n');

  g_assert_cmpstr (too_long, ==, " 2! 3[c]");
  g_assert_true (g_str_has_suffix (fits, "x][b] 3[c]"));
  g_assert_cmpstr (wide, ==, "1!");
  g_assert_true (g_str_has_prefix (narrow, "1[]"));

  for (guint i = 0; i < 17; i++)
    {
      g_autofree char *cell = g_strnfill (CS_CSV_CELL_MAX, 'x');

      g_string_append_printf (row, "%s,", cell);
    }
  told = tell (row->str, row->len);
  g_assert_cmpstr (told, ==, "1[a] 2!");

  refuse (many, CS_CSV_FILE_MAX + 1, "64 MiB");
}

static void
test_formulas_are_texts (void)
{
  static const struct { const char *text, *guarded; } cases[] = {
    { "=1+1", "'=1+1" },
    { "+1", "'+1" },
    { "-1", "'-1" },
    { "@SUM(A1)", "'@SUM(A1)" },
    { "＝1", "'＝1" },
    { "=\"a\"", "'=\"a\"" },
    { "-", "'-" },
    { "\t=1", "'\t'=1" },
    { "\r=1", "'\r'=1" },
    { "\n=1", "'\n'=1" },
    { "a;=1+1", "a;'=1+1" },
    { "a\t=1+1", "a\t'=1+1" },
    { "a\r\n=1+1", "a\r\n'=1+1" },
    { "a; @b", "a;' @b" },
    { "a;\"=1\"", "a;'\"=1\"" },
    { "a;b\tc\n\nd;", "a;b\tc\n\nd;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(CsCsv) csv = NULL;
      CsCsvWriter writer = { .text = text };

      cs_csv_put_text (&writer, cases[i].text);
      cs_csv_put_end (&writer);
      g_assert_true (g_str_has_prefix (text->str, "\""));

      csv = open_bytes (text->str, text->len);
      g_assert_cmpint (cs_csv_next (csv, NULL), ==, CS_CSV_ROW);
      g_assert_cmpstr (cs_csv_get_cell (csv, 0), ==, cases[i].guarded);
      g_assert_null (cs_csv_get_cell (csv, 1));
    }
}

static void
test_numbers_are_numbers (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  CsCsvWriter writer = { .text = text };

  cs_csv_put_text (&writer, "a b");
  cs_csv_put_number (&writer, -5);
  cs_csv_put_text (&writer, NULL);
  cs_csv_put_number (&writer, G_MAXINT64);
  cs_csv_put_end (&writer);
  cs_csv_put_text (&writer, "");
  cs_csv_put_end (&writer);

  g_assert_cmpstr (text->str, ==, "a b,-5,,9223372036854775807\r\n\"\"\r\n");
}

static char *
random_text (GRand *rand)
{
  static const char *const bits[] = {
    "\"", ",", "\n", "\r", "\r\n", "=", "'", " ", "a", "ä", "🎬", "\t", ";", "\xef\xbb\xbf", "0",
  };
  GString *text = g_string_new (NULL);

  for (int n = g_rand_int_range (rand, 0, 6); n > 0; n--)
    g_string_append (text, bits[g_rand_int_range (rand, 0, G_N_ELEMENTS (bits))]);

  return g_string_free (text, FALSE);
}

static char *
dup_without_apostrophes (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "'", -1);

  return g_strjoinv (NULL, parts);
}

/* Whatever is written is read as it was, but for the apostrophes. */
static void
test_round_trip (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
      g_autoptr(CsCsv) csv = NULL;
      CsCsvWriter writer = { .text = text };
      guint width = g_rand_int_range (rand, 1, 5);
      guint height = g_rand_int_range (rand, 1, 4);

      cs_csv_put_text (&writer, "head");
      cs_csv_put_end (&writer);
      for (guint i = 0; i < width * height; i++)
        {
          g_ptr_array_add (cells, random_text (rand));
          cs_csv_put_text (&writer, cells->pdata[i]);
          if (i % width == width - 1)
            cs_csv_put_end (&writer);
        }

      csv = open_bytes (text->str, text->len);
      g_assert_cmpint (cs_csv_next (csv, NULL), ==, CS_CSV_ROW);
      for (guint i = 0; i < cells->len; i++)
        {
          g_autofree char *written = dup_without_apostrophes (cells->pdata[i]);
          g_autofree char *read = NULL;

          if (i % width == 0)
            g_assert_cmpint (cs_csv_next (csv, NULL), ==, CS_CSV_ROW);
          g_assert_cmpuint (cs_csv_n_cells (csv), ==, width);
          read = dup_without_apostrophes (cs_csv_get_cell (csv, i % width));
          g_assert_cmpstr (read, ==, written);
        }
      g_assert_cmpint (cs_csv_next (csv, NULL), ==, CS_CSV_END);
    }
}

/* Any bytes at all end, with lines that only go up. */
static void
test_any_bytes (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  static const char some[] = { '"', ',', '\n', '\r', 'a', '\0', '\xff', '\xc3' };

  for (guint round = 0; round < 5000; round++)
    {
      char bytes[24];
      gsize length = g_rand_int_range (rand, 0, sizeof bytes);
      g_autoptr(GBytes) all = NULL;
      g_autoptr(CsCsv) csv = NULL;
      guint line = 0;

      for (gsize i = 0; i < length; i++)
        bytes[i] = some[g_rand_int_range (rand, 0, sizeof some)];
      all = g_bytes_new (bytes, length);
      csv = cs_csv_new (all, NULL);

      while (csv != NULL && cs_csv_next (csv, NULL) != CS_CSV_END)
        {
          g_assert_cmpuint (cs_csv_get_line (csv), >, line);
          line = cs_csv_get_line (csv);
        }
      g_assert_cmpuint (line, <=, length + 1);
    }
}

CS_TESTS (csv)
{
  g_test_add_func ("/base/csv/rows-and-lines", test_rows_and_lines);
  g_test_add_func ("/base/csv/bad-rows-are-told-and-the-next-read", test_bad_rows);
  g_test_add_func ("/base/csv/half-a-row-says-where-it-opens", test_half_a_row_says_where_it_opens);
  g_test_add_func ("/base/csv/other-encodings-are-refused", test_other_encodings_are_refused);
  g_test_add_func ("/base/csv/limits", test_limits);
  g_test_add_func ("/base/csv/formulas-are-texts", test_formulas_are_texts);
  g_test_add_func ("/base/csv/numbers-are-numbers", test_numbers_are_numbers);
  g_test_add_func ("/base/csv/round-trip", test_round_trip);
  g_test_add_func ("/base/csv/any-bytes", test_any_bytes);
}
