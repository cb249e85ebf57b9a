/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-account-store.h"
#include "cs-act.h"
#include "cs-content.h"
#include "cs-find.h"
#include "cs-finding.h"
#include "cs-free.h"
#include "cs-limits.h"
#include "cs-outbox-claim.h"
#include "cs-plan.h"
#include "cs-post-view.h"
#include "cs-preflight.h"
#include "cs-target-store.h"

/* Where it goes: the accounts that were given, else those that it went to already. */
static GPtrArray *
list_targets (CsAct        *act,
              CsTx         *tx,
              const CsPost *post,
              GError      **error)
{
  g_auto(GStrv) words = cs_act_dup_texts (act, "accounts");
  g_autoptr(GPtrArray) accounts = NULL;
  g_autoptr(GPtrArray) known = NULL;
  g_autoptr(GPtrArray) targets = cs_records_new ();

  known = post->id != NULL ? cs_target_store_list_for (tx, post->id, error) : cs_records_new ();
  if (known == NULL)
    return NULL;

  for (guint i = 0; words == NULL && i < known->len; i++)
    g_ptr_array_add (targets, cs_record_copy (known->pdata[i]));
  if (words == NULL)
    return g_steal_pointer (&targets);

  accounts = cs_find_accounts (tx, (const char *const *) words, error);
  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const CsAccount *account = accounts->pdata[i];
      const CsTarget *was = cs_find_target_for (known, account->id);
      CsTarget *target = was != NULL ? cs_record_copy (was) : cs_record_new (CS_RECORD_TARGET);

      g_set_str (&target->account_id, account->id);
      g_ptr_array_add (targets, target);
    }

  return accounts != NULL ? g_steal_pointer (&targets) : NULL;
}

/* An account that cannot publish stands in the way as a text does that is too long. */
static void
add_account_finding (GPtrArray       *findings,
                     const CsAccount *account,
                     const CsPost    *post,
                     const CsTarget  *target)
{
  g_autoptr(CsTarget) plan = cs_record_copy (target);
  g_autoptr(GError) error = NULL;
  CsFinding *finding;

  plan->state = CS_TARGET_DRAFT;
  if (account->state == CS_ACCOUNT_READY || cs_target_is_ready (plan, post, account, &error))
    return;

  finding = cs_record_new (CS_RECORD_FINDING);
  finding->rule = g_strdup ("account.state");
  finding->network = account->network;
  finding->severity = CS_FINDING_BLOCK;
  finding->reason = g_strdup (error->message);
  g_ptr_array_insert (findings, 0, finding);
}

static const char *
light_of (GPtrArray *findings)
{
  const char *light = "green";

  for (guint i = 0; i < findings->len; i++)
    {
      const CsFinding *finding = findings->pdata[i];

      if (finding->severity == CS_FINDING_BLOCK)
        return "red";

      if (finding->severity == CS_FINDING_WARNING)
        light = "amber";
    }

  return light;
}

static void
add_length (GVariantDict    *view,
            const CsAccount *account,
            const CsPost    *post,
            const CsTarget  *target)
{
  g_autoptr(CsLimits) limits = cs_limits_for_account (account);
  const char *text = cs_target_get_text (target, post);
  const char *warning = target->warning != NULL ? target->warning : post->warning;

  g_variant_dict_insert (view, "length", "x",
                         cs_preflight_length (text != NULL ? text : "", warning, limits));
  if (limits->text_max != CS_UNKNOWN)
    g_variant_dict_insert (view, "max", "x", limits->text_max);
}

/* What one account’s network would say; NULL with an error. Floating. */
static GVariant *
check_target (CsAct           *act,
              CsTx            *tx,
              const CsPost    *post,
              CsTarget        *target,
              GError         **error)
{
  g_autoptr(CsAccount) account = cs_account_store_find_any (tx, target->account_id, error);
  g_autoptr(GPtrArray) findings = NULL;
  GVariantDict view = G_VARIANT_DICT_INIT (NULL);
  CsFreedom freedom;
  gint64 n_out;

  if (account == NULL || !cs_freedom_ask (tx, post, target, &freedom, &n_out, error))
    return NULL;

  if (freedom == CS_FREE_OUT || freedom == CS_FREE_MOVING)
    findings = cs_records_new ();
  else
    findings = cs_post_findings (tx, post, target, n_out, error);
  if (findings == NULL)
    return NULL;

  target->due = cs_act_int (act, "due", target->due);
  add_account_finding (findings, account, post, target);
  g_variant_dict_insert (&view, "account_id", "s", account->id);
  g_variant_dict_insert (&view, "account", "s", account->handle);
  g_variant_dict_insert (&view, "network", "s", cs_network_names[account->network]);
  g_variant_dict_insert (&view, "light", "s", light_of (findings));
  g_variant_dict_insert (&view, "held", "b",
                         target->due != CS_UNKNOWN
                           && cs_claim_may_hand_over (account, post, target, cs_act_now (act)));
  add_length (&view, account, post, target);
  g_variant_dict_insert_value (&view, "findings", cs_records_to_variant (findings));

  return g_variant_dict_end (&view);
}

/* What would be said of a post that need not be written anywhere yet. */
static GVariant *
check_post (CsAct   *act,
            GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(CsPost) was = NULL;
  g_autoptr(CsPost) post = NULL;
  g_autoptr(GPtrArray) targets = NULL;
  GVariantBuilder all;

  if (tx != NULL && cs_act_text (act, "id") != NULL)
    was = cs_find_post (tx, cs_act_text (act, "id"), error);
  if (tx == NULL || (was == NULL && cs_act_text (act, "id") != NULL))
    return NULL;

  post = was != NULL ? cs_record_copy (was) : cs_record_new (CS_RECORD_POST);
  targets = cs_content_take (act, tx, post, error) ? list_targets (act, tx, post, error) : NULL;
  if (targets == NULL || !cs_content_take_own (act, tx, targets, error))
    return NULL;

  g_variant_builder_init (&all, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < targets->len; i++)
    {
      GVariant *view = check_target (act, tx, post, targets->pdata[i], error);

      if (view == NULL)
        {
          g_variant_builder_clear (&all);
          return NULL;
        }

      g_variant_builder_add_value (&all, view);
    }

  return g_variant_ref_sink (g_variant_builder_end (&all));
}

/* due: what “held” is said for: whether the network holds it until then. */
const CsCommand cs_check_commands[] = {
  { "post.check", "id ?s, due ?x, " CS_CONTENT_ARGS, "aa{sv}", check_post, CS_JOB_SHORT, NULL },
  { NULL, },
};
