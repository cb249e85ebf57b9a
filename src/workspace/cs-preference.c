/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preference.h"

#include "cs-error.h"
#include "cs-meta-store.h"

#include <string.h>

#define PREFIX "preference."

static const char *const late_values[] = { "ask", "publish", "drop", NULL };
static const char *const switch_values[] = { "on", "off", NULL };

/* The first value is the one that nobody had to choose. */
static const struct
{
  const char        *name;
  const char *const *values;
} preferences[] = {
  { CS_PREFERENCE_LATE, late_values },
  { CS_PREFERENCE_NOTIFY "published", switch_values },
  { CS_PREFERENCE_NOTIFY "needs-you", switch_values },
  { CS_PREFERENCE_NOTIFY "failed", switch_values },
  { CS_PREFERENCE_NOTIFY "missed", switch_values },
};

static int
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (preferences); i++)
    if (strcmp (preferences[i].name, name) == 0)
      return i;

  return -1;
}

static gboolean
read_value (CsTx    *tx,
            guint    i,
            char   **value,
            GError **error)
{
  g_autofree char *key = g_strconcat (PREFIX, preferences[i].name, NULL);

  if (!cs_meta_store_get (tx, key, value, error))
    return FALSE;

  if (*value == NULL)
    *value = g_strdup (preferences[i].values[0]);

  return TRUE;
}

/* Returns: (transfer full): all of them, a{sv} of texts */
GVariant *
cs_preference_list (CsTx    *tx,
                    GError **error)
{
  GVariantDict all = G_VARIANT_DICT_INIT (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (preferences); i++)
    {
      g_autofree char *value = NULL;

      if (!read_value (tx, i, &value, error))
        {
          g_variant_dict_clear (&all);
          return NULL;
        }

      g_variant_dict_insert (&all, preferences[i].name, "s", value);
    }

  return g_variant_ref_sink (g_variant_dict_end (&all));
}

/* Returns: (transfer full): what was set, or else what nobody had to choose */
char *
cs_preference_dup (CsTx        *tx,
                   const char  *name,
                   GError     **error)
{
  int i = find (name);
  char *value = NULL;

  g_return_val_if_fail (i >= 0, NULL);

  return read_value (tx, i, &value, error) ? value : NULL;
}

static gboolean
check_value (guint        i,
             const char  *value,
             GError     **error)
{
  g_autofree char *all = NULL;

  if (g_strv_contains (preferences[i].values, value))
    return TRUE;

  all = g_strjoinv (", ", (GStrv) preferences[i].values);

  return cs_fail (error, CS_ERROR_INVALID, "“%s” is no choice for “%s”: choose from %s", value,
                  preferences[i].name, all);
}

gboolean
cs_preference_set (CsTx        *tx,
                   const char  *name,
                   const char  *value,
                   GError     **error)
{
  int i = find (name);
  g_autofree char *key = NULL;

  if (i < 0)
    return cs_fail (error, CS_ERROR_NOT_FOUND,
                    "There is no preference “%s”: creatorsync-cli preference list shows them",
                    name);

  key = g_strconcat (PREFIX, name, NULL);

  return check_value (i, value, error) && cs_meta_store_set (tx, key, value, error);
}
