/* cs-walk.h: every packet of a file, without decoding one
 *
 * Times, sizes and key marks of all packets, in the order of the file. What a
 * header claims is only claimed; this is what is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "cs-run.h"

G_BEGIN_DECLS

/* Nanoseconds on the clip's own time line; what an edit list hides is negative. */
typedef struct
{
  gint64   pts;
  gint64   dts;
  gint64   duration;
  guint32  size;
  gboolean key;
} CsPacket;

typedef struct
{
  CsRun      *run;
  GstCaps    *caps;
  GstTagList *tags;
  GstSegment  segment;
  GArray     *packets;   /* CsPacket */
  guint64     bytes;
  guint       nal_prefix;  /* bytes of the length of a unit of H.264 or HEVC; 0: none such */
  gint64      promised;  /* nanoseconds that the header claims; -1: none */
  guint       broken;    /* damaged packets, as far as that shows undecoded */
} CsTrack;

typedef struct
{
  GPtrArray *tracks;     /* CsTrack */
  char      *container;  /* media type */
} CsWalk;

CsWalk     *cs_walk            (int           fd,
                                CsTalk       *talk,
                                GError      **error);
void        cs_walk_free       (CsWalk       *self);
CsTrack    *cs_walk_find       (CsWalk       *self,
                                const char   *media);
const char *cs_track_media     (const CsTrack *self);
void        cs_track_extent    (const CsTrack *self,
                                gint64        *start,
                                gint64        *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsWalk, cs_walk_free)

G_END_DECLS
