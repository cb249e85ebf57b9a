/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-wire-client.h"

#include "cs-error.h"
#include "cs-wire.h"
#include "cs-wire-parcel.h"

#define ANSWER_SECONDS 5

struct _CsWireClient
{
  GDBusConnection  *connection;
  const CsWireNews *news;
  gpointer          user_data;
  guint             subscriptions[2];
  GSource          *hang_up;
  gint              is_lost;   /* atomic */
};

/* A wait on a context of its own, so that it blocks and yet can end early. */
typedef struct
{
  GMainContext    *context;
  GCancellable    *cancellable;   /* ours: the caller's, or the limit's */
  GAsyncResult    *result;
  gboolean         is_over;       /* the limit has passed */
} Wait;

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Wait *wait = user_data;

  wait->result = g_object_ref (result);
}

static gboolean
on_limit (gpointer user_data)
{
  Wait *wait = user_data;

  wait->is_over = TRUE;
  g_cancellable_cancel (wait->cancellable);

  return G_SOURCE_REMOVE;
}

static void
on_caller_cancelled (GCancellable *cancellable,
                     gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

static void
wait_begin (Wait *wait)
{
  wait->context = g_main_context_new ();
  wait->cancellable = g_cancellable_new ();
  g_main_context_push_thread_default (wait->context);
}

static void
wait_end (Wait *wait)
{
  g_main_context_pop_thread_default (wait->context);
  g_main_context_unref (wait->context);
  g_object_unref (wait->cancellable);
  g_clear_object (&wait->result);
}

/* At the most for @seconds; 0: as long as it takes. */
static void
wait_for_result (Wait         *wait,
                 guint         seconds,
                 GCancellable *cancellable)
{
  g_autoptr(GSource) limit = g_timeout_source_new_seconds (seconds);
  gulong handler = 0;

  g_source_set_callback (limit, on_limit, wait, NULL);
  if (seconds > 0)
    g_source_attach (limit, wait->context);

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_caller_cancelled),
                                     g_object_ref (wait->cancellable), g_object_unref);

  while (wait->result == NULL)
    g_main_context_iteration (wait->context, TRUE);

  g_cancellable_disconnect (cancellable, handler);
  g_source_destroy (limit);
}

/* Nobody listens there: NOT_FOUND. Somebody does, and says nothing: BUSY. */
static gpointer
fail_connect (Wait    *wait,
              GError  *cause,
              GError **error)
{
  g_autoptr(GError) why = cause;

  if (wait->is_over || g_error_matches (why, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return cs_fail_null (error, CS_ERROR_BUSY,
                         "Another process holds this workspace and does not answer: end it, "
                         "then try again");

  if (why->domain == G_IO_ERROR && why->code == G_IO_ERROR_CANCELLED)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return NULL;
    }

  return cs_fail_null (error, CS_ERROR_NOT_FOUND, "Nobody listens: %s", why->message);
}

/* A question that an owner that is alive answers at once. */
static GVariant *
ask (GDBusConnection  *connection,
     const char       *method,
     const char       *type,
     GCancellable     *cancellable,
     GError          **error)
{
  GVariant *answer;
  Wait wait = { 0, };
  GError *cause = NULL;

  wait_begin (&wait);
  g_dbus_connection_call (connection, NULL, CS_WIRE_PATH, CS_WIRE_INTERFACE, method, NULL,
                          G_VARIANT_TYPE (type), G_DBUS_CALL_FLAGS_NONE, -1,
                          wait.cancellable, on_result, &wait);
  wait_for_result (&wait, ANSWER_SECONDS, cancellable);
  answer = g_dbus_connection_call_finish (connection, wait.result, &cause);

  if (answer == NULL)
    fail_connect (&wait, cause, error);

  wait_end (&wait);

  return answer;
}

static gboolean
say_hello (GDBusConnection  *connection,
           GCancellable     *cancellable,
           GError          **error)
{
  g_autoptr(GVariant) answer = ask (connection, "Hello", "(us)", cancellable, error);

  return answer != NULL;
}

static GDBusConnection *
connect_to (const char    *address,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(GDBusConnection) connection = NULL;
  Wait wait = { 0, };
  GError *cause = NULL;

  cs_error_quark ();
  wait_begin (&wait);
  g_dbus_connection_new_for_address (address,
                                     G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT,
                                     NULL, wait.cancellable, on_result, &wait);
  wait_for_result (&wait, ANSWER_SECONDS, cancellable);
  connection = g_dbus_connection_new_for_address_finish (wait.result, &cause);

  if (connection == NULL)
    fail_connect (&wait, cause, error);

  wait_end (&wait);

  if (connection == NULL || !say_hello (connection, cancellable, error))
    return NULL;

  return g_steal_pointer (&connection);
}

static void
on_news (GDBusConnection *connection,
         const char      *sender,
         const char      *path,
         const char      *interface,
         const char      *name,
         GVariant        *values,
         gpointer         user_data)
{
  CsWireClient *self = user_data;

  if (g_variant_is_of_type (values, G_VARIANT_TYPE ("(sas)")))
    {
      g_auto(GStrv) ids = NULL;
      const char *kind;

      g_variant_get (values, "(&s^as)", &kind, &ids);
      self->news->changed (kind, ids, self->user_data);
    }
  else if (g_variant_is_of_type (values, G_VARIANT_TYPE ("(ssxx)")))
    {
      const char *id;
      const char *title;
      gint64 done;
      gint64 total;

      g_variant_get (values, "(&s&sxx)", &id, &title, &done, &total);
      self->news->progress (id, title, done, total, self->user_data);
    }
}

static gboolean
on_hang_up (GSocket      *socket,
            GIOCondition  condition,
            gpointer      user_data)
{
  CsWireClient *self = user_data;

  g_atomic_int_set (&self->is_lost, 1);
  self->news->lost (self->user_data);

  return G_SOURCE_REMOVE;
}

/**
 * cs_wire_client_listen:
 * @context: where the news arrive; the default one of this thread
 * @news: what to call, with @user_data
 *
 * From now on tells what the owner does. Does not block.
 */
void
cs_wire_client_listen (CsWireClient     *self,
                       GMainContext     *context,
                       const CsWireNews *news,
                       gpointer          user_data)
{
  static const char *const names[] = { "Changed", "Progress" };
  GIOStream *stream = g_dbus_connection_get_stream (self->connection);
  GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream));

  self->news = news;
  self->user_data = user_data;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    self->subscriptions[i] =
      g_dbus_connection_signal_subscribe (self->connection, NULL, CS_WIRE_INTERFACE, names[i],
                                          CS_WIRE_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                          on_news, self, NULL);

  /* The connection’s own signal goes to the context of its making, which has ended. */
  self->hang_up = g_socket_create_source (socket, G_IO_HUP, NULL);
  g_source_set_callback (self->hang_up, G_SOURCE_FUNC (on_hang_up), self, NULL);
  g_source_attach (self->hang_up, context);
}

/**
 * cs_wire_client_new:
 *
 * Connects to the owner of a workspace, and makes sure that it answers. Blocks,
 * on any thread; what happens there is told after cs_wire_client_listen().
 *
 * Returns: (transfer full): NULL with %CS_ERROR_NOT_FOUND when nobody listens,
 *   %CS_ERROR_BUSY when somebody does and says nothing
 */
CsWireClient *
cs_wire_client_new (const char        *address,
                    GCancellable      *cancellable,
                    GError           **error)
{
  GDBusConnection *connection = connect_to (address, cancellable, error);
  CsWireClient *self;

  if (connection == NULL)
    return NULL;

  self = g_new0 (CsWireClient, 1);
  self->connection = connection;

  return self;
}

/* Whether the owner has ended, or lets nobody in any more. */
gboolean
cs_wire_client_is_lost (CsWireClient *self)
{
  return g_atomic_int_get (&self->is_lost);
}

/**
 * cs_wire_client_ask_release:
 * @will: (out): whether the owner lets go of the workspace now
 *
 * Asks the owner to let go. Blocks for a moment.
 */
gboolean
cs_wire_client_ask_release (CsWireClient  *self,
                            gboolean      *will,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_autoptr(GVariant) answer = ask (self->connection, "Release", "(b)", cancellable, error);

  if (answer != NULL)
    g_variant_get (answer, "(b)", will);

  return answer != NULL;
}

typedef struct
{
  CsProgressFunc  on_progress;
  gpointer        user_data;
  gboolean        has_begun;
} Watch;

static void
on_progress (GDBusConnection *connection,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal_name,
             GVariant        *values,
             gpointer         user_data)
{
  Watch *watch = user_data;
  gint64 done;
  gint64 total;

  if (!g_variant_is_of_type (values, G_VARIANT_TYPE ("(ssxx)")))
    return;

  g_variant_get (values, "(&s&sxx)", NULL, NULL, &done, &total);

  if (watch->has_begun && watch->on_progress != NULL)
    watch->on_progress (done, total, watch->user_data);

  watch->has_begun = TRUE;
}

static GVariant *
take_answer (GDBusConnection  *connection,
             Wait             *wait,
             GError          **error)
{
  g_autoptr(GUnixFDList) files = NULL;
  g_autoptr(GVariant) reply = NULL;
  g_autoptr(GVariant) answer = NULL;

  reply = g_dbus_connection_call_with_unix_fd_list_finish (connection, &files, wait->result, error);
  if (reply == NULL)
    {
      if (error != NULL && *error != NULL)
        g_dbus_error_strip_remote_error (*error);
      return NULL;
    }

  g_variant_get (reply, "(v)", &answer);

  return cs_wire_parcel_is (answer) ? cs_wire_parcel_open (answer, files, error)
                                    : g_steal_pointer (&answer);
}

/* A run that surely did not begin may be run again; of another nobody knows. */
static GVariant *
fail_run (CsWireClient  *self,
          GError        *cause,
          gboolean       has_begun,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr(GError) why = cause;
  gboolean is_closed = g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CLOSED);

  /* A cancel that is not ours is the owner’s, who leaves. */
  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && !g_cancellable_is_cancelled (cancellable))
    is_closed = TRUE;

  if (!has_begun && (is_closed || g_error_matches (why, CS_ERROR, CS_ERROR_BUSY)))
    {
      g_atomic_int_set (&self->is_lost, 1);
      return cs_fail_null (error, CS_ERROR_BUSY,
                           "The process that owned the workspace has ended; nothing was done: "
                           "run this again");
    }

  if (is_closed)
    return cs_fail_null (error, CS_ERROR_FAILED,
                         "The process that owned the workspace ended before it answered: look "
                         "at what is there, then run this again if need be");

  g_propagate_error (error, g_steal_pointer (&why));

  return NULL;
}

static GVariant *
run (GDBusConnection  *connection,
     const char       *id,
     const char       *name,
     GVariant         *args,
     CsProgressFunc    progress,
     gpointer          user_data,
     gboolean         *has_begun,
     GCancellable     *cancellable,
     GError          **error)
{
  Watch watch = { progress, user_data, FALSE };
  Wait wait = { 0, };
  GVariant *answer;
  guint subscription;

  wait_begin (&wait);
  subscription = g_dbus_connection_signal_subscribe (connection, NULL, CS_WIRE_INTERFACE,
                                                     "Progress", CS_WIRE_PATH, id,
                                                     G_DBUS_SIGNAL_FLAGS_NONE,
                                                     on_progress, &watch, NULL);
  g_dbus_connection_call_with_unix_fd_list (connection, NULL, CS_WIRE_PATH, CS_WIRE_INTERFACE,
                                            "Run", g_variant_new ("(ssv)", id, name, args),
                                            G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE,
                                            G_MAXINT, NULL, wait.cancellable, on_result, &wait);
  wait_for_result (&wait, 0, cancellable);
  g_dbus_connection_signal_unsubscribe (connection, subscription);
  answer = take_answer (connection, &wait, error);

  if (answer == NULL && g_cancellable_is_cancelled (wait.cancellable))
    g_dbus_connection_call (connection, NULL, CS_WIRE_PATH, CS_WIRE_INTERFACE, "Cancel",
                            g_variant_new ("(s)", id), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                            NULL, NULL, NULL);

  /* The unsubscribed closure may still be queued here. */
  while (g_main_context_iteration (wait.context, FALSE))
    ;
  *has_begun = watch.has_begun;
  wait_end (&wait);

  return answer;
}

/**
 * cs_wire_client_run:
 * @id: names the run in the owner's reports of progress
 * @on_progress: (nullable): called on this thread
 *
 * Runs a command in the owner. Blocks until it answers, ends or is cancelled.
 * With %CS_ERROR_BUSY nothing was done, and the client is lost.
 */
GVariant *
cs_wire_client_run (CsWireClient    *self,
                    const char      *id,
                    const char      *name,
                    GVariant        *args,
                    CsProgressFunc   progress,
                    gpointer         user_data,
                    GCancellable    *cancellable,
                    GError         **error)
{
  gboolean has_begun = FALSE;
  GError *cause = NULL;
  GVariant *answer = run (self->connection, id, name, args, progress, user_data, &has_begun,
                          cancellable, &cause);

  return answer != NULL ? answer : fail_run (self, cause, has_begun, cancellable, error);
}

/* On the thread that listens, if one does. Does not block. */
void
cs_wire_client_free (CsWireClient *self)
{
  if (self->hang_up != NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (self->subscriptions); i++)
        g_dbus_connection_signal_unsubscribe (self->connection, self->subscriptions[i]);

      g_source_destroy (self->hang_up);
      g_source_unref (self->hang_up);
    }

  g_dbus_connection_close (self->connection, NULL, NULL, NULL);
  g_object_unref (self->connection);
  g_free (self);
}
