/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-body.h"
#include "cs-test.h"

#include <string.h>

#define FILE_BYTES "one\r\n--cu two\r\n--cut"

static const char form[] =
  "--cutter\r\n"
  "Content-Disposition: form-data; name=\"description\"\r\n\r\n"
  "A cat\r\n"
  "--cutter\r\n"
  "Content-Disposition: form-data; name=\"file\"; filename=\"cat.mp4\"\r\n"
  "Content-Type: video/mp4\r\n\r\n"
  FILE_BYTES "\r\n"
  "--cutter--\r\n";

static CsSimExchange *
take (const char *type,
      const char *body,
      gsize       length,
      gsize       piece,
      gint64      keep,
      gboolean   *whole)
{
  CsSimExchange *exchange = cs_sim_exchange_new (CS_SIMULATOR_MASTODON);
  g_autoptr(CsSimBody) in = NULL;

  soup_message_headers_replace (exchange->headers, "Content-Type", type);
  in = cs_sim_body_new (exchange, NULL, keep);

  for (gsize at = 0; at < length; at += piece)
    cs_sim_body_feed (in, (const guint8 *) body + at, MIN (piece, length - at));

  *whole = cs_sim_body_finish (in);

  return exchange;
}

/* Wherever the network cuts the stream, what is read from it is the same. */
static void
test_forms_in_pieces (void)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, FILE_BYTES, -1);

  for (gsize piece = 1; piece <= strlen (form); piece++)
    {
      gboolean whole = FALSE;
      g_autoptr(CsSimExchange) exchange = take ("multipart/form-data; boundary=cutter", form,
                                                strlen (form), piece, -1, &whole);
      CsSimUpload *upload = cs_sim_exchange_upload (exchange, "file");

      g_assert_true (whole);
      g_assert_cmpstr (cs_sim_exchange_param (exchange, "description"), ==, "A cat");
      g_assert_nonnull (upload);
      g_assert_cmpstr (upload->sha256, ==, sha256);
      g_assert_cmpstr (upload->name, ==, "cat.mp4");
      g_assert_cmpstr (upload->type, ==, "video/mp4");
      g_assert_cmpint (upload->length, ==, strlen (FILE_BYTES));
      g_assert_cmpint (exchange->body_length, ==, strlen (form));
    }
}

static void
test_broken_forms (void)
{
  gboolean whole = TRUE;
  g_autoptr (CsSimExchange) cut =
    take ("multipart/form-data; boundary=cutter", form, 150, 7, -1, &whole);
  g_autoptr(CsSimExchange) other = NULL;

  g_assert_false (whole);
  other = take ("multipart/form-data; boundary=another", form, strlen (form), 7, -1, &whole);
  g_assert_false (whole);
  g_assert_cmpuint (other->uploads->len, ==, 0);
}

static void
test_blob (void)
{
  gboolean whole = FALSE;
  g_autoptr(CsSimExchange) exchange = take ("video/mp4", "....ftypisom", 12, 5, -1, &whole);
  CsSimUpload *upload = cs_sim_exchange_upload (exchange, NULL);

  g_assert_true (whole);
  g_assert_cmpint (upload->length, ==, 12);
  g_assert_true (cs_sim_upload_is_media (upload));
  g_assert_cmpstr (cs_sim_upload_get_type (upload), ==, "video/mp4");
}

static void
test_bytes_are_believed_before_names (void)
{
  gboolean whole = FALSE;
  g_autoptr(CsSimExchange) exchange = take ("video/mp4", "\x89PNG\r\n\x1a\n", 8, 8, -1, &whole);

  g_assert_cmpstr (cs_sim_upload_get_type (cs_sim_exchange_upload (exchange, NULL)), ==,
                   "image/png");
}

static void
test_large_text_is_not_kept (void)
{
  gsize length = 3 * 1024 * 1024;
  g_autofree char *text = g_malloc (length);
  gboolean whole = FALSE;
  g_autoptr(CsSimExchange) exchange = NULL;

  memset (text, ' ', length);
  exchange = take ("application/json", text, length, 65536, -1, &whole);
  g_assert_true (exchange->too_large);
  g_assert_cmpuint (exchange->text->len, <=, 2 * 1024 * 1024);
}

static void
test_params (void)
{
  gboolean whole = FALSE;
  const char *json = "{\"status\":\"a\",\"media_ids\":[\"1\",2],\"sensitive\":true,\"none\":null}";
  g_autoptr (CsSimExchange) exchange =
    take ("application/json; charset=utf-8", json, strlen (json), 9, -1, &whole);
  g_autoptr (CsSimExchange) urlencoded =
    take ("application/x-www-form-urlencoded", "status=a+b%26c&media_ids[]=1&bad=%zz", 36, 9,
              -1, &whole);
  g_autoptr(GPtrArray) ids = NULL;

  cs_sim_exchange_read_params (exchange);
  ids = cs_sim_exchange_params (exchange, "media_ids[]");
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (ids, 0), ==, "1");
  g_assert_cmpstr (g_ptr_array_index (ids, 1), ==, "2");
  g_assert_true (cs_sim_exchange_param_bool (exchange, "sensitive"));
  g_assert_null (cs_sim_exchange_param (exchange, "none"));

  cs_sim_exchange_read_params (urlencoded);
  g_assert_cmpstr (cs_sim_exchange_param (urlencoded, "status"), ==, "a b&c");
  g_assert_null (cs_sim_exchange_param (urlencoded, "bad"));
}

CS_TESTS (sim_body)
{
  g_test_add_func ("/simulator/body/forms-in-pieces", test_forms_in_pieces);
  g_test_add_func ("/simulator/body/broken-forms", test_broken_forms);
  g_test_add_func ("/simulator/body/blob", test_blob);
  g_test_add_func ("/simulator/body/bytes-are-believed-before-names",
                   test_bytes_are_believed_before_names);
  g_test_add_func ("/simulator/body/large-text-is-not-kept", test_large_text_is_not_kept);
  g_test_add_func ("/simulator/body/params", test_params);
}
