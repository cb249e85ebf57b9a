/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "cs-text.h"

#include <string.h>

#define VECTOR "Grüße 👩‍💻 #läuft 日本 https://example.org/a?b=c @bob.bsky.social"

static void
test_units_count_the_shared_vector (void)
{
  g_assert_cmpuint (cs_text_count (VECTOR, CS_TEXT_CODEPOINTS, NULL), ==, 62);
  g_assert_cmpuint (cs_text_count (VECTOR, CS_TEXT_UTF16, NULL), ==, 64);
  g_assert_cmpuint (cs_text_count (VECTOR, CS_TEXT_UTF8, NULL), ==, 77);
  g_assert_cmpuint (cs_text_count (VECTOR, CS_TEXT_GRAPHEMES, NULL), ==, 60);
  g_assert_cmpuint (cs_text_count (VECTOR, CS_TEXT_X_WEIGHTED, NULL), ==, 61);
}

static void
test_graphemes_are_what_people_see (void)
{
  static const struct { const char *text; gsize count; } table[] = {
    { "👨‍👩‍👧‍👦", 1 }, { "🇩🇪", 1 }, { "e\xcc\x81", 1 }, { "👍🏽", 1 }, { "क्षि", 1 }, { "\r\n", 1 },
    { "a\r\nb", 3 }, { "a\n\nb", 4 }, { "한국어", 3 }, { "", 0 }, { "🇩🇪🇫🇷", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpuint (cs_text_count (table[i].text, CS_TEXT_GRAPHEMES, NULL), ==, table[i].count);
}

/* From twitter-text's conformance suite and its documents of configuration v3. */
static void
test_x_weighs_as_twitter_text (void)
{
  static const struct { const char *text; gsize count; } table[] = {
    { "This is a test.", 15 },
    { "http://test.com", 23 },
    { "https://test.com", 23 },
    { "test.com", 23 },
    { "Test https://test.com test https://test.com test.com test", 86 },
    { "日本", 4 },
    { "cafe\xcc\x81", 4 },
    { "café", 4 },
    { "저찀쯿쿿", 8 },
    { "\xf0\x90\x80\x80\xf4\x8f\xbf\xbd", 4 },
    { "H🐱☺", 5 },
    { "H🐱☺👨‍👩‍👧‍👦", 7 },
    { "😷", 2 }, { "👾", 2 }, { "🙋🏽", 2 }, { "👨‍🎤", 2 }, { "👨‍👩‍👧‍👦", 2 }, { "🇩🇪", 2 }, { "1️⃣", 2 },
    { "❤️", 2 }, { "☺️", 2 }, { "🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2 },
    { "©", 1 }, { "—", 1 }, { "“”", 2 }, { "…", 2 }, { "€", 2 },
    { "a e.g. b", 8 },
    { "done.So it is", 13 },
    { "", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_test_message ("%s", table[i].text);
      g_assert_cmpuint (cs_text_count (table[i].text, CS_TEXT_X_WEIGHTED, NULL),
                        ==, table[i].count);
    }
}

static void
test_mastodon_counts_links_and_names_its_own_way (void)
{
  const CsTextRules rules = { 23, TRUE };

  g_assert_cmpuint (cs_text_count ("a https://example.org/a/very/long/path/to/somewhere b",
                                   CS_TEXT_GRAPHEMES, &rules), ==, 27);
  g_assert_cmpuint (cs_text_count ("http://a.at", CS_TEXT_GRAPHEMES, &rules), ==, 23);
  g_assert_cmpuint (cs_text_count ("@bob@remote.example hi", CS_TEXT_GRAPHEMES, &rules), ==, 7);
  g_assert_cmpuint (cs_text_count ("@bob hi", CS_TEXT_GRAPHEMES, &rules), ==, 7);
  g_assert_cmpuint (cs_text_count ("mail bob@remote.example", CS_TEXT_GRAPHEMES, &rules), ==, 23);
  g_assert_cmpuint (cs_text_count ("see example.org", CS_TEXT_GRAPHEMES, &rules), ==, 15);
  g_assert_cmpuint (cs_text_count ("👩‍💻 @a@b.example https://example.org",
                                   CS_TEXT_GRAPHEMES, &rules), ==, 1 + 1 + 2 + 1 + 23);
}

/* Each entity as kind:start-end, so that one line of a table says all. */
static char *
describe (const char *text)
{
  static const char letters[] = { 'l', 'm', 't', 'd' };
  g_autoptr(GArray) found = cs_text_find_entities (text);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const CsTextEntity *entity = &g_array_index (found, CsTextEntity, i);

      g_string_append_printf (out, "%s%c:%.*s", i > 0 ? " " : "", letters[entity->kind],
                              (int) (entity->end - entity->start), text + entity->start);
    }

  return g_string_free_and_steal (out);
}

/* Of atproto’s rich-text tests, twitter-text’s conformance suite and Mastodon’s patterns. */
static const struct { const char *text, *found; } entities[] = {
  { "no mention", "" },
  { "@handle.com middle @handle.com", "m:@handle.com m:@handle.com" },
  { "@full123-chars.test", "m:@full123-chars.test" },
  { "not@right", "" },
  { "@handle.com!@#$chars", "m:@handle.com" },
  { "parenthetical (@handle.com)", "m:@handle.com" },
  { "👨👩👧👧 @handle.com 👨👩👧👧", "m:@handle.com" },
  { "hi @bob@remote.example.", "m:@bob@remote.example" },
  { ".@bob hi, @ana_b!", "m:@bob m:@ana_b" },
  { "@bob@ hi", "m:@bob" },
  { "ü@bob @", "" },

  { "start https://middle.com/foo/bar?baz=bux#hash end",
    "l:https://middle.com/foo/bar?baz=bux#hash" },
  { "https://newline1.com\nhttps://newline2.com",
    "l:https://newline1.com l:https://newline2.com" },
  { "https://foo.com, https://bar.com/whatever; https://baz.com.",
    "l:https://foo.com l:https://bar.com/whatever l:https://baz.com" },
  { "(https://foo.com/a)", "l:https://foo.com/a" },
  { "except https://foo.com/thing_(cool)", "l:https://foo.com/thing_(cool)" },
  { "(see https://foo.com/thing_(cool))", "l:https://foo.com/thing_(cool)" },
  { "[https://foo.com/x]", "l:https://foo.com/x" },
  { "“https://foo.com/x”!", "l:https://foo.com/x" },
  { "<https://foo.com/x>", "l:https://foo.com/x" },
  { "HTTPS://www.ExaMPLE.COM/index.html", "l:HTTPS://www.ExaMPLE.COM/index.html" },
  { "http://example.com:8080/login.php", "l:http://example.com:8080/login.php" },
  { "http://user:w0rd@example.com/", "l:http://user:w0rd@example.com/" },
  { "http://sports.yahoo.com/nfl/news;_ylt=A;ylu=X?slug=ap-s",
    "l:http://sports.yahoo.com/nfl/news;_ylt=A;ylu=X?slug=ap-s" },
  { "http://example.com/Русские_слова", "l:http://example.com/Русские_слова" },
  { "https://www.youtube.com/playlist?list=PL0ZPu8-",
    "l:https://www.youtube.com/playlist?list=PL0ZPu8-" },
  { "http://example.comの次", "l:http://example.com" },
  { "次http://example.com", "l:http://example.com" },
  { "https://müller.example/ä", "l:https://müller.example/ä" },
  { "http:// https://localhost ftp://www.example.com/", "" },
  { "https://example.org/@bob/#tag", "l:https://example.org/@bob/#tag" },
  { "xhttp://example.com", "" },

  { "start middle.com/foo?baz=bux#hash end", "d:middle.com/foo?baz=bux#hash" },
  { "newline1.com\nnewline2.com", "d:newline1.com d:newline2.com" },
  { "not.. a..url ..here", "" },
  { "e.g. e.g./foo something-cool.jpg website.com.jpg/foo", "" },
  { "done.So", "" },
  { "bob@example.com", "" },
  { "bob.b@example.com", "" },

  { "#a #b", "t:#a t:#b" },
  { "body #1 #12 #1st", "t:#1st" },
  { "#b_ #a_b #a-b #-b", "t:#b t:#a_b t:#a-b" },
  { "# text #", "" },
  { "its a #double#rainbow", "t:#double" },
  { "##hashash", "" },
  { "bsky.app/profile#header", "d:bsky.app/profile#header" },
  { "works #with,punctuation", "t:#with" },
  { "#punctuation, #like. #this!", "t:#punctuation t:#like t:#this" },
  { "#🦋 and #butter🦋fly", "t:#🦋 t:#butter🦋fly" },
  { "#👍🏻", "t:#👍🏻" },
  { "#läuft #ашок #트위터 #日本語、次", "t:#läuft t:#ашок t:#트위터 t:#日本語" },
  { "#️⃣ &#39;", "" },
};

static void
test_entities_are_found_as_networks_find_them (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      g_autofree char *found = describe (entities[i].text);

      g_assert_cmpstr (found, ==, entities[i].found);
    }
}

static void
test_tags_end_at_64_characters (void)
{
  g_autofree char *longest = g_strnfill (64, 'a');
  g_autofree char *tag = g_strconcat ("#", longest, NULL);
  g_autofree char *too_long = g_strconcat (tag, "b", NULL);
  g_autofree char *found = describe (tag);
  g_autofree char *none = describe (too_long);

  g_assert_cmpstr (found + 2, ==, tag);
  g_assert_cmpstr (none, ==, "");
}

static void
test_offsets_are_bytes (void)
{
  static const CsTextEntity expected[] = {
    { CS_TEXT_TAG, 20, 27 }, { CS_TEXT_LINK, 35, 60 }, { CS_TEXT_MENTION, 61, 77 },
  };
  g_autoptr(GArray) found = cs_text_find_entities (VECTOR);

  g_assert_cmpuint (found->len, ==, G_N_ELEMENTS (expected));

  for (guint i = 0; i < found->len; i++)
    {
      const CsTextEntity *entity = &g_array_index (found, CsTextEntity, i);

      g_assert_cmpint (entity->kind, ==, expected[i].kind);
      g_assert_cmpuint (entity->start, ==, expected[i].start);
      g_assert_cmpuint (entity->end, ==, expected[i].end);
    }
}

static void
test_html_becomes_the_text_that_was_written (void)
{
  static const struct { const char *html, *text; } table[] = {
    { "<p>One</p><p>two<br />three<br>four</p>", "One\n\ntwo\nthree\nfour" },
    { "<p>a<br><br>b</p>", "a\n\nb" },
    { "<p><a href=\"https://example.org/aaaaaa/b?c=1&amp;d=2\" rel=\"nofollow\">"
      "<span class=\"invisible\">https://</span><span class=\"ellipsis\">example.org/aaaaaa</span>"
      "<span class=\"invisible\">/b?c=1&amp;d=2</span></a></p>",
      "https://example.org/aaaaaa/b?c=1&d=2" },
    { "<p><span class=\"h-card\"><a href=\"https://h.example/@bob\" class=\"u-url mention\">"
      "@<span>bob</span></a></span> hi</p>", "@bob hi" },
    { "<a class=\"mention hashtag\" rel=\"tag\">#<span>läuft</span></a>", "#läuft" },
    { "a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#x27; &hellip; &nbsp;.",
      "a <b> &amp; \"c\" 'd' … \xc2\xa0." },
    { "1 < 2 &bogus; & &#0; &#99999999; &#xd800; <",
      "1 < 2 &bogus; & &#0; &#99999999; &#xd800; <" },
    { "a  \n b", "a b" },
    { "<pre>a\n  b</pre>", "a\n  b" },
    { "<ul><li>a</li><li>b</li></ul>", "a\nb" },
    { "x<script>alert(1)</script>y<!-- z -->", "xy" },
    { "<img class=\"emoji\" alt=\":blobcat:\" src=\"x\"> hi", ":blobcat: hi" },
    { "<a title=\"x>y\">z</a>", "z" },
    { "<p>open <b", "open <b" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = cs_text_from_html (table[i].html);

      g_assert_cmpstr (text, ==, table[i].text);
    }
}

static void
test_normal_forms_of_equal_texts_are_equal (void)
{
  static const struct { const char *text, *normal; } table[] = {
    { "  a \t\r\n b\n", "a b" },
    { "cafe\xcc\x81", "café" },
    { "hi @bob@remote.example, @ana", "hi @bob, @ana" },
    { " ", "" },
    { NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *normal = cs_text_normalise (table[i].text);

      g_assert_cmpstr (normal, ==, table[i].normal);
    }
}

static void
test_a_sentence_is_ended_once (void)
{
  static const struct { const char *text, *ended; } table[] = {
    { "No answer", "No answer." },
    { "No answer.", "No answer." },
    { "Was heißt das…", "Was heißt das…" },
    { "Is it there?", "Is it there?" },
    { "It is “there”", "It is “there”." },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *ended = cs_text_end (table[i].text);

      g_assert_cmpstr (ended, ==, table[i].ended);
    }
}

static void
test_bytes_that_are_no_text_hurt_nothing (void)
{
  const char *text = "a\xff\xc3 #ta\xe2\x82g https://a.at/\xf0 \xed\xa0\x80";
  g_autofree char *normal = cs_text_normalise (text);
  g_autofree char *plain = cs_text_from_html (text);

  for (int unit = CS_TEXT_CODEPOINTS; unit <= CS_TEXT_X_WEIGHTED; unit++)
    g_assert_cmpuint (cs_text_count (text, unit, NULL), >, 0);

  g_assert_cmpuint (cs_text_count (text, CS_TEXT_UTF8, NULL), ==, strlen (text));
  g_assert_cmpuint (cs_text_count ("a\xff", CS_TEXT_CODEPOINTS, NULL), ==, 2);
  g_assert_true (g_utf8_validate (normal, -1, NULL));
  g_assert_true (g_utf8_validate (plain, -1, NULL));
  g_assert_cmpuint (cs_text_count (NULL, CS_TEXT_GRAPHEMES, NULL), ==, 0);
}

static void
assert_entities_fit (const char *text)
{
  g_autoptr(GArray) found = cs_text_find_entities (text);
  gsize last = 0;

  for (guint i = 0; i < found->len; i++)
    {
      const CsTextEntity *entity = &g_array_index (found, CsTextEntity, i);

      g_assert_cmpuint (entity->start, >=, last);
      g_assert_cmpuint (entity->end, >, entity->start);
      g_assert_cmpuint (entity->end, <=, strlen (text));
      g_assert_true (g_utf8_validate (text + entity->start, entity->end - entity->start, NULL));
      last = entity->end;
    }
}

static void
test_any_mixture_is_read (void)
{
  static const char *const pieces[] = {
    "http://", "https://", "@", "#", ".", "a", "com", "/", "?", "(", ")", "[", "]", " ", "\n", "-",
    "_", "ü", "日", "👩‍💻", "\xff", "\xe2\x82", "<p>", "<br", "\"", "'", "&", "amp;", "&#", "x41;",
    "<!--", "-->", "</a>", "<script>", "\xcc\x81", "\r", "1", ":", "\xe2\x80\x8d",
  };
  g_autoptr(GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *plain = NULL;
      g_autofree char *normal = NULL;

      for (int n = g_rand_int_range (rand, 0, 24); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);

      assert_entities_fit (text->str);
      plain = cs_text_from_html (text->str);
      normal = cs_text_normalise (text->str);
      g_assert_true (g_utf8_validate (plain, -1, NULL));
      g_assert_true (g_utf8_validate (normal, -1, NULL));
      g_assert_cmpuint (cs_text_count (text->str, CS_TEXT_GRAPHEMES, NULL),
                        <=, cs_text_count (text->str, CS_TEXT_CODEPOINTS, NULL));
    }
}

/* Parts that are counted one by one give what the whole would. */
static void
test_long_texts_count_as_short_ones (void)
{
  static const char *const pieces[] = {
    "👩‍💻", "e\xcc\x81", "a\r\n", "हिन्दी ", "日本語。", "🇩🇪", "plain words "
  };
  static const gsize clusters[] = { 1, 1, 2, 3, 4, 1, 12 };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      const gsize times = 3000;
      GString *text = g_string_new (NULL);

      for (gsize n = 0; n < times; n++)
        g_string_append (text, pieces[i]);

      g_assert_cmpuint (cs_text_count (text->str, CS_TEXT_GRAPHEMES, NULL),
                        ==, clusters[i] * times);
      g_string_free (text, TRUE);
    }
}

static void
test_units_have_names (void)
{
  static const char *const names[] = { "codepoint", "grapheme", "utf8", "utf16", "x-weighted" };
  CsTextUnit back;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (cs_text_unit_from (names[i], &back));
      g_assert_cmpint (back, ==, CS_TEXT_CODEPOINTS + i);
    }

  g_assert_false (cs_text_unit_from ("words", &back));
  g_assert_false (cs_text_unit_from (NULL, &back));
}

CS_TESTS (text)
{
  g_test_add_func ("/text/units-count-the-shared-vector", test_units_count_the_shared_vector);
  g_test_add_func ("/text/graphemes-are-what-people-see", test_graphemes_are_what_people_see);
  g_test_add_func ("/text/x-weighs-as-twitter-text", test_x_weighs_as_twitter_text);
  g_test_add_func ("/text/mastodon-counts-links-and-names-its-own-way",
                   test_mastodon_counts_links_and_names_its_own_way);
  g_test_add_func ("/text/entities-are-found-as-networks-find-them",
                   test_entities_are_found_as_networks_find_them);
  g_test_add_func ("/text/tags-end-at-64-characters", test_tags_end_at_64_characters);
  g_test_add_func ("/text/offsets-are-bytes", test_offsets_are_bytes);
  g_test_add_func ("/text/html-becomes-the-text-that-was-written",
                   test_html_becomes_the_text_that_was_written);
  g_test_add_func ("/text/normal-forms-of-equal-texts-are-equal",
                   test_normal_forms_of_equal_texts_are_equal);
  g_test_add_func ("/text/a-sentence-is-ended-once", test_a_sentence_is_ended_once);
  g_test_add_func ("/text/bytes-that-are-no-text-hurt-nothing",
                   test_bytes_that_are_no_text_hurt_nothing);
  g_test_add_func ("/text/any-mixture-is-read", test_any_mixture_is_read);
  g_test_add_func ("/text/long-texts-count-as-short-ones", test_long_texts_count_as_short_ones);
  g_test_add_func ("/text/units-have-names", test_units_have_names);
}
