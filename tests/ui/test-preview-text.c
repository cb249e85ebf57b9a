/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preview-text.h"
#include "cs-test.h"

/* Each link of the shown text between brackets. */
static char *
mark (CsNetwork   network,
      const char *text)
{
  g_autoptr(GArray) links = NULL;
  g_autofree char *shown = cs_preview_text (network, text, &links);
  GString *marked = g_string_new (NULL);
  gsize done = 0;

  for (guint i = 0; i < links->len; i++)
    {
      const CsPreviewLink *link = &g_array_index (links, CsPreviewLink, i);

      g_string_append_len (marked, shown + done, link->start - done);
      g_string_append_printf (marked, "[%.*s]", (int) (link->end - link->start),
                              shown + link->start);
      done = link->end;
    }

  g_string_append (marked, shown + done);

  return g_string_free_and_steal (marked);
}

static void
test_each_network_writes_in_its_way (void)
{
  static const struct
  {
    CsNetwork   network;
    const char *text;
    const char *shown;
  } cases[] = {
    { CS_NETWORK_MASTODON, "Hello", "Hello" },
    { CS_NETWORK_MASTODON, "By @ana@kiln.example and @bo", "By [@ana] and [@bo]" },
    { CS_NETWORK_MASTODON, "See https://www.kiln.example/a", "See [kiln.example/a]" },
    { CS_NETWORK_MASTODON, "https://kiln.example/a/very/long/way/to/it end",
      "[kiln.example/a/very/long/way/t…] end" },
    { CS_NETWORK_MASTODON, "#raku at potters.org", "[#raku] at potters.org" },
    { CS_NETWORK_BLUESKY, "#raku at potters.org", "[#raku] at [potters.org]" },
    { CS_NETWORK_BLUESKY, "https://kiln.example/a/very/long/way/to/it",
      "[https://kiln.example/a/very/long/way/to/it]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = mark (cases[i].network, cases[i].text);

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

CS_TESTS (preview_text)
{
  g_test_add_func ("/ui/preview-text/each-network-writes-in-its-way",
                   test_each_network_writes_in_its_way);
}
