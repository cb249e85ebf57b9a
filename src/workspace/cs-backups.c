/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-backups.h"

#include "cs-backup.h"
#include "cs-event-store.h"
#include "cs-job.h"

#define LOOK_SECONDS 60
#define REST_LOOKS   30      /* passed over after one that failed */

struct _CsBackups
{
  CsDb         *db;
  GMainContext *context;
  GSource      *timer;
  GCancellable *cancellable;
  gboolean      is_making;
  guint         resting;     /* looks still to be passed over */
};

/* Whoever looks at the news learns that there is no newer copy, and why. */
static void
tell_failure (CsDb         *db,
              const GError *failure)
{
  GVariantBuilder detail = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (db, &error);

  g_variant_builder_add (&detail, "{sv}", "sentence", g_variant_new_string (failure->message));

  if (tx == NULL)
    g_variant_builder_clear (&detail);

  if (tx == NULL
      || !cs_event_store_add (tx, "backup.failed", CS_RECORD_EVENT, NULL,
                              g_variant_builder_end (&detail), &error)
      || !cs_tx_commit (&tx, &error))
    g_debug ("No backup could be made, nor told of: %s", error->message);
}

static gpointer
make (CsJob         *job,
      gpointer       input,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autoptr(GError) failure = NULL;
  CsBackup *backup;

  if (!cs_backup_is_due (input))
    return NULL;

  backup = cs_backup_make (input, cancellable, &failure);
  if (failure != NULL && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell_failure (input, failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return backup;
}

static void
on_made (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  CsBackups *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(CsBackup) backup = cs_job_finish (result, &error);

  self->is_making = FALSE;
  if (error != NULL)
    self->resting = REST_LOOKS;
}

/* What the timer does every minute. */
void
cs_backups_look (CsBackups *self)
{
  if (self->is_making || cs_db_is_read_only (self->db))
    return;

  if (self->resting > 0)
    {
      self->resting--;
      return;
    }

  self->is_making = TRUE;
  cs_job_start (CS_JOB_LONG, make, g_object_ref (self->db), g_object_unref,
                (GDestroyNotify) cs_backup_free, NULL, self->cancellable, on_made, self);
}

static gboolean
on_look (gpointer user_data)
{
  cs_backups_look (user_data);

  return G_SOURCE_CONTINUE;
}

CsBackups *
cs_backups_new (CsDb         *db,
                GMainContext *context)
{
  CsBackups *self = g_new0 (CsBackups, 1);

  self->db = g_object_ref (db);
  self->context = g_main_context_ref (context);
  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_source_new_seconds (LOOK_SECONDS);
  g_source_set_callback (self->timer, on_look, self, NULL);
  g_source_attach (self->timer, context);

  return self;
}

gboolean
cs_backups_are_idle (CsBackups *self)
{
  return !self->is_making;
}

/* Begins no other, and ends the one that is being made: soon they are idle. */
void
cs_backups_stop (CsBackups *self)
{
  g_cancellable_cancel (self->cancellable);
  g_source_destroy (self->timer);
}

/* Waits for the one that is being made. */
void
cs_backups_free (CsBackups *self)
{
  cs_backups_stop (self);
  g_source_unref (self->timer);

  while (self->is_making)
    g_main_context_iteration (self->context, TRUE);

  g_object_unref (self->cancellable);
  g_object_unref (self->db);
  g_main_context_unref (self->context);
  g_free (self);
}
