/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "network.h"

#define TYPE_NETWORK (network_get_type ())
G_DECLARE_FINAL_TYPE (Network, network, TEST, NETWORK, GObject)

struct _Network
{
  GObject  parent_instance;

  gboolean is_online;
};

static void initable_init (GInitableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (Network, network, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_init)
                               G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, NULL))

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static gboolean
initable_begin (GInitable     *initable,
                GCancellable  *cancellable,
                GError       **error)
{
  return TRUE;
}

static void
initable_init (GInitableIface *iface)
{
  iface->init = initable_begin;
}

static void
network_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  gboolean is_online = TEST_NETWORK (object)->is_online;

  switch (prop_id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, is_online);
      break;

    case PROP_METERED:
      g_value_set_boolean (value, FALSE);
      break;

    case PROP_CONNECTIVITY:
      g_value_set_enum (value, is_online ? G_NETWORK_CONNECTIVITY_FULL
                                         : G_NETWORK_CONNECTIVITY_LOCAL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
network_class_init (NetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = network_get_property;

  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
network_init (Network *self)
{
  self->is_online = TRUE;
}

void
network_stand_in (void)
{
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, TYPE_NETWORK, "test",
                                  G_MAXINT);
}

void
network_set_online (gboolean online)
{
  Network *self = TEST_NETWORK (g_network_monitor_get_default ());

  if (self->is_online == online)
    return;

  self->is_online = online;
  g_object_notify (G_OBJECT (self), "network-available");
  g_object_notify (G_OBJECT (self), "connectivity");
  g_signal_emit_by_name (self, "network-changed", online);
}
