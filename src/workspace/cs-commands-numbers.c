/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-account-day-store.h"
#include "cs-act.h"
#include "cs-error.h"
#include "cs-find.h"
#include "cs-gap-store.h"
#include "cs-numbers-answers.h"
#include "cs-numbers-find.h"
#include "cs-numbers-view.h"
#include "cs-sample-store.h"

#include <string.h>

static GVariant *
overview (CsAct   *act,
          GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  return tx != NULL ? cs_act_overview (act, tx, error) : NULL;
}

static GVariant *
accounts (CsAct   *act,
          GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  return tx != NULL ? cs_act_counted_accounts (act, tx, error) : NULL;
}

static GVariant *
post (CsAct   *act,
      GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  return tx != NULL ? cs_act_post_numbers (act, tx, error) : NULL;
}

/* Whether another revision of the same moment follows. */
static gboolean
is_superseded (GPtrArray *samples,
               guint      place)
{
  const CsSample *sample = samples->pdata[place];
  const CsSample *next = place + 1 < samples->len ? samples->pdata[place + 1] : NULL;

  return next != NULL && next->taken_at == sample->taken_at;
}

static void
add_number (GVariantBuilder *view,
            const char      *name,
            gint64           number)
{
  if (number != CS_UNKNOWN)
    g_variant_builder_add (view, "{sv}", name, g_variant_new_int64 (number));
}

/* There may be very many of them: the fields of their post, which they have in common, are made
 * once, and each is kept as the bytes that it will be sent as. */
static GVariant *
view_sample (GVariant       *post,
             const CsSample *sample,
             gboolean        superseded)
{
  GVariantBuilder view = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  GVariant *whole;

  add_number (&view, "taken_at", sample->taken_at);
  add_number (&view, "revision", sample->revision);
  g_variant_builder_add (&view, "{sv}", "superseded", g_variant_new_boolean (superseded));
  for (gsize i = 0; i < g_variant_n_children (post); i++)
    {
      g_autoptr(GVariant) field = g_variant_get_child_value (post, i);

      g_variant_builder_add_value (&view, field);
    }

  for (guint i = 0; i < CS_N_METRICS; i++)
    add_number (&view, cs_metric_names[i], sample->counts[i]);
  add_number (&view, "engagement", cs_counts_engagement (sample->counts));
  g_variant_builder_add (&view, "{sv}", "origin",
                         g_variant_new_string (cs_origin_names[sample->origin]));
  if (sample->source != NULL)
    g_variant_builder_add (&view, "{sv}", "source", g_variant_new_string (sample->source));

  whole = g_variant_builder_end (&view);
  g_variant_get_data (whole);

  return whole;
}

/* A row of a list, and by what it is sorted. */
typedef struct
{
  gint64    at;
  guint     nr;      /* of those of the same moment, as they came */
  GVariant *view;
} Row;

static void
clear_row (gpointer data)
{
  g_variant_unref (((Row *) data)->view);
}

static GArray *
rows_new (void)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  g_array_set_clear_func (rows, clear_row);

  return rows;
}

static void
add_row (GArray   *rows,
         gint64    at,
         GVariant *view)
{
  Row row = { at, rows->len, g_variant_ref_sink (view) };

  g_array_append_val (rows, row);
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const Row *x = a, *y = b;

  if (x->at != y->at)
    return x->at < y->at ? -1 : 1;

  return x->nr < y->nr ? -1 : x->nr > y->nr;
}

/* By time. */
static GVariant *
answer_with_rows (GArray *rows)
{
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  g_array_sort (rows, compare_rows);

  for (guint i = 0; i < rows->len; i++)
    g_variant_builder_add_value (&list, g_array_index (rows, Row, i).view);

  return g_variant_ref_sink (g_variant_builder_end (&list));
}

static gboolean
add_samples (CsAct            *act,
             CsTx             *tx,
             GArray           *rows,
             const CsCounted  *post,
             GError          **error)
{
  g_autoptr(GPtrArray) samples = cs_sample_store_list_all (tx, post->tally->target_id,
                                                           cs_act_int (act, "from", 0),
                                                           cs_act_int (act, "until", 0), error);
  GVariantDict name = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GVariant) named = NULL;

  cs_numbers_put_name (&name, post);
  named = g_variant_ref_sink (g_variant_dict_end (&name));

  for (guint i = 0; samples != NULL && i < samples->len; i++)
    {
      const CsSample *sample = samples->pdata[i];

      if (g_cancellable_set_error_if_cancelled (act->cancellable, error))
        return FALSE;

      add_row (rows, sample->taken_at,
               view_sample (named, sample, is_superseded (samples, i)));
    }

  return samples != NULL;
}

static GVariant *
list_samples (CsAct   *act,
              GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(GPtrArray) posts = tx != NULL ? cs_act_list_counted (act, tx, error) : NULL;
  g_autoptr(GArray) rows = rows_new ();

  for (guint i = 0; posts != NULL && i < posts->len; i++)
    if (!add_samples (act, tx, rows, posts->pdata[i], error))
      return NULL;

  return posts != NULL ? answer_with_rows (rows) : NULL;
}

/* By the ids of their targets. */
static GHashTable *
index_counted (GPtrArray *posts)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < posts->len; i++)
    {
      CsCounted *post = posts->pdata[i];

      g_hash_table_insert (index, post->tally->target_id, post);
    }

  return index;
}

/* When the first of them went out that is of the account. */
static gint64
find_first_out (GPtrArray       *posts,
                const CsAccount *account)
{
  gint64 first = G_MAXINT64;

  for (guint i = 0; i < posts->len; i++)
    {
      const CsCounted *one = posts->pdata[i];

      if (strcmp (one->account->id, account->id) == 0)
        first = MIN (first, one->tally->published_at);
    }

  return first;
}

/* Where posts are meant, those that explain why one of them was not counted: none from before it
 * went out. */
static gboolean
add_gaps (CsAct            *act,
          CsTx             *tx,
          GArray           *rows,
          const CsAccount  *account,
          GPtrArray        *posts,
          GHashTable       *targets,
          GError          **error)
{
  gboolean is_of_posts = cs_act_text (act, "post") != NULL;
  gint64 from = cs_act_int (act, "from", 0);
  g_autoptr(GPtrArray) gaps = NULL;

  if (is_of_posts)
    from = MAX (from, find_first_out (posts, account));

  gaps = cs_gap_store_list (tx, account->id, NULL, from, cs_act_int (act, "until", 0), error);

  for (guint i = 0; gaps != NULL && i < gaps->len; i++)
    {
      CsGap *gap = gaps->pdata[i];
      const CsCounted *one = gap->target_id != NULL
                           ? g_hash_table_lookup (targets, gap->target_id) : NULL;

      if (!is_of_posts || gap->target_id == NULL || one != NULL)
        add_row (rows, gap->from_at, cs_numbers_view_gap (gap, account, one));
    }

  return gaps != NULL;
}

static GVariant *
list_gaps (CsAct   *act,
           GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(GPtrArray) posts = tx != NULL ? cs_act_list_counted (act, tx, error) : NULL;
  g_autoptr(GPtrArray) accounts = posts != NULL ? cs_act_list_accounts_of (act, tx, posts, error)
                                                : NULL;
  g_autoptr(GHashTable) targets = accounts != NULL ? index_counted (posts) : NULL;
  g_autoptr(GArray) rows = rows_new ();

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    if (!add_gaps (act, tx, rows, accounts->pdata[i], posts, targets, error))
      return NULL;

  return accounts != NULL ? answer_with_rows (rows) : NULL;
}

static GVariant *
top (CsAct   *act,
     GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(GPtrArray) posts = tx != NULL ? cs_act_list_top (act, tx, error) : NULL;
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; posts != NULL && i < posts->len; i++)
    {
      GVariantDict view = G_VARIANT_DICT_INIT (NULL);

      if (!cs_numbers_put_post (&view, tx, posts->pdata[i], error))
        {
          g_variant_dict_clear (&view);
          g_variant_builder_clear (&list);
          return NULL;
        }

      g_variant_builder_add_value (&list, g_variant_dict_end (&view));
    }

  if (posts == NULL)
    {
      g_variant_builder_clear (&list);
      return NULL;
    }

  return g_variant_ref_sink (g_variant_builder_end (&list));
}

static GVariant *
rebuild (CsAct   *act,
         GError **error)
{
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);
  gint64 n_days, n_changed;

  if (!cs_account_day_store_rebuild (act->services->db, act->cancellable, &n_days, &n_changed,
                                     error))
    return NULL;

  g_variant_dict_insert (&answer, "days", "x", n_days);
  g_variant_dict_insert (&answer, "changed", "x", n_changed);

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}

static CsErrorCode
error_of_gap (const char *code)
{
  static const struct { const char *code; CsErrorCode error; } gaps[] = {
    { "offline", CS_ERROR_OFFLINE },
    { "server", CS_ERROR_OFFLINE },
    { "sign-in", CS_ERROR_SIGN_IN },
    { "rate-limited", CS_ERROR_RATE_LIMITED },
    { "busy", CS_ERROR_RATE_LIMITED },
    { "config", CS_ERROR_NEEDS_YOU },
    { "store", CS_ERROR_STORE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (gaps); i++)
    if (strcmp (gaps[i].code, code) == 0)
      return gaps[i].error;

  return CS_ERROR_FAILED;
}

/* Each account of which not all was counted, and why. */
static void
fail_for_troubles (const CsRound  *round,
                   GError        **error)
{
  const CsRoundTrouble *first = round->troubles->pdata[0];
  g_autoptr(GString) all = g_string_new (NULL);

  for (guint i = 0; i < round->troubles->len; i++)
    {
      const CsRoundTrouble *trouble = round->troubles->pdata[i];
      const char *sentence = trouble->sentence != NULL ? trouble->sentence : trouble->code;
      gsize length = strlen (sentence);

      g_string_append (all, i > 0 ? "; " : "");
      g_string_append (all, trouble->account->handle != NULL ? trouble->account->handle
                                                             : trouble->account->id);
      g_string_append (all, ": ");
      g_string_append_len (all, sentence, length - g_str_has_suffix (sentence, "."));
    }

  cs_fail (error, error_of_gap (first->code), "Posts counted: %u, accounts: %u. Not all, for %s",
           round->n_posts, round->n_accounts, all->str);
}

static GVariant *
refresh (CsAct   *act,
         GError **error)
{
  g_autoptr(CsRound) round = cs_collector_retry (act->services->collector, act->cancellable,
                                                 error);
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);

  if (round == NULL)
    return NULL;

  if (round->troubles->len > 0)
    {
      fail_for_troubles (round, error);
      return NULL;
    }

  g_variant_dict_insert (&answer, "posts", "x", (gint64) round->n_posts);
  g_variant_dict_insert (&answer, "accounts", "x", (gint64) round->n_accounts);
  if (round->next_at > 0)
    g_variant_dict_insert (&answer, "next_at", "x", round->next_at);

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}

const CsCommand cs_numbers_commands[] = {
  { "numbers.overview", "accounts ?as, from ?x, until ?x", "a{sv}", overview, CS_JOB_SHORT, NULL },
  { "numbers.accounts", "", "aa{sv}", accounts, CS_JOB_SHORT, NULL },
  { "numbers.post", "post s, accounts ?as, metric ?s", "a{sv}", post, CS_JOB_SHORT, NULL },
  { "numbers.list", "accounts ?as, post ?s, from ?x, until ?x", "aa{sv}", list_samples,
    CS_JOB_LONG, NULL },
  { "numbers.gaps", "accounts ?as, post ?s, from ?x, until ?x", "aa{sv}", list_gaps, CS_JOB_SHORT,
    NULL },
  { "numbers.top", "accounts ?as, metric ?s, limit ?x", "aa{sv}", top, CS_JOB_SHORT, NULL },
  { "numbers.rebuild", "", "a{sv}", rebuild, CS_JOB_LONG, NULL },
  { "numbers.refresh", "", "a{sv}", refresh, CS_JOB_LONG, NULL },
  { NULL, },
};
