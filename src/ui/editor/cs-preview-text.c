/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preview-text.h"

#include "cs-text.h"

#include <string.h>

/* Of an address Mastodon shows so many characters. */
#define MASTODON_LINK 30

/* From so many lines on a timeline shows “Read more” (Mastodon: 706 px of 22) or “Show more”. */
#define MASTODON_LINES 32
#define BLUESKY_LINES 25

static gboolean
is_linked (CsNetwork           network,
           const CsTextEntity *entity)
{
  return entity->kind != CS_TEXT_DOMAIN || network != CS_NETWORK_MASTODON;
}

/* Without the scheme, the rest cut. */
static void
append_mastodon_link (GString    *shown,
                      const char *address,
                      gsize       length)
{
  g_autofree char *copy = g_strndup (address, length);
  const char *rest = strstr (copy, "://");

  rest = rest != NULL ? rest + 3 : copy;
  if (g_str_has_prefix (rest, "www."))
    rest += 4;

  if (g_utf8_strlen (rest, -1) <= MASTODON_LINK)
    g_string_append (shown, rest);
  else
    g_string_append_printf (shown, "%.*s…",
                            (int) (g_utf8_offset_to_pointer (rest, MASTODON_LINK) - rest), rest);
}

static void
append_entity (GString            *shown,
               CsNetwork           network,
               const char         *text,
               const CsTextEntity *entity)
{
  const char *start = text + entity->start;
  gsize length = entity->end - entity->start;
  const char *host = memchr (start + 1, '@', length - 1);

  if (network == CS_NETWORK_MASTODON && entity->kind == CS_TEXT_LINK)
    append_mastodon_link (shown, start, length);
  else if (network == CS_NETWORK_MASTODON && entity->kind == CS_TEXT_MENTION && host != NULL)
    g_string_append_len (shown, start, host - start);
  else
    g_string_append_len (shown, start, length);
}

/**
 * cs_preview_text:
 * @links: (out) (element-type CsPreviewLink): links, mentions and hashtags
 *
 * Returns: (transfer full): the text as the network’s own pages write it
 */
char *
cs_preview_text (CsNetwork    network,
                 const char  *text,
                 GArray     **links)
{
  g_autoptr(GArray) entities = cs_text_find_entities (text);
  GString *shown = g_string_new (NULL);
  gsize done = 0;

  *links = g_array_new (FALSE, FALSE, sizeof (CsPreviewLink));
  for (guint i = 0; i < entities->len; i++)
    {
      const CsTextEntity *entity = &g_array_index (entities, CsTextEntity, i);
      CsPreviewLink link;

      if (!is_linked (network, entity) || entity->start < done)
        continue;

      g_string_append_len (shown, text + done, entity->start - done);
      link.start = shown->len;
      append_entity (shown, network, text, entity);
      link.end = shown->len;
      g_array_append_val (*links, link);
      done = entity->end;
    }

  g_string_append (shown, text + done);

  return g_string_free_and_steal (shown);
}

/* How many lines a timeline shows of it; 0: all. */
guint
cs_preview_fold_lines (CsNetwork network)
{
  return network == CS_NETWORK_MASTODON ? MASTODON_LINES
         : network == CS_NETWORK_BLUESKY ? BLUESKY_LINES : 0;
}
