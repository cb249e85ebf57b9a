/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-library.h"

#include "cs-error.h"
#include "cs-item.h"
#include "cs-words.h"
#include "cs-workspace.h"

#define AGAIN_MSEC 1000    /* between two tries to open what another process is closing */

struct _CsLibrary
{
  GObject         parent_instance;

  char           *folder;
  CsWorkspace    *workspace;     /* NULL until it is open */
  CsLibraryState  state;
  char           *reason;
  gboolean        is_damaged;   /* of a state that failed */
  GQueue          waiting;       /* Call *, asked before it was open */
  GPtrArray      *under_way;     /* Call, borrowed: each is its own callback’s */
  GListStore     *runs;          /* CsItem */
  guint           n_runs;        /* so far: their ids */
  GCancellable   *opening;
  gboolean        holds;         /* what is due stays as it is */
  gboolean        joins;         /* the next try is content with an owner that is not us */
  guint           again;
};

typedef struct
{
  GTask    *task;
  char     *command;
  GVariant *args;

  GCancellable *cancellable;     /* also of who looks at the list of runs */
  gulong        handler;
  CsItem       *item;            /* in that list; NULL until it says how far it is */
} Call;

G_DEFINE_FINAL_TYPE (CsLibrary, cs_library, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_FOLDER,
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
call_free (Call *call)
{
  g_clear_object (&call->task);
  g_free (call->command);
  g_clear_pointer (&call->args, g_variant_unref);
  g_clear_object (&call->cancellable);
  g_clear_object (&call->item);
  g_free (call);
}

static void
on_caller_cancelled (GCancellable *caller,
                     gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

static GVariant *
view_run (CsLibrary  *self,
          const Call *call,
          gint64      done,
          gint64      total)
{
  GVariantDict view = G_VARIANT_DICT_INIT (call->args);
  g_autofree char *id = NULL;
  GVariant *all;

  if (call->item == NULL)
    id = g_strdup_printf ("%u", ++self->n_runs);
  g_variant_dict_insert (&view, "id", "s", id != NULL ? id : cs_item_get_id (call->item));
  g_variant_dict_insert (&view, "command", "s", call->command);
  g_variant_dict_insert (&view, "done", "x", done);
  g_variant_dict_insert (&view, "total", "x", total);
  all = g_variant_ref_sink (g_variant_dict_end (&view));
  g_variant_get_data (all);

  return all;
}

/* The signal names it by what it is about: its argument “id” or “path”. */
static void
on_run_progress (gint64   done,
                 gint64   total,
                 gpointer user_data)
{
  Call *call = user_data;
  CsLibrary *self = g_task_get_source_object (call->task);
  g_autoptr(GVariant) view = view_run (self, call, done, total);
  const char *id = "";

  if (call->args != NULL && !g_variant_lookup (call->args, "id", "&s", &id))
    g_variant_lookup (call->args, "path", "&s", &id);

  g_signal_emit (self, signals[PROGRESS], 0, id, call->command, done, total);

  if (call->item != NULL)
    {
      cs_item_set_view (call->item, view);
      return;
    }

  call->item = cs_item_new (view);
  g_list_store_append (self->runs, call->item);
}

static void
end_call (CsLibrary *self,
          Call      *call)
{
  guint place;

  g_cancellable_disconnect (g_task_get_cancellable (call->task), call->handler);
  g_ptr_array_remove_fast (self->under_way, call);
  if (call->item != NULL && g_list_store_find (self->runs, call->item, &place))
    g_list_store_remove (self->runs, place);
  call_free (call);
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Call *call = user_data;
  g_autoptr(GTask) task = g_object_ref (call->task);
  g_autoptr(GError) error = NULL;
  GVariant *answer = cs_workspace_run_finish (result, &error);

  end_call (g_task_get_source_object (task), call);

  if (answer == NULL)
    {
      g_autofree char *message = error->message;

      error->message = cs_words_sentence (message);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_pointer (task, answer, (GDestroyNotify) g_variant_unref);
}

static void
send (CsLibrary *self,
      Call      *call)
{
  GCancellable *caller = g_task_get_cancellable (call->task);

  call->cancellable = g_cancellable_new ();
  if (caller != NULL)
    call->handler = g_cancellable_connect (caller, G_CALLBACK (on_caller_cancelled),
                                           g_object_ref (call->cancellable), g_object_unref);
  g_ptr_array_add (self->under_way, call);
  cs_workspace_run_async (self->workspace, call->command, call->args, on_run_progress,
                          call->cancellable, on_answered, call);
}

static void
refuse (CsLibrary *self,
        Call      *call)
{
  g_task_return_new_error (call->task, CS_ERROR, CS_ERROR_BUSY, "%s",
                           self->reason != NULL ? self->reason : "The workspace is closed");
  call_free (call);
}

static void
set_state (CsLibrary      *self,
           CsLibraryState  state,
           const char     *reason)
{
  g_set_str (&self->reason, reason);

  if (state == self->state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
on_changed (CsWorkspace  *workspace,
            const char   *kind,
            const char  **ids,
            CsLibrary    *self)
{
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
  g_signal_emit (self, signals[PROGRESS], 0, id, title, done, total);
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

static void
take_workspace (CsLibrary   *self,
                CsWorkspace *workspace)
{
  Call *call;

  self->workspace = workspace;
  g_signal_connect (workspace, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (workspace, "progress", G_CALLBACK (on_progress), self);
  g_signal_connect (workspace, "lost", G_CALLBACK (on_lost), self);
  if (cs_workspace_is_owner (workspace) && !self->holds)
    cs_workspace_start_publishing (workspace);

  set_state (self, CS_LIBRARY_OPEN, NULL);
  while ((call = g_queue_pop_head (&self->waiting)) != NULL)
    send (self, call);
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
  Call *call;

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

  /* Its owner does not let go: the window works through it, or waits until it has ended. */
  if (g_error_matches (error, CS_ERROR, CS_ERROR_BUSY) && self->state == CS_LIBRARY_OPENING)
    {
      g_set_str (&self->reason, error->message);
      self->again = g_timeout_add (self->joins ? AGAIN_MSEC : 0, on_again, self);
      self->joins = !self->joins;
      return;
    }

  if (self->state == CS_LIBRARY_OPENING)
    {
      g_autofree char *reason = cs_words_sentence (error->message);

      self->is_damaged = g_error_matches (error, CS_ERROR, CS_ERROR_STORE);
      set_state (self, CS_LIBRARY_FAILED, reason);
    }
  while ((call = g_queue_pop_head (&self->waiting)) != NULL)
    refuse (self, call);
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
  CsLibrary *self = CS_LIBRARY (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;

    case PROP_FOLDER:
      g_value_set_string (value, self->folder);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
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
  properties[PROP_FOLDER] = g_param_spec_string ("folder", NULL, NULL, NULL,
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

/* Whether it is the workspace's own files that did not let it open: a backup may do. */
gboolean
cs_library_is_damaged (CsLibrary *self)
{
  return self->state == CS_LIBRARY_FAILED && self->is_damaged;
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

/**
 * cs_library_run:
 * @args: (nullable): a{sv}, by name; sunk if floating
 *
 * Runs a command of the workspace's table; see cs_workspace_run_async().
 */
void
cs_library_run (CsLibrary           *self,
                const char          *command,
                GVariant            *args,
                GCancellable        *cancellable,
                GAsyncReadyCallback  callback,
                gpointer             user_data)
{
  Call *call = g_new0 (Call, 1);

  call->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (call->task, cs_library_run);
  call->command = g_strdup (command);
  call->args = args != NULL ? g_variant_ref_sink (args) : NULL;

  if (self->workspace != NULL)
    send (self, call);
  else if (self->state == CS_LIBRARY_OPENING)
    g_queue_push_tail (&self->waiting, call);
  else
    refuse (self, call);
}

/* Returns: (transfer full): the answer, serialised */
GVariant *
cs_library_run_finish (CsLibrary     *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Borrowed. */
GListModel *
cs_library_get_runs (CsLibrary *self)
{
  return G_LIST_MODEL (self->runs);
}

/* Of that list; one that has ended meanwhile is no longer there to be cancelled. */
void
cs_library_cancel_run (CsLibrary  *self,
                       const char *id)
{
  for (guint i = 0; i < self->under_way->len; i++)
    {
      const Call *call = self->under_way->pdata[i];

      if (call->item != NULL && g_str_equal (cs_item_get_id (call->item), id))
        g_cancellable_cancel (call->cancellable);
    }
}

/* Blocks until the services have ended; calls that wait are refused. */
void
cs_library_close (CsLibrary *self)
{
  Call *call;

  g_clear_handle_id (&self->again, g_source_remove);
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);

  set_state (self, CS_LIBRARY_CLOSED, NULL);
  while ((call = g_queue_pop_head (&self->waiting)) != NULL)
    refuse (self, call);

  if (self->workspace == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->workspace, self);
  cs_workspace_close (self->workspace);
  g_clear_object (&self->workspace);
}
