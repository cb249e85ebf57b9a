/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-workspace.h"
#include "cs-workspace-private.h"

#include "cs-error.h"

#include <glib/gstdio.h>
#include <inttypes.h>

#define TRIES          50    /* to become the owner, or to find one: 5 s in all */
#define TRIES_TO_OWN   10
#define TRIES_TO_TAKE  300   /* while an owner that lets go ends what it does */
#define TRY_MSEC       100

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
                    "Process %" PRId64 " owns this workspace already: end it, then try "
                    "again", holder);

  if (self->mode == CS_WORKSPACE_TAKE)
    return cs_fail (error, CS_ERROR_BUSY,
                    "Process %" PRId64 " owns this workspace and does not let go: end "
                    "it, then try again", holder);

  return cs_fail (error, CS_ERROR_BUSY,
                  "Process %" PRId64 " owns this workspace and does not answer: end it, "
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
  self->services = cs_services_look (self->folder, self->clock, self->runs, error);

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
          self->services = cs_services_open (self->folder, self->clock, self->runs, error);
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
  if (self->lock != NULL)
    {
      self->wire = cs_wire_new (self, self->address, error);
      if (self->wire == NULL)
        return FALSE;

      self->backups = cs_backups_new (self->services->db, self->context);
    }

  cs_workspace_hear (self);
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
