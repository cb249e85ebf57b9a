/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-tile.h"

#include <glib/gi18n.h>

struct _CsTile
{
  AdwBin         parent_instance;

  GtkLabel      *title;
  GtkMenuButton *about;
  GtkLabel      *definition;
  GtkLabel      *value;
  GtkWidget     *change_box;
  GtkImage      *way;
  GtkLabel      *change;
  GtkLabel      *note;
};

G_DEFINE_FINAL_TYPE (CsTile, cs_tile, ADW_TYPE_BIN)

enum
{
  PROP_TITLE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* The button’s name says which of the definitions it has. */
static void
set_title (CsTile     *self,
           const char *title)
{
  g_autofree char *name = NULL;

  gtk_label_set_label (self->title, title);
  /* Translators: a button that says how a number is defined; %s is the number’s name */
  name = g_strdup_printf (_("What “%s” Means"), title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->about), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->about), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

/* GTK marks all of a text that the focus comes to. */
static void
on_about_shown (CsTile *self)
{
  gtk_label_select_region (self->definition, 0, 0);
}

static void
cs_tile_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_TILE);

  G_OBJECT_CLASS (cs_tile_parent_class)->dispose (object);
}

static void
cs_tile_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  if (prop_id == PROP_TITLE)
    g_value_set_string (value, gtk_label_get_label (CS_TILE (object)->title));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_tile_set_property (GObject      *object,
                      guint         prop_id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  if (prop_id == PROP_TITLE)
    set_title (CS_TILE (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_tile_class_init (CsTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_tile_dispose;
  object_class->get_property = cs_tile_get_property;
  object_class->set_property = cs_tile_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "",
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/analytics/cs-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, CsTile, title);
  gtk_widget_class_bind_template_child (widget_class, CsTile, about);
  gtk_widget_class_bind_template_child (widget_class, CsTile, definition);
  gtk_widget_class_bind_template_child (widget_class, CsTile, value);
  gtk_widget_class_bind_template_child (widget_class, CsTile, change_box);
  gtk_widget_class_bind_template_child (widget_class, CsTile, way);
  gtk_widget_class_bind_template_child (widget_class, CsTile, change);
  gtk_widget_class_bind_template_child (widget_class, CsTile, note);
  gtk_widget_class_bind_template_callback (widget_class, on_about_shown);
}

static void
cs_tile_init (CsTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_words (GtkLabel   *label,
            const char *words)
{
  gtk_label_set_label (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL);
}

void
cs_tile_show (CsTile           *self,
              const CsTileText *text)
{
  const char *icon = cs_way_icon_name (text->way);

  show_words (self->value, text->value);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->value), text->in_full);
  /* A dash is not read aloud: why there is one is. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->value), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text->in_full, -1);

  gtk_image_set_from_icon_name (self->way, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->way), icon != NULL);
  show_words (self->change, text->change);
  gtk_widget_set_visible (self->change_box, text->change != NULL);

  show_words (self->note, text->note);
  gtk_label_set_label (self->definition, text->definition != NULL ? text->definition : "");
  gtk_widget_set_visible (GTK_WIDGET (self->about), text->definition != NULL);
}
