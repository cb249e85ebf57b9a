/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-talk.h"

#include "cs-channel.h"
#include "cs-error.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#define TELL_EVERY_USEC (G_USEC_PER_SEC / 5)

/* Nobody waits for the answer any more: streaming threads may hang, so no tidy end. */
static void
end_if_alone (CsTalk *self)
{
  struct pollfd fd = { .fd = self->channel, .events = 0 };

  if (poll (&fd, 1, 0) > 0 && (fd.revents & (POLLHUP | POLLERR)))
    _exit (EXIT_SUCCESS);
}

static void
send_or_end (CsTalk     *self,
             JsonObject *message)
{
  g_autoptr(GError) error = NULL;

  if (!cs_channel_send (self->channel, message, NULL, 0, &error))
    {
      g_debug ("%s", error->message);
      _exit (EXIT_FAILURE);
    }
}

/**
 * cs_talk_alive:
 * @moved: any count that grows while work is being done
 * @done: of @total, in microseconds of the clip; total 0 where it is not known
 *
 * Called often; says so a few times a second if something moved since.
 */
void
cs_talk_alive (CsTalk *self,
               gint64  moved,
               gint64  done,
               gint64  total)
{
  gint64 now = g_get_monotonic_time ();
  g_autoptr(JsonObject) message = NULL;
  JsonObject *progress;

  end_if_alone (self);

  if (moved == self->moved || now - self->told_at < TELL_EVERY_USEC)
    return;

  self->moved = moved;
  self->told_at = now;
  progress = json_object_new ();
  json_object_set_int_member (progress, "done", done);
  json_object_set_int_member (progress, "total", total);
  message = json_object_new ();
  json_object_set_object_member (message, "progress", progress);
  send_or_end (self, message);
}

/* The end of a request: a result, or what went wrong. */
void
cs_talk_answer (CsTalk       *self,
                JsonObject   *result,
                const GError *error)
{
  g_autoptr(JsonObject) message = json_object_new ();

  if (error != NULL)
    {
      JsonObject *fault = json_object_new ();
      CsErrorCode code = error->domain == CS_ERROR ? (CsErrorCode) error->code : CS_ERROR_FAILED;

      json_object_set_string_member (fault, "code", cs_error_code_name (code));
      json_object_set_string_member (fault, "sentence", error->message);
      json_object_set_object_member (message, "error", fault);
    }
  else
    {
      json_object_set_object_member (message, "result",
                                     result != NULL ? json_object_ref (result)
                                                    : json_object_new ());
    }

  send_or_end (self, message);
}
