/* cs-cli-post-show.h: a post as a person reads it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-cli.h"

G_BEGIN_DECLS

void cs_cli_print_post   (GVariant *post);
void cs_cli_print_checks (GVariant *checks);

G_END_DECLS
