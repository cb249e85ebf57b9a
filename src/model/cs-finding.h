/* cs-finding.h: what preflight says of a clip or a text on one network
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-network.h"
#include "cs-record.h"

G_BEGIN_DECLS

typedef enum
{
  CS_FINDING_NOTE,      /* worth knowing */
  CS_FINDING_WARNING,   /* will work, but worse than it could */
  CS_FINDING_BLOCK,     /* the network would refuse it */
} CsSeverity;

extern const char *const cs_severity_names[];

typedef enum
{
  CS_FIX_NONE,     /* nothing of the program’s can fix it */
  CS_FIX_REMUX,    /* a stream copy */
  CS_FIX_AUDIO,    /* new audio, the video copied */
  CS_FIX_ENCODE,   /* new video */
  CS_FIX_TEXT,     /* the author shortens the text */
  CS_FIX_ALT,      /* the author describes the picture */
  CS_FIX_CUT,      /* the author cuts the clip */
} CsFix;

extern const char *const cs_fix_names[];

typedef struct
{
  CsRecord    record;

  char       *rule;         /* video.codec, text.length …: stable, for scripts */
  CsNetwork   network;
  CsSeverity  severity;
  char       *reason;       /* one sentence, with the number that is and the number that may be */
  CsFix       fix;
  gboolean    unverified;   /* the limit has no primary source */
  gint64      part;         /* of the thread, 0 the first; CS_UNKNOWN: of a file alone */
  gint64      file;         /* its place among the post’s files; CS_UNKNOWN: of no file */
} CsFinding;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsFinding, cs_record_unref)

G_END_DECLS
