/* cs-fold-bin.h: a bin with breakpoints that keeps the focus where it is
 *
 * AdwBreakpointBin takes its child off the screen for a frame when another breakpoint holds, and
 * the focus goes on to the first thing that can have it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_FOLD_BIN (cs_fold_bin_get_type ())
G_DECLARE_FINAL_TYPE (CsFoldBin, cs_fold_bin, CS, FOLD_BIN, AdwBreakpointBin)

G_END_DECLS
