/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-run.h"

#include "cs-error.h"

#include <gst/pbutils/pbutils.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#define TICK       (100 * GST_MSECOND)
#define LEAST_ROOM (64 * 1024)

/* So many ticks without a running thread, and nothing will move any more. */
#define STILL_TICKS 10

/* Called by streaming threads for each buffer; @done is -1 where the time is not known. */
void
cs_run_moved (CsRun  *self,
              gint64  done)
{
  __atomic_add_fetch (&self->moved, 1, __ATOMIC_RELAXED);

  if (done > __atomic_load_n (&self->done, __ATOMIC_RELAXED))
    __atomic_store_n (&self->done, done, __ATOMIC_RELAXED);
}

/* Ends the run at its next tick, without an error. */
void
cs_run_stop (CsRun *self)
{
  __atomic_store_n (&self->stop, TRUE, __ATOMIC_RELAXED);
}

static void
tell (CsRun *self)
{
  struct stat st;
  gint64 moved = __atomic_load_n (&self->moved, __ATOMIC_RELAXED);

  if (self->growing >= 0 && fstat (self->growing, &st) == 0)
    moved += st.st_size;

  cs_talk_alive (self->talk, moved, self->before + __atomic_load_n (&self->done, __ATOMIC_RELAXED),
                 self->total);
}

static gboolean
not_decoded (GError **error)
{
  return cs_fail (error, CS_ERROR_INVALID,
                  "There is nothing here that decodes this file: export it as MP4 with H.264 "
                  "and AAC");
}

static gboolean
stream_fault (const GError  *cause,
              const char    *detail,
              GError       **error)
{
  switch (cause->code)
    {
    case GST_STREAM_ERROR_TYPE_NOT_FOUND:
    case GST_STREAM_ERROR_WRONG_TYPE:
      return cs_fail (error, CS_ERROR_INVALID, "This is not a video file: choose another");

    case GST_STREAM_ERROR_CODEC_NOT_FOUND:
      return not_decoded (error);

    case GST_STREAM_ERROR_ENCODE:
      return cs_fail (error, CS_ERROR_FAILED,
                      "The clip could not be encoded, perhaps for want of memory: close other "
                      "programs and try again");

    default:
      break;
    }

  if (detail != NULL && strstr (detail, "no playable streams") != NULL)
    return cs_fail (error, CS_ERROR_INVALID,
                    "The recording was cut off before it was finished, or is empty: "
                    "copy or export it anew");

  return cs_fail (error, CS_ERROR_INVALID,
                  "The file is broken: copy it anew, or export it as MP4 with H.264 and AAC");
}

/* Turns what an element said on the bus into a sentence of ours; its own words are for the log
 * alone. Always FALSE. */
gboolean
cs_run_fault (GstMessage  *message,
              GError     **error)
{
  g_autoptr(GError) cause = NULL;
  g_autofree char *detail = NULL;

  gst_message_parse_error (message, &cause, &detail);
  g_debug ("%s: %s", cause->message, detail);

  if (g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT))
    return cs_fail (error, CS_ERROR_STORE, "The disk is full: free some space and try again");

  if (g_error_matches (cause, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN))
    return not_decoded (error);

  if (cause->domain == GST_STREAM_ERROR)
    return stream_fault (cause, detail, error);

  if (cause->domain == GST_RESOURCE_ERROR)
    return cs_fail (error, CS_ERROR_STORE,
                    "The file cannot be read or written: see whether its disk is in order, and "
                    "try again");

  return cs_fail (error, CS_ERROR_FAILED,
                  "The media engine failed at this file: export it as MP4 with H.264 and AAC, or "
                  "choose another");
}

/* Not every element says why a write failed; a disk with no room left does. */
static gboolean
is_disk_full (CsRun *self)
{
  struct statvfs disk;

  return self->growing >= 0 && fstatvfs (self->growing, &disk) == 0
      && (guint64) disk.f_bavail * disk.f_frsize < LEAST_ROOM;
}

static gboolean
fault (CsRun       *self,
       GstMessage  *message,
       GError     **error)
{
  g_autoptr(GError) why = NULL;

  cs_run_fault (message, &why);

  if (g_error_matches (why, CS_ERROR, CS_ERROR_STORE) && is_disk_full (self))
    return cs_fail (error, CS_ERROR_STORE, "The disk is full: free some space and try again");

  g_propagate_error (error, g_steal_pointer (&why));

  return FALSE;
}

static void
count_running (const GValue *value,
               gpointer      user_data)
{
  GstElement *element = g_value_get_object (value);
  guint *running = user_data;

  GST_OBJECT_LOCK (element);
  for (GList *link = element->pads; link != NULL; link = link->next)
    if (GST_PAD_TASK (link->data) != NULL
        && gst_task_get_state (GST_PAD_TASK (link->data)) == GST_TASK_STARTED)
      (*running)++;
  GST_OBJECT_UNLOCK (element);
}

/* parsebin (1.26) keeps to itself what a demuxer says in its very first moments, the news of its
 * failure among it. But then no thread runs. */
static gboolean
stands_still (GstElement *pipeline)
{
  g_autoptr(GstIterator) elements = gst_bin_iterate_recurse (GST_BIN (pipeline));
  guint running = 0;

  while (gst_iterator_foreach (elements, count_running, &running) == GST_ITERATOR_RESYNC)
    gst_iterator_resync (elements);

  return running == 0;
}

static gboolean
wait_for_end (CsRun       *self,
              GstElement  *pipeline,
              GstBus      *bus,
              GError     **error)
{
  guint still = 0;

  for (;;)
    {
      g_autoptr(GstMessage) message =
        gst_bus_timed_pop_filtered (bus, TICK, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);

      tell (self);

      if (message != NULL && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
        return TRUE;

      if (message != NULL)
        return fault (self, message, error);

      if (__atomic_load_n (&self->stop, __ATOMIC_RELAXED))
        return FALSE;

      still = stands_still (pipeline) ? still + 1 : 0;
      if (still > STILL_TICKS)
        return cs_fail (error, CS_ERROR_INVALID, "The file is broken: nothing in it can be read. "
                        "Copy or export it anew");
    }
}

/**
 * cs_run_to_end:
 * @pipeline: will be in state NULL afterwards
 *
 * Plays @pipeline until its end. Progress goes out meanwhile; when nothing
 * moves, none does, and who started the helper ends it.
 *
 * Returns: TRUE at the end of the stream; FALSE without an error after cs_run_stop()
 */
gboolean
cs_run_to_end (CsRun       *self,
               GstElement  *pipeline,
               GError     **error)
{
  g_autoptr(GstBus) bus = gst_element_get_bus (pipeline);
  gboolean ended;

  if (gst_element_set_state (pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
    {
      g_autoptr(GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);

      ended = message != NULL ? fault (self, message, error)
                              : cs_fail (error, CS_ERROR_INVALID,
                                         "The file cannot be opened as media: choose "
                                         "another");
    }
  else
    {
      ended = wait_for_end (self, pipeline, bus, error);
    }

  gst_element_set_state (pipeline, GST_STATE_NULL);

  return ended;
}
