/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-clip-cell.h"

#include "cs-clip-words.h"
#include "cs-item.h"
#include "cs-thumbnail.h"
#include "cs-words.h"

struct _CsClipCell
{
  GtkBox       parent_instance;

  GVariant    *view;
  char        *words;

  CsThumbnail *picture;
  GtkLabel    *shape;
  GtkLabel    *length;
  GtkLabel    *title;
  GtkLabel    *used;
};

G_DEFINE_FINAL_TYPE (CsClipCell, cs_clip_cell, GTK_TYPE_BOX)

enum
{
  PROP_VIEW = 1,
  PROP_WORDS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static CsFacts *
facts_of (GVariant *view)
{
  g_autoptr(GVariant) fields = g_variant_lookup_value (view, "facts", G_VARIANT_TYPE_VARDICT);

  return fields != NULL ? cs_record_from_variant (CS_RECORD_FACTS, fields, NULL) : NULL;
}

static const char *
icon_for (const CsFacts *facts)
{
  if (facts == NULL || facts->kind == CS_MEDIA_VIDEO)
    return "video-x-generic-symbolic";

  return facts->kind == CS_MEDIA_IMAGE ? "image-x-generic-symbolic" : "audio-x-generic-symbolic";
}

/* Microseconds; 0 for what does not last, or is not known to. */
static gint64
length_of (const CsFacts *facts)
{
  return facts != NULL && facts->kind != CS_MEDIA_IMAGE ? MAX (facts->duration, 0) : 0;
}

static void
show_badge (GtkLabel   *badge,
            const char *text)
{
  gtk_label_set_label (badge, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (badge), text != NULL);
}

static void
set_words (CsClipCell *self,
           const char *title,
           gint64      length,
           const char *shape,
           const char *used)
{
  g_autofree char *spoken_length = length > 0 ? cs_clip_words_length (length) : NULL;
  g_autoptr(GStrvBuilder) parts = g_strv_builder_new ();
  g_auto(GStrv) said = NULL;

  g_strv_builder_add (parts, title != NULL ? title : "");
  if (spoken_length != NULL)
    g_strv_builder_add (parts, spoken_length);
  if (shape != NULL)
    g_strv_builder_add (parts, shape);
  g_strv_builder_add (parts, used);
  said = g_strv_builder_end (parts);

  g_free (self->words);
  self->words = g_strjoinv (", ", said);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORDS]);
}

static void
update (CsClipCell *self)
{
  g_autoptr(CsFacts) facts = facts_of (self->view);
  const char *title = cs_view_text (self->view, "title");
  gint64 length = length_of (facts);
  g_autofree char *shape = cs_clip_words_shape (facts);
  g_autofree char *lasts = length > 0 ? cs_words_duration (length) : NULL;
  g_autofree char *used = cs_clip_words_posts (cs_view_int (self->view, "posts", 0));

  g_object_set (self->picture, "icon-name", icon_for (facts), NULL);
  cs_thumbnail_set_path (self->picture, cs_view_text (self->view, "thumbnail"));
  show_badge (self->shape, shape);
  show_badge (self->length, lasts);
  gtk_label_set_label (self->title, title != NULL ? title : "");
  gtk_label_set_label (self->used, used);
  set_words (self, title, length, shape, used);
}

static void
cs_clip_cell_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_CLIP_CELL);

  G_OBJECT_CLASS (cs_clip_cell_parent_class)->dispose (object);
}

static void
cs_clip_cell_finalize (GObject *object)
{
  CsClipCell *self = CS_CLIP_CELL (object);

  g_clear_pointer (&self->view, g_variant_unref);
  g_free (self->words);

  G_OBJECT_CLASS (cs_clip_cell_parent_class)->finalize (object);
}

static void
cs_clip_cell_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  CsClipCell *self = CS_CLIP_CELL (object);

  switch (prop_id)
    {
    case PROP_VIEW:
      g_value_set_variant (value, self->view);
      break;

    case PROP_WORDS:
      g_value_set_string (value, self->words);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cs_clip_cell_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  CsClipCell *self = CS_CLIP_CELL (object);

  if (prop_id != PROP_VIEW)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  g_clear_pointer (&self->view, g_variant_unref);
  self->view = g_value_dup_variant (value);
  if (self->view != NULL)
    update (self);
}

static void
cs_clip_cell_class_init (CsClipCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_clip_cell_dispose;
  object_class->finalize = cs_clip_cell_finalize;
  object_class->get_property = cs_clip_cell_get_property;
  object_class->set_property = cs_clip_cell_set_property;

  properties[PROP_VIEW] = g_param_spec_variant ("view", NULL, NULL, G_VARIANT_TYPE_VARDICT, NULL,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WORDS] = g_param_spec_string ("words", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CS_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/media/cs-clip-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, CsClipCell, picture);
  gtk_widget_class_bind_template_child (widget_class, CsClipCell, shape);
  gtk_widget_class_bind_template_child (widget_class, CsClipCell, length);
  gtk_widget_class_bind_template_child (widget_class, CsClipCell, title);
  gtk_widget_class_bind_template_child (widget_class, CsClipCell, used);
}

static void
cs_clip_cell_init (CsClipCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
