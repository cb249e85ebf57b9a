/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-workspace.h"
#include "cs-workspace-private.h"

#include "cs-record.h"

enum
{
  CHANGED,
  PROGRESS,
  LOST,
  RELEASE_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsWorkspace, cs_workspace, G_TYPE_OBJECT)

/* What a worker has to say to the main context. */
typedef struct
{
  CsWorkspace *self;
  char        *kind;    /* NULL: progress */
  GStrv        ids;
  char        *id;
  char        *title;
  gint64       done;
  gint64       total;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_object_unref (news->self);
  g_free (news->kind);
  g_strfreev (news->ids);
  g_free (news->id);
  g_free (news->title);
  g_free (news);
}

static gboolean
tell_news (gpointer data)
{
  News *news = data;
  CsWorkspace *self = news->self;

  if (news->kind != NULL)
    {
      if (self->wire != NULL)
        cs_wire_changed (self->wire, news->kind, (const char *const *) news->ids);
      g_signal_emit (self, signals[CHANGED], 0, news->kind, news->ids);
    }
  else
    {
      if (self->wire != NULL)
        cs_wire_progress (self->wire, news->id, news->title, news->done, news->total);
      g_signal_emit (self, signals[PROGRESS], 0, news->id, news->title, news->done, news->total);
    }

  return G_SOURCE_REMOVE;
}

static void
send_news (News *news)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_news, news, news_free);
  g_source_attach (source, news->self->context);
}

void
cs_workspace_tell_progress (CsWorkspace *self,
                            const char  *id,
                            const char  *title,
                            gint64       done,
                            gint64       total)
{
  News *news = g_new0 (News, 1);

  news->self = g_object_ref (self);
  news->id = g_strdup (id);
  news->title = g_strdup (title);
  news->done = done;
  news->total = total;
  send_news (news);
}

/* On the thread that uploads. */
static void
on_upload (const char *row_id,
           gint64      done,
           gint64      total,
           gpointer    user_data)
{
  cs_workspace_tell_progress (user_data, row_id, "outbox.upload", done, total);
}

static void
tell_changed (CsWorkspace *self,
              const char  *kind,
              GStrv        ids)
{
  News *news = g_new0 (News, 1);

  news->self = g_object_ref (self);
  news->kind = g_strdup (kind);
  news->ids = ids;
  send_news (news);
}

/* On the thread that committed. */
static void
on_committed (CsDb      *db,
              int        kind,
              GPtrArray *ids,
              gpointer   user_data)
{
  CsWorkspace *self = user_data;
  GStrv all = g_new0 (char *, ids->len + 1);

  for (guint i = 0; i < ids->len; i++)
    all[i] = g_strdup (ids->pdata[i]);

  /* A post that is out is counted; one whose account was repaired may be again. */
  if (kind == CS_RECORD_RECEIPT || kind == CS_RECORD_ACCOUNT)
    cs_collector_wake (self->services->collector);

  tell_changed (self, cs_record_class (kind)->name, all);
}

/* On the job’s thread, or on that of who paused it. */
static void
on_job_changed (const char *id,
                gpointer    user_data)
{
  const char *const ids[] = { id, NULL };

  tell_changed (user_data, "job", g_strdupv ((GStrv) ids));
}

static void
on_owner_changed (const char *kind,
                  GStrv       ids,
                  gpointer    user_data)
{
  g_signal_emit (user_data, signals[CHANGED], 0, kind, ids);
}

static void
on_owner_progress (const char *id,
                   const char *title,
                   gint64      done,
                   gint64      total,
                   gpointer    user_data)
{
  g_signal_emit (user_data, signals[PROGRESS], 0, id, title, done, total);
}

static void
on_owner_lost (gpointer user_data)
{
  g_signal_emit (user_data, signals[LOST], 0);
}

static const CsWireNews news_of_owner = { on_owner_changed, on_owner_progress, on_owner_lost };

/* From now on what the owner or its services tell is told as signals. Does not block. */
void
cs_workspace_hear (CsWorkspace *self)
{
  if (self->owner != NULL)
    cs_wire_client_listen (self->owner, self->context, &news_of_owner, self);

  if (self->wire != NULL)
    {
      cs_db_set_changed_func (self->services->db, on_committed, self);
      cs_publisher_set_upload_func (self->services->publisher, on_upload, self);
      cs_runs_set_changed_func (self->runs, on_job_changed, self);
    }
}

static void
cs_workspace_dispose (GObject *object)
{
  CsWorkspace *self = CS_WORKSPACE (object);

  /* One that was not opened to the end has no wire and tells nobody anything. */
  if (!self->is_open)
    {
      g_clear_pointer (&self->owner, cs_wire_client_free);
      g_clear_pointer (&self->services, cs_services_close);
      g_clear_pointer (&self->lock, cs_instance_lock_free);
    }

  cs_workspace_close (self);

  G_OBJECT_CLASS (cs_workspace_parent_class)->dispose (object);
}

static void
cs_workspace_finalize (GObject *object)
{
  CsWorkspace *self = CS_WORKSPACE (object);

  g_free (self->folder);
  g_free (self->address);
  g_clear_object (&self->clock);
  cs_runs_free (self->runs);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (cs_workspace_parent_class)->finalize (object);
}

static void
cs_workspace_class_init (CsWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cs_workspace_dispose;
  object_class->finalize = cs_workspace_finalize;

  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRV);
  signals[PROGRESS] = g_signal_new ("progress", CS_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING,
                                    G_TYPE_INT64, G_TYPE_INT64);
  signals[LOST] = g_signal_new ("lost", CS_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RELEASE_REQUESTED] = g_signal_new ("release-requested", CS_TYPE_WORKSPACE,
                                             G_SIGNAL_RUN_LAST, 0,
                                             g_signal_accumulator_true_handled, NULL, NULL,
                                             G_TYPE_BOOLEAN, 0);
}

static void
cs_workspace_init (CsWorkspace *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->runs = cs_runs_new ();
}

/* Where the workspace is when nobody says another folder. */
char *
cs_workspace_default_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "creatorsync", NULL);
}

/* A workspace of its own beside the user's: to leave the sample is to open the other one. */
char *
cs_workspace_sample_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "creatorsync", "sample", NULL);
}

gboolean
cs_workspace_ask_release (CsWorkspace *self)
{
  gboolean will = FALSE;

  g_signal_emit (self, signals[RELEASE_REQUESTED], 0, &will);

  return will;
}

const char *
cs_workspace_get_folder (CsWorkspace *self)
{
  return self->folder;
}

gboolean
cs_workspace_is_owner (CsWorkspace *self)
{
  return self->lock != NULL;
}

/* Whether the process that owned it has gone: then it is to be opened again. */
gboolean
cs_workspace_is_lost (CsWorkspace *self)
{
  return self->owner != NULL && cs_wire_client_is_lost (self->owner);
}

/* Whether the owner’s publisher has nothing due and nothing in flight. */
gboolean
cs_workspace_is_quiet (CsWorkspace *self)
{
  return self->services == NULL || cs_publisher_is_quiet (self->services->publisher);
}

/* From now on this process publishes what is due, and counts what is out; FALSE where nothing can
 * be written. Only of an owner. */
gboolean
cs_workspace_start_publishing (CsWorkspace *self)
{
  g_return_val_if_fail (cs_workspace_is_owner (self), FALSE);

  if (cs_db_is_read_only (self->services->db))
    return FALSE;

  if (g_atomic_int_compare_and_exchange (&self->services->publishing, 0, 1))
    {
      cs_publisher_start (self->services->publisher);
      cs_collector_start (self->services->collector);
    }

  return TRUE;
}

/* Whether runs that other processes asked for are going on here: closing would end them. */
gboolean
cs_workspace_has_guests (CsWorkspace *self)
{
  return self->wire != NULL && !cs_wire_is_idle (self->wire);
}
