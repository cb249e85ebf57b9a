/* cs-numbers-bars.h: what the bars of a chart of posts are of
 *
 * A post is one bar, to however many accounts it went. Its numbers are those of all of them:
 * counts are added up, of what is known; by followers it is all engagement by all followers,
 * for a mean of rates would say of no one what it does. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GPtrArray *cs_numbers_bars_read       (GVariant *overview);
GPtrArray *cs_numbers_bars_list_parts (GVariant *bar);

G_END_DECLS
