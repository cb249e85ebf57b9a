/* cs-window-actions.h: what can be done from anywhere in the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-window.h"

G_BEGIN_DECLS

void cs_window_class_install_actions (GtkWidgetClass *klass);

G_END_DECLS
