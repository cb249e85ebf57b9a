/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-account-store.h"
#include "cs-act.h"
#include "cs-content.h"
#include "cs-error.h"
#include "cs-find.h"
#include "cs-finding.h"
#include "cs-free.h"
#include "cs-outbox-claim.h"
#include "cs-outbox-pause.h"
#include "cs-outbox-store.h"
#include "cs-plan.h"
#include "cs-post-view.h"
#include "cs-preference.h"
#include "cs-slot.h"
#include "cs-target-store.h"

#include <glib/gi18n.h>

static const char *const fold_names[] = { "first", "second", NULL };

/* When targets are to go out, as the person wrote it. */
typedef struct
{
  gint64      wall;
  char       *zone;
  gint64      fold;
  gint64      due;          /* the instant that these make; not @at_once */
  gboolean    at_once;
  int         lateness;     /* CsLateness; -1: as it is */
  gint64      late_limit;   /* CS_UNKNOWN: as it is */
} When;

static void
when_clear (When *when)
{
  g_free (when->zone);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (When, when_clear)

/* An hour that comes twice is for the person to decide, in the words of the command. */
static gboolean
check_time (When    *when,
            GError **error)
{
  g_autofree char *time = cs_slot_format_wall (when->wall);
  CsSlot slot;

  if (!cs_slot_find (when->wall, when->zone, &slot, error))
    return FALSE;

  if (slot.kind == CS_SLOT_TWICE && when->fold == CS_FOLD_ASK)
    return cs_fail (error, CS_ERROR_INVALID,
                    "%s comes twice in %s, where the clocks are put back: say --fold first or "
                    "--fold second", time, when->zone);

  return cs_slot_resolve (when->wall, when->zone, when->fold, &when->due, error);
}

/* What is not said is as the person prefers it. */
static gboolean
read_defaults (CsAct   *act,
               When    *when,
               int     *minute,
               GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(GError) failure = NULL;

  if (tx == NULL)
    return FALSE;

  when->zone = cs_act_text (act, "zone") != NULL ? g_strdup (cs_act_text (act, "zone"))
                                                 : cs_preference_dup_zone (tx, &failure);
  if (failure == NULL)
    *minute = cs_preference_get_minute (tx, &failure);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static gboolean
read_when (CsAct   *act,
           When    *when,
           GError **error)
{
  int fold = CS_FOLD_ASK;
  int minute = -1;

  if (!read_defaults (act, when, &minute, error)
      || !cs_act_enum (act, "fold", fold_names, &fold, error)
      || !cs_act_enum (act, "late", cs_lateness_names, &when->lateness, error)
      || !cs_slot_parse (cs_act_text (act, "at"), when->zone, cs_act_now (act), minute,
                         &when->wall, &when->fold, error))
    return FALSE;

  if (fold != CS_FOLD_ASK)
    when->fold = fold;

  return cs_content_check_late (when->late_limit, error) && check_time (when, error);
}

/* What an act did, for the words about it. */
typedef struct
{
  GPtrArray *handles;    /* of the accounts that it concerned */
  gboolean   is_rest;    /* of a thread: what went before is out */
  gboolean   is_move;
  char      *refusal;    /* why a network would not take what is only moved; NULL: it would */
} Done;

static void
done_clear (Done *done)
{
  g_ptr_array_unref (done->handles);
  g_free (done->refusal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Done, done_clear)

/* What a network would refuse it for; @block is NULL when it would not. */
static gboolean
find_block (CsTx            *tx,
            const CsPost    *post,
            const CsTarget  *target,
            guint            from_part,
            CsFinding      **block,
            GError         **error)
{
  g_autoptr(GPtrArray) findings = cs_post_findings (tx, post, target, from_part, error);

  *block = NULL;
  for (guint i = 0; findings != NULL && *block == NULL && i < findings->len; i++)
    if (((CsFinding *) findings->pdata[i])->severity == CS_FINDING_BLOCK)
      *block = cs_record_ref (findings->pdata[i]);

  return findings != NULL;
}

/* What would be refused is not scheduled: the author learns it now, not at that time. */
static gboolean
check_fits (CsTx           *tx,
            const CsPost   *post,
            const CsTarget *target,
            guint           from_part,
            GError        **error)
{
  g_autoptr(CsFinding) block = NULL;

  if (!find_block (tx, post, target, from_part, &block, error))
    return FALSE;

  return block == NULL
      || cs_fail (error, CS_ERROR_INVALID, "%s would refuse it: %s",
                  cs_network_get_title (block->network), block->reason);
}

/* What stands in the plan as it is may wait for another time: that makes nothing worse, and the
 * author is told. */
static gboolean
check_moved (CsTx           *tx,
             const CsPost   *post,
             const CsTarget *target,
             Done           *done,
             GError        **error)
{
  g_autoptr(CsFinding) block = NULL;

  if (!find_block (tx, post, target, 0, &block, error))
    return FALSE;

  if (block != NULL && done->refusal == NULL)
    done->refusal = g_strdup_printf (_("It stays planned, but %s would refuse it: %s"),
                                     cs_network_get_title (block->network), block->reason);

  return TRUE;
}

static CsTarget *
timed (CsAct          *act,
       CsTx           *tx,
       const CsPost   *post,
       const CsTarget *target,
       const When     *when,
       GError        **error)
{
  g_autoptr(CsAccount) account = cs_find_planned_account (tx, target->account_id, error);

  if (account == NULL)
    return NULL;

  if (when->at_once)
    return cs_target_due_now (target, post, account, when->zone, cs_act_now (act), error);

  return cs_target_scheduled (target, post, account, when->wall, when->zone, when->fold,
                              cs_act_now (act), error);
}

/* How late at most says something only of what is published late. */
static gboolean
check_lateness (const CsTarget *target,
                const When     *when,
                GError        **error)
{
  return when->late_limit == CS_UNKNOWN || target->lateness == CS_LATE_PUBLISH
      || cs_fail (error, CS_ERROR_INVALID, "--late-limit says how late a post may still go out: "
                  "it goes with --late publish alone");
}

/* What failed is planned anew by the outbox, which knows that nothing of it is out. */
static gboolean
save_target (CsTx           *tx,
             const CsTarget *target,
             const CsTarget *next,
             GError        **error)
{
  if (target->state == CS_TARGET_CLAIMED)
    return cs_outbox_store_replan (tx, next, error);

  return cs_target_store_save (tx, next, error);
}

/* What is not out of a thread goes out as replies to what is. */
static gboolean
send_rest (CsAct          *act,
           CsTx           *tx,
           const CsPost   *post,
           const CsTarget *target,
           gint64          n_out,
           GError        **error)
{
  return check_fits (tx, post, target, n_out, error)
      && cs_claim_rest (tx, post, target, cs_clock_now_usec (act->services->clock), error);
}

static gboolean
plan_target (CsAct          *act,
             CsTx           *tx,
             const CsPost   *post,
             const CsTarget *target,
             const When     *when,
             Done           *done,
             GError        **error)
{
  g_autoptr(CsTarget) draft = cs_record_copy (target);
  g_autoptr(CsTarget) next = NULL;
  gboolean moves = !when->at_once && target->state == CS_TARGET_SCHEDULED
                && target->due != when->due;
  CsFreedom freedom;
  gint64 n_out;

  if (!cs_freedom_ask (tx, post, target, &freedom, &n_out, error))
    return FALSE;

  if (freedom == CS_FREE_REST && when->at_once)
    return send_rest (act, tx, post, target, n_out, error);

  if (!cs_free_check_target (tx, post, target, error))
    return FALSE;

  draft->state = CS_TARGET_DRAFT;
  draft->lateness = when->lateness >= 0 ? (CsLateness) when->lateness : draft->lateness;
  draft->late_limit = when->late_limit != CS_UNKNOWN ? when->late_limit : draft->late_limit;
  next = check_lateness (draft, when, error) ? timed (act, tx, post, draft, when, error) : NULL;

  return next != NULL
      && (moves ? check_moved (tx, post, next, done, error)
                : check_fits (tx, post, next, 0, error))
      && save_target (tx, target, next, error);
}

/* What was missed or failed is a draft again, too. */
static gboolean
unplan_target (CsTx           *tx,
               const CsPost   *post,
               const CsTarget *target,
               GError        **error)
{
  g_autoptr(CsTarget) draft = cs_record_copy (target);
  g_autoptr(CsTarget) next = NULL;

  if (target->state == CS_TARGET_DRAFT)
    return TRUE;

  if (!cs_free_check_target (tx, post, target, error))
    return FALSE;

  draft->state = CS_TARGET_DRAFT;
  next = cs_target_unscheduled (draft, error);

  return next != NULL && save_target (tx, target, next, error);
}

static gboolean
read_accounts (CsAct      *act,
               CsTx       *tx,
               GPtrArray **accounts,
               GError    **error)
{
  g_auto(GStrv) words = cs_act_dup_texts (act, "accounts");

  *accounts = NULL;
  if (words == NULL)
    return TRUE;

  *accounts = cs_find_accounts (tx, (const char *const *) words, error);

  return *accounts != NULL;
}

/* The targets that the act is about; at least one. */
static GPtrArray *
meant_targets (CsAct        *act,
               CsTx         *tx,
               const CsPost *post,
               GError      **error)
{
  g_autoptr(GPtrArray) accounts = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) meant = cs_records_new ();

  if (!read_accounts (act, tx, &accounts, error))
    return NULL;

  all = cs_target_store_list_for (tx, post->id, error);
  if (all == NULL)
    return NULL;

  for (guint i = 0; i < all->len; i++)
    if (accounts == NULL || cs_find_holds (accounts, ((CsTarget *) all->pdata[i])->account_id))
      g_ptr_array_add (meant, cs_record_ref (all->pdata[i]));

  if (all->len == 0)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "The post goes to no account yet: creatorsync-cli post edit %s --account "
                         "adds one", post->id);

  if (meant->len == 0)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "The post goes to no such account: creatorsync-cli post edit %s --account "
                         "adds one", post->id);

  return g_steal_pointer (&meant);
}

/* Accounts that have all of it are left alone while another waits for the rest of a thread. */
static gboolean
leave_done (CsTx          *tx,
            const CsPost  *post,
            GPtrArray     *targets,
            gboolean      *has_rest,
            GError       **error)
{
  g_autoptr(GPtrArray) left = cs_records_new ();

  for (guint i = 0; i < targets->len; i++)
    {
      CsFreedom freedom;
      gint64 n_out;

      if (!cs_freedom_ask (tx, post, targets->pdata[i], &freedom, &n_out, error))
        return FALSE;

      *has_rest |= freedom == CS_FREE_REST;
      if (freedom != CS_FREE_OUT)
        g_ptr_array_add (left, cs_record_ref (targets->pdata[i]));
    }

  if (!*has_rest)
    return TRUE;

  g_ptr_array_set_size (targets, 0);
  g_ptr_array_extend_and_steal (targets, g_steal_pointer (&left));

  return TRUE;
}

static gboolean
has_plan (GPtrArray *targets)
{
  for (guint i = 0; i < targets->len; i++)
    if (((CsTarget *) targets->pdata[i])->state != CS_TARGET_DRAFT)
      return TRUE;

  return FALSE;
}

/* Whether all of it had a time that becomes another. */
static gboolean
is_move (GPtrArray  *targets,
         const When *when)
{
  gboolean differs = FALSE;

  for (guint i = 0; i < targets->len; i++)
    {
      const CsTarget *target = targets->pdata[i];

      if (target->state != CS_TARGET_SCHEDULED)
        return FALSE;

      differs |= target->due != when->due;
    }

  return differs;
}

static gboolean
note_account (CsTx            *tx,
              const CsTarget  *target,
              Done            *done,
              GError         **error)
{
  g_autoptr(CsAccount) account = cs_account_store_find (tx, target->account_id, error);

  if (account != NULL)
    g_ptr_array_add (done->handles, g_strdup (account->handle));

  return account != NULL;
}

/* A NULL when takes the time away. */
static gboolean
plan (CsAct        *act,
      CsTx         *tx,
      const CsPost *post,
      const When   *when,
      Done         *done,
      GError      **error)
{
  g_autoptr(GPtrArray) targets = meant_targets (act, tx, post, error);

  if (targets == NULL
      || (when != NULL && when->at_once
          && !leave_done (tx, post, targets, &done->is_rest, error)))
    return FALSE;

  if (when == NULL && !has_plan (targets))
    return cs_fail (error, CS_ERROR_INVALID,
                    "It has no time that could be taken away: it is a draft");

  done->is_move = when != NULL && !when->at_once && is_move (targets, when);

  for (guint i = 0; i < targets->len; i++)
    {
      const CsTarget *target = targets->pdata[i];

      if (when != NULL ? !plan_target (act, tx, post, target, when, done, error)
                       : !unplan_target (tx, post, target, error))
        return FALSE;

      if (!note_account (tx, target, done, error))
        return FALSE;
    }

  return TRUE;
}

/* What follows from a time that is now: where it goes, or what it waits for. */
static char *
sentence_at_once (const Done *done,
                  gboolean    publishing,
                  gboolean    paused)
{
  g_autofree char *handles = NULL;

  g_ptr_array_add (done->handles, NULL);
  handles = g_strjoinv (", ", (char **) done->handles->pdata);

  /* Translators: here and below %s is one account, or several */
  if (!publishing)
    return g_strdup_printf (done->is_rest
                              ? _("What is left of it goes to %s as soon as something publishes: "
                                  "creatorsync-cli run does")
                              : _("It goes to %s as soon as something publishes: creatorsync-cli "
                                  "run does"), handles);

  if (paused)
    return g_strdup_printf (done->is_rest
                              ? _("What is left of it goes to %s once publishing is resumed: "
                                  "creatorsync-cli publishing resume")
                              : _("It goes to %s once publishing is resumed: creatorsync-cli "
                                  "publishing resume"), handles);

  return g_strdup_printf (done->is_rest
                            ? _("What is left of it goes to %s now: creatorsync-cli outbox list "
                                "shows how far it is, creatorsync-cli receipts what is out")
                            : _("It goes to %s now: creatorsync-cli outbox list shows how far it "
                                "is, creatorsync-cli receipts what is out"), handles);
}

/* What is next; NULL when it goes out by itself at its time. */
static char *
sentence_for (const When *when,
              const Done *done,
              gboolean    publishing,
              gboolean    paused)
{
  if (when == NULL)
    return NULL;

  if (when->at_once)
    return sentence_at_once (done, publishing, paused);

  if (done->refusal != NULL)
    return g_strdup (done->refusal);

  if (!publishing)
    return g_strdup (_("Nothing publishes now: creatorsync-cli run, or the background service, "
                       "must run at that time"));

  return paused
         ? g_strdup (_("Publishing is paused: creatorsync-cli publishing resume lets it out"))
         : NULL;
}

static GVariant *
run_plan (CsAct        *act,
          const CsPost *post,
          const When   *when,
          GError      **error)
{
  const char *subject = cs_post_name (post->title, post->text);
  g_autoptr(CsTx) tx = cs_act_begin (act, subject, error);
  g_autofree char *sentence = NULL;
  g_auto(Done) done = { g_ptr_array_new_with_free_func (g_free), };
  gboolean paused;

  if (tx == NULL || !plan (act, tx, post, when, &done, error)
      || !cs_outbox_pause_get (tx, &paused, error))
    return NULL;

  if (done.is_move)
    cs_act_name (tx, _("Move “%s”"), subject);

  if (!cs_tx_commit (&tx, error))
    return NULL;

  sentence = sentence_for (when, &done, g_atomic_int_get (&act->services->publishing), paused);
  cs_publisher_wake (act->services->publisher);
  tx = cs_act_begin_read (act, error);

  return tx != NULL ? cs_post_view (tx, post->id, sentence, error) : NULL;
}

static GVariant *
schedule (CsAct   *act,
          GError **error)
{
  g_autoptr(CsPost) post = cs_act_find_post (act, error);
  g_auto(When) when = { .lateness = -1,
                        .late_limit = cs_act_int (act, "late_limit", CS_UNKNOWN) };

  if (post == NULL || !read_when (act, &when, error))
    return NULL;

  return run_plan (act, post, &when, error);
}

static GVariant *
publish (CsAct   *act,
         GError **error)
{
  g_autoptr(CsPost) post = cs_act_find_post (act, error);
  g_auto(When) when = { .at_once = TRUE, .lateness = -1, .late_limit = CS_UNKNOWN };
  int minute;

  if (post == NULL || !read_defaults (act, &when, &minute, error))
    return NULL;

  return run_plan (act, post, &when, error);
}

static GVariant *
unschedule (CsAct   *act,
            GError **error)
{
  g_autoptr(CsPost) post = cs_act_find_post (act, error);

  return post != NULL ? run_plan (act, post, NULL, error) : NULL;
}

const CsCommand cs_plan_commands[] = {
  { "post.schedule",
    "id s, at s, zone ?s, fold ?s, late ?s, late_limit ?x, accounts ?as",
    "a{sv}", schedule, CS_JOB_SHORT, N_("Schedule “%s”") },
  { "post.unschedule", "id s, accounts ?as", "a{sv}", unschedule, CS_JOB_SHORT,
    N_("Unschedule “%s”") },
  { "post.publish", "id s, accounts ?as", "a{sv}", publish, CS_JOB_SHORT, N_("Publish “%s”") },
  { NULL, },
};
