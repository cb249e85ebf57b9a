/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-query.h"

#include "cs-item.h"

#include <string.h>

#define TOGETHER_MSEC 30    /* changes that come within this are one */

struct _CsQuery
{
  GObject       parent_instance;

  CsLibrary    *library;
  char         *command;
  GStrv         kinds;
  GVariant     *args;
  GPtrArray    *items;        /* CsItem */
  CsQueryState  state;
  char         *reason;
  GCancellable *asking;       /* NULL when nothing is awaited */
  gboolean      stale;        /* changed while an answer is awaited */
  guint         soon;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsQuery, cs_query, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  PROP_STATE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GType
cs_query_get_item_type (GListModel *model)
{
  return CS_TYPE_ITEM;
}

static guint
cs_query_get_n_items (GListModel *model)
{
  return CS_QUERY (model)->items->len;
}

static gpointer
cs_query_get_item (GListModel *model,
                   guint       position)
{
  CsQuery *self = CS_QUERY (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = cs_query_get_item_type;
  iface->get_n_items = cs_query_get_n_items;
  iface->get_item = cs_query_get_item;
}

static void
set_state (CsQuery      *self,
           CsQueryState  state,
           const char   *reason)
{
  gboolean other_reason = g_set_str (&self->reason, reason);

  if (self->state == state && !other_reason)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static const char *
id_of (GPtrArray *items,
       guint      i)
{
  return cs_item_get_id (items->pdata[i]);
}

/* The items that the answer speaks of; those that were known get their new view. */
static GPtrArray *
read_answer (CsQuery  *self,
             GVariant *answer)
{
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->items->len; i++)
    g_hash_table_insert (known, (gpointer) id_of (self->items, i), self->items->pdata[i]);

  for (gsize i = 0; i < g_variant_n_children (answer); i++)
    {
      g_autoptr(GVariant) view = g_variant_get_child_value (answer, i);
      const char *id = cs_view_text (view, "id");
      CsItem *item = id != NULL ? g_hash_table_lookup (known, id) : NULL;

      if (item == NULL)
        {
          g_ptr_array_add (items, cs_item_new (view));
          continue;
        }

      g_hash_table_remove (known, id);
      cs_item_set_view (item, view);
      g_ptr_array_add (items, g_object_ref (item));
    }

  return items;
}

/* One change between what is the same at both ends: a moved row is the usual case. */
static void
take_items (CsQuery   *self,
            GPtrArray *items)
{
  g_autoptr(GPtrArray) was = self->items;
  guint shorter = MIN (was->len, items->len);
  guint head = 0;
  guint tail = 0;

  while (head < shorter && was->pdata[head] == items->pdata[head])
    head++;

  while (tail < shorter - head
         && was->pdata[was->len - 1 - tail] == items->pdata[items->len - 1 - tail])
    tail++;

  self->items = items;
  if (was->len - head - tail > 0 || items->len - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, was->len - head - tail,
                                items->len - head - tail);
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(CsQuery) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->asking);

  if (answer != NULL)
    {
      take_items (self, read_answer (self, answer));
      set_state (self, CS_QUERY_READY, NULL);
    }
  else
    {
      set_state (self, CS_QUERY_FAILED, error->message);
    }

  if (self->stale)
    cs_query_ask (self);
}

static gboolean
on_soon (gpointer user_data)
{
  CsQuery *self = user_data;

  self->soon = 0;
  cs_query_ask (self);

  return G_SOURCE_REMOVE;
}

static void
on_changed (CsLibrary   *library,
            const char  *kind,
            const char **ids,
            CsQuery     *self)
{
  if (self->state == CS_QUERY_IDLE || self->soon != 0)
    return;

  if (g_strv_contains ((const char *const *) self->kinds, kind))
    self->soon = g_timeout_add (TOGETHER_MSEC, on_soon, self);
}

static void
cs_query_dispose (GObject *object)
{
  CsQuery *self = CS_QUERY (object);

  cs_query_stop (self);
  if (self->library != NULL)
    g_signal_handlers_disconnect_by_data (self->library, self);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (cs_query_parent_class)->dispose (object);
}

static void
cs_query_finalize (GObject *object)
{
  CsQuery *self = CS_QUERY (object);

  g_free (self->command);
  g_strfreev (self->kinds);
  g_clear_pointer (&self->args, g_variant_unref);
  g_ptr_array_unref (self->items);
  g_free (self->reason);

  G_OBJECT_CLASS (cs_query_parent_class)->finalize (object);
}

static void
cs_query_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  if (prop_id == PROP_STATE)
    g_value_set_int (value, CS_QUERY (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_query_class_init (CsQueryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cs_query_dispose;
  object_class->finalize = cs_query_finalize;
  object_class->get_property = cs_query_get_property;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, CS_QUERY_IDLE, CS_QUERY_FAILED,
                                             CS_QUERY_IDLE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cs_query_init (CsQuery *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * cs_query_new:
 * @command: one that answers aa{sv}, each with an "id"
 * @kinds: what makes it ask again, as "post target": kinds of the signal changed
 *
 * It asks for the first time when cs_query_ask() is called.
 *
 * Returns: (transfer full): an empty list
 */
CsQuery *
cs_query_new (CsLibrary  *library,
              const char *command,
              const char *kinds)
{
  CsQuery *self = g_object_new (CS_TYPE_QUERY, NULL);

  self->library = g_object_ref (library);
  self->command = g_strdup (command);
  self->kinds = g_strsplit (kinds, " ", -1);
  g_signal_connect (library, "changed", G_CALLBACK (on_changed), self);

  return self;
}

CsQueryState
cs_query_get_state (CsQuery *self)
{
  return self->state;
}

/* Why it failed, in words. */
const char *
cs_query_get_reason (CsQuery *self)
{
  return self->reason;
}

/* Another question; asks at once when it was asked before. @args is sunk if floating. */
void
cs_query_set_args (CsQuery  *self,
                   GVariant *args)
{
  g_autoptr(GVariant) owned = args != NULL ? g_variant_ref_sink (args) : NULL;

  if (owned != NULL && self->args != NULL && g_variant_equal (owned, self->args))
    return;

  g_clear_pointer (&self->args, g_variant_unref);
  self->args = g_steal_pointer (&owned);

  if (self->state == CS_QUERY_IDLE)
    return;

  cs_query_stop (self);
  cs_query_ask (self);
}

void
cs_query_ask (CsQuery *self)
{
  self->stale = self->asking != NULL;
  if (self->stale)
    return;

  if (self->state == CS_QUERY_IDLE)
    set_state (self, CS_QUERY_LOADING, NULL);
  self->asking = g_cancellable_new ();
  cs_library_run (self->library, self->command, self->args, self->asking, on_answered,
                  g_object_ref (self));
}

/* Awaits no answer any more; the items stay. */
void
cs_query_stop (CsQuery *self)
{
  g_clear_handle_id (&self->soon, g_source_remove);
  self->stale = FALSE;

  if (self->asking == NULL)
    return;

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}
