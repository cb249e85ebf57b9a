/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sample.h"

#include "cs-error.h"
#include "cs-json.h"
#include "cs-run.h"
#include "cs-scene.h"

#include <gst/app/gstappsrc.h>

#define FPS         25
#define HELD        2      /* frames that show the same picture: drawing costs more than coding */
#define LARGEST     1920
#define LONGEST     60     /* seconds */

typedef struct
{
  const char *scene;
  const char *container;   /* mp4, matroska or jpeg */
  const char *scratch;
  int         width;
  int         height;
  guint       frames;
  guint       next;
  GstMemory  *shown;       /* the last picture that was drawn */
  guint32     seed;
  CsRun       run;
} Sample;

static void
free_pixels (gpointer data)
{
  cairo_surface_destroy (data);
}

/* The memory keeps the surface whose pixels it shows. */
static GstMemory *
draw (Sample *self)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, self->width,
                                                         self->height);
  cairo_t *cr = cairo_create (surface);
  gsize size = (gsize) cairo_image_surface_get_stride (surface) * self->height;
  double time = self->frames > 1 ? (double) self->next / (self->frames - 1) : 0.6;

  cs_scene_draw (self->scene, cr, self->width, self->height, time, self->seed);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return gst_memory_new_wrapped (GST_MEMORY_FLAG_READONLY, cairo_image_surface_get_data (surface),
                                 size, 0, size, surface, free_pixels);
}

static GstBuffer *
next_frame (Sample *self)
{
  GstBuffer *buffer = gst_buffer_new ();

  if (self->next % HELD == 0)
    {
      g_clear_pointer (&self->shown, gst_memory_unref);
      self->shown = draw (self);
    }

  gst_buffer_append_memory (buffer, gst_memory_ref (self->shown));
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (self->next, GST_SECOND, FPS);
  GST_BUFFER_DURATION (buffer) = GST_SECOND / FPS;

  return buffer;
}

static void
on_need_data (GstAppSrc *source,
              guint      length,
              gpointer   user_data)
{
  Sample *self = user_data;

  if (self->next == self->frames)
    {
      gst_app_src_end_of_stream (source);
      return;
    }

  gst_app_src_push_buffer (source, next_frame (self));
  self->next++;
  cs_run_moved (&self->run, (gint64) self->next * G_USEC_PER_SEC / FPS);
}

static GstElement *
make_source (Sample *self)
{
  GstElement *source = gst_element_factory_make ("appsrc", NULL);
  g_autoptr(GstCaps) caps =
    gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "BGRx",
                         "width", G_TYPE_INT, self->width, "height", G_TYPE_INT, self->height,
                         "framerate", GST_TYPE_FRACTION, FPS, 1, NULL);

  g_object_set (source, "caps", caps, "format", GST_FORMAT_TIME, NULL);
  g_signal_connect (source, "need-data", G_CALLBACK (on_need_data), self);

  return source;
}

/* As cameras store it: the encoder would keep the full colour of what is drawn, which is for no
 * network. */
static GstElement *
make_filter (void)
{
  GstElement *filter = gst_element_factory_make ("capsfilter", NULL);
  g_autoptr(GstCaps) caps = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "I420",
                                                 NULL);

  g_object_set (filter, "caps", caps, NULL);

  return filter;
}

/* As many threads everywhere, so that the bytes are the same everywhere. */
static GstElement *
make_encoder (void)
{
  GstElement *encoder = gst_element_factory_make ("x264enc", NULL);

  gst_util_set_object_arg (G_OBJECT (encoder), "speed-preset", "superfast");
  gst_util_set_object_arg (G_OBJECT (encoder), "pass", "quant");
  g_object_set (encoder, "quantizer", 21u, "key-int-max", 2 * FPS, "threads", 2u, NULL);

  return encoder;
}

static GstElement *
make_muxer (Sample *self)
{
  g_autofree char *second = g_build_filename (self->scratch, "faststart", NULL);
  GstElement *muxer;

  if (g_str_equal (self->container, "matroska"))
    return gst_element_factory_make ("matroskamux", NULL);

  muxer = gst_element_factory_make ("mp4mux", NULL);
  g_object_set (muxer, "faststart", TRUE, "faststart-file", second, NULL);

  return muxer;
}

/* Links each behind the one before; an element that is not installed is an error. */
static gboolean
chain (GstElement  *pipeline,
       GstElement **elements,
       guint        n_elements,
       GError     **error)
{
  gboolean linked = TRUE;

  for (guint i = 0; i < n_elements; i++)
    {
      if (elements[i] == NULL)
        return cs_fail (error, CS_ERROR_NEEDS_YOU,
                        "GStreamer lacks what makes the sample's clips: install the good, bad and "
                        "ugly sets");

      gst_bin_add (GST_BIN (pipeline), elements[i]);
      linked = linked && (i == 0 || gst_element_link (elements[i - 1], elements[i]));
    }

  return linked || cs_fail (error, CS_ERROR_FAILED, "The media engine cannot link the sample");
}

static gboolean
build (Sample      *self,
       GstElement  *pipeline,
       int          out,
       GError     **error)
{
  GstElement *sink = gst_element_factory_make ("fdsink", NULL);
  GstElement *source = make_source (self);
  GstElement *convert = gst_element_factory_make ("videoconvert", NULL);

  g_object_set (sink, "fd", out, "sync", FALSE, NULL);

  if (g_str_equal (self->container, "jpeg"))
    {
      GstElement *still[] = { source, convert, gst_element_factory_make ("jpegenc", NULL), sink };

      return chain (pipeline, still, G_N_ELEMENTS (still), error);
    }
  else
    {
      GstElement *clip[] = { source, convert, make_filter (), make_encoder (),
                             gst_element_factory_make ("h264parse", NULL), make_muxer (self),
                             sink };

      return chain (pipeline, clip, G_N_ELEMENTS (clip), error);
    }
}

static gboolean
read_request (Sample      *self,
              JsonObject  *request,
              GError     **error)
{
  gint64 seconds = cs_json_get_int (request, "seconds", 0);

  self->scene = cs_json_get_text (request, "scene");
  self->container = cs_json_get_text (request, "container");
  self->scratch = cs_json_get_text (request, "scratch");
  self->width = cs_json_get_int (request, "width", 0);
  self->height = cs_json_get_int (request, "height", 0);
  self->seed = cs_json_get_int (request, "seed", 0);

  if (!cs_scene_is (self->scene) || self->container == NULL || self->scratch == NULL
      || self->width < 16 || self->width > LARGEST || self->height < 16 || self->height > LARGEST
      || self->width % 2 != 0 || self->height % 2 != 0 || seconds < 0 || seconds > LONGEST)
    return cs_fail (error, CS_ERROR_INVALID, "The media engine was asked for no possible sample");

  self->frames = g_str_equal (self->container, "jpeg") ? 1 : seconds * FPS;
  self->run.total = (gint64) self->frames * G_USEC_PER_SEC / FPS;

  return self->frames > 0
      || cs_fail (error, CS_ERROR_INVALID, "A sample clip without length was asked for");
}

/**
 * cs_sample:
 * @out: an empty file, open for reading and writing
 * @request: with "scene", "seed", "container", "width", "height", "seconds" and
 *   "scratch", a folder of this job alone
 *
 * Returns: (transfer full): "frames" that were drawn, or NULL
 */
JsonObject *
cs_sample (int          out,
           JsonObject  *request,
           CsTalk      *talk,
           GError     **error)
{
  g_autoptr(GstElement) pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  Sample self = { .run = { .talk = talk, .growing = out } };
  JsonObject *result;
  gboolean made;

  made = read_request (&self, request, error)
      && build (&self, pipeline, out, error)
      && cs_run_to_end (&self.run, pipeline, error);
  g_clear_pointer (&self.shown, gst_memory_unref);

  if (!made)
    return NULL;

  result = json_object_new ();
  json_object_set_int_member (result, "frames", self.next);

  return result;
}
