/* cs-same-numbers.h: whether an answer tells anything new
 *
 * Each answer has the moment at which it was asked for, and others that follow from
 * it. That they are other ones is no reason to make anew what a person looks at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean cs_same_numbers (GVariant *one,
                          GVariant *other);

G_END_DECLS
