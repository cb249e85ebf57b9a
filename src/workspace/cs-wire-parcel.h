/* cs-wire-parcel.h: an answer that is too long for a message between two processes
 *
 * It travels beside the message, in memory that the kernel keeps as long as anybody has it open:
 * whichever of the two is killed, nothing is left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

GUnixFDList *cs_wire_parcel_pack (GVariant     *answer,
                                  GError      **error);
GVariant    *cs_wire_parcel_note (GVariant     *answer);
gboolean     cs_wire_parcel_is   (GVariant     *note);
GVariant    *cs_wire_parcel_open (GVariant     *note,
                                  GUnixFDList  *files,
                                  GError      **error);

G_END_DECLS
