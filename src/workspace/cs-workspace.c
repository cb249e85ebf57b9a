/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-workspace.h"
#include "cs-workspace-private.h"

#include "cs-error.h"
#include "cs-record.h"

#include <glib/gstdio.h>
#include <string.h>

#define TRIES          50    /* to become the owner, or to find one: 5 s in all */
#define TRIES_TO_OWN   10
#define TRIES_TO_TAKE  300   /* while an owner that lets go ends what it does */
#define TRY_MSEC       100

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

/* TRUE: connected. FALSE without an error: nobody listens there now. */
static gboolean
find_owner (CsWorkspace   *self,
            CsWireClient **owner,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(GError) cause = NULL;

  *owner = cs_wire_client_new (self->address, cancellable, &cause);
  if (*owner != NULL)
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

  if (self->mode == CS_WORKSPACE_TAKE)
    return cs_fail (error, CS_ERROR_BUSY,
                    "Process %" G_GINT64_FORMAT " owns this workspace and does not let go: end "
                    "it, then try again", holder);

  return cs_fail (error, CS_ERROR_BUSY,
                  "Process %" G_GINT64_FORMAT " owns this workspace and does not answer: end it, "
                  "then try again", holder);
}

/* Asks the owner to let go: how often the lock is to be tried then. FALSE as find_owner(). */
static gboolean
ask_owner (CsWorkspace   *self,
           guint         *tries,
           GCancellable  *cancellable,
           GError       **error)
{
  CsWireClient *owner;
  g_autoptr(GError) cause = NULL;
  gboolean will = FALSE;

  if (!find_owner (self, &owner, cancellable, error))
    return FALSE;

  if (!cs_wire_client_ask_release (owner, &will, cancellable, &cause))
    g_debug ("The owner does not say whether it lets go: %s", cause->message);

  *tries = will ? TRIES_TO_TAKE : TRIES_TO_OWN;
  cs_wire_client_free (owner);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* What to do while another process holds the lock. FALSE without an error: try again. */
static gboolean
join (CsWorkspace   *self,
      guint         *left,
      gboolean      *has_asked,
      GCancellable  *cancellable,
      GError       **error)
{
  if (self->mode == CS_WORKSPACE_OWN)
    return FALSE;

  if (self->mode != CS_WORKSPACE_TAKE)
    return find_owner (self, &self->owner, cancellable, error);

  if (!*has_asked)
    *has_asked = ask_owner (self, left, cancellable, error);

  return FALSE;
}

static gboolean
look (CsWorkspace  *self,
      GError      **error)
{
  self->services = cs_services_look (self->folder, self->clock, error);

  return self->services != NULL;
}

/* An owner that has the lock may not listen yet, or no more: so it is tried for a while. */
static gboolean
take_or_join (CsWorkspace   *self,
              GCancellable  *cancellable,
              GError       **error)
{
  guint left = self->mode == CS_WORKSPACE_OWN ? TRIES_TO_OWN : TRIES;
  gboolean has_asked = FALSE;
  gboolean may_own = self->mode != CS_WORKSPACE_JOIN && self->mode != CS_WORKSPACE_LOOK;

  for (; left > 0; left--)
    {
      GError *cause = NULL;

      if (may_own)
        self->lock = cs_instance_lock_take (self->folder, &cause);
      if (self->lock != NULL)
        {
          self->services = cs_services_open (self->folder, self->clock, error);
          return self->services != NULL;
        }

      if (cause != NULL && !g_error_matches (cause, CS_ERROR, CS_ERROR_BUSY))
        {
          g_propagate_error (error, cause);
          return FALSE;
        }
      g_clear_error (&cause);

      if (join (self, &left, &has_asked, cancellable, &cause))
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

static CsWorkspace *
make (const char      *folder,
      CsWorkspaceMode  mode)
{
  CsWorkspace *self = g_object_new (CS_TYPE_WORKSPACE, NULL);

  self->folder = g_strdup (folder);
  self->mode = mode;

  return self;
}

/* All of opening that may block, on any thread. */
static gboolean
prepare (CsWorkspace   *self,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (self->folder);
  g_autofree char *absolute = g_file_get_path (file);
  g_autofree char *real = NULL;

  if (self->mode == CS_WORKSPACE_LOOK && !g_file_test (absolute, G_FILE_TEST_IS_DIR))
    return cs_fail (error, CS_ERROR_NOT_FOUND, "There is no workspace at “%s”", absolute);

  if (!g_utf8_validate (absolute, -1, NULL))
    return cs_fail (error, CS_ERROR_INVALID,
                    "The workspace is in a place whose name is not UTF-8: name another with "
                    "--workspace");

  if (g_mkdir_with_parents (absolute, 0700) != 0 || (real = realpath (absolute, NULL)) == NULL)
    return cs_fail (error, CS_ERROR_STORE,
                    "The workspace “%s” cannot be made: %s. Name another with --workspace",
                    absolute, g_strerror (errno));

  g_set_str (&self->folder, real);
  self->clock = cs_clock_new_default (error);
  if (self->clock == NULL)
    return FALSE;

  self->address = cs_wire_address (self->folder, error);

  return self->address != NULL && take_or_join (self, cancellable, error);
}

/* The rest of opening, on the thread that hears the signals. Does not block. */
static gboolean
attach (CsWorkspace  *self,
        GError      **error)
{
  if (self->owner != NULL)
    cs_wire_client_listen (self->owner, self->context, &news_of_owner, self);
  else if (self->lock != NULL)
    {
      self->wire = cs_wire_new (self, self->address, error);
      if (self->wire == NULL)
        return FALSE;

      cs_db_set_changed_func (self->services->db, on_committed, self);
      cs_publisher_set_upload_func (self->services->publisher, on_upload, self);
      self->backups = cs_backups_new (self->services->db, self->context);
    }

  self->is_open = TRUE;

  return TRUE;
}

/**
 * cs_workspace_open:
 * @folder: made if it is not there
 *
 * Opens a workspace as its owner, or joins the process that owns it. Blocks:
 * for 1 s at the most to become the owner, for 5 s to be one or to join one, for
 * 30 s while an owner lets go. On the main thread, or for a client on any whose
 * default context is its own.
 *
 * Returns: (transfer full): an open workspace, to be closed before the last
 *   reference goes; NULL with %CS_ERROR_BUSY when another process holds it and
 *   does not answer
 */
CsWorkspace *
cs_workspace_open (const char       *folder,
                   CsWorkspaceMode   mode,
                   GCancellable     *cancellable,
                   GError          **error)
{
  g_autoptr(CsWorkspace) self = make (folder, mode);

  if (!prepare (self, cancellable, error) || !attach (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

static gpointer
prepare_job (CsJob         *job,
             gpointer       input,
             GCancellable  *cancellable,
             GError       **error)
{
  return prepare (input, cancellable, error) ? g_object_ref (input) : NULL;
}

static void
on_prepared (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(CsWorkspace) self = cs_job_finish (result, &error);

  if (self != NULL && attach (self, &error))
    g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * cs_workspace_open_async:
 * @folder: made if it is not there
 *
 * As cs_workspace_open(), and blocks nothing: the waiting, the reading of the
 * database and its migration happen on a worker. For windows. On the main thread.
 */
void
cs_workspace_open_async (const char           *folder,
                         CsWorkspaceMode       mode,
                         GCancellable         *cancellable,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, cs_workspace_open_async);
  /* One that is open is told as open: a cancel that comes late changes nothing. */
  g_task_set_check_cancellable (task, FALSE);
  cs_job_start (CS_JOB_LONG, prepare_job, make (folder, mode), g_object_unref, g_object_unref,
                NULL, cancellable, on_prepared, task);
}

CsWorkspace *
cs_workspace_open_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, cs_workspace_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
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

/* From now on this process publishes what is due; FALSE where nothing can be written. Only of an
 * owner. */
gboolean
cs_workspace_start_publishing (CsWorkspace *self)
{
  g_return_val_if_fail (cs_workspace_is_owner (self), FALSE);

  if (cs_db_is_read_only (self->services->db))
    return FALSE;

  if (g_atomic_int_compare_and_exchange (&self->services->publishing, 0, 1))
    cs_publisher_start (self->services->publisher);

  return TRUE;
}

/* Whether runs that other processes asked for are going on here: closing would end them. */
gboolean
cs_workspace_has_guests (CsWorkspace *self)
{
  return self->wire != NULL && !cs_wire_is_idle (self->wire);
}
