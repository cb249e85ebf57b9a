/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-network-mark.h"

#include "cs-network.h"
#include "cs-words.h"

struct _CsNetworkMark
{
  GtkWidget  parent_instance;

  GStrv      networks;
};

G_DEFINE_FINAL_TYPE (CsNetworkMark, cs_network_mark, GTK_TYPE_WIDGET)

enum
{
  PROP_NETWORKS = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

const char *
cs_network_letter (const char *network)
{
  static const char *const letters[] = {
    [CS_NETWORK_MASTODON] = "M",
    [CS_NETWORK_BLUESKY] = "B",
    [CS_NETWORK_PEERTUBE] = "P",
    [CS_NETWORK_YOUTUBE] = "Y",
    [CS_NETWORK_TIKTOK] = "T",
    [CS_NETWORK_INSTAGRAM] = "I",
    [CS_NETWORK_X] = "X",
  };
  CsNetwork value;

  G_STATIC_ASSERT (G_N_ELEMENTS (letters) == CS_N_NETWORKS);

  return cs_network_from_name (network, &value) ? letters[value] : "?";
}

static void
clear_letters (CsNetworkMark *self)
{
  GtkWidget *letter;

  while ((letter = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (letter);
}

static void
update (CsNetworkMark *self)
{
  g_autoptr(GString) names = g_string_new (NULL);

  clear_letters (self);

  for (guint i = 0; self->networks != NULL && self->networks[i] != NULL; i++)
    {
      GtkWidget *letter = g_object_new (GTK_TYPE_LABEL,
                                        "label", cs_network_letter (self->networks[i]),
                                        "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                        "valign", GTK_ALIGN_CENTER,
                                        NULL);

      gtk_widget_add_css_class (letter, "network");
      gtk_widget_set_parent (letter, GTK_WIDGET (self));
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                              cs_words_network (self->networks[i]));
    }

  gtk_widget_set_tooltip_text (GTK_WIDGET (self), names->len > 0 ? names->str : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  names->str, -1);
}

static void
cs_network_mark_dispose (GObject *object)
{
  clear_letters (CS_NETWORK_MARK (object));

  G_OBJECT_CLASS (cs_network_mark_parent_class)->dispose (object);
}

static void
cs_network_mark_finalize (GObject *object)
{
  g_strfreev (CS_NETWORK_MARK (object)->networks);

  G_OBJECT_CLASS (cs_network_mark_parent_class)->finalize (object);
}

static void
cs_network_mark_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  if (prop_id == PROP_NETWORKS)
    cs_network_mark_set_networks (CS_NETWORK_MARK (object), g_value_get_boxed (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_network_mark_class_init (CsNetworkMarkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_network_mark_dispose;
  object_class->finalize = cs_network_mark_finalize;
  object_class->set_property = cs_network_mark_set_property;

  properties[PROP_NETWORKS] = g_param_spec_boxed ("networks", NULL, NULL, G_TYPE_STRV,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "networkmark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cs_network_mark_init (CsNetworkMark *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 3);
}

GtkWidget *
cs_network_mark_new (void)
{
  return g_object_new (CS_TYPE_NETWORK_MARK, NULL);
}

/* One network; NULL for none. */
void
cs_network_mark_set_network (CsNetworkMark *self,
                             const char    *network)
{
  const char *const one[] = { network, NULL };

  cs_network_mark_set_networks (self, network != NULL ? one : NULL);
}

void
cs_network_mark_set_networks (CsNetworkMark     *self,
                              const char *const *networks)
{
  if (networks != NULL && self->networks != NULL
      && g_strv_equal (networks, (const char *const *) self->networks))
    return;

  g_strfreev (self->networks);
  self->networks = g_strdupv ((GStrv) networks);
  update (self);
}
