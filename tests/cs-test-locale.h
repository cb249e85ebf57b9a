/* cs-test-locale.h: a locale of the C library, made where the tests are built
 *
 * Nothing need be installed; making one takes half a second, so it is kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void cs_test_locale_begin (const char *name);
void cs_test_locale_end   (void);

G_END_DECLS
