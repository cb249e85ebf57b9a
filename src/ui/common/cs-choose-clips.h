/* cs-choose-clips.h: files are chosen that become clips and pictures of the library
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_choose_clips (GtkWidget           *from,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data);

G_END_DECLS
