/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "preflight.h"

#include <string.h>

typedef struct
{
  const char *post;
  const char *target;
  guint       part;
  const char *media;     /* v: a video, i: a picture, ?: not known */
  CsNetwork   network;
  const char *rules;
  const char *words;
} TextCase;

#define ALT "'attachments': <[{'media_id': <'m'>, 'alt': <'A cat sleeps'>}]>"
#define NO_ALT "'attachments': <[{'media_id': <'m'>}]>"

static const TextCase text_cases[] = {
  { "{'text': <'Hello'>}", NONE, 0, "", MASTODON, "", NULL },
  { "{'text': <'Hello'>, " ALT "}", NONE, 0, "v", MASTODON, "", NULL },
  { "{}", NONE, 0, "", MASTODON, "text.empty", "write something" },
  { "{'text': <' \\n'>}", NONE, 0, "", BLUESKY, "text.empty", NULL },
  { "{" ALT "}", NONE, 0, "v", BLUESKY, "", NULL },
  { "{'text': <'LONG 501'>}", NONE, 0, "", MASTODON, "text.length",
    "501 characters long; Mastodon takes at most 500" },
  { "{'text': <'LONG 500'>}", NONE, 0, "", MASTODON, "", NULL },
  { "{'text': <'LONG 500'>, 'warning': <'cats'>}", NONE, 0, "", MASTODON, "text.length", "504" },
  { "{'text': <'short'>}", "{'text': <'LONG 301'>}", 0, "", BLUESKY, "text.length", "301" },
  { "{'text': <'LONG 301'>}", "{'text': <'short'>}", 0, "", BLUESKY, "", NULL },
  { "{'text': <'LONG 281'>}", NONE, 0, "", X, "text.length", "as X counts them" },
  { "{'text': <'WIDE 280'>}", NONE, 0, "", BLUESKY, "text.bytes",
    "bytes long; Bluesky takes at most 3000" },
  { "{'text': <'a'>, 'thread': <['LONG 301']>}", NONE, 1, "", BLUESKY, "text.length", NULL },
  { "{'text': <'LONG 301'>, 'thread': <['b']>}", NONE, 1, "", BLUESKY, "", NULL },
  { "{'text': <'a'>, 'thread': <['b']>}", NONE, 2, "", BLUESKY, "text.empty", NULL },
  { "{'title': <'Cat'>, 'text': <'a'>, 'thread': <['b']>, 'attachments': <[{'part': <int64 1>}]>}",
    NONE, 1, "v",
    YOUTUBE, "thread.unsupported", "Part 2" },
  { "{'text': <'a < b'>, 'title': <'Cat'>}", NONE, 0, "v", YOUTUBE, "text.characters", "“<”" },
  { "{'text': <'a'>}", NONE, 0, "v", YOUTUBE, "title.missing", "at least 1" },
  { "{'text': <'a'>, 'title': <'A > B'>}", NONE, 0, "v", YOUTUBE, "title.characters", "“>”" },
  { "{'text': <'a'>, 'title': <'LONG 121'>}", NONE, 0, "v", PEERTUBE, "title.length", "121" },
  { "{'text': <'abc'>, 'title': <'LONG 120'>}", NONE, 0, "v", PEERTUBE, "", NULL },
  { "{'text': <'abc'>, 'title': <'ab'>}", NONE, 0, "v", PEERTUBE, "title.missing", "at least 3" },
  { "{'text': <'a'>, 'title': <'LONG 101'>}", NONE, 0, "v", YOUTUBE, "title.length", "101" },
  { "{'text': <'a'>, 'title': <'LONG 500'>}", NONE, 0, "", MASTODON, "", NULL },
  { "{'text': <'a'>, 'title': <'Cat'>}", NONE, 0, "", YOUTUBE, "media.missing",
    "no post without one" },
  { "{'text': <'TAGS 31'>}", NONE, 0, "v", INSTAGRAM, "text.hashtags",
    "31 hashtags; Instagram Reels takes at most 30" },
  { "{'text': <'$GME and $AMC'>}", NONE, 0, "", X, "text.cashtags", "2 cashtags" },
  { "{'text': <'$GME for $5 each'>}", NONE, 0, "", X, "", NULL },
  { "{'text': <'a'>, 'warning': <'w'>}", NONE, 0, "", BLUESKY, "warning.unsupported",
    "will not be shown" },
  { "{'text': <'a'>, 'thread': <['b']>, 'warning': <'w'>, 'visibility': <'followers'>}", NONE, 1,
    "", BLUESKY, "", NULL },
  { "{'text': <'a'>, 'visibility': <'followers'>}", NONE, 0, "", BLUESKY, "visibility.unsupported",
    "followers" },
  { "{'text': <'a'>, 'visibility': <'followers'>}", NONE, 0, "", MASTODON, "", NULL },
  { "{'text': <'a'>, " NO_ALT "}", NONE, 0, "v", BLUESKY, "alt.missing",
    "The clip has no description" },
  { "{'text': <'a'>, " NO_ALT "}", NONE, 0, "i", BLUESKY, "alt.missing",
    "The picture has no description" },
  { "{'text': <'a'>, 'attachments': <[{'alt': <'A cat'>}, {'media_id': <'m'>}]>}", NONE, 0, "ii",
    BLUESKY, "alt.missing", "Picture 2 of 2 has no description" },
  { "{'text': <'a'>, 'thread': <['b']>, 'attachments': <[{'part': <int64 1>}]>}", NONE, 1, "i",
    BLUESKY, "alt.missing", "The picture in part 2 has no description" },
  { "{'text': <'a'>, " NO_ALT "}", NONE, 0, "v", TIKTOK, "", NULL },
  { "{'text': <'a'>, 'attachments': <[{'alt': <'LONG 1501'>}]>}", NONE, 0, "?", MASTODON,
    "alt.length", "1501" },
  { "{'text': <'a'>}", NONE, 0, "vv", MASTODON, "media.count",
    "2 videos; Mastodon takes at most 1" },
  { "{'text': <'a'>}", NONE, 0, "iiiii", BLUESKY, "media.count",
    "5 pictures; Bluesky takes at most 4" },
  { "{'text': <'a'>}", NONE, 0, "vi", MASTODON, "media.mixed", "one or the other" },
};

/* “LONG 5” in a case stands for 5 letters, “WIDE 5” for 5 of 11 bytes, “TAGS 5” for 5 tags. */
static char *
spell_out (const char *members)
{
  static const struct { const char *word, *piece; } words[] = {
    { "LONG ", "x" }, { "WIDE ", "👩‍💻" }, { "TAGS ", "#a " },
  };
  g_autoptr(GString) text = g_string_new (members);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *found = strstr (text->str, words[i].word);
      gsize at;
      char *end;
      guint64 times;

      if (found == NULL)
        continue;

      at = found - text->str;
      times = g_ascii_strtoull (found + 5, &end, 10);
      g_string_erase (text, at, end - found);
      while (times-- > 0)
        g_string_insert (text, at, words[i].piece);
    }

  return g_strdup (text->str);
}

static GPtrArray *
make_media (const char *kinds)
{
  GPtrArray *media = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_record_unref);

  for (const char *kind = kinds; *kind != '\0'; kind++)
    g_ptr_array_add (media, *kind == 'v' ? good_clip () : good_picture ());

  return media;
}

static void
test_texts (void)
{
  g_autoptr(CsPost) empty = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsTarget) none = cs_record_new (CS_RECORD_TARGET);

  for (guint i = 0; i < G_N_ELEMENTS (text_cases); i++)
    {
      const TextCase *one = &text_cases[i];
      g_autofree char *post_text = spell_out (one->post);
      g_autofree char *target_text = spell_out (one->target);
      g_autoptr(CsPost) post = with_members (empty, post_text);
      g_autoptr(CsTarget) target = with_members (none, target_text);
      g_autoptr(GPtrArray) media = make_media (one->media);
      g_autoptr(GPtrArray) findings = cs_preflight_text (post, target, one->part, media,
                                                         cs_limits_get (one->network));
      g_autofree char *rules = rules_of (findings);
      const CsFinding *finding = findings->len > 0 ? g_ptr_array_index (findings, 0) : NULL;

      if (strcmp (rules, one->rules) != 0)
        g_error ("%s: “%s” instead of “%s”", one->post, rules, one->rules);
      if (one->words != NULL && strstr (finding->reason, one->words) == NULL)
        g_error ("“%s” does not say “%s”", finding->reason, one->words);
    }
}

static void
test_a_missing_description_blocks_where_it_must (void)
{
  g_autoptr(CsPost) empty = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsPost) post = with_members (empty, "{'text': <'a'>, " NO_ALT "}");
  g_autoptr(GPtrArray) pictures = make_media ("i");
  g_autoptr(GPtrArray) bluesky = cs_preflight_text (post, NULL, 0, pictures,
                                                    cs_limits_get (BLUESKY));
  g_autoptr(GPtrArray) mastodon = cs_preflight_text (post, NULL, 0, pictures,
                                                     cs_limits_get (MASTODON));

  g_assert_true (cs_preflight_has_block (bluesky));
  g_assert_cmpuint (mastodon->len, ==, 1);
  g_assert_false (cs_preflight_has_block (mastodon));
}

static void
test_descriptions_are_of_their_part (void)
{
  g_autoptr(CsPost) empty = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsPost) post = with_members (empty, "{'text': <'a'>, 'thread': <['b']>, "
                                                "'attachments': <[{'alt': <''>},"
                                                " {'part': <int64 1>, 'alt': <'A dog'>}]>}");
  g_autoptr(GPtrArray) one = make_media ("i");
  g_autoptr(GPtrArray) first = cs_preflight_text (post, NULL, 0, one, cs_limits_get (BLUESKY));
  g_autoptr(GPtrArray) second = cs_preflight_text (post, NULL, 1, one, cs_limits_get (BLUESKY));

  g_assert_cmpuint (first->len, ==, 1);
  g_assert_cmpuint (second->len, ==, 0);
}

/* Records come from files too. */
static void
test_broken_utf8_is_survived (void)
{
  g_autoptr(CsPost) post = cs_record_new (CS_RECORD_POST);
  g_autoptr(GPtrArray) findings = NULL;

  post->text = g_strdup ("broken \xf0\x9f");
  post->title = g_strdup ("\xe2");
  findings = cs_preflight_text (post, NULL, 0, NULL, cs_limits_get (YOUTUBE));
  g_assert_cmpuint (findings->len, >, 0);
}

CS_TESTS (preflight_text)
{
  g_test_add_func ("/model/preflight-text/texts", test_texts);
  g_test_add_func ("/model/preflight-text/missing-description",
                   test_a_missing_description_blocks_where_it_must);
  g_test_add_func ("/model/preflight-text/descriptions-of-their-part",
                   test_descriptions_are_of_their_part);
  g_test_add_func ("/model/preflight-text/broken-utf8-is-survived", test_broken_utf8_is_survived);
}
