/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-fd-src.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

struct _CsFdSrc
{
  GstBaseSrc parent_instance;

  int        fd;   /* borrowed */
};

G_DEFINE_FINAL_TYPE (CsFdSrc, cs_fd_src, GST_TYPE_BASE_SRC)

static GstStaticPadTemplate src_template =
  GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

static gboolean
cs_fd_src_is_seekable (GstBaseSrc *base)
{
  return TRUE;
}

static gboolean
cs_fd_src_get_size (GstBaseSrc *base,
                    guint64    *size)
{
  struct stat st;

  if (fstat (CS_FD_SRC (base)->fd, &st) < 0)
    return FALSE;

  *size = st.st_size;

  return TRUE;
}

static GstFlowReturn
cs_fd_src_fill (GstBaseSrc *base,
                guint64     offset,
                guint       length,
                GstBuffer  *buffer)
{
  CsFdSrc *self = CS_FD_SRC (base);
  GstMapInfo map;
  gsize filled = 0;
  gssize got = 0;

  if (!gst_buffer_map (buffer, &map, GST_MAP_WRITE))
    return GST_FLOW_ERROR;

  while (filled < length)
    {
      got = pread (self->fd, map.data + filled, length - filled, offset + filled);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        break;
      filled += got;
    }

  gst_buffer_unmap (buffer, &map);

  if (got < 0)
    {
      GST_ELEMENT_ERROR (self, RESOURCE, READ, (NULL), ("%s", g_strerror (errno)));
      return GST_FLOW_ERROR;
    }

  if (filled == 0 && length > 0)
    return GST_FLOW_EOS;

  gst_buffer_resize (buffer, 0, filled);
  GST_BUFFER_OFFSET (buffer) = offset;
  GST_BUFFER_OFFSET_END (buffer) = offset + filled;

  return GST_FLOW_OK;
}

static void
cs_fd_src_class_init (CsFdSrcClass *klass)
{
  GstBaseSrcClass *base_class = GST_BASE_SRC_CLASS (klass);

  base_class->is_seekable = cs_fd_src_is_seekable;
  base_class->get_size = cs_fd_src_get_size;
  base_class->fill = cs_fd_src_fill;

  gst_element_class_add_static_pad_template (GST_ELEMENT_CLASS (klass), &src_template);
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass), "Descriptor source",
                                         "Source/File", "Reads an open file at any place",
                                         "CreatorSync");
}

static void
cs_fd_src_init (CsFdSrc *self)
{
  gst_base_src_set_blocksize (GST_BASE_SRC (self), 65536);
}

/* Reads @fd, which stays the caller's and must stay open as long as the element lives. */
GstElement *
cs_fd_src_new (int fd)
{
  CsFdSrc *self = g_object_new (CS_TYPE_FD_SRC, NULL);

  self->fd = fd;

  return GST_ELEMENT (self);
}
