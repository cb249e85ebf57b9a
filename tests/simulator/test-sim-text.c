/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-text.h"
#include "cs-test.h"

#define SHARED "Grüße 👩‍💻 #läuft 日本 https://example.org/a?b=c @bob.bsky.social"

static void
test_graphemes (void)
{
  static const struct { const char *text; gsize n; } vectors[] =
  {
    { "", 0 }, { "abc", 3 }, { "👨‍👩‍👧‍👦", 1 }, { "🇩🇪", 1 }, { "e\xcc\x81", 1 }, { "👍🏽", 1 },
    { "क्षि", 1 }, { "\r\n", 1 }, { SHARED, 60 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    g_assert_cmpuint (cs_sim_text_graphemes (vectors[i].text), ==, vectors[i].n);
}

static void
test_mastodon_weighs_links_and_mentions (void)
{
  static const struct { const char *text; gsize n; } vectors[] =
  {
    { "https://a.example", 23 },
    { "https://example.org/a/very/long/path/that/goes/on/and/on/and/on/and/on", 23 },
    { "See https://example.org/a.", 4 + 23 + 1 },
    { "(https://example.org/a)", 1 + 23 + 1 },
    { "@bob@social.example.org hi", 4 + 3 },
    { "@bob hi", 7 },
    { "mail me@example.org", 19 },
    { "httpsx://a", 10 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      if (cs_sim_text_mastodon (vectors[i].text) != vectors[i].n)
        g_test_message ("“%s”", vectors[i].text);
      g_assert_cmpuint (cs_sim_text_mastodon (vectors[i].text), ==, vectors[i].n);
    }
}

static void
test_html_is_escaped_and_linked (void)
{
  g_autofree char *plain = cs_sim_text_html ("a < b & c\nd\n\ne", "http://h");
  g_autofree char *tag = cs_sim_text_html ("#läuft", "http://h");
  g_autofree char *link = cs_sim_text_html ("https://example.org/0123456789012345678901234567890",
                                            "http://h");
  g_autofree char *empty = cs_sim_text_html ("", "http://h");

  g_assert_cmpstr (plain, ==, "<p>a &lt; b &amp; c<br />d</p><p>e</p>");
  g_assert_cmpstr (tag, ==, "<p><a href=\"http://h/tags/läuft\" class=\"mention hashtag\" rel=\"tag\">"
                   "#<span>läuft</span></a></p>");
  g_assert_cmpstr (link, ==, "<p><a href=\"https://example.org/0123456789012345678901234567890\" "
                   "target=\"_blank\" rel=\"nofollow noopener\"><span class=\"invisible\">https://</span>"
                   "<span class=\"ellipsis\">example.org/012345678901234567</span>"
                   "<span class=\"invisible\">8901234567890</span></a></p>");
  g_assert_cmpstr (empty, ==, "");
}

static void
test_boundaries (void)
{
  const char *text = "aü";

  g_assert_true (cs_sim_text_is_boundary (text, 0));
  g_assert_true (cs_sim_text_is_boundary (text, 1));
  g_assert_false (cs_sim_text_is_boundary (text, 2));
  g_assert_true (cs_sim_text_is_boundary (text, 3));
  g_assert_false (cs_sim_text_is_boundary (text, 4));
  g_assert_false (cs_sim_text_is_boundary (text, -1));
}

CS_TESTS (sim_text)
{
  g_test_add_func ("/simulator/text/graphemes", test_graphemes);
  g_test_add_func ("/simulator/text/mastodon-weighs-links-and-mentions",
                   test_mastodon_weighs_links_and_mentions);
  g_test_add_func ("/simulator/text/html-is-escaped-and-linked", test_html_is_escaped_and_linked);
  g_test_add_func ("/simulator/text/boundaries", test_boundaries);
}
