/* numbers-fixture.h: two accounts, what went out there, and what was counted of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-post.h"
#include "cs-store-fixture.h"

#define HOUR 3600
#define DAY CS_DAY_SECONDS

/* Since when it has been so many days, and not a second more. */
#define DAYS_AGO(n) (NOW + 1 - (n) * DAY)

typedef struct
{
  Store      store;
  CsAccount *ana;
  CsAccount *bo;
} Numbers;

void      numbers_set_up    (Numbers       *numbers,
                             gconstpointer  data);
void      numbers_tear_down (Numbers       *numbers,
                             gconstpointer  data);
/* Of a post, which went out then with that many followers; its target. */
char     *publish_to        (Numbers   *numbers,
                             CsPost    *post,
                             CsAccount *account,
                             gint64     at,
                             gint64     followers);
/* A post of its own. */
char     *publish           (Numbers   *numbers,
                             CsAccount *account,
                             gint64     at,
                             gint64     followers);
void      count             (Numbers    *numbers,
                             const char *target,
                             gint64      at,
                             gint64      likes);
void      count_followers   (Numbers   *numbers,
                             CsAccount *account,
                             gint64     at,
                             gint64     followers);
/* Of both accounts, or of one of them. */
GVariant *overview          (Numbers   *numbers,
                             CsAccount *account,
                             gint64     from,
                             gint64     until);
/* Why a tile is compared with nothing; NULL: nobody has to know. */
void      assert_no_change  (GVariant   *answer,
                             const char *name,
                             const char *wanted);
GVariant *tile_of           (GVariant   *answer,
                             const char *name);
gboolean  has               (GVariant   *record,
                             const char *name);
double    real_of           (GVariant   *record,
                             const char *name);
gint64    number_of         (GVariant   *record,
                             const char *name);
GVariant *child_of          (GVariant   *answer,
                             const char *list,
                             gsize       place);
gsize     length_of         (GVariant   *answer,
                             const char *list);
