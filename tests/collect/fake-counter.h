/* fake-counter.h: a network that counts what the test says, and keeps who asked when
 *
 * What it has is in the test's hands: counts grow by the clock, answers and silences
 * are scripted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-platform.h"

G_BEGIN_DECLS

typedef struct
{
  gint64   at;
  guint    n_posts;    /* 0: the account was asked for */
  char    *first;      /* remote id */
} FakeAsked;

typedef struct
{
  CsClock    *clock;
  guint       most;          /* posts that one question may name; 0: this network does not count */
  GHashTable *gone;          /* remote ids */
  GHashTable *unseen;
  GHashTable *left_out;      /* of answers for several */
  gboolean    is_silent;     /* tells no number */
  GArray     *asked;         /* FakeAsked */
  guint       n_sent;        /* requests */
  guint       n_times;       /* of these, what time it is there */
  guint       cost;          /* requests that each question makes; 0: one */
  GQueue      replies;       /* CsReplyClass as pointers: the next answers; empty: DONE */
  gboolean    is_unreached;  /* those that are RETRY */
  gint64      wait;          /* seconds that each answer asks for */
  CsBudget    budget;        /* told with each answer */
  gint64      skew;          /* how far its clock is ahead, told with each answer */
  gboolean    is_mute;       /* does not tell what time it is */
  GError     *error;         /* instead of an answer */
  guint       breaks_after;  /* so many answers; then a question is broken off; 0: none is */
} FakeNetwork;

void        fake_network_init  (FakeNetwork *self,
                                CsClock     *clock);
void        fake_network_clear (FakeNetwork *self);
void        fake_network_reply (FakeNetwork *self,
                                CsReplyClass klass,
                                guint        times);
gint64      fake_network_likes (const char  *remote_id,
                                gint64       at);
CsPlatform *fake_counter_new   (FakeNetwork *network);

G_END_DECLS
