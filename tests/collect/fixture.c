/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fixture.h"

#include "cs-account-sample-store.h"
#include "cs-account-store.h"
#include "cs-collector-private.h"
#include "cs-gap-store.h"
#include "cs-id.h"
#include "cs-post-store.h"
#include "cs-receipt-store.h"
#include "cs-restore.h"
#include "cs-sample-store.h"
#include "cs-tally-store.h"
#include "cs-target-store.h"

static void
start (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (self->folder, "main.db", NULL);

  self->db = cs_db_open (path, self->clock, &error);
  g_assert_no_error (error);
  self->collector = cs_collector_new (self->db, self->clock, self->secrets);
  cs_collector_set_platform (self->collector, CS_NETWORK_MASTODON, self->platform);
}

static void
stop (Fixture *self)
{
  cs_collector_stop (self->collector);
  g_assert_finalize_object (g_steal_pointer (&self->collector));
  cs_db_close (self->db);
  g_assert_finalize_object (g_steal_pointer (&self->db));
}

void
fixture_set_up (Fixture       *self,
                gconstpointer  data)
{
  self->folder = g_dir_make_tmp ("collect-XXXXXX", NULL);
  self->clock = cs_clock_new_virtual (START * G_USEC_PER_SEC);
  self->secrets = cs_secrets_new_memory ();
  fake_network_init (&self->network, self->clock);
  self->platform = fake_counter_new (&self->network);
  start (self);
  self->account = fixture_add_account (self);
}

void
fixture_tear_down (Fixture       *self,
                   gconstpointer  data)
{
  stop (self);
  g_clear_pointer (&self->account, cs_record_unref);
  g_clear_object (&self->platform);
  fake_network_clear (&self->network);
  g_clear_object (&self->secrets);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->folder, g_free);
}

/* The process ends and another begins; nothing but the disk is kept. */
void
fixture_restart (Fixture *self)
{
  stop (self);
  start (self);
}

char *
fixture_back_up (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsBackup) backup = cs_backup_make (self->db, NULL, &error);

  g_assert_no_error (error);

  return g_strdup (backup->path);
}

/* The process ends, the workspace goes back, and another process begins. */
void
fixture_go_back (Fixture    *self,
                 const char *backup)
{
  g_autofree char *path = g_build_filename (self->folder, "main.db", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(CsRestored) restored = NULL;

  stop (self);
  restored = cs_backup_restore (path, backup, cs_clock_now (self->clock), NULL, &error);
  g_assert_no_error (error);
  start (self);
}

void
fixture_save (Fixture         *self,
              const CsAccount *account)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);

  g_assert_no_error (error);
  g_assert_true (cs_account_store_save (tx, account, &error));
  g_assert_true (cs_tx_commit (&tx, &error));
}

CsAccount *
fixture_add_account (Fixture *self)
{
  CsAccount *account = cs_record_new (CS_RECORD_ACCOUNT);

  account->network = CS_NETWORK_MASTODON;
  account->id = cs_id_new (cs_clock_now_usec (self->clock));
  account->handle = g_strdup_printf ("@%s@fake.example", account->id);
  account->host = g_strdup ("https://fake.example");
  account->state = CS_ACCOUNT_READY;
  account->added_at = START;
  fixture_save (self, account);

  return account;
}

/* A receipt is all that counting goes by. */
void
fixture_publish (Fixture         *self,
                 const CsAccount *account,
                 const char      *remote_id,
                 gint64           published_at)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);
  g_autoptr(CsReceipt) receipt = cs_record_new (CS_RECORD_RECEIPT);
  g_autoptr(CsReceipt) kept = NULL;

  g_assert_no_error (error);
  receipt->id = cs_id_new (cs_clock_now_usec (self->clock));
  receipt->target_id = g_strconcat ("target-", remote_id, NULL);
  receipt->post_id = g_strconcat ("post-", remote_id, NULL);
  receipt->account_id = g_strdup (account->id);
  receipt->network = account->network;
  receipt->handle = g_strdup (account->handle);
  receipt->part = 0;
  receipt->remote_id = g_strdup (remote_id);
  receipt->published_at = published_at;

  kept = cs_receipt_store_add (tx, receipt, &error);
  g_assert_no_error (error);
  g_assert_true (cs_tx_commit (&tx, &error));
}

/* A post for the account, on its own at its time. */
void
fixture_plan (Fixture    *self,
              const char *id,
              gint64      due)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);
  g_autoptr(CsPost) post = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsTarget) target = cs_record_new (CS_RECORD_TARGET);

  post->id = g_strdup (id);
  post->title = g_strdup ("A title");
  post->text = g_strdup ("A text");
  post->created_at = post->changed_at = START;
  target->id = g_strdup (id);
  target->post_id = g_strdup (post->id);
  target->account_id = g_strdup (self->account->id);
  target->state = CS_TARGET_SCHEDULED;
  target->due = due;
  target->wall = due / 60;
  target->zone = g_strdup ("UTC");
  target->fold = 0;
  g_assert_true (cs_post_store_save (tx, post, &error));
  g_assert_true (cs_target_store_save (tx, target, &error));
  g_assert_true (cs_tx_commit (&tx, &error));
}

void
fixture_run_once (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (cs_collector_run_once (self->collector, &self->next_at, NULL, &error));
  g_assert_no_error (error);
}

/* Time passes in which nothing runs. */
void
fixture_sleep (Fixture *self,
               gint64   seconds)
{
  cs_clock_advance (self->clock, seconds * G_USEC_PER_SEC);
}

/* As the service does, at no longer a distance than its naps. */
void
fixture_run_until (Fixture *self,
                   gint64   moment)
{
  while (cs_clock_now (self->clock) < moment)
    {
      gint64 now = cs_clock_now (self->clock);
      gint64 until = now + 600;

      fixture_run_once (self);
      if (self->next_at > 0)
        until = CLAMP (self->next_at, now + 1, until);
      fixture_sleep (self, MIN (until, moment) - now);
    }
}

static CsTx *
begin (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  CsTx *tx = cs_tx_begin_read (self->db, &error);

  g_assert_no_error (error);

  return tx;
}

CsTally *
fixture_tally (Fixture    *self,
               const char *remote_id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = begin (self);
  g_autofree char *target_id = g_strconcat ("target-", remote_id, NULL);
  CsTally *tally = cs_tally_store_find (tx, target_id, &error);

  g_assert_no_error (error);

  return tally;
}

GPtrArray *
fixture_samples (Fixture    *self,
                 const char *remote_id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = begin (self);
  g_autofree char *target_id = g_strconcat ("target-", remote_id, NULL);
  GPtrArray *samples = cs_sample_store_list (tx, target_id, 0, 0, &error);

  g_assert_no_error (error);

  return samples;
}

GPtrArray *
fixture_account_samples (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = begin (self);
  GPtrArray *samples = cs_account_sample_store_list (tx, self->account->id, 0, 0, &error);

  g_assert_no_error (error);

  return samples;
}

GPtrArray *
fixture_gaps (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = begin (self);
  GPtrArray *gaps = cs_gap_store_list (tx, self->account->id, NULL, 0, 0, &error);

  g_assert_no_error (error);

  for (guint i = 0; i < gaps->len; i++)
    {
      const CsGap *gap = g_ptr_array_index (gaps, i);

      g_test_message ("gap %u: %s of %s from %" G_GINT64_FORMAT " until %" G_GINT64_FORMAT ": %s",
                      i, gap->code, gap->target_id != NULL ? gap->target_id : "all",
                      gap->from_at - START,
                      gap->until_at != CS_UNKNOWN ? gap->until_at - START : -1, gap->sentence);
    }

  return gaps;
}

/* @remote_id: NULL for the account; @from and @until by START, @until -1 for an open one. */
void
assert_gap (Fixture    *self,
            guint       index,
            const char *code,
            const char *remote_id,
            gint64      from,
            gint64      until)
{
  g_autoptr(GPtrArray) gaps = fixture_gaps (self);
  g_autofree char *target_id = remote_id != NULL ? g_strconcat ("target-", remote_id, NULL) : NULL;
  const CsGap *gap;

  g_assert_cmpuint (index, <, gaps->len);
  gap = g_ptr_array_index (gaps, index);
  g_assert_cmpstr (gap->code, ==, code);
  g_assert_cmpstr (gap->target_id, ==, target_id);
  g_assert_cmpint (gap->from_at, ==, START + from);
  g_assert_cmpint (gap->until_at, ==, until >= 0 ? START + until : CS_UNKNOWN);
}

/* The same, as exact as naps let it be; of the account, or of “one”. */
void
assert_near (Fixture    *self,
             guint       index,
             const char *code,
             gboolean    is_of_post,
             gint64      from,
             gint64      until)
{
  g_autoptr(GPtrArray) gaps = fixture_gaps (self);
  const CsGap *gap;

  g_assert_cmpuint (index, <, gaps->len);
  gap = g_ptr_array_index (gaps, index);
  g_assert_cmpstr (gap->code, ==, code);
  g_assert_cmpstr (gap->target_id, ==, is_of_post ? "target-one" : NULL);
  g_assert_cmpint (ABS (gap->from_at - START - from), <, 15 * 60);
  g_assert_cmpint (ABS (gap->until_at - START - until), <, 15 * 60);
}

void
assert_n_gaps (Fixture *self,
               guint    n)
{
  g_autoptr(GPtrArray) gaps = fixture_gaps (self);

  g_assert_cmpuint (gaps->len, ==, n);
}
