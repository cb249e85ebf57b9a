/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-services.h"

#include "cs-error.h"
#include "cs-job.h"
#include "cs-replan.h"
#include "cs-search-store.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

static const char *const folders[] = { "media", "backups" };

/* The keyring, unless a test asks for one that is forgotten with the process. */
static CsSecrets *
open_secrets (void)
{
  const char *kind = g_getenv ("CREATORSYNC_SECRETS");

  if (kind != NULL && strcmp (kind, "memory") == 0)
    return cs_secrets_new_memory ();

  return cs_secrets_new_keyring ();
}

static gboolean
make_folders (const char  *folder,
              GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (folder, folders[i], NULL);

      if (g_mkdir_with_parents (path, 0700) != 0)
        return cs_fail (error, CS_ERROR_STORE,
                        "The folder “%s” cannot be made: %s. Choose another for the workspace",
                        path, g_strerror (errno));
    }

  return TRUE;
}

static CsServices *
new_services (const char *folder,
              CsClock    *clock,
              CsRuns     *runs)
{
  CsServices *self = g_new0 (CsServices, 1);

  self->folder = g_strdup (folder);
  self->clock = g_object_ref (clock);
  self->runs = runs;
  self->sign_ins = cs_sign_ins_new (clock);
  self->turns = cs_turns_new ();
  self->secrets = open_secrets ();

  return self;
}

/* Without the lock: rows that read can be run, those that write are refused. */
CsServices *
cs_services_look (const char  *folder,
                  CsClock     *clock,
                  CsRuns      *runs,
                  GError     **error)
{
  g_autoptr(CsServices) self = new_services (folder, clock, runs);
  g_autofree char *path = g_build_filename (folder, "main.db", NULL);

  self->db = cs_db_open_read_only (path, clock, error);
  if (self->db == NULL)
    return NULL;

  self->publisher = cs_publisher_new (self->db, clock, self->secrets, folder);
  self->collector = cs_collector_new (self->db, clock, self->secrets);

  return g_steal_pointer (&self);
}

static gpointer
catch_up_job (CsJob         *job,
              gpointer       input,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(GError) cause = NULL;

  /* What is left is read when the workspace is opened again. */
  if (!cs_search_store_catch_up (input, cancellable, &cause))
    g_debug ("Not all was read for search: %s", cause->message);

  return NULL;
}

static void
start_reading (CsServices *self)
{
  self->reading = g_cancellable_new ();
  cs_job_start (CS_JOB_LONG, catch_up_job, g_object_ref (self->db), g_object_unref, NULL, NULL,
                self->reading, NULL, NULL);
}

/* Only by who holds the folder's lock. */
CsServices *
cs_services_open (const char  *folder,
                  CsClock     *clock,
                  CsRuns      *runs,
                  GError     **error)
{
  g_autoptr(CsServices) self = new_services (folder, clock, runs);
  g_autofree char *path = g_build_filename (folder, "main.db", NULL);

  if (!make_folders (folder, error))
    return NULL;

  self->db = cs_db_open (path, clock, error);
  if (self->db == NULL)
    return NULL;

  if (!cs_db_is_read_only (self->db))
    {
      if (!cs_replan (self->db, error))
        return NULL;

      start_reading (self);
    }

  self->publisher = cs_publisher_new (self->db, clock, self->secrets, folder);
  self->collector = cs_collector_new (self->db, clock, self->secrets);

  return g_steal_pointer (&self);
}

void
cs_services_close (CsServices *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->publisher);
  g_clear_object (&self->collector);
  if (self->db != NULL)
    cs_db_close (self->db);
  g_clear_object (&self->db);
  g_clear_object (&self->secrets);
  g_clear_pointer (&self->sign_ins, cs_sign_ins_free);
  g_clear_pointer (&self->turns, cs_turns_free);
  g_clear_object (&self->clock);
  g_free (self->folder);
  g_free (self);
}
