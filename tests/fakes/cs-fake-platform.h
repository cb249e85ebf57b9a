/* cs-fake-platform.h: a network in memory that fails as it is told
 *
 * The world holds what the network has; it is plain memory, so that it can be
 * shared with a process that is killed. What happens to a call that publishes
 * is the next of the world's faults.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-platform.h"

G_BEGIN_DECLS

#define CS_FAKE_POSTS  64
#define CS_FAKE_FAULTS 64

typedef enum
{
  CS_FAKE_NONE,
  CS_FAKE_DROP,            /* applied, no answer */
  CS_FAKE_TRUNCATED,       /* applied, half an answer */
  CS_FAKE_SLOW,            /* no answer; applied two seconds later */
  CS_FAKE_503_AFTER,       /* applied, 503 */
  CS_FAKE_503_BEFORE,      /* not applied, 503 */
  CS_FAKE_UNREACHED,       /* not one byte was sent */
  CS_FAKE_RATE,            /* refused for a minute */
  CS_FAKE_REJECTED,        /* refused for good */
  CS_FAKE_REFRESH,
  CS_FAKE_SIGN_IN,
  CS_FAKE_NEW_UPLOAD,
  CS_FAKE_CANCELLED,       /* applied, and the call was broken off */
  CS_FAKE_LOCKED,          /* nothing was sent, since the keyring is locked */
  CS_FAKE_BROKEN,          /* applied, and an error that is not ours */
  CS_FAKE_N_FAULTS,
} CsFakeFault;

typedef struct
{
  char     account[40];
  char     key[40];
  char     content[96];    /* target and part, to tell copies from others */
  gint64   made_at;        /* seconds; a look before it finds nothing */
  gint64   clock_at;       /* what our clock showed when it was asked for, seconds */
  gboolean scheduled;
} CsFakePost;

typedef struct
{
  gboolean    honours_key;
  gboolean    is_put;                       /* the same key again is the same post */
  gboolean    wants_cid;                    /* a reply names the hash of what it replies to */
  gboolean    all_the_same;                 /* posts cannot be told apart by what they say */
  gboolean    is_careless;                  /* a look takes the first post that fits */
  guint       n_posts;
  CsFakePost  posts[CS_FAKE_POSTS];
  guint       n_faults;
  guint       next_fault;
  CsFakeFault faults[CS_FAKE_FAULTS];
  CsFakeFault prepare_fault;                /* of every prepare */
  CsFakeFault probe_fault;                  /* of the next looks, while blind is over 0 */
  guint       blind;
  gint64      clock_ahead;                  /* how far our clock is wrong, seconds */
  gboolean    is_silent;                    /* does not answer what time it is */
  gboolean    is_timeless;                  /* answers, and does not say */
  guint       n_silent;                     /* so many servers do not answer, and then one does */
  void      (*on_ask_time) (gpointer data); /* what happens while it is asked; NULL: nothing */
  gpointer    on_ask_time_data;
  guint       gather;                       /* uploads that wait until so many are under way */
  guint       uploading;
  guint       uploading_most;
  void      (*on_probe) (gpointer data);    /* what happens while a look is under way; once */
  gpointer    on_probe_data;
  guint       same_keys;                    /* so many keys more are one and the same */
  CsBudget    budget;                       /* told with what was published */
  gint64      longer;                       /* seconds over a minute that a RATE asks for */
  guint       n_prepares;
  guint       n_commits;
  guint       n_probes;
  guint       n_polls;
} CsFakeWorld;

#define CS_TYPE_FAKE_PLATFORM (cs_fake_platform_get_type ())
G_DECLARE_FINAL_TYPE (CsFakePlatform, cs_fake_platform, CS, FAKE_PLATFORM, GObject)

CsPlatform *cs_fake_platform_new (CsFakeWorld *world,
                                  CsClock     *clock);
guint       cs_fake_world_count  (CsFakeWorld *world,
                                  const char  *content);
char       *cs_fake_world_link   (CsFakeWorld *world,
                                  const char  *content);
gboolean    cs_fake_world_early  (CsFakeWorld *world,
                                  const char  *content,
                                  gint64       due,
                                  gint64       wrong_most);

G_END_DECLS
