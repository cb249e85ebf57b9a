/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-http-body.h"
#include "cs-test.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
make_file (const char *bytes)
{
  g_autoptr(GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("body-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, bytes, -1, &error);
  g_assert_no_error (error);

  return path;
}

static char *
read_all (CsHttpBody  *body,
          gsize        step,
          GError     **error)
{
  g_autoptr(GString) all = g_string_new (NULL);
  g_autofree char *buffer = g_malloc (step);
  gssize got;

  while ((got = g_input_stream_read (G_INPUT_STREAM (body), buffer, step, NULL, error)) > 0)
    g_string_append_len (all, buffer, got);

  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* Byte for byte, whatever the size of the reads; compare RFC 7578 §5.1. */
static void
test_form_is_what_the_rfc_says (void)
{
  g_autofree char *path = make_file ("0123456789");

  for (gsize step = 1; step < 300; step += 13)
    {
      g_autoptr(CsHttpBody) body = cs_http_body_new ();
      g_autoptr(GError) error = NULL;
      g_autofree char *all = NULL;

      cs_http_body_add_field (body, "B", "description", "a “cat”");
      g_assert_true (cs_http_body_add_upload (body, "B", "file", "clip.mp4", "video/mp4", path, 10,
                                              NULL, &error));
      cs_http_body_end_form (body, "B");
      all = read_all (body, step, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (all, ==,
                       "--B\r\n"
                       "Content-Disposition: form-data; name=\"description\"\r\n\r\n"
                       "a “cat”\r\n"
                       "--B\r\n"
                       "Content-Disposition: form-data; name=\"file\"; filename=\"clip.mp4\"\r\n"
                       "Content-Type: video/mp4\r\n\r\n"
                       "0123456789\r\n"
                       "--B--\r\n");
      g_assert_cmpint (cs_http_body_get_length (body), ==, strlen (all));
      g_assert_cmpint (cs_http_body_get_taken (body), ==, strlen (all));
    }

  g_unlink (path);
}

/* One of the reads ends in the middle, so that a half-sent request exists. */
static void
test_no_read_crosses_the_middle (void)
{
  g_autoptr(CsHttpBody) body = cs_http_body_new_text ("0123456789");
  char buffer[20];

  g_assert_cmpint (g_input_stream_read (G_INPUT_STREAM (body), buffer, 20, NULL, NULL), ==, 5);
  g_assert_cmpint (g_input_stream_read (G_INPUT_STREAM (body), buffer, 20, NULL, NULL), ==, 5);
  g_assert_cmpint (g_input_stream_read (G_INPUT_STREAM (body), buffer, 20, NULL, NULL), ==, 0);
}

static void
test_other_bytes_never_arrive_whole (void)
{
  g_autofree char *path = make_file ("0123456789");
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "0123456789", -1);
  g_autoptr(CsHttpBody) good = cs_http_body_new ();
  g_autoptr(CsHttpBody) bad = cs_http_body_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *part = NULL;

  g_assert_true (cs_http_body_add_file (good, path, 10, hash, &error));
  whole = read_all (good, 4, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (whole, ==, "0123456789");

  hash[0] = hash[0] == '0' ? '1' : '0';
  g_assert_true (cs_http_body_add_file (bad, path, 10, hash, &error));
  part = read_all (bad, 4, &error);
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_cmpint (strlen (part), <, 10);

  g_unlink (path);
}

static void
test_a_file_of_another_size_is_refused (void)
{
  g_autofree char *path = make_file ("0123456789");
  g_autoptr(CsHttpBody) body = cs_http_body_new ();
  g_autoptr(GError) error = NULL;

  g_assert_false (cs_http_body_add_file (body, path, 11, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_true (cs_http_body_add_range (body, path, 10, 8, 5, NULL, NULL, &error));
  g_free (read_all (body, 16, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_clear_error (&error);

  g_unlink (path);
  g_assert_false (cs_http_body_add_file (body, path, 10, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

/* Parts are hashed as one file: the last knows whether all of them were right. */
static void
test_parts_are_hashed_as_one (void)
{
  g_autofree char *path = make_file ("0123456789");
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "0123456789", -1);
  g_autoptr(CsHttpBody) first = cs_http_body_new ();
  g_autoptr(CsHttpBody) last = cs_http_body_new ();
  g_autoptr(CsHttpBody) wrong = cs_http_body_new ();
  g_autoptr(GChecksum) so_far = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *part = NULL;
  g_autofree char *rest = NULL;

  g_assert_true (cs_http_body_add_range (first, path, 10, 0, 3, NULL, NULL, &error));
  g_assert_null (cs_http_body_dup_checksum (first));
  part = read_all (first, 16, &error);
  g_assert_cmpstr (part, ==, "012");
  so_far = cs_http_body_dup_checksum (first);

  g_assert_true (cs_http_body_add_range (last, path, 10, 3, 7, so_far, hash, &error));
  rest = read_all (last, 16, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (rest, ==, "3456789");

  g_assert_true (cs_http_body_add_range (wrong, path, 10, 3, 7, NULL, hash, &error));
  g_free (read_all (wrong, 16, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);

  g_unlink (path);
}

CS_TESTS (http_body)
{
  g_test_add_func ("/platform/http-body/form-is-what-the-rfc-says", test_form_is_what_the_rfc_says);
  g_test_add_func ("/platform/http-body/no-read-crosses-the-middle",
                   test_no_read_crosses_the_middle);
  g_test_add_func ("/platform/http-body/other-bytes-never-arrive-whole",
                   test_other_bytes_never_arrive_whole);
  g_test_add_func ("/platform/http-body/a-file-of-another-size-is-refused",
                   test_a_file_of_another_size_is_refused);
  g_test_add_func ("/platform/http-body/parts-are-hashed-as-one", test_parts_are_hashed_as_one);
}
