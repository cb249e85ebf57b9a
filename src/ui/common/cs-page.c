/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-page.h"

#include "cs-fold-bin.h"
#include "cs-loading.h"

#define TOGETHER_MSEC 30

typedef struct
{
  CsLibrary    *library;
  GCancellable *cancellable;   /* of what it started; NULL outside a window */
  GStrv         kinds;
  guint         soon;
} CsPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CsPage, cs_page, ADW_TYPE_NAVIGATION_PAGE)

enum
{
  PROP_LIBRARY = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static gboolean
on_soon (gpointer user_data)
{
  CsPagePrivate *priv = cs_page_get_instance_private (user_data);

  priv->soon = 0;
  cs_page_refresh (user_data);

  return G_SOURCE_REMOVE;
}

static void
on_changed (CsLibrary   *library,
            const char  *kind,
            const char **ids,
            CsPage      *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  if (priv->soon == 0 && priv->kinds != NULL && gtk_widget_get_mapped (GTK_WIDGET (self))
      && g_strv_contains ((const char *const *) priv->kinds, kind))
    priv->soon = g_timeout_add (TOGETHER_MSEC, on_soon, self);
}

static void
cs_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_page_parent_class)->map (widget);

  cs_page_refresh (CS_PAGE (widget));
}

static void
cs_page_root (GtkWidget *widget)
{
  CsPagePrivate *priv = cs_page_get_instance_private (CS_PAGE (widget));

  GTK_WIDGET_CLASS (cs_page_parent_class)->root (widget);

  priv->cancellable = g_cancellable_new ();
}

static void
cs_page_unroot (GtkWidget *widget)
{
  CsPagePrivate *priv = cs_page_get_instance_private (CS_PAGE (widget));

  g_clear_handle_id (&priv->soon, g_source_remove);
  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);

  GTK_WIDGET_CLASS (cs_page_parent_class)->unroot (widget);
}

static void
cs_page_constructed (GObject *object)
{
  CsPagePrivate *priv = cs_page_get_instance_private (CS_PAGE (object));
  const char *kinds = CS_PAGE_GET_CLASS (object)->kinds;

  G_OBJECT_CLASS (cs_page_parent_class)->constructed (object);

  priv->kinds = kinds != NULL ? g_strsplit (kinds, " ", -1) : NULL;
  g_signal_connect_object (priv->library, "changed", G_CALLBACK (on_changed), object,
                           G_CONNECT_DEFAULT);
}

static void
cs_page_finalize (GObject *object)
{
  CsPagePrivate *priv = cs_page_get_instance_private (CS_PAGE (object));

  g_clear_handle_id (&priv->soon, g_source_remove);
  g_clear_object (&priv->library);
  g_strfreev (priv->kinds);

  G_OBJECT_CLASS (cs_page_parent_class)->finalize (object);
}

static void
cs_page_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  if (prop_id == PROP_LIBRARY)
    g_value_set_object (value, cs_page_get_library (CS_PAGE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_page_set_property (GObject      *object,
                      guint         prop_id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  CsPagePrivate *priv = cs_page_get_instance_private (CS_PAGE (object));

  if (prop_id == PROP_LIBRARY)
    priv->library = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_page_class_init (CsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = cs_page_constructed;
  object_class->finalize = cs_page_finalize;
  object_class->get_property = cs_page_get_property;
  object_class->set_property = cs_page_set_property;
  g_type_ensure (CS_TYPE_FOLD_BIN);   /* in the templates of pages */
  g_type_ensure (CS_TYPE_LOADING);
  widget_class->map = cs_page_map;
  widget_class->root = cs_page_root;
  widget_class->unroot = cs_page_unroot;

  properties[PROP_LIBRARY] = g_param_spec_object ("library", NULL, NULL, CS_TYPE_LIBRARY,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                  | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cs_page_init (CsPage *self)
{
}

/* Asked before the window closes: TRUE when it is not to, for the page will do it. */
gboolean
cs_page_hold (CsPage *self)
{
  return CS_PAGE_GET_CLASS (self)->hold != NULL && CS_PAGE_GET_CLASS (self)->hold (self);
}

/* For who came by a key and goes on by keys. */
void
cs_page_focus (CsPage *self)
{
  if (CS_PAGE_GET_CLASS (self)->focus == NULL || !CS_PAGE_GET_CLASS (self)->focus (self))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/* What it shows may not be so any more. */
void
cs_page_refresh (CsPage *self)
{
  if (CS_PAGE_GET_CLASS (self)->refresh != NULL)
    CS_PAGE_GET_CLASS (self)->refresh (self);
}

CsLibrary *
cs_page_get_library (CsPage *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  return priv->library;
}

/* Of what the page starts; NULL while it is in no window. */
GCancellable *
cs_page_get_cancellable (CsPage *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  return priv->cancellable;
}

/* cs_library_run() that ends with the page; its source is the library. */
void
cs_page_run (CsPage              *self,
             const char          *command,
             GVariant            *args,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  cs_library_run (priv->library, command, args, priv->cancellable, callback, user_data);
}
