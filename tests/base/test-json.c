/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-json.h"
#include "cs-test.h"

#include <string.h>

static JsonObject *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonObject *object = cs_json_parse_object (text, -1, 0, &error);

  g_assert_no_error (error);

  return object;
}

static void
test_typed_getters (void)
{
  g_autoptr(JsonObject) object = parse ("{\"a\":{\"b\":{\"n\":7,\"t\":\"x\",\"r\":1.5,\"y\":true}},"
                                        "\"z\":null,\"l\":[{\"k\":1},\"s\",3]}");
  JsonArray *list = cs_json_get_array (object, "l");

  g_assert_cmpint (cs_json_get_int (object, "a.b.n", -1), ==, 7);
  g_assert_cmpint (cs_json_get_int (object, "a.b.r", -1), ==, 1);
  g_assert_cmpstr (cs_json_get_text (object, "a.b.t"), ==, "x");
  g_assert_true (cs_json_get_bool (object, "a.b.y", FALSE));
  g_assert_true (cs_json_has (object, "a.b"));
  g_assert_false (cs_json_has (object, "z"));
  g_assert_nonnull (cs_json_at_object (list, 0));
  g_assert_cmpstr (cs_json_at_text (list, 1), ==, "s");
}

/* A server may send anything in any place: every getter answers "not there". */
static void
test_wrong_types_are_not_there (void)
{
  g_autoptr(JsonObject) object = parse ("{\"a\":[],\"b\":{},\"c\":\"t\",\"d\":1,\"e\":null,"
                                        "\"f\":1e300}");
  const char *const paths[] = { "a", "b", "c", "d", "e", "f", "a.b", "c.d", "", ".", "no", NULL };

  for (guint i = 0; paths[i] != NULL; i++)
    {
      if (strcmp (paths[i], "c") != 0)
        g_assert_null (cs_json_get_text (object, paths[i]));
      if (strcmp (paths[i], "d") != 0)
        g_assert_cmpint (cs_json_get_int (object, paths[i], -5), ==, -5);
      if (strcmp (paths[i], "a") != 0)
        g_assert_null (cs_json_get_array (object, paths[i]));
      if (strcmp (paths[i], "b") != 0)
        g_assert_null (cs_json_get_object (object, paths[i]));
      g_assert_false (cs_json_get_bool (object, paths[i], FALSE));
    }

  g_assert_null (cs_json_at_object (cs_json_get_array (object, "a"), 0));
  g_assert_null (cs_json_at_text (cs_json_get_array (object, "a"), 0));
}

static void
test_ids_are_texts (void)
{
  g_autoptr(JsonObject) object = parse ("{\"a\":\"12\",\"b\":9007199254740993,\"c\":true}");
  g_autofree char *a = cs_json_dup_id (object, "a");
  g_autofree char *b = cs_json_dup_id (object, "b");

  g_assert_cmpstr (a, ==, "12");
  g_assert_cmpstr (b, ==, "9007199254740993");
  g_assert_null (cs_json_dup_id (object, "c"));
}

static void
test_what_is_refused (void)
{
  const char *const bad[] = {
    "", " ", "<html>", "{\"a\":1} x", "{\"a\":NaN}", "\"\xff\"", "[1", NULL
  };

  for (guint i = 0; bad[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (cs_json_parse (bad[i], -1, 0, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    }
}

static void
test_size_is_refused_before_parsing (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (cs_json_parse ("[1,2,3]", -1, 6, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

static void
test_deep_nesting_is_an_error (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *deep = g_strnfill (200000, '[');

  g_assert_null (cs_json_parse (deep, -1, 0, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

static void
test_variant_becomes_json (void)
{
  g_autoptr(GVariant) value = g_variant_ref_sink (g_variant_new_parsed (
    "{'a': <int64 5>, 'b': <['x', 'y']>, 'c': <[{'d': <true>}]>}"));
  g_autofree char *json = cs_json_from_variant (value);

  g_assert_cmpstr (json, ==, "{\"a\":5,\"b\":[\"x\",\"y\"],\"c\":[{\"d\":true}]}");
}

CS_TESTS (json)
{
  g_test_add_func ("/base/json/typed-getters", test_typed_getters);
  g_test_add_func ("/base/json/wrong-types-are-not-there", test_wrong_types_are_not_there);
  g_test_add_func ("/base/json/ids-are-texts", test_ids_are_texts);
  g_test_add_func ("/base/json/what-is-refused", test_what_is_refused);
  g_test_add_func ("/base/json/size-is-refused-before-parsing",
                   test_size_is_refused_before_parsing);
  g_test_add_func ("/base/json/deep-nesting-is-an-error", test_deep_nesting_is_an_error);
  g_test_add_func ("/base/json/variant-becomes-json", test_variant_becomes_json);
}
