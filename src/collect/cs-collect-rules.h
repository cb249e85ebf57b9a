/* cs-collect-rules.h: what follows from what a network answered to a question of counts
 *
 * One table: which absence it explains, whose, and how long to wait. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-reply.h"

G_BEGIN_DECLS

/* By more seconds than these our clock may not differ from a server’s: no moment that it gives
 * would be that of a sample. */
#define CS_CLOCK_OFF_MAX (10 * 60)

typedef enum
{
  CS_HINDRANCE_NONE,
  CS_HINDRANCE_ACCOUNT,   /* nothing of the account can be counted now */
  CS_HINDRANCE_POST,      /* of the posts that were asked for, if it is one alone */
} CsHindranceScope;

/* Of two clocks that differ. */
typedef enum
{
  CS_CLOCK_DISPUTED,      /* nobody else says which one is right */
  CS_CLOCK_WRONG,         /* another server says the same */
} CsClockView;

typedef struct
{
  CsHindranceScope  scope;
  const char       *code;      /* of the gap; NULL: nothing is in the way */
  gint64            first;     /* seconds to wait; each time doubled */
  gint64            longest;
} CsHindrance;

CsHindrance cs_hindrance_of_reply   (const CsReply     *reply);
const char *cs_hindrance_sentence   (const CsReply     *reply,
                                     CsClockView        view);
const char *cs_wait_code            (const CsReply     *reply);
gboolean    cs_reply_doubts_clock   (const CsReply     *reply);
gboolean    cs_reply_confirms_clock (const CsReply     *reply);
gint64      cs_hindrance_not_before (const CsHindrance *hindrance,
                                     const CsReply     *reply,
                                     guint              failures,
                                     gint64             now);
CsReply    *cs_hindrance_reply      (const GError      *error);

G_END_DECLS
