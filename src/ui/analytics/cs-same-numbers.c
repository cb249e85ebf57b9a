/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-same-numbers.h"

#include <string.h>

static gboolean
is_moment (const char *field)
{
  return strcmp (field, "now") == 0 || strcmp (field, "until") == 0;
}

/* Whether all that the one has is the same in the other; the order of fields says nothing. */
static gboolean
is_in (GVariant *one,
       GVariant *other)
{
  GVariantIter iter;
  const char *field;
  GVariant *value;

  g_variant_iter_init (&iter, one);
  while (g_variant_iter_loop (&iter, "{&sv}", &field, &value))
    {
      g_autoptr(GVariant) there = g_variant_lookup_value (other, field, NULL);

      if (is_moment (field) || (there != NULL && g_variant_equal (value, there)))
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
  return one != NULL && other != NULL && g_variant_n_children (one) == g_variant_n_children (other)
      && is_in (one, other);
}
