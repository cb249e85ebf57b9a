/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preflight.h"
#include "cs-preflight-private.h"

#include "cs-text.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

/* One part of a post as it would go to one network. */
typedef struct
{
  const CsPost   *post;
  guint           part;
  const char     *text;
  const char     *warning;
  GPtrArray      *media;      /* CsFacts, one an attachment of this part; NULL inside: not known */
  const CsLimits *limits;
  const char     *network;
  GPtrArray      *findings;
} TextCase;

static void
add (TextCase   *about,
     const char *id,
     const char *limit,
     CsSeverity  severity,
     CsFix       fix,
     char       *reason)
{
  cs_preflight_add (about->findings, about->limits, id, limit, severity, fix, reason);
}

static gint64
count (const char        *text,
       const char        *unit_name,
       const CsTextRules *rules)
{
  CsTextUnit unit = CS_TEXT_CODEPOINTS;

  if (unit_name != NULL)
    cs_text_unit_from (unit_name, &unit);

  return cs_text_count (text, unit, rules);
}

/* “312 characters” */
static char *
amount (gint64      number,
        const char *unit_name)
{
  if (g_strcmp0 (unit_name, "utf8") == 0)
    return g_strdup_printf (ngettext ("%" PRId64 " byte", "%" PRId64 " bytes", number), number);

  /* Translators: in the middle of a sentence: 312 characters, as X counts them, */
  if (g_strcmp0 (unit_name, "x-weighted") == 0)
    return g_strdup_printf (ngettext ("%" PRId64 " character, as X counts them,",
                                      "%" PRId64 " characters, as X counts them,", number), number);

  return g_strdup_printf (ngettext ("%" PRId64 " character", "%" PRId64 " characters", number),
                          number);
}

static char *
text_too_long (TextCase   *about,
               gint64      is,
               gint64      may,
               const char *unit)
{
  g_autofree char *words = amount (is, unit);

  /* Translators: the text is 312 characters long; Bluesky takes at most 300 */
  return g_strdup_printf (_("The text is %s long; %s takes at most %" PRId64),
                          words, about->network, may);
}

/* How long a text is to a network, in its own unit; with the warning where that counts. */
gint64
cs_preflight_length (const char     *text,
                     const char     *warning,
                     const CsLimits *limits)
{
  const CsTextRules rules = {
    .url_weight = limits->url_weight > 0 ? (guint) MIN (limits->url_weight, G_MAXUINT16) : 0,
    .mention_local_only = limits->mention_local_only,
  };
  gint64 length = count (text, limits->text_unit, &rules);

  if (limits->warning_counts && warning != NULL)
    length += count (warning, limits->text_unit, NULL);

  return length;
}

/* The unit decides as much as the number does. */
static const char *
field_of_length (TextCase *about)
{
  return cs_limits_is_unverified (about->limits, "text_unit") ? "text_unit" : "text_max";
}

static void
check_length (TextCase *about)
{
  const CsLimits *limits = about->limits;
  gint64 length = cs_preflight_length (about->text, about->warning, limits);
  gint64 bytes = strlen (about->text);

  if (limits->text_max != CS_UNKNOWN && length > limits->text_max)
    add (about, "text.length", field_of_length (about), CS_FINDING_BLOCK, CS_FIX_TEXT,
         text_too_long (about, length, limits->text_max, limits->text_unit));

  if (limits->text_max_bytes != CS_UNKNOWN && bytes > limits->text_max_bytes)
    add (about, "text.bytes", "text_max_bytes", CS_FINDING_BLOCK, CS_FIX_TEXT,
         text_too_long (about, bytes, limits->text_max_bytes, "utf8"));

  if (limits->text_min != CS_UNKNOWN && length < limits->text_min && about->media->len == 0)
    add (about, "text.short", "text_min", CS_FINDING_BLOCK, CS_FIX_TEXT,
         g_strdup_printf (ngettext ("The text is %" PRId64 " character long; %s takes at least %"
                                    PRId64,
                                    "The text is %" PRId64 " characters long; %s takes at least %"
                                    PRId64, length),
                          length, about->network, limits->text_min));
}

static gboolean
is_blank (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      return FALSE;

  return TRUE;
}

static void
check_empty (TextCase *about)
{
  if (is_blank (about->text) && about->media->len == 0)
    add (about, "text.empty", NULL, CS_FINDING_BLOCK, CS_FIX_TEXT,
         g_strdup (_("There is neither text nor a clip: write something")));
}

/* The first character of the text that may not be in it; NULL when there is none. */
static char *
find_forbidden (const char *text,
                const char *forbidden)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *c = valid; forbidden != NULL && *c != '\0'; c = g_utf8_next_char (c))
    if (g_utf8_strchr (forbidden, -1, g_utf8_get_char (c)) != NULL)
      return g_utf8_substring (c, 0, 1);

  return NULL;
}

static void
check_characters (TextCase *about)
{
  g_autofree char *found = find_forbidden (about->text, about->limits->text_forbidden);

  if (found != NULL)
    add (about, "text.characters", "text_forbidden", CS_FINDING_BLOCK, CS_FIX_TEXT,
         g_strdup_printf (_("The text has a “%s”, which %s does not take"), found, about->network));
}

/* $ and one to six letters, as a word of its own. */
static gint64
count_cashtags (const char *text)
{
  gint64 number = 0;

  for (const char *c = strchr (text, '$'); c != NULL; c = strchr (c + 1, '$'))
    {
      gboolean starts = c == text || g_ascii_isspace (c[-1]);
      gsize letters = 0;

      while (g_ascii_isalpha (c[1 + letters]))
        letters++;

      if (starts && letters >= 1 && letters <= 6 && !g_ascii_isalnum (c[1 + letters]))
        number++;
    }

  return number;
}

static void
check_entities (TextCase *about)
{
  const CsLimits *limits = about->limits;
  g_autoptr(GArray) entities = cs_text_find_entities (about->text);
  gint64 tags = 0;
  gint64 mentions = 0;
  gint64 cashtags = count_cashtags (about->text);

  for (guint i = 0; i < entities->len; i++)
    {
      const CsTextEntity *entity = &g_array_index (entities, CsTextEntity, i);

      tags += entity->kind == CS_TEXT_TAG;
      mentions += entity->kind == CS_TEXT_MENTION;
    }

  if (limits->hashtags_max != CS_UNKNOWN && tags > limits->hashtags_max)
    add (about, "text.hashtags", "hashtags_max", CS_FINDING_BLOCK, CS_FIX_TEXT,
         g_strdup_printf (ngettext ("The text has %" PRId64 " hashtag; %s takes at most %" PRId64,
                                    "The text has %" PRId64 " hashtags; %s takes at most %" PRId64,
                                    tags), tags, about->network, limits->hashtags_max));

  if (limits->mentions_max != CS_UNKNOWN && mentions > limits->mentions_max)
    add (about, "text.mentions", "mentions_max", CS_FINDING_BLOCK, CS_FIX_TEXT,
         g_strdup_printf (ngettext ("The text has %" PRId64 " mention; %s takes at most %" PRId64,
                                    "The text has %" PRId64 " mentions; %s takes at most %" PRId64,
                                    mentions), mentions, about->network, limits->mentions_max));

  if (limits->cashtags_max != CS_UNKNOWN && cashtags > limits->cashtags_max)
    add (about, "text.cashtags", "cashtags_max", CS_FINDING_BLOCK, CS_FIX_TEXT,
         /* Translators: a cashtag is a share’s sign in a post: $ACME */
         g_strdup_printf (ngettext ("The text has %" PRId64 " cashtag; %s takes at most %" PRId64,
                                    "The text has %" PRId64 " cashtags; %s takes at most %" PRId64,
                                    cashtags), cashtags, about->network, limits->cashtags_max));
}

/* A network with titles takes the post’s own. */
static void
check_title (TextCase *about)
{
  const CsLimits *limits = about->limits;
  const char *title = about->post->title != NULL ? about->post->title : "";
  gint64 length;
  g_autofree char *found = NULL;

  if (limits->title_max == CS_UNKNOWN || about->part > 0)
    return;

  length = count (title, limits->title_unit, NULL);
  found = find_forbidden (title, limits->title_forbidden);

  if (length > limits->title_max)
    {
      g_autofree char *words = amount (length, limits->title_unit);

      add (about, "title.length", "title_max", CS_FINDING_BLOCK, CS_FIX_TEXT,
           /* Translators: the title is 112 characters long; YouTube takes at most 100 */
           g_strdup_printf (_("The title is %s long; %s takes at most %" PRId64),
                            words, about->network, limits->title_max));
    }

  if (limits->title_min != CS_UNKNOWN && length < limits->title_min)
    add (about, "title.missing", "title_min", CS_FINDING_BLOCK, CS_FIX_TEXT,
         g_strdup_printf (ngettext ("The title has %" PRId64 " character; %s takes at least %"
                                    PRId64,
                                    "The title has %" PRId64 " characters; %s takes at least %"
                                    PRId64, length),
                          length, about->network, limits->title_min));

  if (found != NULL)
    add (about, "title.characters", "title_forbidden", CS_FINDING_BLOCK, CS_FIX_TEXT,
         g_strdup_printf (_("The title has a “%s”, which %s does not take"), found,
                          about->network));
}

static void
check_promises (TextCase *about)
{
  const CsLimits *limits = about->limits;
  const char *visibility = cs_visibility_names[about->post->visibility];

  if (about->part > 0 && !limits->threads)
    add (about, "thread.unsupported", "threads", CS_FINDING_BLOCK, CS_FIX_TEXT,
         g_strdup_printf (_("Part %u belongs to a thread; %s has none"),
                          about->part + 1, about->network));

  /* What holds for the whole post is said once. */
  if (about->part > 0)
    return;

  if (about->warning != NULL && *about->warning != '\0' && !limits->warnings)
    add (about, "warning.unsupported", "warnings", CS_FINDING_WARNING, CS_FIX_NONE,
         g_strdup_printf (_("%s has no content warnings: yours will not be shown"),
                          about->network));

  /* What was meant for few would be shown to all. */
  if (limits->visibility != NULL
      && !g_strv_contains ((const char *const *) limits->visibility, visibility))
    add (about, "visibility.unsupported", "visibility", CS_FINDING_BLOCK, CS_FIX_NONE,
         /* Translators: %s is unlisted, followers or direct, and then a network */
         g_strdup_printf (_("The post is “%s”, which %s does not have: choose another visibility"),
                          visibility, about->network));
}

static void
check_media (TextCase *about)
{
  gint64 videos_max = about->limits->videos_max;
  gint64 images_max = about->limits->images_max;
  gint64 videos = 0;
  gint64 images = 0;

  for (guint i = 0; i < about->media->len; i++)
    {
      const CsFacts *facts = g_ptr_array_index (about->media, i);

      videos += facts != NULL && facts->kind == CS_MEDIA_VIDEO;
      images += facts != NULL && facts->kind == CS_MEDIA_IMAGE;
    }

  if (videos_max != CS_UNKNOWN && videos > videos_max)
    add (about, "media.count", "videos_max", CS_FINDING_BLOCK, CS_FIX_NONE,
         g_strdup_printf (ngettext ("There is %" PRId64 " video; %s takes at most %" PRId64
                                    " in one post",
                                    "There are %" PRId64 " videos; %s takes at most %" PRId64
                                    " in one post", videos),
                          videos, about->network, videos_max));

  if (images_max != CS_UNKNOWN && images > images_max)
    add (about, "media.count", "images_max", CS_FINDING_BLOCK, CS_FIX_NONE,
         g_strdup_printf (ngettext ("There is %" PRId64 " picture; %s takes at most %" PRId64
                                    " in one post",
                                    "There are %" PRId64 " pictures; %s takes at most %" PRId64
                                    " in one post", images),
                          images, about->network, images_max));

  if (videos > 0 && images > 0 && !about->limits->media_mixed)
    add (about, "media.mixed", "media_mixed", CS_FINDING_BLOCK, CS_FIX_NONE,
         g_strdup_printf (_("There are a video and pictures; %s takes one or the other in a post"),
                          about->network));

  if (about->media->len == 0 && about->limits->media_required)
    add (about, "media.missing", "media_required", CS_FINDING_BLOCK, CS_FIX_NONE,
         g_strdup_printf (_("There is no clip; %s takes no post without one"), about->network));
}

static gboolean
is_picture (const CsFacts *facts)
{
  return facts != NULL && facts->kind == CS_MEDIA_IMAGE;
}

/* “picture 2 of 3”, “the clip in part 2”: which file of the post is meant. */
static char *
name_file (TextCase *about,
           guint     index)
{
  gboolean picture = is_picture (g_ptr_array_index (about->media, index));
  guint part = about->part + 1;
  guint same = 0;
  guint number = 0;

  for (guint i = 0; i < about->media->len; i++)
    if (is_picture (g_ptr_array_index (about->media, i)) == picture)
      {
        same++;
        number += i <= index;
      }

  if (same == 1 && about->part == 0)
    return g_strdup (picture ? _("the picture") : _("the clip"));

  if (same == 1)
    return g_strdup_printf (picture ? _("the picture in part %u") : _("the clip in part %u"), part);

  if (about->part == 0)
    return g_strdup_printf (picture ? _("picture %u of %u") : _("clip %u of %u"), number, same);

  return g_strdup_printf (picture ? _("picture %u of %u in part %u")
                                  : _("clip %u of %u in part %u"), number, same, part);
}

/* As a sentence begins. */
static char *
with_capital (const char *words)
{
  char first[6];
  int length = g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (words)), first);

  return g_strdup_printf ("%.*s%s", length, first, g_utf8_next_char (words));
}

static void
check_alt (TextCase   *about,
           const char *alt,
           guint       index,
           guint       place)
{
  guint first = about->findings->len;
  const CsLimits *limits = about->limits;
  const CsFacts *facts = g_ptr_array_index (about->media, index);
  gint64 length = alt != NULL ? count (alt, limits->alt_unit, NULL) : 0;
  g_autofree char *file = name_file (about, index);

  if (!limits->alt)
    return;

  if (alt == NULL || is_blank (alt))
    {
      g_autofree char *subject = with_capital (file);

      add (about, "alt.missing", "alt_required",
           limits->alt_required && is_picture (facts) ? CS_FINDING_BLOCK : CS_FINDING_WARNING,
           CS_FIX_ALT,
           /* Translators: %s is “The picture”, “Clip 2 of 3 in part 4” … */
           g_strdup_printf (_("%s has no description for those who cannot see it"), subject));
    }
  else if (limits->alt_max != CS_UNKNOWN && length > limits->alt_max)
    {
      g_autofree char *words = amount (length, limits->alt_unit);

      add (about, "alt.length",
           cs_limits_is_unverified (limits, "alt_unit") ? "alt_unit" : "alt_max",
           CS_FINDING_BLOCK, CS_FIX_ALT,
           /* Translators: the description of the picture is 1600 characters long; Mastodon takes
            * at most 1500 */
           g_strdup_printf (_("The description of %s is %s long; %s takes at most %" PRId64),
                            file, words, about->network, limits->alt_max));
    }

  for (guint i = first; i < about->findings->len; i++)
    ((CsFinding *) about->findings->pdata[i])->file = place;
}

/* The descriptions stand in the order of the facts: both are of this part. */
static void
check_alts (TextCase *about)
{
  GPtrArray *attachments = about->post->attachments;
  guint index = 0;

  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    {
      const CsAttachment *attachment = g_ptr_array_index (attachments, i);
      gint64 part = attachment->part == CS_UNKNOWN ? 0 : attachment->part;

      if (part == about->part && index < about->media->len)
        check_alt (about, attachment->alt, index++, i);
    }
}

static const char *
text_of (const CsPost   *post,
         const CsTarget *target,
         guint           part)
{
  const char *text;

  if (part == 0)
    text = target != NULL && target->text != NULL ? target->text : post->text;
  else
    text = post->thread != NULL && part <= g_strv_length (post->thread)
           ? post->thread[part - 1] : NULL;

  return text != NULL ? text : "";
}

/**
 * cs_preflight_text:
 * @target: (nullable): what it overrides
 * @part: 0 for the post, 1 … for the parts of the thread that follow it
 * @media: (nullable) (element-type CsFacts): of the part’s attachments, in
 *   order; NULL in a place where they are not known
 *
 * Returns: (transfer full) (element-type CsFinding): empty when it passes
 */
GPtrArray *
cs_preflight_text (const CsPost   *post,
                   const CsTarget *target,
                   guint           part,
                   GPtrArray      *media,
                   const CsLimits *limits)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  TextCase about = {
    .post = post, .part = part, .limits = limits,
    .text = text_of (post, target, part),
    .warning = target != NULL && target->warning != NULL ? target->warning : post->warning,
    .media = media != NULL ? media : none,
    .network = cs_network_get_title (limits->network),
    .findings = cs_records_new (),
  };

  check_empty (&about);
  check_length (&about);
  check_characters (&about);
  check_entities (&about);
  check_title (&about);
  check_promises (&about);
  check_media (&about);
  check_alts (&about);

  for (guint i = 0; i < about.findings->len; i++)
    ((CsFinding *) about.findings->pdata[i])->part = part;

  return about.findings;
}
