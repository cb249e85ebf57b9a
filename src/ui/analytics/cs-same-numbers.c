/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-same-numbers.h"

#include <string.h>

/* What moves on with the clock; of the tiles that of the posts, who are counted as they are asked
 * for. The other moments are of what was counted, and tell something. */
static gboolean
is_moment (const char *within,
           const char *field)
{
  static const char *const moments[] = {
    "now", "from", "until", "before_from", "before_until", NULL
  };

  return g_strv_contains (moments, field)
      || (strcmp (within, "posts") == 0 && strcmp (field, "taken_at") == 0);
}

/* Whether both have the same; the order of fields says nothing. */
static gboolean
are_same (const char *within,
          GVariant   *one,
          GVariant   *other)
{
  GVariantIter iter;
  const char *field;
  GVariant *value;

  if (!g_variant_is_of_type (one, G_VARIANT_TYPE_VARDICT)
      || !g_variant_is_of_type (other, G_VARIANT_TYPE_VARDICT))
    return g_variant_equal (one, other);

  if (g_variant_n_children (one) != g_variant_n_children (other))
    return FALSE;

  g_variant_iter_init (&iter, one);
  while (g_variant_iter_loop (&iter, "{&sv}", &field, &value))
    {
      g_autoptr(GVariant) there = g_variant_lookup_value (other, field, NULL);

      if (there != NULL && (is_moment (within, field) || are_same (field, value, there)))
        continue;

      g_variant_unref (value);
      return FALSE;
    }

  return TRUE;
}

/* Answers of numbers.overview, or of numbers.post; one may be NULL. */
gboolean
cs_same_numbers (GVariant *one,
                 GVariant *other)
{
  return one != NULL && other != NULL && are_same ("", one, other);
}
