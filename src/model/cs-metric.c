/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-metric.h"

#include <glib/gi18n.h>
#include <string.h>

const char *const cs_metric_names[] = {
  "views", "likes", "comments", "shares", "quotes", "saves", NULL,
};

typedef struct
{
  const char *title;
  const char *definition;   /* NULL: the network does not tell */
} Meaning;

/* What the networks call them; docs.joinmastodon.org/entities/Status and the lexicon
 * app.bsky.feed.defs#postView. */
static const Meaning words[CS_N_NETWORKS][CS_N_METRICS] = {
  [CS_NETWORK_MASTODON] = {
    [CS_METRIC_LIKES] = { N_("Favourites"),
      N_("How many accounts have this post among their favourites (favourites_count), as far as "
         "your server knows") },
    [CS_METRIC_COMMENTS] = { N_("Replies"),
      N_("How many posts answer this one (replies_count), as far as your server knows") },
    [CS_METRIC_SHARES] = { N_("Boosts"),
      N_("How many accounts boosted this post (reblogs_count), as far as your server knows") },
    [CS_METRIC_QUOTES] = { N_("Quotes"),
      N_("How many posts quote this one (quotes_count); servers before Mastodon 4.5 do not tell") },
  },
  [CS_NETWORK_BLUESKY] = {
    [CS_METRIC_LIKES] = { N_("Likes"),
      N_("How many accounts like this post (likeCount), as the AppView counts them") },
    [CS_METRIC_COMMENTS] = { N_("Replies"),
      N_("How many posts answer this one (replyCount), as the AppView counts them") },
    [CS_METRIC_SHARES] = { N_("Reposts"),
      N_("How many accounts reposted this post (repostCount), as the AppView counts them") },
    [CS_METRIC_QUOTES] = { N_("Quotes"),
      N_("How many posts quote this one (quoteCount), as the AppView counts them") },
    [CS_METRIC_SAVES] = { N_("Saves"),
      N_("How many accounts saved this post (bookmarkCount), as the AppView counts them") },
  },
};

static const char *const titles[] = {
  [CS_METRIC_VIEWS] = N_("Views"),
  [CS_METRIC_LIKES] = N_("Likes"),
  [CS_METRIC_COMMENTS] = N_("Replies"),
  [CS_METRIC_SHARES] = N_("Shares"),
  [CS_METRIC_QUOTES] = N_("Quotes"),
  [CS_METRIC_SAVES] = N_("Saves"),
};

/* The network's own word, translated; of CS_N_NETWORKS the one for all of them. */
const char *
cs_metric_get_title (CsMetric  metric,
                     CsNetwork network)
{
  const char *title = network < CS_N_NETWORKS ? words[network][metric].title : NULL;

  return _(title != NULL ? title : titles[metric]);
}

/* Whether a network tells this number of a post at all. */
gboolean
cs_metric_is_given (CsMetric  metric,
                    CsNetwork network)
{
  return words[network][metric].definition != NULL;
}

/* What exactly is counted, in a sentence; NULL: the network does not tell it. */
const char *
cs_metric_get_definition (CsMetric  metric,
                          CsNetwork network)
{
  const char *definition = words[network][metric].definition;

  return definition != NULL ? _(definition) : NULL;
}

void
cs_counts_clear (gint64 counts[CS_N_METRICS])
{
  for (guint i = 0; i < CS_N_METRICS; i++)
    counts[i] = CS_UNKNOWN;
}

gboolean
cs_counts_equal (const gint64 a[CS_N_METRICS],
                 const gint64 b[CS_N_METRICS])
{
  return memcmp (a, b, sizeof (gint64) * CS_N_METRICS) == 0;
}

/* Whether nothing at all was told. */
gboolean
cs_counts_are_unknown (const gint64 counts[CS_N_METRICS])
{
  for (guint i = 0; i < CS_N_METRICS; i++)
    if (counts[i] != CS_UNKNOWN)
      return FALSE;

  return TRUE;
}

/**
 * cs_counts_engagement:
 *
 * The numerator of a post's engagement on a network that tells no views: likes,
 * shares and replies.
 *
 * Returns: the sum; %CS_UNKNOWN where one of them is unknown, for a part of a sum
 *   is not the sum
 */
gint64
cs_counts_engagement (const gint64 counts[CS_N_METRICS])
{
  static const CsMetric parts[] = { CS_METRIC_LIKES, CS_METRIC_SHARES, CS_METRIC_COMMENTS };
  gint64 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (counts[parts[i]] == CS_UNKNOWN)
        return CS_UNKNOWN;

      sum += counts[parts[i]];
    }

  return sum;
}

/* @metric is a CsMetric or CS_METRIC_ENGAGEMENT. */
gint64
cs_counts_get (const gint64 counts[CS_N_METRICS],
               guint        metric)
{
  return metric == CS_METRIC_ENGAGEMENT ? cs_counts_engagement (counts) : counts[metric];
}

/* What is added up, in a sentence; NULL: not defined for the network yet. */
const char *
cs_engagement_get_definition (CsNetwork network)
{
  switch (network)
    {
    case CS_NETWORK_MASTODON:
      return _("Favourites, boosts and replies together");
    case CS_NETWORK_BLUESKY:
      return _("Likes, reposts and replies together");
    default:
      return NULL;
    }
}

/* What the rate of engagement divides by what, in a sentence; NULL: not defined for it yet. */
const char *
cs_engagement_get_rate_definition (CsNetwork network)
{
  switch (network)
    {
    case CS_NETWORK_MASTODON:
      return _("Favourites, boosts and replies, divided by the followers when it was published; "
               "none below 30 followers");
    case CS_NETWORK_BLUESKY:
      return _("Likes, reposts and replies, divided by the followers when it was published; "
               "none below 30 followers");
    default:
      return NULL;
    }
}

/* What is counted of an account, in a sentence; NULL: the network is not asked for it yet. */
const char *
cs_followers_get_definition (CsNetwork network)
{
  switch (network)
    {
    case CS_NETWORK_MASTODON:
      return _("How many accounts follow this one (followers_count), as far as your server knows");
    case CS_NETWORK_BLUESKY:
      return _("How many accounts follow this one (followersCount), as the AppView counts them");
    default:
      return NULL;
    }
}

/* Of a number that is told of a post or an account: below CS_N_TOLD. */
const char *
cs_told_get_name (guint number)
{
  return number < CS_N_METRICS ? cs_metric_names[number] : "followers";
}

/* What each number is called and what exactly it is. */
void
cs_metric_list_meanings (CsNetwork network,
                         CsMeaning meanings[CS_N_MEANINGS])
{
  for (guint i = 0; i < CS_N_METRICS; i++)
    meanings[i] = (CsMeaning) { cs_metric_names[i], cs_metric_get_title (i, network),
                                cs_metric_get_definition (i, network) };

  meanings[CS_MEANING_FOLLOWERS] = (CsMeaning) { cs_told_get_name (CS_MEANING_FOLLOWERS),
                                                 _("Followers"),
                                                 cs_followers_get_definition (network) };
  meanings[CS_MEANING_ENGAGEMENT] = (CsMeaning) { "engagement", _("Engagement"),
                                                  cs_engagement_get_definition (network) };
  meanings[CS_MEANING_RATE] = (CsMeaning) { "rate", _("Engagement by followers"),
                                            cs_engagement_get_rate_definition (network) };
}
