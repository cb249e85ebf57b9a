/* cs-fd-src.h: a source that reads an open file at any place
 *
 * GStreamer's own filesrc opens a path, which the sandbox forbids, and fdsrc
 * moves the descriptor's offset, which two pipelines would share (seen to
 * hang). This one uses pread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/base/gstbasesrc.h>

G_BEGIN_DECLS

#define CS_TYPE_FD_SRC (cs_fd_src_get_type ())
G_DECLARE_FINAL_TYPE (CsFdSrc, cs_fd_src, CS, FD_SRC, GstBaseSrc)

GstElement *cs_fd_src_new (int fd);

G_END_DECLS
