/* cs-cli-complete.h: what may come next on a command line, for the shells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-cli.h"

G_BEGIN_DECLS

void cs_cli_complete (CsCli  *cli,
                      int     argc,
                      char  **argv);

G_END_DECLS
