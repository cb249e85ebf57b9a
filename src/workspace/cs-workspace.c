/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-workspace.h"
#include "cs-workspace-private.h"

#include "cs-act.h"
#include "cs-error.h"
#include "cs-id.h"
#include "cs-instance-lock.h"
#include "cs-pace.h"
#include "cs-services.h"
#include "cs-wire-client.h"
#include "cs-wire.h"

#include <glib/gstdio.h>
#include <string.h>

#define TRIES          50    /* to become the owner, or to find one: 5 s in all */
#define TRIES_TO_OWN   10
#define TRY_MSEC       100
#define LEAVE_MSEC     1000  /* how long runs of others may go on after close */

struct _CsWorkspace
{
  GObject           parent_instance;

  char             *folder;
  char             *address;
  CsWorkspaceMode   mode;
  CsClock          *clock;
  GMainContext     *context;      /* of the signals and the wire */

  /* Of an owner. */
  CsInstanceLock   *lock;
  CsServices       *services;
  CsWire           *wire;

  /* Of a process that asks one. */
  CsWireClient     *owner;
};

enum
{
  CHANGED,
  PROGRESS,
  LOST,
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

static void
send_progress (CsWorkspace *self,
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
  send_progress (user_data, row_id, "outbox.upload", done, total);
}

/* On the thread that committed. */
static void
on_committed (CsDb      *db,
              int        kind,
              GPtrArray *ids,
              gpointer   user_data)
{
  News *news = g_new0 (News, 1);

  news->self = g_object_ref (user_data);
  news->kind = g_strdup (cs_record_class (kind)->name);
  news->ids = g_new0 (char *, ids->len + 1);
  for (guint i = 0; i < ids->len; i++)
    news->ids[i] = g_strdup (ids->pdata[i]);

  send_news (news);
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

static gboolean
become_owner (CsWorkspace  *self,
              GError      **error)
{
  self->services = cs_services_open (self->folder, self->clock, error);
  if (self->services == NULL)
    return FALSE;

  self->wire = cs_wire_new (self, self->address, error);
  if (self->wire == NULL)
    return FALSE;

  cs_db_set_changed_func (self->services->db, on_committed, self);
  cs_publisher_set_upload_func (self->services->publisher, on_upload, self);

  return TRUE;
}

static gboolean
look (CsWorkspace  *self,
      GError      **error)
{
  self->services = cs_services_look (self->folder, self->clock, error);

  return self->services != NULL;
}

/* TRUE: connected. FALSE without an error: nobody listens there now. */
static gboolean
find_owner (CsWorkspace   *self,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(GError) cause = NULL;

  self->owner = cs_wire_client_new (self->address, self->context, &news_of_owner, self,
                                    cancellable, &cause);
  if (self->owner != NULL)
    return TRUE;

  if (!g_error_matches (cause, CS_ERROR, CS_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&cause));

  return FALSE;
}

static gboolean
fail_busy (CsWorkspace  *self,
           GError      **error)
{
  gint64 holder;

  cs_instance_lock_is_held (self->folder, &holder);

  if (self->mode == CS_WORKSPACE_OWN)
    return cs_fail (error, CS_ERROR_BUSY,
                    "Process %" G_GINT64_FORMAT " owns this workspace already: end it, then try "
                    "again", holder);

  return cs_fail (error, CS_ERROR_BUSY,
                  "Process %" G_GINT64_FORMAT " owns this workspace and does not answer: end it, "
                  "then try again", holder);
}

/* An owner that has the lock may not listen yet, or no more: so it is tried for a while. */
static gboolean
take_or_join (CsWorkspace   *self,
              GCancellable  *cancellable,
              GError       **error)
{
  guint tries = self->mode == CS_WORKSPACE_OWN ? TRIES_TO_OWN : TRIES;

  for (guint i = 0; i < tries; i++)
    {
      GError *cause = NULL;

      if (self->mode == CS_WORKSPACE_SHARE || self->mode == CS_WORKSPACE_OWN)
        self->lock = cs_instance_lock_take (self->folder, &cause);
      if (self->lock != NULL)
        return become_owner (self, error);

      if (cause != NULL && !g_error_matches (cause, CS_ERROR, CS_ERROR_BUSY))
        {
          g_propagate_error (error, cause);
          return FALSE;
        }
      g_clear_error (&cause);

      if (self->mode != CS_WORKSPACE_OWN && find_owner (self, cancellable, &cause))
        return TRUE;

      if (cause != NULL)
        {
          g_propagate_error (error, cause);
          return FALSE;
        }

      if (self->mode == CS_WORKSPACE_LOOK)
        return look (self, error);

      if (self->mode == CS_WORKSPACE_JOIN)
        return cs_fail (error, CS_ERROR_NOT_FOUND, "No process owns this workspace now");

      if (!cs_pause (TRY_MSEC, cancellable, error))
        return FALSE;
    }

  return fail_busy (self, error);
}

static void
cs_workspace_dispose (GObject *object)
{
  cs_workspace_close (CS_WORKSPACE (object));

  G_OBJECT_CLASS (cs_workspace_parent_class)->dispose (object);
}

static void
cs_workspace_finalize (GObject *object)
{
  CsWorkspace *self = CS_WORKSPACE (object);

  g_free (self->folder);
  g_free (self->address);
  g_clear_object (&self->clock);
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
}

static void
cs_workspace_init (CsWorkspace *self)
{
  self->context = g_main_context_ref_thread_default ();
}

/* Where the workspace is when nobody says another folder. */
char *
cs_workspace_default_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "creatorsync", NULL);
}

/**
 * cs_workspace_open:
 * @folder: made if it is not there
 *
 * Opens a workspace as its owner, or joins the process that owns it. Blocks:
 * for 1 s at the most to become the owner, for 5 s to be one or to join one.
 *
 * Returns: (transfer full): an open workspace; NULL with %CS_ERROR_BUSY when
 *   another process holds it and does not answer
 */
CsWorkspace *
cs_workspace_open (const char       *folder,
                   CsWorkspaceMode   mode,
                   GCancellable     *cancellable,
                   GError          **error)
{
  g_autoptr(CsWorkspace) self = g_object_new (CS_TYPE_WORKSPACE, NULL);
  g_autoptr(GFile) file = g_file_new_for_path (folder);
  g_autofree char *absolute = g_file_get_path (file);

  if (mode == CS_WORKSPACE_LOOK && !g_file_test (absolute, G_FILE_TEST_IS_DIR))
    return cs_fail_null (error, CS_ERROR_NOT_FOUND, "There is no workspace at “%s”", absolute);

  if (g_mkdir_with_parents (absolute, 0700) != 0)
    return cs_fail_null (error, CS_ERROR_STORE,
                         "The workspace “%s” cannot be made: %s. Name another with --workspace",
                         absolute, g_strerror (errno));

  self->folder = realpath (absolute, NULL);
  self->mode = mode;
  self->clock = cs_clock_new_default (error);
  if (self->clock == NULL)
    return NULL;

  self->address = cs_wire_address (self->folder, error);
  if (self->address == NULL || !take_or_join (self, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
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

/* From now on this process publishes what is due. Only of an owner. */
void
cs_workspace_start_publishing (CsWorkspace *self)
{
  g_return_if_fail (cs_workspace_is_owner (self));

  if (g_atomic_int_compare_and_exchange (&self->services->publishing, 0, 1))
    cs_publisher_start (self->services->publisher);
}

/* A run in this process: where its reports go. */
typedef struct
{
  CsWorkspace    *self;
  const char     *id;
  const char     *title;
  CsProgressFunc  on_progress;
  gpointer        user_data;
  CsPace          pace;
} Run;

static void
report (gint64   done,
        gint64   total,
        gpointer user_data)
{
  Run *run = user_data;

  if (!cs_pace_lets (&run->pace, done, total))
    return;

  if (run->on_progress != NULL)
    run->on_progress (done, total, run->user_data);

  send_progress (run->self, run->id, run->title, done, total);
}

static GVariant *
run_here (CsWorkspace      *self,
          const char       *id,
          const CsCommand  *command,
          GVariant         *args,
          CsProgressFunc    on_progress,
          gpointer          user_data,
          GCancellable     *cancellable,
          GError          **error)
{
  Run run = { self, id, command->name, on_progress, user_data, { 0, } };
  CsAct act = { command, self->services, args, cancellable, report, &run };
  GVariant *answer;

  if (!cs_command_check_args (command, args, error))
    return NULL;

  answer = command->run (&act, error);
  g_return_val_if_fail (answer == NULL
                        || g_variant_is_of_type (answer, G_VARIANT_TYPE (command->result)), answer);

  return answer;
}

static GVariant *
run_named (CsWorkspace     *self,
           const char      *id,
           const char      *name,
           GVariant        *args,
           CsProgressFunc   on_progress,
           gpointer         user_data,
           GCancellable    *cancellable,
           GError         **error)
{
  const CsCommand *command = cs_command_find (name);

  if (command == NULL)
    return cs_fail_null (error, CS_ERROR_USAGE, "There is no command “%s”", name);

  if (self->services != NULL)
    return run_here (self, id, command, args, on_progress, user_data, cancellable, error);

  if (self->owner == NULL)
    return cs_fail_null (error, CS_ERROR_BUSY, "The workspace is closed: open it again");

  return cs_wire_client_run (self->owner, id, name, args, on_progress, user_data, cancellable,
                             error);
}

/**
 * cs_workspace_run:
 * @args: (nullable): a{sv}, what the command takes by name; sunk if floating
 * @on_progress: (nullable): called on this thread
 *
 * Runs a command, here or in the owner. Blocks: for workers and for tests.
 *
 * Returns: (transfer full): the command's answer
 */
GVariant *
cs_workspace_run (CsWorkspace     *self,
                  const char      *name,
                  GVariant        *args,
                  CsProgressFunc   on_progress,
                  gpointer         user_data,
                  GCancellable    *cancellable,
                  GError         **error)
{
  g_autofree char *id = cs_id_new (cs_clock_now_usec (self->clock));
  g_autoptr(GVariant) given = NULL;

  given = g_variant_ref_sink (args != NULL ? args : g_variant_new ("a{sv}", NULL));

  return run_named (self, id, name, given, on_progress, user_data, cancellable, error);
}

typedef struct
{
  CsWorkspace *self;
  char        *id;
  char        *name;
  GVariant    *args;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_object_unref (input->self);
  g_free (input->id);
  g_free (input->name);
  g_variant_unref (input->args);
  g_free (input);
}

static void
forward (gint64   done,
         gint64   total,
         gpointer user_data)
{
  cs_job_progress (user_data, done, total);
}

static gpointer
run_job (CsJob         *job,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  Input *input = data;

  return run_named (input->self, input->id, input->name, input->args, forward, job,
                    cancellable, error);
}

static void
start (CsWorkspace         *self,
       const char          *id,
       const char          *name,
       GVariant            *args,
       CsProgressFunc       on_progress,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  const CsCommand *command = cs_command_find (name);
  Input *input = g_new0 (Input, 1);

  input->self = g_object_ref (self);
  input->id = g_strdup (id);
  input->name = g_strdup (name);
  input->args = g_variant_ref_sink (args != NULL ? args : g_variant_new ("a{sv}", NULL));

  cs_job_start (command != NULL ? command->pool : CS_JOB_SHORT, run_job, input, input_free,
                (GDestroyNotify) g_variant_unref, on_progress, cancellable, callback, user_data);
}

void
cs_workspace_run_as (CsWorkspace         *self,
                     const char          *id,
                     const char          *name,
                     GVariant            *args,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  start (self, id, name, args, NULL, cancellable, callback, user_data);
}

/**
 * cs_workspace_run_async:
 * @args: (nullable): a{sv}, what the command takes by name; sunk if floating
 * @on_progress: (nullable): called on the caller's context, never after @callback
 *
 * Runs a command on a worker, here or in the owner.
 */
void
cs_workspace_run_async (CsWorkspace         *self,
                        const char          *name,
                        GVariant            *args,
                        CsProgressFunc       on_progress,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autofree char *id = cs_id_new (cs_clock_now_usec (self->clock));

  start (self, id, name, args, on_progress, cancellable, callback, user_data);
}

GVariant *
cs_workspace_run_finish (GAsyncResult  *result,
                         GError       **error)
{
  return cs_job_finish (result, error);
}

/* Whether runs that other processes asked for are going on here: closing would end them. */
gboolean
cs_workspace_has_guests (CsWorkspace *self)
{
  return self->wire != NULL && !cs_wire_is_idle (self->wire);
}

static gboolean
on_leave (gpointer user_data)
{
  cs_wire_cancel (user_data);

  return G_SOURCE_REMOVE;
}

/* Others’ runs get a second to end, then they are cancelled. */
static void
end_wire (CsWorkspace *self)
{
  g_autoptr(GSource) limit = g_timeout_source_new (LEAVE_MSEC);

  cs_wire_stop (self->wire);
  g_source_set_callback (limit, on_leave, self->wire, NULL);
  g_source_attach (limit, self->context);

  while (!cs_wire_is_idle (self->wire))
    g_main_context_iteration (self->context, TRUE);

  g_source_destroy (limit);
  while (g_main_context_iteration (self->context, FALSE))
    ;
}

/**
 * cs_workspace_close:
 *
 * Stops the services, answers the other processes, and lets go of the lock. The
 * caller's own runs must have ended. Must be called on the thread that opened it.
 */
void
cs_workspace_close (CsWorkspace *self)
{
  g_clear_pointer (&self->owner, cs_wire_client_free);

  if (self->services != NULL && g_atomic_int_get (&self->services->publishing))
    cs_publisher_stop (self->services->publisher);

  if (self->wire != NULL)
    {
      g_object_ref (self);
      end_wire (self);
      g_clear_pointer (&self->wire, cs_wire_free);
      g_object_unref (self);
    }

  g_clear_pointer (&self->services, cs_services_close);
  g_clear_pointer (&self->lock, cs_instance_lock_free);
}
