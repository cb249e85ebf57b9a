/* cs-numbers.h: what the rows numbers.… answer
 *
 * Moments are seconds since 1970, a period is [from, until), ages are seconds since
 * a post was published, rates are fractions. What is unknown is left out, never 0.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-curve.h"

G_BEGIN_DECLS

/* Where “accounts” are taken, they are words for one or several, also for such as were removed;
 * of none or without it, of all.
 *
 * numbers.overview (accounts ?as, from ?x, until ?x): all that the page of numbers shows
 *   now, from, until x   the period; without from since the first post or count, without until now
 *   before_from, before_until x   the period before it: as many whole days earlier as the period
 *                        has that was asked for, at the same time of day; left out where the
 *                        period has no from: then no tile has a value before
 *   accounts aa{sv}      as chosen, all that are connected without “accounts”
 *     id, network, handle, name s, removed b
 *     followers a(xxu)   (at, value, CsCurveMark), oldest first
 *     source s           who told the last of them
 *     gaps aa{sv}        why some are missing: numbers.gaps, but those of single posts
 *   tiles a{sv}          “followers”, “engagement” and “posts”, each an a{sv}
 *     value d            followers told last up to its end, also before it began; Σ engagement ÷
 *                        Σ followers when published, of the posts published in it; how many
 *                        posts went out, of which one that went to several accounts is one
 *     before d           the same of the period before, as it was known at the same distance:
 *                        a post of last week is not compared with one that had a month
 *                        Of posts and engagement left out where an account was added, or
 *                        is first known of, after that period began; of engagement, too, where
 *                        of either period more than a quarter was not counted near that
 *                        distance; of followers where an account was not counted in the
 *                        period, or when it began
 *     change d           value ÷ before − 1
 *     numerator, denominator x   of engagement
 *     taken_at x         the oldest moment of the numbers in it: its age. Posts are known at once
 *     n, left_out x      how many posts (of engagement: each account’s by itself; of followers:
 *                        accounts) it counts, and how many
 *                        it leaves out as something of them is unknown; before_n,
 *                        before_left_out of the period before
 *     too_few, before_too_few x   of engagement: of those left out, how many are as fewer
 *                        followed than CS_RATE_LEAST_FOLLOWERS
 *     posts x            of engagement: how many posts those n are, each once
 *     times x            of posts: how often they were published, on each account by itself
 *     no_change s          why there is no value before, of a value that is known
 *   posts aa{sv}         published in the period, newest first; each is a “post” as below
 *   days aa{sv}          what was gained, by account and day: the records account-day
 *                        (account_id, day, posts, views … saves, followers, frozen), oldest first
 *   definitions aa{sv}   network, metric (views … saves, engagement, rate, followers), title,
 *                        definition s: of each number that the accounts’ networks give
 *   too_little a{sv}     “followers”, “engagement”, “posts” → a sentence why there is too
 *                        little to show and what helps; left out: there is enough
 *
 * A post in these answers, an a{sv}, which is one published target:
 *   target, post, account, network, handle, title, url s
 *   deleted b            the post itself is no longer in the workspace
 *   published_at x
 *   views … saves x      the last that was told of it (the names of cs_metric_names)
 *   engagement x         likes + shares + comments
 *   followers x          of the account when it was published
 *   rate d               engagement ÷ followers; left out below CS_RATE_LEAST_FOLLOWERS
 *   taken_at x, origin, source s   when, and who told
 *   marks u              CsCurveMark of that last sample
 *   corrected b          it was told otherwise before
 *   gone_at x            when it was found to be deleted there
 *
 * numbers.post (post s, accounts ?as, metric ?s): a post’s curves
 *   post, title s
 *   metric s             engagement unless said: views … saves too
 *   now x
 *   targets aa{sv}       a “post” as above each, and
 *     metric_title, definition s     as its network calls and defines the metric
 *     points a(xxu)      (age, value, CsCurveMark), oldest first
 *     gaps aa{sv}        numbers.gaps between publishing and now: of this post and of all
 *     band a(xdddu)      (age, lower quartile, median, upper quartile, posts): the account’s
 *                        other posts at the same age, up to its own: the same posts all along;
 *                        ages at which fewer than 5 were counted are left out
 *     band_breaks ax       ages in it to which no line leads from the one before: between is none
 *     band_posts x       how many other posts there are to compare with, 100 at most: the newest
 *     too_little s       why there are no points, or no band; left out: there are
 *
 * numbers.accounts: aa{sv}, those that numbers can be of: all that are connected, then those that
 *   were removed and have some
 *   id, network, handle, name s, removed b
 *
 * numbers.list (accounts ?as, post ?s, from ?x, until ?x): aa{sv}, samples, oldest first
 *   target, post, account, network, handle, title s, published_at, gone_at x, and the record’s own
 *   (taken_at, revision, origin, source, views … saves), engagement x, superseded b
 *
 * numbers.gaps (accounts ?as, post ?s, from ?x, until ?x): aa{sv}, oldest first; of a post those
 *   that reach into the time since it went out
 *   account, handle s, target, post, title s (of a single post), from_at x, until_at x (left
 *   out: it still is so), code, sentence s
 *
 * numbers.top (accounts ?as, metric ?s, limit ?x): aa{sv}, a “post” as above each
 *   those with the most of the metric (engagement unless said) first, 20 unless said; where
 *   it is unknown the post is left out
 *
 * numbers.chart (what s, accounts ?as, post ?s, metric ?s, from ?x, until ?x,
 *                format s, dark ?b, width ?x, height ?x, first_weekday ?x)
 *   what is followers or posts (of accounts), or post (of post and accounts); the metric of posts
 *   may be “rate”, too, that of followers is none; format svg, pdf or png. It is the chart of the
 *   window, read by the workspace’s zone and the locale; first_weekday (1 is Monday) where it is
 *   not the locale’s. A picture of numbers that are too little is refused with the sentence that
 *   says so
 *   format, description, definition s (left out: the network has none), bytes ay
 *
 * numbers.export (format s, accounts ?as, post ?s, from ?x, until ?x): text s, samples, values x
 *   format is csv or json
 *
 * numbers.import (file s, dry_run ?b)
 *   rows x, stored b     FALSE where a row is bad, or it was a dry run: then nothing is. All is
 *                        stored, or nothing: also where it is broken off
 *   new, same x          samples that are (would be) new, and that were there already
 *   late x               rows that the sums of days do not take in (would not): these were
 *                        settled when old samples were thinned. The samples are kept all the same
 *   corrections aa{sv}   line x, which post (as in numbers.list) and its url s (of followers:
 *                        account, network, handle), metric s, taken_at, value x, was x (left out:
 *                        it was unknown)
 *   bad aa{sv}           line x, reason s
 *
 * numbers.rebuild: days, changed x
 * numbers.refresh: posts, accounts x (that were counted), next_at x (when counting goes on; left
 *   out: there is nothing to count). It fails where something is in the way, and says what was
 *   counted nonetheless */

G_END_DECLS
