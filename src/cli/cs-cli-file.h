/* cs-cli-file.h: files that a person names
 *
 * Nothing of theirs is written over unless they say so, and a file is written whole or
 * not at all. A link stays and what it leads to is written; a device, a pipe and what is
 * a workspace's own are not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-cli.h"

G_BEGIN_DECLS

char     *cs_cli_dup_path    (const char  *word,
                              GError     **error);
gboolean  cs_cli_check_place (const char  *path,
                              const char  *example,
                              gboolean     replaces,
                              GError     **error);
gboolean  cs_cli_write_file  (CsCli       *cli,
                              const char  *path,
                              const char  *data,
                              gsize        length,
                              GError     **error);

G_END_DECLS
