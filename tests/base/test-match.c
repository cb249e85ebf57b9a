/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-match.h"
#include "cs-test.h"

#include <string.h>

static void
assert_fold (const char *text,
             const char *expected)
{
  g_autofree char *folded = cs_match_fold (text);

  g_assert_cmpstr (folded, ==, expected);
}

static void
test_fold (void)
{
  assert_fold ("", "");
  assert_fold (NULL, "");
  assert_fold ("Hello, World!", "hello world");
  assert_fold ("Crème Brûlée", "creme brulee");
  assert_fold ("Cre\xcc\x80me", "creme");
  assert_fold ("a-b_c.d", "a b c d");
  assert_fold ("ﬁne Ｗｉｄｅ", "fine wide");
  assert_fold ("ÄÖÜ Ёж Ήλιος", "aou еж ηλιος");
  assert_fold ("猫の動画 is", "猫 の 動 画 is");
  assert_fold ("8:30 №5", "8 30 5");
  assert_fold ("\"* OR (NEAR", "or near");
}

static void
assert_expression (const char *typed,
                   const char *expected)
{
  g_autofree char *expression = cs_match_expression (typed);

  g_assert_cmpstr (expression, ==, expected);
}

static void
test_expression (void)
{
  assert_expression ("gl", "\"gl\"*");
  assert_expression ("Two cats", "\"two\"* \"cats\"*");
  assert_expression ("well-known", "\"well known\"*");
  assert_expression ("動画", "\"動 画\"*");
  assert_expression ("\" ' * ) OR(", "\"or\"*");
  assert_expression ("1 2 3 4 5 6 7 8 9 10",
                     "\"1\"* \"2\"* \"3\"* \"4\"* \"5\"* \"6\"* \"7\"* \"8\"*");
  assert_expression ("", NULL);
  assert_expression (NULL, NULL);
  assert_expression ("\"!? \t", NULL);
  assert_expression ("\xff\xfe", NULL);
}

static void
test_texts (void)
{
  const char *const texts[] = { "Wheel throwing", "About Glaze no. 5", NULL };

  g_assert_true (cs_match_texts (texts, "gla whe"));
  g_assert_true (cs_match_texts (texts, "no-5"));
  g_assert_false (cs_match_texts (texts, "laze"));
  g_assert_false (cs_match_texts (texts, "gla kiln"));
  g_assert_false (cs_match_texts (texts, "5-no"));
  g_assert_false (cs_match_texts (texts, " "));
}

static void
assert_spans (GArray     *spans,
              const char *expected)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < spans->len; i++)
    g_string_append_printf (text, "%u+%u ", g_array_index (spans, CsSpan, i).start,
                            g_array_index (spans, CsSpan, i).length);

  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_find (void)
{
  g_autoptr(GArray) several = cs_match_find ("Ça va, garçon? Garcia!", "garc");
  g_autoptr(GArray) phrase = cs_match_find ("a well-known well", "well-kn");
  g_autoptr(GArray) none = cs_match_find ("nothing", "x");
  g_autoptr(GArray) marks = cs_match_find ("e\xcc\x81te\xcc\x81 fini", "ete");

  assert_spans (several, "7+6 15+6 ");
  assert_spans (phrase, "2+10 ");
  assert_spans (none, "");
  assert_spans (marks, "0+5 ");
}

static void
assert_snippet (const char *text,
                const char *typed,
                const char *expected,
                const char *expected_spans)
{
  g_autoptr(GArray) spans = NULL;
  g_autofree char *snippet = cs_match_snippet (text, typed, 40, &spans);

  g_assert_cmpstr (snippet, ==, expected);
  assert_spans (spans, expected_spans);
}

static void
test_snippet (void)
{
  assert_snippet ("Short\ntext", "te", "Short text", "6+4 ");
  assert_snippet ("A long beginning before the word that somebody is looking for, and an end",
                  "looking", "…word that somebody is looking for, and…", "23+7 ");
  assert_snippet ("A long beginning before the word that somebody is looking for, and an end",
                  "nothing", "A long beginning before the word that…", "");
  assert_snippet ("One, and averylongwordthatgoesbeyondthelengthofasnippetwithoutanend", "one",
                  "One, and averylongwordthatgoesbeyondthel…", "0+3 ");
  assert_snippet ("A long beginning that goes before "
                  "averylongwordthatgoesbeyondthelengthofasnippet and on",
                  "averylong", "…that goes before averylongwordthatgoesbe…", "18+23 ");
  assert_snippet ("", "x", "", "");
}

static void
test_no_text_is_an_error (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 2000; i++)
    {
      char bytes[64] = { 0, };
      g_autofree char *expression = NULL;
      g_autofree char *valid = NULL;
      g_autofree char *snippet = NULL;
      g_autoptr(GArray) spans = NULL;

      for (guint k = 0; k < sizeof bytes - 1; k++)
        bytes[k] = g_rand_int_range (rand, 1, 256);

      expression = cs_match_expression (bytes);
      valid = g_utf8_make_valid (bytes, -1);
      snippet = cs_match_snippet (valid, valid, g_rand_int_range (rand, 1, 80), &spans);
      g_assert_true (g_utf8_validate (snippet, -1, NULL));

      for (guint k = 0; k < spans->len; k++)
        {
          CsSpan span = g_array_index (spans, CsSpan, k);

          g_assert_cmpuint (span.start + span.length, <=, g_utf8_strlen (snippet, -1));
        }
    }
}

CS_TESTS (match)
{
  g_test_add_func ("/match/fold", test_fold);
  g_test_add_func ("/match/expression", test_expression);
  g_test_add_func ("/match/texts", test_texts);
  g_test_add_func ("/match/find", test_find);
  g_test_add_func ("/match/snippet", test_snippet);
  g_test_add_func ("/match/no-text-is-an-error", test_no_text_is_an_error);
}
