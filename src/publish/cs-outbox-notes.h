/* cs-outbox-notes.h: what a row remembers beside its columns
 *
 * The handles of a row hold what the server gave, and under names of their own
 * what the rules must know again after a restart. A new upload sweeps away the
 * first and leaves the second. These change a row that was just made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox-rules.h"

G_BEGIN_DECLS

#define CS_NOTE_PREFIX    "publish."
#define CS_NOTE_ABSENT    "publish.absent_boot"    /* boot time of the first look without it */
#define CS_NOTE_REFUSED   "publish.refused"        /* why, in words: an earlier call may be out */
#define CS_NOTE_PROGRESS  "publish.progress_at"    /* when the row last came further */
#define CS_NOTE_FURTHEST  "publish.furthest"       /* number of the furthest state so far */
#define CS_NOTE_STUCK     "publish.stuck"          /* times that nothing moved for half an hour */
#define CS_NOTE_SENT      "publish.sent"           /* a call that publishes may have left */
#define CS_NOTE_EARLY     "publish.early"          /* the body asks the network to hold the post */
#define CS_NOTE_STOP      "publish.stop"           /* a person said: stop and check */
#define CS_NOTE_ANEW      "publish.anew"           /* times that what was uploaded was gone */
#define CS_NOTE_REFRESHED "publish.refreshed_at"   /* when the token last had to be refreshed */
#define CS_NOTE_PUBLISHED "publish.published_at"   /* as the network says */
#define CS_NOTE_BACKLOG   "publish.backlog_at"     /* its turn among posts whose time was missed */

gint64       cs_outbox_note_get       (const CsOutboxRow *row,
                                       const char        *name,
                                       gint64             fallback);
void         cs_outbox_note_set       (CsOutboxRow       *row,
                                       const char        *name,
                                       gint64             value);
const char  *cs_outbox_note_get_words (const CsOutboxRow *row,
                                       const char        *name);
void         cs_outbox_note_set_words (CsOutboxRow       *row,
                                       const char        *name,
                                       const char        *words);
void         cs_outbox_note_clear     (CsOutboxRow       *row,
                                       const char        *name);
void         cs_outbox_note_progress  (CsOutboxRow       *row,
                                       gint64             until);
gboolean     cs_outbox_is_further     (const CsOutboxRow *row);
gboolean     cs_outbox_merge_handles  (CsOutboxRow       *row,
                                       GVariant          *given);
void         cs_outbox_drop_handles   (CsOutboxRow       *row);

CsOutboxRow *cs_outbox_moved          (const CsOutboxRow *row,
                                       CsOutboxState      state,
                                       const CsMoment    *moment);
void         cs_outbox_say            (CsOutboxRow       *next,
                                       const char        *code,
                                       const char        *sentence);
void         cs_outbox_say_may_be_out (CsOutboxRow       *next);
void         cs_outbox_become_unknown (CsOutboxRow       *next,
                                       const CsMoment    *moment);
void         cs_outbox_take_result    (CsOutboxRow       *next,
                                       const CsReply     *reply,
                                       const CsMoment    *moment);

G_END_DECLS
