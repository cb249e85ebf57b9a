/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-notifier.h"

#include "cs-item.h"
#include "cs-notice.h"

#include <string.h>

#define TOGETHER_MSEC 100

struct _CsNotifier
{
  GObject         parent_instance;

  GtkApplication *application;    /* borrowed: it owns this, and stops it */
  CsLibrary      *library;        /* NULL: stopped */
  GCancellable   *cancellable;
  gint64          last;           /* number of the last event that was seen; -1: none yet */
  gboolean        is_asking;
  gboolean        has_news;
  guint           soon;
  GHashTable     *asking;         /* ids of what was shown and waits for an answer */
};

G_DEFINE_FINAL_TYPE (CsNotifier, cs_notifier, G_TYPE_OBJECT)

static void ask (CsNotifier *self);

static gboolean
is_looked_at (CsNotifier *self)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);

  return window != NULL && gtk_window_is_active (window);
}

static void
withdraw_answered (CsNotifier *self,
                   GHashTable *open)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->asking);

  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (open, id))
      {
        g_application_withdraw_notification (G_APPLICATION (self->application), id);
        g_hash_table_iter_remove (&iter);
      }
}

static void
on_open_listed (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(CsNotifier) self = user_data;
  g_autoptr(GVariant) all = cs_library_run_finish (CS_LIBRARY (source), result, NULL);
  g_autoptr(GHashTable) open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; all != NULL && i < g_variant_n_children (all); i++)
    {
      g_autoptr(GVariant) thing = g_variant_get_child_value (all, i);

      g_hash_table_add (open, g_strdup (cs_view_text (thing, "id")));
    }

  if (all != NULL && self->library != NULL)
    withdraw_answered (self, open);
}

/* What needs a person no more, also when it was answered elsewhere. */
static void
ask_open (CsNotifier *self)
{
  cs_library_run (self->library, "today", g_variant_new_parsed ("{'section': <'needs'>}"),
                  self->cancellable, on_open_listed, g_object_ref (self));
}

static void
show (CsNotifier *self,
      GVariant   *notice)
{
  const char *id = cs_view_text (notice, "id");
  const char *kind = cs_view_text (notice, "kind");
  g_autoptr(GNotification) notification = NULL;

  self->last = MAX (self->last, cs_view_int (notice, "number", 0));

  if (g_strcmp0 (kind, "needs-you") == 0)
    g_hash_table_add (self->asking, g_strdup (id));
  else
    g_hash_table_remove (self->asking, id);

  if (is_looked_at (self))
    return;

  notification = cs_notice_to_notification (notice);
  g_application_send_notification (G_APPLICATION (self->application), id, notification);
}

static void
on_listed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CsNotifier) self = user_data;
  g_autoptr(GVariant) all = cs_library_run_finish (CS_LIBRARY (source), result, NULL);

  self->is_asking = FALSE;
  if (self->library == NULL)
    return;

  for (gsize i = 0; all != NULL && i < g_variant_n_children (all); i++)
    {
      g_autoptr(GVariant) notice = g_variant_get_child_value (all, i);

      show (self, notice);
    }

  if (self->has_news)
    ask (self);
}

/* What happened before the program began is on the page Today. */
static void
on_status (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CsNotifier) self = user_data;
  g_autoptr(GVariant) status = cs_library_run_finish (CS_LIBRARY (source), result, NULL);

  self->is_asking = FALSE;
  if (status == NULL || self->library == NULL)
    return;

  self->last = cs_view_int (status, "last_event", 0);
  if (self->has_news)
    ask (self);
}

static void
ask (CsNotifier *self)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  self->has_news = self->is_asking;
  if (self->is_asking)
    return;

  self->is_asking = TRUE;
  if (self->last < 0)
    {
      cs_library_run (self->library, "status", NULL, self->cancellable, on_status,
                      g_object_ref (self));
      return;
    }

  g_variant_dict_insert (&args, "after", "x", self->last);
  cs_library_run (self->library, "notice.list", g_variant_dict_end (&args), self->cancellable,
                  on_listed, g_object_ref (self));
}

static gboolean
on_soon (gpointer user_data)
{
  CsNotifier *self = user_data;

  self->soon = 0;
  ask (self);
  if (g_hash_table_size (self->asking) > 0)
    ask_open (self);

  return G_SOURCE_REMOVE;
}

static void
on_changed (CsLibrary   *library,
            const char  *kind,
            const char **ids,
            CsNotifier  *self)
{
  if (self->soon == 0 && (strcmp (kind, "event") == 0 || strcmp (kind, "outbox-row") == 0
                          || strcmp (kind, "account") == 0))
    self->soon = g_timeout_add (TOGETHER_MSEC, on_soon, self);
}

static void
cs_notifier_dispose (GObject *object)
{
  cs_notifier_stop (CS_NOTIFIER (object));

  G_OBJECT_CLASS (cs_notifier_parent_class)->dispose (object);
}

static void
cs_notifier_finalize (GObject *object)
{
  CsNotifier *self = CS_NOTIFIER (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->asking);

  G_OBJECT_CLASS (cs_notifier_parent_class)->finalize (object);
}

static void
cs_notifier_class_init (CsNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_notifier_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_notifier_finalize;
}

static void
cs_notifier_init (CsNotifier *self)
{
  self->last = -1;
  self->cancellable = g_cancellable_new ();
  self->asking = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

CsNotifier *
cs_notifier_new (GtkApplication *application,
                 CsLibrary      *library)
{
  CsNotifier *self = g_object_new (CS_TYPE_NOTIFIER, NULL);

  self->application = application;
  self->library = g_object_ref (library);
  g_signal_connect (library, "changed", G_CALLBACK (on_changed), self);
  ask (self);

  return self;
}

/* Asks and tells no more; what is awaited keeps it until it comes. */
void
cs_notifier_stop (CsNotifier *self)
{
  g_clear_handle_id (&self->soon, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->library != NULL)
    g_signal_handlers_disconnect_by_data (self->library, self);
  g_clear_object (&self->library);
}
