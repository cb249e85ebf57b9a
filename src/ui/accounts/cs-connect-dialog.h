/* cs-connect-dialog.h: signs in at a network
 *
 * Mastodon by the browser or a code that the server shows, Bluesky by an app
 * password. Closing it gives up what it waits for.
 *
 *   connected (id, handle): the account is there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_CONNECT_DIALOG (cs_connect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsConnectDialog, cs_connect_dialog, CS, CONNECT_DIALOG, AdwDialog)

CsConnectDialog *cs_connect_dialog_new    (CsLibrary       *library);
void             cs_connect_dialog_preset (CsConnectDialog *self,
                                           GVariant        *account);

G_END_DECLS
