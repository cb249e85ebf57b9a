/* cs-account.h: one identity on one network
 *
 * An account holds no secret: its token is in the keyring under the account’s
 * id. Endpoints that differ from the network’s own (another instance, a test
 * server) stand in settings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-network.h"
#include "cs-record.h"

G_BEGIN_DECLS

typedef enum
{
  CS_ACCOUNT_READY,
  CS_ACCOUNT_SIGN_IN,     /* the token is gone or refused */
  CS_ACCOUNT_NEEDS_YOU,   /* something outside must be repaired; reason says what */
} CsAccountState;

extern const char *const cs_account_state_names[];

typedef enum
{
  CS_VIDEO_UNDECIDED,
  CS_VIDEO_SERVICE,     /* through the video service, which re-encodes */
  CS_VIDEO_BLOB,        /* as it is, into the repository */
} CsVideoWay;

extern const char *const cs_video_way_names[];

typedef struct
{
  CsRecord        record;

  CsNetwork       network;
  char           *id;
  char           *handle;         /* as written there: @ana@example.social, ana.bsky.social */
  char           *display_name;
  char           *remote_id;      /* Mastodon account id, DID */
  char           *host;           /* https://example.social; of Bluesky the PDS */
  CsAccountState  state;
  char           *reason;         /* of a state that is not ready, in words */
  GVariant       *settings;       /* endpoint overrides: {"video": <"http://…">} */
  GVariant       *limits;         /* what the server says of itself, over the shipped limits */
  CsVideoWay      video_way;      /* Bluesky: decided when checked, fixed by an upload */
  gboolean        honours_key;    /* Mastodon: whether Idempotency-Key is kept */
  gboolean        can_schedule;   /* whether the server holds posts until their time */
  gint64          added_at;
  gint64          checked_at;
} CsAccount;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsAccount, cs_record_unref)

G_END_DECLS
