/* cs-mastodon-private.h: what the files of this connector share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-mastodon.h"

#include "cs-call-private.h"
#include "cs-count-private.h"

G_BEGIN_DECLS

struct _CsMastodon
{
  GObject    parent_instance;

  CsHttp    *http;
  CsSecrets *secrets;
  CsClock   *clock;
};

CsHttpAnswer *cs_mastodon_send           (CsMastodon         *self,
                                          const CsAccount    *account,
                                          CsHttpCall         *call,
                                          const char         *path,
                                          GCancellable       *cancellable,
                                          GError            **error);
CsReply      *cs_mastodon_read           (CsMastodon         *self,
                                          const CsHttpAnswer *answer,
                                          CsHttpKind          kind);

CsReply      *cs_mastodon_published      (JsonObject         *status);
CsReply      *cs_mastodon_held           (JsonObject         *schedule);

GVariant     *cs_mastodon_begin_sign_in  (CsPlatform         *platform,
                                          GVariant           *request,
                                          GCancellable       *cancellable,
                                          GError            **error);
CsAccount    *cs_mastodon_finish_sign_in (CsPlatform         *platform,
                                          GVariant           *pending,
                                          const char         *answer,
                                          GCancellable       *cancellable,
                                          GError            **error);
CsAccount    *cs_mastodon_check          (CsPlatform         *platform,
                                          const CsAccount    *account,
                                          GCancellable       *cancellable,
                                          GError            **error);
gboolean      cs_mastodon_sign_out       (CsPlatform         *platform,
                                          const CsAccount    *account,
                                          GCancellable       *cancellable,
                                          GError            **error);

CsReply      *cs_mastodon_withdraw       (CsPlatform         *platform,
                                          const CsCall       *call,
                                          GCancellable       *cancellable,
                                          GError            **error);
gint64        cs_mastodon_ask_time       (CsPlatform         *platform,
                                          const CsAccount    *account,
                                          GCancellable       *cancellable);
CsReply      *cs_mastodon_find           (CsPlatform         *platform,
                                          const CsAccount    *account,
                                          const char         *link,
                                          GCancellable       *cancellable,
                                          GError            **error);

guint         cs_mastodon_count_max      (CsPlatform         *platform,
                                          const CsAccount    *account);
CsReply      *cs_mastodon_count          (CsPlatform         *platform,
                                          const CsAccount    *account,
                                          GPtrArray          *tallies,
                                          GArray             *readings,
                                          char              **source,
                                          GCancellable       *cancellable,
                                          GError            **error);
CsReply      *cs_mastodon_count_account  (CsPlatform         *platform,
                                          const CsAccount    *account,
                                          CsAccountSample   **sample,
                                          GCancellable       *cancellable,
                                          GError            **error);
CsReply      *cs_mastodon_prepare        (CsPlatform         *platform,
                                          const CsCall       *call,
                                          CsProgressFunc      on_progress,
                                          gpointer            user_data,
                                          GCancellable       *cancellable,
                                          GError            **error);
char         *cs_mastodon_freeze         (CsPlatform         *platform,
                                          const CsCall       *call,
                                          GCancellable       *cancellable,
                                          GError            **error);
CsReply      *cs_mastodon_commit         (CsPlatform         *platform,
                                          const CsCall       *call,
                                          GCancellable       *cancellable,
                                          GError            **error);
CsReply      *cs_mastodon_probe          (CsPlatform         *platform,
                                          const CsCall       *call,
                                          GCancellable       *cancellable,
                                          GError            **error);
CsReply      *cs_mastodon_poll           (CsPlatform         *platform,
                                          const CsCall       *call,
                                          GCancellable       *cancellable,
                                          GError            **error);

G_END_DECLS
