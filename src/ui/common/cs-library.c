/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-library.h"
#include "cs-library-private.h"

#include "cs-error.h"
#include "cs-words.h"

#include <string.h>

#define AGAIN_MSEC 1000      /* between two tries to open what another process is closing */
#define PATIENCE_MSEC 300    /* one that only does not let go answers by then */

G_DEFINE_FINAL_TYPE (CsLibrary, cs_library, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  N_PROPS,
};

enum
{
  CHANGED,
  PROGRESS,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void begin_open (CsLibrary *self);

static void
set_state (CsLibrary      *self,
           CsLibraryState  state,
           const char     *reason)
{
  gboolean same = !g_set_str (&self->reason, reason);

  g_clear_handle_id (&self->tell, g_source_remove);
  if (same && state == self->state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
cs_library_tell_progress (CsLibrary  *self,
                          const char *subject,
                          const char *command,
                          gint64      done,
                          gint64      total)
{
  g_signal_emit (self, signals[PROGRESS], 0, subject, command, done, total);
}

static void
on_changed (CsWorkspace  *workspace,
            const char   *kind,
            const char  **ids,
            CsLibrary    *self)
{
  if (strcmp (kind, "job") == 0)
    cs_library_look_at_jobs (self);

  g_signal_emit (self, signals[CHANGED], 0, kind, ids);
}

static void
on_progress (CsWorkspace *workspace,
             const char  *id,
             const char  *title,
             gint64       done,
             gint64       total,
             CsLibrary   *self)
{
  cs_library_tell_progress (self, id, title, done, total);
}

static void
on_let_go (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CsLibrary) self = user_data;

  cs_workspace_close_finish (CS_WORKSPACE (source), result);
  if (self->state == CS_LIBRARY_OPENING)
    begin_open (self);
}

/* Its owner has ended: the window becomes the owner, as it would have from the start. */
static void
on_lost (CsWorkspace *workspace,
         CsLibrary   *self)
{
  g_autoptr(CsWorkspace) lost = g_steal_pointer (&self->workspace);

  g_signal_handlers_disconnect_by_data (lost, self);
  self->joins = FALSE;
  set_state (self, CS_LIBRARY_OPENING, NULL);
  cs_workspace_close_async (lost, on_let_go, g_object_ref (self));
}

static gboolean
on_again (gpointer user_data)
{
  CsLibrary *self = user_data;

  self->again = 0;
  begin_open (self);

  return G_SOURCE_REMOVE;
}

static gboolean
on_tell (gpointer user_data)
{
  CsLibrary *self = user_data;

  self->tell = 0;
  set_state (self, CS_LIBRARY_OPENING, self->holder);

  return G_SOURCE_REMOVE;
}

/* The window works through who holds it, or waits until that has ended; a wait is told. */
static void
try_again (CsLibrary    *self,
           const GError *error)
{
  g_free (self->holder);
  self->holder = cs_words_sentence (error->message);
  if (self->reason == NULL && self->tell == 0)
    self->tell = g_timeout_add (PATIENCE_MSEC, on_tell, self);

  self->again = g_timeout_add (self->joins ? AGAIN_MSEC : 0, on_again, self);
  self->joins = !self->joins;
}

static void
take_workspace (CsLibrary   *self,
                CsWorkspace *workspace)
{
  CsLibraryCall *call;

  self->workspace = workspace;
  g_signal_connect (workspace, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (workspace, "progress", G_CALLBACK (on_progress), self);
  g_signal_connect (workspace, "lost", G_CALLBACK (on_lost), self);
  if (cs_workspace_is_owner (workspace) && !self->holds)
    cs_workspace_start_publishing (workspace);

  set_state (self, CS_LIBRARY_OPEN, NULL);
  while ((call = g_queue_pop_head (&self->waiting)) != NULL)
    cs_library_send (self, call);
}

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  cs_workspace_close_finish (CS_WORKSPACE (source), result);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CsLibrary) self = user_data;
  g_autoptr(GError) error = NULL;
  CsWorkspace *workspace = cs_workspace_open_finish (result, &error);
  CsLibraryCall *call;

  g_clear_object (&self->opening);

  if (workspace != NULL && self->state == CS_LIBRARY_OPENING)
    {
      take_workspace (self, workspace);
      return;
    }

  if (workspace != NULL)
    {
      cs_workspace_close_async (workspace, on_closed, NULL);
      g_object_unref (workspace);
      return;
    }

  if (g_error_matches (error, CS_ERROR, CS_ERROR_BUSY) && self->state == CS_LIBRARY_OPENING)
    {
      try_again (self, error);
      return;
    }

  if (self->state == CS_LIBRARY_OPENING)
    {
      g_autofree char *reason = cs_words_sentence (error->message);

      self->can_go_back = g_error_matches (error, CS_ERROR, CS_ERROR_STORE)
                          && cs_workspace_has_backup (self->folder);
      set_state (self, CS_LIBRARY_FAILED, reason);
    }
  while ((call = g_queue_pop_head (&self->waiting)) != NULL)
    cs_library_refuse (self, call);
}

static void
begin_open (CsLibrary *self)
{
  self->opening = g_cancellable_new ();
  cs_workspace_open_async (self->folder, self->joins ? CS_WORKSPACE_SHARE : CS_WORKSPACE_TAKE,
                           self->opening, on_opened, g_object_ref (self));
}

static void
cs_library_finalize (GObject *object)
{
  CsLibrary *self = CS_LIBRARY (object);

  g_free (self->folder);
  g_free (self->reason);
  g_free (self->holder);
  g_ptr_array_unref (self->under_way);
  g_object_unref (self->runs);

  G_OBJECT_CLASS (cs_library_parent_class)->finalize (object);
}

static void
cs_library_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  if (prop_id == PROP_STATE)
    g_value_set_int (value, CS_LIBRARY (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_library_class_init (CsLibraryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cs_library_finalize;
  object_class->get_property = cs_library_get_property;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, CS_LIBRARY_OPENING,
                                             CS_LIBRARY_CLOSED, CS_LIBRARY_OPENING,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRV);
  signals[PROGRESS] = g_signal_new ("progress", CS_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING,
                                    G_TYPE_INT64, G_TYPE_INT64);
}

static void
cs_library_init (CsLibrary *self)
{
  g_queue_init (&self->waiting);
  self->under_way = g_ptr_array_new ();
  self->runs = g_list_store_new (CS_TYPE_ITEM);
}

CsLibrary *
cs_library_new (const char *folder)
{
  CsLibrary *self = g_object_new (CS_TYPE_LIBRARY, NULL);

  self->folder = g_strdup (folder);

  return self;
}

const char *
cs_library_get_folder (CsLibrary *self)
{
  return self->folder;
}

CsLibraryState
cs_library_get_state (CsLibrary *self)
{
  return self->state;
}

/* Of a state that is not open: a sentence; NULL when there is nothing to say. */
const char *
cs_library_get_reason (CsLibrary *self)
{
  return self->reason;
}

/* Whether it is the workspace's own files that did not let it open, and there is a backup. */
gboolean
cs_library_can_go_back (CsLibrary *self)
{
  return self->state == CS_LIBRARY_FAILED && self->can_go_back;
}

/* Before it is opened: nothing is published by this process. Pictures are taken so. */
void
cs_library_hold (CsLibrary *self)
{
  self->holds = TRUE;
}

/* Also a second time, after it failed. */
void
cs_library_open (CsLibrary *self)
{
  if (self->workspace != NULL || self->opening != NULL || self->again != 0)
    return;

  set_state (self, CS_LIBRARY_OPENING, NULL);
  begin_open (self);
}

/* Blocks until the services have ended; calls that wait are refused. */
void
cs_library_close (CsLibrary *self)
{
  CsLibraryCall *call;

  g_clear_handle_id (&self->again, g_source_remove);
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);

  set_state (self, CS_LIBRARY_CLOSED, NULL);
  while ((call = g_queue_pop_head (&self->waiting)) != NULL)
    cs_library_refuse (self, call);

  if (self->workspace == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->workspace, self);
  cs_workspace_close (self->workspace);
  g_clear_object (&self->workspace);
}
