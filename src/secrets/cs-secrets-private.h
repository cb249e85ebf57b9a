/* cs-secrets-private.h: what tests need of the keyring, too
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-secrets.h"

G_BEGIN_DECLS

/* For tests. */
CsSecrets *cs_secrets_new_keyring_within (guint msec);

G_END_DECLS
