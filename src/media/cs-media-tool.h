/* cs-media-tool.h: asks creatorsync-media about a file, or to make one
 *
 * Each call starts a helper process (or uses one that is warm), sends it open
 * descriptors, and blocks until it answers, is cancelled, or dies; a dead
 * helper is an error about the file, never ours. A cancellable with a brake
 * (cs-brake.h) makes it wait, as long as it is on. Any thread may call. Originals
 * are opened read-only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-facts.h"
#include "cs-job.h"
#include "cs-recipe.h"

G_BEGIN_DECLS

CsFacts  *cs_media_tool_probe      (const char      *path,
                                    GCancellable    *cancellable,
                                    GError         **error);
char     *cs_media_tool_hash       (const char      *path,
                                    CsProgressFunc   on_progress,
                                    gpointer         user_data,
                                    GCancellable    *cancellable,
                                    GError         **error);
GStrv     cs_media_tool_thumbnails (const char      *path,
                                    const CsFacts   *facts,
                                    const char      *folder,
                                    GCancellable    *cancellable,
                                    GError         **error);
CsFacts  *cs_media_tool_render     (const char      *path,
                                    const CsFacts   *facts,
                                    const CsRecipe  *recipe,
                                    const char      *out_path,
                                    CsProgressFunc   on_progress,
                                    gpointer         user_data,
                                    GCancellable    *cancellable,
                                    GError         **error);

/* A clip that shows a scene of a potter's workshop (media-helper/cs-scene.c). */
typedef struct
{
  const char *scene;
  int         width;
  int         height;
  int         seconds;   /* of a picture: 0 */
  guint32     seed;
} CsMediaSample;

CsFacts  *cs_media_tool_sample     (const CsMediaSample *sample,
                                    const char      *out_path,
                                    CsProgressFunc   on_progress,
                                    gpointer         user_data,
                                    GCancellable    *cancellable,
                                    GError         **error);

/* For tests. */
void      cs_media_tool_stop       (void);

G_END_DECLS
