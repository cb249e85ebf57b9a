/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-query.h"

#include "cs-item.h"
#include "cs-question.h"

struct _CsQuery
{
  GObject       parent_instance;

  CsQuestion   *question;
  GPtrArray    *items;        /* CsItem */
  CsQueryState  state;
  char         *reason;
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

enum
{
  EDITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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
             GVariant *answer,
             gboolean *edited)
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
      *edited |= cs_item_set_view (item, view);
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
on_answered (GVariant     *answer,
             const GError *error,
             gpointer      user_data)
{
  g_autoptr(CsQuery) self = g_object_ref (user_data);
  gboolean edited = FALSE;

  if (answer == NULL)
    {
      set_state (self, CS_QUERY_FAILED, error->message);
      return;
    }

  take_items (self, read_answer (self, answer, &edited));
  if (edited)
    g_signal_emit (self, signals[EDITED], 0);
  set_state (self, CS_QUERY_READY, NULL);
}

static void
cs_query_dispose (GObject *object)
{
  CsQuery *self = CS_QUERY (object);

  if (self->question != NULL)
    cs_question_stop (self->question);
  g_clear_object (&self->question);

  G_OBJECT_CLASS (cs_query_parent_class)->dispose (object);
}

static void
cs_query_finalize (GObject *object)
{
  CsQuery *self = CS_QUERY (object);

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

  signals[EDITED] = g_signal_new ("edited", CS_TYPE_QUERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
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

  self->question = cs_question_new (library, command, kinds, on_answered, self);

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
  if (cs_question_set_args (self->question, args) && self->state != CS_QUERY_IDLE)
    cs_question_ask (self->question);
}

/* Nothing is known of what was never asked, or failed and was not answered before. */
void
cs_query_ask (CsQuery *self)
{
  if (self->state == CS_QUERY_IDLE
      || (self->state == CS_QUERY_FAILED && self->items->len == 0))
    set_state (self, CS_QUERY_LOADING, NULL);
  cs_question_ask (self->question);
}

/* Awaits no answer any more; the items stay. */
void
cs_query_stop (CsQuery *self)
{
  cs_question_stop (self->question);
}
