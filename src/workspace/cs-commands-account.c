/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-account-store.h"
#include "cs-account.h"
#include "cs-act.h"
#include "cs-bucket-store.h"
#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-find.h"
#include "cs-limits.h"
#include "cs-platform.h"
#include "cs-plan.h"
#include "cs-target-store.h"

#include <string.h>

static CsPlatform *
open_platform (CsAct     *act,
               CsNetwork  network,
               GError   **error)
{
  return cs_platform_new (network, act->services->secrets, act->services->clock, error);
}

static gboolean
read_network (CsAct      *act,
              CsNetwork  *network,
              GError    **error)
{
  const char *name = cs_act_text (act, "network");

  return cs_network_from_name (name, network)
      || cs_fail (error, CS_ERROR_INVALID, "“%s” is no network: mastodon or bluesky", name);
}

/* What the connector is asked with: the row's texts, and the endpoints beside them. */
static GVariant *
make_request (CsAct      *act,
              CsRedirect *redirect)
{
  static const char *const names[] = { "host", "handle", "app_password", "auth_factor" };
  g_autoptr(GVariant) endpoints = g_variant_lookup_value (act->args, "endpoints",
                                                          G_VARIANT_TYPE ("a{ss}"));
  GVariantDict request = G_VARIANT_DICT_INIT (NULL);
  GVariantIter iter;
  const char *name;
  const char *url;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (cs_act_text (act, names[i]) != NULL)
      g_variant_dict_insert (&request, names[i], "s", cs_act_text (act, names[i]));

  if (endpoints != NULL)
    {
      g_variant_iter_init (&iter, endpoints);
      while (g_variant_iter_next (&iter, "{&s&s}", &name, &url))
        g_variant_dict_insert (&request, name, "s", url);
    }

  if (redirect != NULL)
    g_variant_dict_insert (&request, "redirect_uri", "s", cs_redirect_get_uri (redirect));

  return g_variant_ref_sink (g_variant_dict_end (&request));
}

/* {id, url}: the page to visit; without a url finish at once. */
static GVariant *
begin_sign_in (CsAct   *act,
               GError **error)
{
  g_autoptr(CsSignIn) sign_in = g_new0 (CsSignIn, 1);
  g_autoptr(CsPlatform) platform = NULL;
  g_autoptr(GVariant) request = NULL;
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);
  const char *url = NULL;

  if (!read_network (act, &sign_in->network, error))
    return NULL;

  platform = open_platform (act, sign_in->network, error);
  if (platform == NULL)
    return NULL;

  if (cs_act_bool (act, "redirect"))
    {
      sign_in->redirect = cs_redirect_new (error);
      if (sign_in->redirect == NULL)
        return NULL;
    }

  request = make_request (act, sign_in->redirect);
  sign_in->pending = cs_platform_begin_sign_in (platform, request, act->cancellable, error);
  if (sign_in->pending == NULL)
    return NULL;

  sign_in->id = cs_act_new_id (act);
  g_variant_dict_insert (&answer, "id", "s", sign_in->id);
  if (g_variant_lookup (sign_in->pending, "url", "&s", &url))
    g_variant_dict_insert (&answer, "url", "s", url);
  cs_sign_ins_add (act->services->sign_ins, g_steal_pointer (&sign_in));

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}

static char *
wait_for_browser (CsAct     *act,
                  CsSignIn  *sign_in,
                  GError   **error)
{
  g_autoptr(GHashTable) query = NULL;
  g_autoptr(GUri) uri = NULL;
  const char *url = NULL;
  const char *state = NULL;

  if (g_variant_lookup (sign_in->pending, "url", "&s", &url))
    uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri != NULL && g_uri_get_query (uri) != NULL)
    query = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  if (query != NULL)
    state = g_hash_table_lookup (query, "state");
  if (state == NULL)
    return cs_fail_null (error, CS_ERROR_FAILED, "The sign-in page names no state: paste the code");

  return cs_redirect_wait (sign_in->redirect, state, CS_SIGN_IN_SECONDS, act->cancellable, error);
}

/* The new secret under the old id: what is planned for the account goes on with it. */
static gboolean
move_secret (CsAct           *act,
             const CsAccount *from,
             const CsAccount *to,
             GError         **error)
{
  static const char *const kinds[] = { "session", "token" };
  CsSecrets *secrets = act->services->secrets;
  g_autofree char *label = g_strdup_printf ("Creator Sync: %s", to->handle);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      char *secret = cs_secrets_lookup (secrets, from->id, kinds[i], act->cancellable, NULL);
      gboolean kept = secret == NULL
                      || cs_secrets_store (secrets, to->id, kinds[i], label, secret,
                                           act->cancellable, error);

      cs_secret_free (secret);
      if (!kept)
        return FALSE;
    }

  return cs_secrets_clear (secrets, from->id, act->cancellable, error);
}

/* What the sign-in brought, under the id that the account had before. */
static CsAccount *
renewed (const CsAccount *made,
         const CsAccount *same)
{
  CsAccount *next = cs_record_copy (made);

  g_set_str (&next->id, same->id);
  next->added_at = same->added_at;
  if (same->video_way != CS_VIDEO_UNDECIDED)
    next->video_way = same->video_way;

  return next;
}

/* The account this one is already, or was before it was removed, so that what is planned for it
 * stays. */
static gboolean
look_for_same (CsAct            *act,
               const CsAccount  *made,
               CsAccount       **same,
               GError          **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  return tx != NULL && cs_account_store_find_same (tx, made, same, error);
}

static GVariant *
keep_account (CsAct     *act,
              CsAccount *account,
              GError   **error)
{
  g_autoptr(CsAccount) made = account;
  g_autoptr(CsAccount) same = NULL;
  g_autoptr(CsAccount) next = NULL;
  g_autoptr(CsTx) tx = NULL;
  const char *event;

  if (!look_for_same (act, made, &same, error))
    return NULL;

  event = same != NULL ? "account.renewed" : "account.added";
  next = same != NULL ? renewed (made, same) : cs_record_ref (made);
  if (same != NULL && !move_secret (act, made, next, error))
    return NULL;

  tx = cs_tx_begin (act->services->db, error);
  if (tx == NULL
      || !cs_account_store_save (tx, next, error)
      || !cs_event_store_add (tx, event, CS_RECORD_ACCOUNT, next->id, NULL, error)
      || !cs_tx_commit (&tx, error))
    return NULL;

  cs_publisher_wake (act->services->publisher);

  return cs_act_record (g_steal_pointer (&next));
}

static GVariant *
finish_sign_in (CsAct   *act,
                GError **error)
{
  g_autoptr(CsSignIn) sign_in = NULL;
  g_autoptr(CsPlatform) platform = NULL;
  g_autofree char *answer = g_strdup (cs_act_text (act, "answer"));
  CsAccount *account;

  sign_in = cs_sign_ins_take (act->services->sign_ins, cs_act_text (act, "id"), error);
  if (sign_in == NULL)
    return NULL;

  platform = open_platform (act, sign_in->network, error);
  if (platform == NULL)
    return NULL;

  if (answer == NULL && sign_in->redirect != NULL)
    {
      answer = wait_for_browser (act, sign_in, error);
      if (answer == NULL)
        return NULL;
    }

  account = cs_platform_finish_sign_in (platform, sign_in->pending, answer, act->cancellable,
                                        error);

  return account != NULL ? keep_account (act, account, error) : NULL;
}

static GVariant *
list_accounts (CsAct   *act,
               GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  GPtrArray *accounts = tx != NULL ? cs_account_store_list (tx, error) : NULL;

  return accounts != NULL ? cs_act_records (accounts) : NULL;
}

static CsAccount *
find_account (CsAct   *act,
              GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  return tx != NULL ? cs_find_account (tx, cs_act_text (act, "id"), error) : NULL;
}

/* What is planned for it, what of the network's patience is left, and what the server takes. */
static gboolean
add_limits (CsTx             *tx,
            const CsAccount  *account,
            GVariantDict     *view,
            GError          **error)
{
  g_autoptr(CsLimits) limits = cs_limits_for_account (account);
  gint64 capacity;
  gint64 left;
  gint64 n_planned;

  if (!cs_bucket_store_left (tx, account->id, "publish", &capacity, &left, error)
      || !cs_account_store_count_planned (tx, account->id, &n_planned, error))
    return FALSE;

  g_variant_dict_insert (view, "planned", "x", n_planned);

  if (capacity != CS_UNKNOWN)
    {
      g_variant_dict_insert (view, "calls_max", "x", capacity);
      g_variant_dict_insert (view, "calls_left", "x", left);
    }
  g_variant_dict_insert_value (view, "takes", cs_record_to_variant (limits));

  return TRUE;
}

/* The account's fields; "planned": posts; "takes": its limits; "calls_left" of "calls_max" when
 * known. */
static GVariant *
show_account (CsAct   *act,
              GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(CsAccount) account = NULL;
  g_autoptr(GVariant) fields = NULL;
  GVariantDict view;

  account = tx != NULL ? cs_find_account (tx, cs_act_text (act, "id"), error) : NULL;
  if (account == NULL)
    return NULL;

  fields = g_variant_ref_sink (cs_record_to_variant (account));
  g_variant_dict_init (&view, fields);
  if (!add_limits (tx, account, &view, error))
    {
      g_variant_dict_clear (&view);
      return NULL;
    }

  return g_variant_ref_sink (g_variant_dict_end (&view));
}

static GVariant *
check_account (CsAct   *act,
               GError **error)
{
  g_autoptr(CsAccount) account = find_account (act, error);
  g_autoptr(CsPlatform) platform = NULL;
  g_autoptr(CsAccount) now = NULL;
  g_autoptr(CsTx) tx = NULL;

  if (account == NULL)
    return NULL;

  platform = open_platform (act, account->network, error);
  if (platform == NULL)
    return NULL;

  now = cs_platform_check (platform, account, act->cancellable, error);
  if (now == NULL)
    return NULL;

  tx = cs_tx_begin (act->services->db, error);
  if (tx == NULL || !cs_account_store_save (tx, now, error) || !cs_tx_commit (&tx, error))
    return NULL;

  /* What waited for the account may go on. */
  cs_publisher_wake (act->services->publisher);

  return cs_act_record (g_steal_pointer (&now));
}

static gboolean
unschedule_all (CsTx             *tx,
                const CsAccount  *account,
                GError          **error)
{
  g_autoptr(GPtrArray) targets = cs_target_store_list_due (tx, G_MAXINT64, error);

  for (guint i = 0; targets != NULL && i < targets->len; i++)
    {
      const CsTarget *target = targets->pdata[i];
      g_autoptr(CsTarget) next = NULL;

      if (!g_str_equal (target->account_id, account->id))
        continue;

      next = cs_target_unscheduled (target, error);
      if (next == NULL || !cs_target_store_save (tx, next, error))
        return FALSE;
    }

  return targets != NULL;
}

/* An account that posts are planned for stays, for what they say of it would be lost; unless
 * they are to be unscheduled. */
static gboolean
forget_account (CsAct           *act,
                const CsAccount *account,
                GError         **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin (act->services->db, error);

  return tx != NULL
      && (!cs_act_bool (act, "unschedule") || unschedule_all (tx, account, error))
      && cs_account_store_remove (tx, account->id, error)
      && cs_event_store_add (tx, "account.removed", CS_RECORD_ACCOUNT, account->id, NULL, error)
      && cs_tx_commit (&tx, error);
}

static GVariant *
remove_account (CsAct   *act,
                GError **error)
{
  g_autoptr(CsAccount) account = find_account (act, error);
  g_autoptr(CsPlatform) platform = NULL;
  g_autoptr(CsAccount) gone = NULL;

  if (account == NULL)
    return NULL;

  platform = open_platform (act, account->network, error);
  if (platform == NULL
      || !forget_account (act, account, error)
      || !cs_platform_sign_out (platform, account, act->cancellable, error))
    return NULL;

  gone = cs_record_copy (account);
  gone->state = CS_ACCOUNT_SIGN_IN;

  return cs_act_record (g_steal_pointer (&gone));
}

const CsCommand cs_account_commands[] = {
  { "account.begin-sign-in",
    "network s, host ?s, handle ?s, app_password ?s, auth_factor ?s, endpoints ?a{ss}, redirect ?b",
    "a{sv}", begin_sign_in, CS_JOB_LONG, NULL },
  { "account.finish-sign-in", "id s, answer ?s", "a{sv}", finish_sign_in, CS_JOB_LONG, NULL },
  { "account.list", "", "aa{sv}", list_accounts, CS_JOB_SHORT, NULL },
  { "account.show", "id s", "a{sv}", show_account, CS_JOB_SHORT, NULL },
  { "account.check", "id s", "a{sv}", check_account, CS_JOB_LONG, NULL },
  { "account.remove", "id s, unschedule ?b", "a{sv}", remove_account, CS_JOB_LONG, NULL },
  { NULL, },
};
