/* cs-killpoint.h: the places where the reliability harness ends the process
 *
 * Each place has a name. A build with -Dkillpoints=true counts the places it
 * passes and, when CREATORSYNC_KILL_AT is that count, dies there by SIGKILL, as
 * a power cut would end it. With CREATORSYNC_KILL_LOG each place passed is
 * written to that file. Other builds contain none of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#ifdef CS_KILLPOINTS
void cs_killpoint (const char *name);
#define CS_KILLPOINT(name) cs_killpoint (name)
#else
#define CS_KILLPOINT(name) G_STMT_START { } G_STMT_END
#endif

G_END_DECLS
