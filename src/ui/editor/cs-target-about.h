/* cs-target-about.h: what is to be known of a post at one account
 *
 * How far it got there, and what its network would say of it. What a clip does
 * not fulfil is fixed from here.
 *
 *   fix (finding): a{sv}, which is mended in the text or at a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_TARGET_ABOUT (cs_target_about_get_type ())
G_DECLARE_FINAL_TYPE (CsTargetAbout, cs_target_about, CS, TARGET_ABOUT, GtkListBoxRow)

void cs_target_about_set_account (CsTargetAbout  *self,
                                  CsLibrary      *library,
                                  const char     *account);
void cs_target_about_show        (CsTargetAbout  *self,
                                  GVariant       *delivery,
                                  GVariant       *check,
                                  GPtrArray      *files);

G_END_DECLS
