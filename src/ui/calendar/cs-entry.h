/* cs-entry.h: a post at a moment, as the calendar shows it
 *
 * Read once from the answer of post.rows, on a worker, and never changed after;
 * so that thousands cost the main thread nothing but a pointer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-network.h"
#include "cs-slot.h"
#include "cs-standing.h"
#include "cs-words.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Two posts of one account nearer than this are too close. */
#define CS_ENTRY_APART (15 * 60)

typedef struct
{
  char       *id;          /* of the row */
  char       *post;
  char       *title;       /* never empty */
  CsStanding  standing;
  gint64      due;         /* CS_UNKNOWN: a draft without time */
  gint64      wall;        /* as planned, in its zone */
  char       *zone;
  gint64      at;          /* published or due */
  gint64      day;         /* on the local wall; -1: none */
  char       *time;        /* the local time in words; “”: none */
  guint       networks;    /* a bit each */
  GStrv       accounts;    /* what they are called */
  GStrv       account_ids;
  char       *thumbnail;   /* path; NULL: none */
} CsEntry;

#define CS_TYPE_ENTRY (cs_entry_get_type ())
GType       cs_entry_get_type        (void);

CsEntry    *cs_entry_new             (GVariant         *row,
                                      const CsReading  *reading);
CsEntry    *cs_entry_planned         (const CsEntry    *self,
                                      const char       *zone,
                                      gint64            wall,
                                      gint64            due,
                                      const CsReading  *reading);
CsEntry    *cs_entry_ref             (CsEntry          *self);
void        cs_entry_unref           (CsEntry          *self);

gboolean    cs_entry_may_move        (const CsEntry    *self,
                                      GError          **error);
gboolean    cs_entry_equal           (const CsEntry    *self,
                                      const CsEntry    *other);
gboolean    cs_entry_shares_account  (const CsEntry    *self,
                                      const CsEntry    *other);
char       *cs_entry_dup_networks    (const CsEntry    *self);
char       *cs_entry_dup_name        (const CsEntry    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsEntry, cs_entry_unref)

G_END_DECLS
