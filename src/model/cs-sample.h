/* cs-sample.h: what was counted of a post at one moment, and of an account
 *
 * Counters as they were told, cumulative since the post went out. A sample is never
 * changed: what corrects one has its moment and the next revision, and the highest
 * revision of a moment is the one that counts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-metric.h"

G_BEGIN_DECLS

typedef enum
{
  CS_ORIGIN_NETWORK,    /* the network answered us */
  CS_ORIGIN_IMPORT,     /* a file that a person brought */
} CsOrigin;

extern const char *const cs_origin_names[];

typedef struct
{
  CsRecord  record;

  char     *target_id;
  gint64    taken_at;              /* seconds since 1970 */
  gint64    revision;              /* 0, then what corrects it: 1, 2 … */
  CsOrigin  origin;
  char     *source;                /* the host that answered, or the file’s name */
  gint64    counts[CS_N_METRICS];
} CsSample;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSample, cs_record_unref)

typedef struct
{
  CsRecord  record;

  char     *account_id;
  gint64    taken_at;
  gint64    revision;
  CsOrigin  origin;
  char     *source;
  gint64    followers;
  gint64    following;
  gint64    posts;                 /* as the network counts them, also those of others */
} CsAccountSample;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsAccountSample, cs_record_unref)

G_END_DECLS
