/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-item.h"

struct _CsItem
{
  GObject   parent_instance;

  char     *id;
  GVariant *view;
};

G_DEFINE_FINAL_TYPE (CsItem, cs_item, G_TYPE_OBJECT)

enum
{
  PROP_VIEW = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

const char *
cs_view_text (GVariant   *view,
              const char *field)
{
  const char *text = NULL;

  g_variant_lookup (view, field, "&s", &text);

  return text;
}

gint64
cs_view_int (GVariant   *view,
             const char *field,
             gint64      fallback)
{
  gint64 number = fallback;

  g_variant_lookup (view, field, "x", &number);

  return number;
}

gboolean
cs_view_bool (GVariant   *view,
              const char *field)
{
  gboolean value = FALSE;

  g_variant_lookup (view, field, "b", &value);

  return value;
}

static void
cs_item_finalize (GObject *object)
{
  CsItem *self = CS_ITEM (object);

  g_free (self->id);
  g_clear_pointer (&self->view, g_variant_unref);

  G_OBJECT_CLASS (cs_item_parent_class)->finalize (object);
}

static void
cs_item_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  if (prop_id == PROP_VIEW)
    g_value_set_variant (value, CS_ITEM (object)->view);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_item_class_init (CsItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cs_item_finalize;
  object_class->get_property = cs_item_get_property;

  properties[PROP_VIEW] = g_param_spec_variant ("view", NULL, NULL, G_VARIANT_TYPE_VARDICT, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cs_item_init (CsItem *self)
{
}

/**
 * cs_item_new:
 * @view: a dictionary whose "id" names the thing; one without has the id ""
 *
 * A serialised dictionary gives its texts without copying them; the answers of
 * the workspace are.
 *
 * Returns: (transfer full): the item
 */
CsItem *
cs_item_new (GVariant *view)
{
  CsItem *self = g_object_new (CS_TYPE_ITEM, NULL);
  const char *id = cs_view_text (view, "id");

  self->view = g_variant_ref_sink (view);
  self->id = g_strdup (id != NULL ? id : "");

  return self;
}

const char *
cs_item_get_id (CsItem *self)
{
  return self->id;
}

GVariant *
cs_item_get_view (CsItem *self)
{
  return self->view;
}

const char *
cs_item_get_text (CsItem     *self,
                  const char *field)
{
  return cs_view_text (self->view, field);
}

gint64
cs_item_get_int (CsItem     *self,
                 const char *field,
                 gint64      fallback)
{
  return cs_view_int (self->view, field, fallback);
}

gboolean
cs_item_get_bool (CsItem     *self,
                  const char *field)
{
  return cs_view_bool (self->view, field);
}

/* Of any type; NULL when the view has none. */
GVariant *
cs_item_dup_value (CsItem     *self,
                   const char *field)
{
  return g_variant_lookup_value (self->view, field, NULL);
}

/* The same thing as it is now; says so, and is TRUE, only when it differs. */
gboolean
cs_item_set_view (CsItem   *self,
                  GVariant *view)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink (view);

  if (g_variant_equal (self->view, owned))
    return FALSE;

  g_variant_unref (self->view);
  self->view = g_steal_pointer (&owned);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW]);

  return TRUE;
}
