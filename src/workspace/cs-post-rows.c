/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-rows.h"

#include "cs-account-store.h"
#include "cs-act.h"
#include "cs-command-private.h"
#include "cs-error.h"
#include "cs-find.h"
#include "cs-numbers-view.h"
#include "cs-plan.h"
#include "cs-post-store.h"
#include "cs-post-view.h"
#include "cs-preflight.h"
#include "cs-target-store.h"

#include <glib/gi18n.h>
#include <string.h>

/* Whether a post could go out as it is; the worst of its targets. */
typedef enum
{
  GREEN,
  AMBER,
  RED,
} Light;

static const char *const light_names[] = { "green", "amber", "red" };

typedef struct
{
  Light     light;
  char     *reason;    /* the first of that light */
  gboolean  may_fix;   /* by a new version of a clip */
} Readiness;

char *
cs_post_row_dup_title (const CsPostRow *row)
{
  char *title = cs_post_dup_title (row->title, row->text);

  if (title != NULL)
    return title;

  return row->file != NULL ? g_path_get_basename (row->file) : g_strdup ("");
}

static void
add_time (GVariantDict *view,
          const char   *name,
          gint64        value)
{
  if (value != CS_UNKNOWN)
    g_variant_dict_insert (view, name, "x", value);
}

static void
add_text (GVariantDict *view,
          const char   *name,
          const char   *text)
{
  if (text != NULL)
    g_variant_dict_insert (view, name, "s", text);
}

static const char *
handle_of (const CsPostRowTarget *target)
{
  return target->handle != NULL ? target->handle : target->account_id;
}

static const char *
why_not_counted (const CsPostRowTarget *target)
{
  if (target->counted_at != CS_UNKNOWN)
    return _("The network does not tell this number");

  return target->obstacle != NULL
       ? target->obstacle
       : _("Nobody has counted this yet: it is done while Creator Sync or its publisher runs");
}

/* What it did there so far. */
static void
add_counts (GVariantDict          *view,
            const CsPostRowTarget *target)
{
  if (!cs_post_row_target_is_out (target))
    return;

  cs_numbers_put_counts (view, target->counts);
  add_time (view, "taken_at", target->counted_at);
  add_time (view, "gone_at", target->gone_at);
  if (cs_counts_engagement (target->counts) == CS_UNKNOWN)
    add_text (view, "unknown", why_not_counted (target));
}

static GVariant *
view_target (const CsPostRowTarget *target)
{
  GVariantDict view = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&view, "id", "s", target->id);
  add_text (&view, "account", handle_of (target));
  add_text (&view, "account_id", target->account_id);
  g_variant_dict_insert (&view, "network", "s", cs_network_names[target->network]);
  g_variant_dict_insert (&view, "state", "s", cs_standing_names[target->standing]);
  add_time (&view, "due", target->due);
  add_time (&view, "done_at", target->done_at);
  add_text (&view, "url", target->url);
  add_text (&view, "sentence", target->sentence);
  add_counts (&view, target);

  return g_variant_dict_end (&view);
}

/* Each network once, in the order that they always have, each account, and the targets. */
static void
add_targets (GVariantDict    *view,
             const CsPostRow *row)
{
  GVariantBuilder targets = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr(GStrvBuilder) networks = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) accounts = g_strv_builder_new ();
  g_auto(GStrv) network_names = NULL;
  g_auto(GStrv) handles = NULL;
  guint seen = 0;

  for (guint i = 0; i < row->targets->len; i++)
    {
      const CsPostRowTarget *target = row->targets->pdata[i];

      g_variant_builder_add_value (&targets, view_target (target));
      g_strv_builder_add (accounts, handle_of (target));
      seen |= 1u << target->network;
    }

  for (guint network = 0; network < CS_N_NETWORKS; network++)
    if ((seen & 1u << network) != 0)
      g_strv_builder_add (networks, cs_network_names[network]);

  network_names = g_strv_builder_end (networks);
  handles = g_strv_builder_end (accounts);
  g_variant_dict_insert (view, "networks", "^as", network_names);
  g_variant_dict_insert (view, "accounts", "^as", handles);
  g_variant_dict_insert_value (view, "targets", g_variant_builder_end (&targets));
}

/* On how many accounts it is out, and what it did on those whose numbers are known: all of them,
 * unless it says “partial”. */
static void
add_results (GVariantDict    *view,
             const CsPostRow *row)
{
  gint64 n_out = 0;
  gint64 n_known = 0;
  gint64 n_gone = 0;
  gint64 sum = 0;

  for (guint i = 0; i < row->targets->len; i++)
    {
      const CsPostRowTarget *target = row->targets->pdata[i];
      gint64 engagement = cs_counts_engagement (target->counts);

      if (!cs_post_row_target_is_out (target))
        continue;

      n_out++;
      n_gone += target->gone_at != CS_UNKNOWN;
      n_known += engagement != CS_UNKNOWN;
      sum += engagement != CS_UNKNOWN ? engagement : 0;
    }

  if (n_out == 0)
    return;

  g_variant_dict_insert (view, "out", "x", n_out);
  g_variant_dict_insert (view, "gone", "x", n_gone);
  g_variant_dict_insert (view, "partial", "b", n_known < n_out);
  if (n_known > 0)
    g_variant_dict_insert (view, "engagement", "x", sum);
}

/* The plan that the row has in common. */
static void
add_plan (GVariantDict    *view,
          const CsPostRow *row)
{
  const CsPostRowTarget *first = row->targets->len > 0 ? row->targets->pdata[0] : NULL;

  if (row->due == CS_UNKNOWN)
    return;

  add_time (view, "due", row->due);
  add_time (view, "done_at", row->done_at);
  add_time (view, "wall", first->wall);
  add_text (view, "zone", first->zone);
}

static void
add_id (GVariantDict    *view,
        const CsPostRow *row)
{
  g_autofree char *id = NULL;

  if (!row->is_split)
    id = g_strdup (row->post_id);
  else if (row->due == CS_UNKNOWN)
    id = g_strconcat (row->post_id, "@", NULL);
  else
    id = g_strdup_printf ("%s@%" G_GINT64_FORMAT, row->post_id, row->due / 60);

  g_variant_dict_insert (view, "id", "s", id);
  g_variant_dict_insert (view, "post", "s", row->post_id);
}

static void
fill_view (CsAct           *act,
           const CsPostRow *row,
           GVariantDict    *view)
{
  g_autofree char *title = cs_post_row_dup_title (row);
  g_autofree char *thumbnail = NULL;
  g_autoptr(GVariant) labels = NULL;

  if (row->thumbnail != NULL)
    thumbnail = g_build_filename (act->services->folder, row->thumbnail, NULL);
  if (row->labels != NULL)
    labels = g_variant_parse (G_VARIANT_TYPE_STRING_ARRAY, row->labels, NULL, NULL, NULL);

  add_id (view, row);
  g_variant_dict_insert (view, "title", "s", title);
  g_variant_dict_insert (view, "text", "s", row->text != NULL ? row->text : "");
  g_variant_dict_insert (view, "state", "s", cs_standing_names[row->standing]);
  add_plan (view, row);
  add_targets (view, row);
  add_results (view, row);
  add_text (view, "thumbnail", thumbnail);
  g_variant_dict_insert (view, "clip", "b", row->has_clip);
  add_time (view, "changed_at", row->changed_at);
  if (labels != NULL)
    g_variant_dict_insert_value (view, "labels", labels);
}

static void
dim (Readiness  *readiness,
     Light       light,
     const char *reason)
{
  if (light <= readiness->light)
    return;

  readiness->light = light;
  g_set_str (&readiness->reason, reason);
}

static void
weigh (Readiness *readiness,
       GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const CsFinding *finding = findings->pdata[i];

      if (finding->severity == CS_FINDING_NOTE)
        continue;

      dim (readiness, finding->severity == CS_FINDING_BLOCK ? RED : AMBER, finding->reason);
      if (finding->fix == CS_FIX_REMUX || finding->fix == CS_FIX_AUDIO
          || finding->fix == CS_FIX_ENCODE)
        readiness->may_fix = TRUE;
    }
}

static gboolean
look_at_target (CsTx             *tx,
                const CsPost     *post,
                const char       *target_id,
                Readiness        *readiness,
                GError          **error)
{
  g_autoptr(CsTarget) target = cs_target_store_find (tx, target_id, error);
  g_autoptr(CsAccount) account = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GError) refusal = NULL;

  account = target != NULL ? cs_account_store_find (tx, target->account_id, error) : NULL;
  findings = account != NULL ? cs_post_findings (tx, post, target, 0, error) : NULL;
  if (findings == NULL)
    return FALSE;

  if (!cs_target_is_ready (target, post, account, &refusal))
    dim (readiness, RED, refusal->message);

  weigh (readiness, findings);

  return TRUE;
}

/* Of what is still a plan: once it is on its way, its state says more. */
static gboolean
add_light (CsTx             *tx,
           const CsPostRow  *row,
           GVariantDict     *view,
           GError          **error)
{
  g_autoptr(CsPost) post = cs_post_store_find (tx, row->post_id, error);
  g_autofree char *owned = NULL;
  Readiness readiness = { GREEN, NULL, FALSE };
  guint n_plans = 0;

  if (post == NULL)
    return FALSE;

  for (guint i = 0; i < row->targets->len; i++)
    {
      const CsPostRowTarget *target = row->targets->pdata[i];

      if (target->claimed)
        continue;

      n_plans++;
      if (!look_at_target (tx, post, target->id, &readiness, error))
        {
          g_free (readiness.reason);
          return FALSE;
        }
    }

  if (row->targets->len == 0)
    dim (&readiness, RED, _("It goes nowhere yet: choose an account"));
  else if (n_plans == 0)
    return TRUE;

  owned = readiness.reason;
  g_variant_dict_insert (view, "light", "s", light_names[readiness.light]);
  add_text (view, "reason", readiness.reason);
  g_variant_dict_insert (view, "fix", "b", readiness.may_fix);

  return TRUE;
}

/* What is said of one row; its light costs a preflight, and is asked for. */
gboolean
cs_post_row_view (CsAct            *act,
                  CsTx             *tx,
                  const CsPostRow  *row,
                  gboolean          light,
                  GVariantDict     *view,
                  GError          **error)
{
  fill_view (act, row, view);

  return !light || add_light (tx, row, view, error);
}

/* What was typed begins with nothing: then every post is meant. */
static gboolean
is_blank (const char *typed)
{
  while (g_unichar_isspace (g_utf8_get_char (typed)))
    typed = g_utf8_next_char (typed);

  return *typed == '\0';
}

static gboolean
read_range (CsAct           *act,
            CsTx            *tx,
            CsPostRowRange  *range,
            CsAccount      **account,
            CsMedia        **media,
            GError         **error)
{
  static const char *const order_names[] = { "time", "changed", NULL };
  gboolean ranged;
  int order;

  range->from = cs_act_int (act, "from", CS_UNKNOWN);
  range->until = cs_act_int (act, "until", CS_UNKNOWN);
  ranged = range->from != CS_UNKNOWN || range->until != CS_UNKNOWN;
  range->standing = -1;
  range->search = cs_act_text (act, "search");
  if (range->search != NULL && is_blank (range->search))
    range->search = NULL;
  range->drafts = !ranged;
  range->reverse = cs_act_bool (act, "reverse");
  range->offset = MAX (cs_act_int (act, "offset", 0), 0);
  range->limit = MAX (cs_act_int (act, "limit", 0), 0);
  range->now = cs_act_now (act);
  order = ranged ? CS_POST_ROW_BY_TIME : CS_POST_ROW_BY_CHANGE;

  if (!cs_act_enum (act, "state", cs_standing_names, &range->standing, error)
      || !cs_act_enum (act, "order", order_names, &order, error))
    return FALSE;

  range->order = order;
  g_variant_lookup (act->args, "drafts", "b", &range->drafts);
  if (range->standing == CS_STANDING_DRAFT)
    range->drafts = TRUE;

  if (cs_act_text (act, "media") != NULL)
    {
      *media = cs_find_media (tx, cs_act_text (act, "media"), error);
      if (*media == NULL)
        return FALSE;

      range->media_id = (*media)->id;
    }

  if (cs_act_text (act, "account") == NULL)
    return TRUE;

  *account = cs_find_account (tx, cs_act_text (act, "account"), error);
  if (*account == NULL)
    return FALSE;

  range->account_id = (*account)->id;

  return TRUE;
}

static GVariant *
list_rows (CsAct   *act,
           GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(CsAccount) account = NULL;
  g_autoptr(CsMedia) media = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  CsPostRowRange range = { 0, };

  if (tx != NULL && read_range (act, tx, &range, &account, &media, error))
    rows = cs_post_row_store_list (tx, &range, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GVariantDict view = G_VARIANT_DICT_INIT (NULL);

      if (!cs_post_row_view (act, tx, rows->pdata[i], cs_act_bool (act, "light"), &view, error))
        {
          g_variant_dict_clear (&view);
          g_clear_pointer (&rows, g_ptr_array_unref);
          break;
        }

      g_variant_builder_add_value (&all, g_variant_dict_end (&view));
    }

  if (rows == NULL)
    {
      g_variant_builder_clear (&all);
      return NULL;
    }

  return g_variant_ref_sink (g_variant_builder_end (&all));
}

const CsCommand cs_post_rows_commands[] = {
  { "post.rows",
    "from ?x, until ?x, state ?s, search ?s, account ?s, media ?s, drafts ?b, order ?s, "
    "reverse ?b, limit ?x, offset ?x, light ?b",
    "aa{sv}", list_rows, CS_JOB_SHORT, NULL },
  { NULL, },
};
