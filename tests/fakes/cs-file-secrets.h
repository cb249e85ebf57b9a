/* cs-file-secrets.h: tokens of a test that must outlive a killed process
 *
 * Plain files in a folder of the test's own: never for a person's token.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-secrets.h"

G_BEGIN_DECLS

#define CS_TYPE_FILE_SECRETS (cs_file_secrets_get_type ())
G_DECLARE_FINAL_TYPE (CsFileSecrets, cs_file_secrets, CS, FILE_SECRETS, GObject)

CsSecrets *cs_file_secrets_new (const char *folder);

G_END_DECLS
