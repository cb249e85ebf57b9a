/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preference.h"

#include "cs-choice.h"
#include "cs-error.h"
#include "cs-meta-store.h"
#include "cs-slot.h"
#include "cs-zone.h"

#include <string.h>

#define PREFIX "preference."

static const char *const late_values[] = { "ask", "publish", "drop", NULL };
static const char *const switch_values[] = { "on", "off", NULL };

static gboolean
check_zone (const char  *value,
            GError     **error)
{
  g_autoptr(CsZone) rules = NULL;

  if (strcmp (value, CS_PREFERENCE_ZONE_SYSTEM) == 0)
    return TRUE;

  rules = cs_zone_open (value, error);

  return rules != NULL;
}

static gboolean
parse_time (const char  *value,
            int         *minute,
            GError     **error)
{
  return cs_slot_parse_minute (value, minute)
      || cs_fail (error, CS_ERROR_INVALID, "“%s” is no time of day: write it as 18:30", value);
}

static gboolean
check_time (const char  *value,
            GError     **error)
{
  int minute;

  return parse_time (value, &minute, error);
}

/* The first value is the one that nobody had to choose. */
static const char *const zone_values[] = { CS_PREFERENCE_ZONE_SYSTEM, NULL };
static const char *const time_values[] = { "18:30", NULL };

static const struct
{
  const char        *name;
  const char *const *values;
  gboolean         (*check) (const char *value, GError **error);   /* NULL: one of these */
} preferences[] = {
  { CS_PREFERENCE_ZONE, zone_values, check_zone },
  { CS_PREFERENCE_TIME, time_values, check_time },
  { CS_PREFERENCE_LATE, late_values },
  { CS_PREFERENCE_NOTIFY "published", switch_values },
  { CS_PREFERENCE_NOTIFY "needs-you", switch_values },
  { CS_PREFERENCE_NOTIFY "failed", switch_values },
  { CS_PREFERENCE_NOTIFY "missed", switch_values },
  { CS_PREFERENCE_NOTIFY "fixed", switch_values },
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

/* Returns: (transfer full): all of them in one order, a{sv} of texts */
GVariant *
cs_preference_list (CsTx    *tx,
                    GError **error)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  for (guint i = 0; i < G_N_ELEMENTS (preferences); i++)
    {
      g_autofree char *value = NULL;

      if (!read_value (tx, i, &value, error))
        {
          g_variant_builder_clear (&all);
          return NULL;
        }

      g_variant_builder_add (&all, "{sv}", preferences[i].name, g_variant_new_string (value));
    }

  return g_variant_ref_sink (g_variant_builder_end (&all));
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

/* Returns: (transfer full): by what clock a time is meant that names none */
char *
cs_preference_dup_zone (CsTx    *tx,
                        GError **error)
{
  g_autofree char *zone = cs_preference_dup (tx, CS_PREFERENCE_ZONE, error);

  return g_strcmp0 (zone, CS_PREFERENCE_ZONE_SYSTEM) == 0 ? cs_zone_dup_local ()
                                                          : g_steal_pointer (&zone);
}

/* When on a day a post goes out that has no time, in minutes; -1 with @error set. */
int
cs_preference_get_minute (CsTx    *tx,
                          GError **error)
{
  g_autofree char *time = cs_preference_dup (tx, CS_PREFERENCE_TIME, error);
  int minute;

  return time != NULL && parse_time (time, &minute, error) ? minute : -1;
}

static gboolean
check_value (guint        i,
             const char  *value,
             GError     **error)
{
  g_autofree char *all = NULL;

  if (preferences[i].check != NULL)
    return preferences[i].check (value, error);

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

  if (!check_value (i, value, error) || !cs_meta_store_set (tx, key, value, error))
    return FALSE;

  cs_tx_touch (tx, CS_RECORD_CHOICE, name);

  return TRUE;
}
