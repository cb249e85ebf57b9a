/* cs-tone-filter.h: an element that turns an HDR picture into standard range
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/video/gstvideofilter.h>

G_BEGIN_DECLS

#define CS_TYPE_TONE_FILTER (cs_tone_filter_get_type ())
G_DECLARE_FINAL_TYPE (CsToneFilter, cs_tone_filter, CS, TONE_FILTER, GstVideoFilter)

GstElement *cs_tone_filter_new (const GstCaps *source);

G_END_DECLS
