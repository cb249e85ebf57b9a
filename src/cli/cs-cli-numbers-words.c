/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli-numbers-words.h"

#include "cs-error.h"
#include "cs-numbers-period.h"

#include <string.h>

const char *const cs_cli_periods[] = { "7d", "30d", "90d", "365d", "all", NULL };

void
cs_cli_numbers_clear (CsCliNumbers *self)
{
  g_strfreev (self->accounts);
  g_free (self->post);
  g_free (self->period);
}

void
cs_cli_numbers_add_accounts (CsCliNumbers *self,
                             GVariantDict *args)
{
  if (self->accounts != NULL)
    g_variant_dict_insert (args, "accounts", "^as", self->accounts);
}

static gboolean
read_day (const char *text,
          gint64     *second)
{
  g_autofree char *moment = g_strconcat (text, "T00:00:00Z", NULL);
  g_autoptr(GDateTime) day = strlen (text) == strlen ("2026-11-01")
                           ? g_date_time_new_from_iso8601 (moment, NULL) : NULL;

  if (day == NULL)
    return FALSE;

  *second = g_date_time_to_unix (day);

  return TRUE;
}

/* The moment that it is to the workspace’s owner, by whose clock posts are counted. */
static gboolean
read_now (CsCli   *cli,
          gint64  *now,
          GError **error)
{
  g_autoptr(GVariant) status = cs_cli_call (cli, "status", NULL, error);

  if (status == NULL)
    return FALSE;

  *now = cs_cli_int (status, "now", 0);

  return TRUE;
}

/**
 * cs_cli_numbers_add_period:
 * @otherwise: the period where none is said
 */
gboolean
cs_cli_numbers_add_period (CsCli         *cli,
                           CsCliNumbers  *self,
                           const char    *otherwise,
                           GVariantDict  *args,
                           GError       **error)
{
  const char *word = self->period != NULL ? self->period : otherwise;
  g_auto(GStrv) days = g_strsplit (word, "..", 2);
  gint64 from, until, now;

  if (strcmp (word, "all") == 0)
    return TRUE;

  if (g_strv_contains (cs_cli_periods, word))
    {
      if (!read_now (cli, &now, error))
        return FALSE;

      /* 7d, of which the number alone is read. */
      g_variant_dict_insert (args, "from", "x",
                             cs_numbers_period_from (now, g_ascii_strtoll (word, NULL, 10)));
      return TRUE;
    }

  if (g_strv_length (days) != 2 || !read_day (days[0], &from) || !read_day (days[1], &until))
    return cs_fail (error, CS_ERROR_INVALID,
                    "“%s” is no period: say 7d, 30d, 90d, 365d, all, or two days as "
                    "2026-11-01..2026-11-30", word);

  if (until < from)
    return cs_fail (error, CS_ERROR_INVALID, "“%s” ends before it begins: turn it around", word);

  g_variant_dict_insert (args, "from", "x", from);
  g_variant_dict_insert (args, "until", "x", until + CS_DAY_SECONDS);

  return TRUE;
}
