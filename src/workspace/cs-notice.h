/* cs-notice.h: what happened, as the desktop tells it to a person
 *
 * The command notice.list says what of the events concerns a person who does not
 * look; here each becomes a notification, in the person's language. Its actions
 * are the application's, app.open-post and app.show-today.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GNotification *cs_notice_to_notification (GVariant *notice);

G_END_DECLS
