/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-thumbnail.h"

#include "cs-job.h"

#define KEPT_MAX 64

struct _CsThumbnail
{
  GtkWidget     parent_instance;

  char         *path;
  char         *icon_name;
  GtkPicture   *picture;
  GtkImage     *icon;
  GCancellable *reading;     /* NULL while nothing is read */
};

G_DEFINE_FINAL_TYPE (CsThumbnail, cs_thumbnail, GTK_TYPE_WIDGET)

enum
{
  PROP_PATH = 1,
  PROP_ICON_NAME,
  PROP_CONTENT_FIT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Pictures that were read, so that what is drawn anew at each key reads none. */
static GHashTable *
kept (void)
{
  static GHashTable *textures;

  if (textures == NULL)
    textures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  return textures;
}

static void
keep (const char *path,
      GdkTexture *texture)
{
  if (g_hash_table_size (kept ()) >= KEPT_MAX)
    g_hash_table_remove_all (kept ());

  g_hash_table_insert (kept (), g_strdup (path), g_object_ref (texture));
}

static gpointer
read_job (CsJob         *job,
          gpointer       input,
          GCancellable  *cancellable,
          GError       **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return gdk_texture_new_from_filename (input, error);
}

static void
show (CsThumbnail  *self,
      GdkPaintable *paintable)
{
  gtk_picture_set_paintable (self->picture, paintable);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), paintable == NULL);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(CsThumbnail) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkTexture) texture = cs_job_finish (result, &error);

  /* A job that is done when it is cancelled has its result all the same: another path’s. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  g_clear_object (&self->reading);
  if (texture != NULL)
    keep (self->path, texture);
  show (self, GDK_PAINTABLE (texture));
}

static void
stop (CsThumbnail *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
begin (CsThumbnail *self)
{
  if (self->path == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || gtk_picture_get_paintable (self->picture) != NULL || self->reading != NULL)
    return;

  self->reading = g_cancellable_new ();
  cs_job_start (CS_JOB_SHORT, read_job, g_strdup (self->path), g_free, g_object_unref, NULL,
                self->reading, on_read, g_object_ref (self));
}

static void
cs_thumbnail_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_thumbnail_parent_class)->map (widget);

  begin (CS_THUMBNAIL (widget));
}

static void
cs_thumbnail_unmap (GtkWidget *widget)
{
  stop (CS_THUMBNAIL (widget));

  GTK_WIDGET_CLASS (cs_thumbnail_parent_class)->unmap (widget);
}

static void
cs_thumbnail_dispose (GObject *object)
{
  CsThumbnail *self = CS_THUMBNAIL (object);

  stop (self);
  if (self->picture != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->picture));
  if (self->icon != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->icon));
  self->picture = NULL;
  self->icon = NULL;

  G_OBJECT_CLASS (cs_thumbnail_parent_class)->dispose (object);
}

static void
cs_thumbnail_finalize (GObject *object)
{
  CsThumbnail *self = CS_THUMBNAIL (object);

  g_free (self->path);
  g_free (self->icon_name);

  G_OBJECT_CLASS (cs_thumbnail_parent_class)->finalize (object);
}

static void
cs_thumbnail_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  CsThumbnail *self = CS_THUMBNAIL (object);

  switch (prop_id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;

    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;

    case PROP_CONTENT_FIT:
      g_value_set_enum (value, gtk_picture_get_content_fit (self->picture));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cs_thumbnail_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  CsThumbnail *self = CS_THUMBNAIL (object);

  switch (prop_id)
    {
    case PROP_PATH:
      cs_thumbnail_set_path (self, g_value_get_string (value));
      break;

    case PROP_ICON_NAME:
      if (g_set_str (&self->icon_name, g_value_get_string (value)))
        {
          gtk_image_set_from_icon_name (self->icon, self->icon_name);
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    case PROP_CONTENT_FIT:
      if (gtk_picture_get_content_fit (self->picture) != (GtkContentFit) g_value_get_enum (value))
        {
          gtk_picture_set_content_fit (self->picture, g_value_get_enum (value));
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cs_thumbnail_class_init (CsThumbnailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_thumbnail_dispose;
  object_class->finalize = cs_thumbnail_finalize;
  object_class->get_property = cs_thumbnail_get_property;
  object_class->set_property = cs_thumbnail_set_property;
  widget_class->map = cs_thumbnail_map;
  widget_class->unmap = cs_thumbnail_unmap;

  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                               | G_PARAM_STATIC_STRINGS);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL,
                                                    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  properties[PROP_CONTENT_FIT] = g_param_spec_enum ("content-fit", NULL, NULL,
                                                    GTK_TYPE_CONTENT_FIT,
                                                    GTK_CONTENT_FIT_CONTAIN,
                                                    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "thumbnail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cs_thumbnail_init (CsThumbnail *self)
{
  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_image_set_pixel_size (self->icon, 32);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), "dimmed");
  gtk_widget_set_parent (GTK_WIDGET (self->icon), GTK_WIDGET (self));

  self->picture = GTK_PICTURE (gtk_picture_new ());
  gtk_picture_set_content_fit (self->picture, GTK_CONTENT_FIT_CONTAIN);
  gtk_picture_set_can_shrink (self->picture, TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->picture), GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/* @path: (nullable) */
void
cs_thumbnail_set_path (CsThumbnail *self,
                       const char  *path)
{
  if (!g_set_str (&self->path, path))
    return;

  stop (self);
  show (self, path != NULL ? g_hash_table_lookup (kept (), path) : NULL);
  begin (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATH]);
}
