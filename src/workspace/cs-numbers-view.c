/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-view.h"

#include "cs-curve.h"
#include "cs-find.h"
#include "cs-rate.h"
#include "cs-sample-store.h"

#include <math.h>

void
cs_numbers_put_text (GVariantDict *view,
                     const char   *name,
                     const char   *text)
{
  if (text != NULL)
    g_variant_dict_insert (view, name, "s", text);
}

void
cs_numbers_put_number (GVariantDict *view,
                       const char   *name,
                       gint64        number)
{
  if (number != CS_UNKNOWN)
    g_variant_dict_insert (view, name, "x", number);
}

/* NAN is unknown. */
void
cs_numbers_put_real (GVariantDict *view,
                     const char   *name,
                     double        number)
{
  if (!isnan (number))
    g_variant_dict_insert (view, name, "d", number);
}

/* Of two moments; one that is not known is not older. */
gint64
cs_numbers_older (gint64 a,
                  gint64 b)
{
  return a == CS_UNKNOWN || (b != CS_UNKNOWN && b < a) ? b : a;
}

void
cs_numbers_put_counts (GVariantDict *view,
                       const gint64  counts[CS_N_METRICS])
{
  for (guint i = 0; i < CS_N_METRICS; i++)
    cs_numbers_put_number (view, cs_metric_names[i], counts[i]);

  cs_numbers_put_number (view, "engagement", cs_counts_engagement (counts));
}

/* Who it is, and whether it was removed here. */
void
cs_numbers_put_account (GVariantDict    *view,
                        CsTx            *tx,
                        const CsAccount *account)
{
  cs_numbers_put_text (view, "id", account->id);
  cs_numbers_put_text (view, "network", cs_network_names[account->network]);
  cs_numbers_put_text (view, "handle", account->handle);
  cs_numbers_put_text (view, "name", account->display_name);
  g_variant_dict_insert (view, "removed", "b", !cs_find_is_connected (tx, account->id));
}

/* Which post, and where it went. */
void
cs_numbers_put_name (GVariantDict    *view,
                     const CsCounted *post)
{
  cs_numbers_put_text (view, "target", post->tally->target_id);
  cs_numbers_put_text (view, "post", post->tally->post_id);
  cs_numbers_put_text (view, "account", post->account->id);
  cs_numbers_put_text (view, "network", cs_network_names[post->account->network]);
  cs_numbers_put_text (view, "handle", post->account->handle);
  cs_numbers_put_text (view, "title", post->title);
  cs_numbers_put_number (view, "published_at", post->tally->published_at);
  cs_numbers_put_number (view, "gone_at", post->tally->gone_at);
}

static gboolean
is_lower (const CsSample *last,
          const CsSample *before)
{
  for (guint i = 0; i < CS_N_METRICS; i++)
    if (last->counts[i] != CS_UNKNOWN && last->counts[i] < before->counts[i])
      return TRUE;

  return FALSE;
}

/* What is to be known of the numbers that were told last. */
static gboolean
read_marks (CsTx           *tx,
            const CsTally  *tally,
            guint          *marks,
            GError        **error)
{
  g_autoptr(CsSample) last = NULL;
  g_autoptr(CsSample) before = NULL;

  *marks = 0;

  if (tally->taken_at == CS_UNKNOWN)
    return TRUE;

  if (!cs_sample_store_find_last (tx, tally->target_id, 0, &last, error)
      || !cs_sample_store_find_last (tx, tally->target_id, tally->taken_at, &before, error))
    return FALSE;

  if (last != NULL && last->revision > 0)
    *marks |= CS_CURVE_CORRECTED;
  if (last != NULL && last->origin == CS_ORIGIN_IMPORT)
    *marks |= CS_CURVE_IMPORTED;
  if (last != NULL && before != NULL && is_lower (last, before))
    *marks |= CS_CURVE_LOWERED;

  return TRUE;
}

gboolean
cs_numbers_put_post (GVariantDict     *view,
                     CsTx             *tx,
                     const CsCounted  *post,
                     GError          **error)
{
  const CsTally *tally = post->tally;
  CsRate rate = { 0, };
  guint marks;

  if (!read_marks (tx, tally, &marks, error))
    return FALSE;

  cs_numbers_put_name (view, post);
  cs_numbers_put_text (view, "url", tally->url);
  g_variant_dict_insert (view, "deleted", "b", post->deleted);
  cs_numbers_put_counts (view, tally->counts);
  cs_numbers_put_number (view, "followers", tally->followers);
  cs_rate_add (&rate, tally->engagement, tally->followers);
  cs_numbers_put_real (view, "rate", cs_rate_get (&rate));
  cs_numbers_put_number (view, "taken_at", tally->taken_at);
  if (tally->taken_at != CS_UNKNOWN)
    cs_numbers_put_text (view, "origin", cs_origin_names[tally->origin]);
  cs_numbers_put_text (view, "source", tally->source);
  g_variant_dict_insert (view, "marks", "u", marks);
  g_variant_dict_insert (view, "corrected", "b", (marks & CS_CURVE_CORRECTED) != 0);

  return TRUE;
}

/* Floating. */
GVariant *
cs_numbers_view_curve (const GArray *curve)
{
  GVariantBuilder points = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(xxu)"));

  for (guint i = 0; i < curve->len; i++)
    {
      const CsCurvePoint *point = &g_array_index (curve, CsCurvePoint, i);

      g_variant_builder_add (&points, "(xxu)", point->x, point->value, point->marks);
    }

  return g_variant_builder_end (&points);
}

/* @post is NULL where all of the account was not counted. Floating. */
GVariant *
cs_numbers_view_gap (const CsGap     *gap,
                     const CsAccount *account,
                     const CsCounted *post)
{
  GVariantDict view = G_VARIANT_DICT_INIT (NULL);

  cs_numbers_put_text (&view, "account", account->id);
  cs_numbers_put_text (&view, "handle", account->handle);
  cs_numbers_put_text (&view, "target", gap->target_id);
  if (post != NULL)
    {
      cs_numbers_put_text (&view, "post", post->tally->post_id);
      cs_numbers_put_text (&view, "title", post->title);
    }
  cs_numbers_put_number (&view, "from_at", gap->from_at);
  cs_numbers_put_number (&view, "until_at", gap->until_at);
  cs_numbers_put_text (&view, "code", gap->code);
  cs_numbers_put_text (&view, "sentence", gap->sentence);

  return g_variant_dict_end (&view);
}
