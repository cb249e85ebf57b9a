/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-account-store.h"
#include "cs-act.h"
#include "cs-clock.h"
#include "cs-outbox-rules.h"
#include "cs-outbox-store.h"
#include "cs-post-rows.h"
#include "cs-post-view.h"

#include <string.h>

#define AHEAD         (7 * CS_DAY_SECONDS)
#define BACK          (60 * CS_DAY_SECONDS)  /* what nobody has looked at for so long is not news */
#define SCHEDULED_MAX 20
#define OTHERS_MAX    50

/* What is gathered in one reading of the workspace. */
typedef struct
{
  CsAct           *act;
  CsTx            *tx;
  gint64           now;
  gint64           since;     /* the first second of yesterday */
  const char      *section;   /* NULL: all */
  GVariantBuilder  all;
} Day;

static gint64
start_of_yesterday (gint64 now)
{
  g_autoptr(GDateTime) here = g_date_time_new_from_unix_local (now);
  g_autoptr(GDateTime) yesterday = g_date_time_add_days (here, -1);
  g_autoptr(GDateTime) midnight = NULL;

  midnight = g_date_time_new_local (g_date_time_get_year (yesterday),
                                    g_date_time_get_month (yesterday),
                                    g_date_time_get_day_of_month (yesterday), 0, 0, 0);

  return g_date_time_to_unix (midnight);
}

static gboolean
wants (const Day  *day,
       const char *section)
{
  return day->section == NULL || strcmp (day->section, section) == 0;
}

static void
add (Day          *day,
     GVariantDict *view,
     const char   *section,
     const char   *kind)
{
  if (!wants (day, section))
    {
      g_variant_dict_clear (view);
      return;
    }

  g_variant_dict_insert (view, "section", "s", section);
  g_variant_dict_insert (view, "kind", "s", kind);
  g_variant_builder_add_value (&day->all, g_variant_dict_end (view));
}

static gboolean
add_posts (Day                   *day,
           const CsPostRowRange  *range,
           const char            *section,
           GError               **error)
{
  g_autoptr(GPtrArray) rows = cs_post_row_store_list (day->tx, range, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GVariantDict view = G_VARIANT_DICT_INIT (NULL);
      gboolean light = range->standing == CS_STANDING_SCHEDULED;

      if (!cs_post_row_view (day->act, day->tx, rows->pdata[i], light, &view, error))
        {
          g_variant_dict_clear (&view);
          return FALSE;
        }

      add (day, &view, section, "post");
    }

  return rows != NULL;
}

static gboolean
add_posts_of (Day         *day,
              CsStanding   standing,
              const char  *section,
              GError     **error)
{
  CsPostRowRange range = { .from = day->now - BACK, .until = day->now + AHEAD,
                           .standing = standing, .order = CS_POST_ROW_BY_TIME,
                           .limit = OTHERS_MAX, .now = day->now };

  if (!wants (day, section))
    return TRUE;

  if (standing == CS_STANDING_SCHEDULED)
    range.limit = SCHEDULED_MAX;

  if (standing == CS_STANDING_PUBLISHED || standing == CS_STANDING_FAILED)
    {
      range.from = day->since;
      range.until = day->now + 1;
      range.reverse = TRUE;
    }

  return add_posts (day, &range, section, error);
}

/* What asks, and what a network has taken since yesterday to publish it itself. */
static gboolean
add_rows (Day     *day,
          GError **error)
{
  g_autoptr(GPtrArray) rows = cs_outbox_store_list_active (day->tx, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CsOutboxRow *row = rows->pdata[i];
      gboolean asks = row->state == CS_OUTBOX_NEEDS_YOU && !cs_outbox_row_follows (row);
      gboolean taken = row->state == CS_OUTBOX_HANDED_OFF && row->updated_at >= day->since;
      g_autoptr(GVariant) fields = NULL;
      GVariantDict view;

      if (!asks && !taken)
        continue;

      fields = g_variant_ref_sink (cs_post_view_row (day->tx, row));
      g_variant_dict_init (&view, fields);
      add (day, &view, asks ? "needs" : "since", asks ? "question" : "handed-off");
    }

  return rows != NULL;
}

static gboolean
add_accounts (Day     *day,
              GError **error)
{
  g_autoptr(GPtrArray) accounts = cs_account_store_list (day->tx, error);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const CsAccount *account = accounts->pdata[i];
      GVariantDict view = G_VARIANT_DICT_INIT (NULL);

      if (account->state == CS_ACCOUNT_READY)
        continue;

      g_variant_dict_insert (&view, "id", "s", account->id);
      g_variant_dict_insert (&view, "title", "s", account->handle);
      g_variant_dict_insert (&view, "network", "s", cs_network_names[account->network]);
      g_variant_dict_insert (&view, "state", "s", cs_account_state_names[account->state]);
      if (account->reason != NULL)
        g_variant_dict_insert (&view, "sentence", "s", account->reason);
      add (day, &view, "needs", "account");
    }

  return accounts != NULL;
}

/* The answer to: what is due, who waits for me, what happened? */
static GVariant *
today (CsAct   *act,
       GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  Day day = { act, tx, cs_act_now (act), start_of_yesterday (cs_act_now (act)),
              cs_act_text (act, "section"),
              G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}")) };

  if (tx != NULL
      && add_rows (&day, error)
      && add_accounts (&day, error)
      && add_posts_of (&day, CS_STANDING_MISSED, "needs", error)
      && add_posts_of (&day, CS_STANDING_PUBLISHING, "due", error)
      && add_posts_of (&day, CS_STANDING_WAITING, "due", error)
      && add_posts_of (&day, CS_STANDING_SCHEDULED, "due", error)
      && add_posts_of (&day, CS_STANDING_FAILED, "since", error)
      && add_posts_of (&day, CS_STANDING_PUBLISHED, "since", error))
    return g_variant_ref_sink (g_variant_builder_end (&day.all));

  g_variant_builder_clear (&day.all);

  return NULL;
}

const CsCommand cs_today_commands[] = {
  { "today", "section ?s", "aa{sv}", today, CS_JOB_SHORT, NULL },
  { NULL, },
};
