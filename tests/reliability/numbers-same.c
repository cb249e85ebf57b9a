/* What makes the proof of a seed the same each time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "numbers.h"

#include "cs-job.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#define CLOSE_WAIT 8     /* of /proc/net/tcp: the caller is gone, the server is not through */
#define PATIENCE   (600 * G_USEC_PER_SEC)

static guint64 random_state = 0;

/* Instead of the C library’s: by ids accounts and posts have their order. */
ssize_t
getrandom (void         *buffer,
           size_t        length,
           unsigned int  flags)
{
  guint8 *bytes = buffer;

  for (size_t i = 0; i < length; i++)
    {
      guint64 z = __atomic_add_fetch (&random_state, G_GUINT64_CONSTANT (0x9e3779b97f4a7c15),
                                      __ATOMIC_RELAXED);

      z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
      bytes[i] = z ^ (z >> 31);
    }

  return length;
}

/* Each life has bytes of its own. */
void
seed_random (guint64 seed,
             guint   life)
{
  random_state = (seed << 32) + ((guint64) life << 16);
}

static gboolean
is_port_of (World *self,
            guint  port)
{
  g_autofree char *end = g_strdup_printf (":%u", port);

  for (CsSimulatorFace face = 0; face < CS_SIMULATOR_N_FACES; face++)
    if (g_str_has_suffix (cs_simulator_get_url (self->simulator, face), end))
      return TRUE;

  return FALSE;
}

static gboolean
has_left_over (World *self)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  GError *error = NULL;

  check (g_file_get_contents ("/proc/net/tcp", &text, NULL, &error), "connections", error);
  lines = g_strsplit (text, "\n", -1);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      guint port, state;

      if (sscanf (lines[i], " %*u: %*x:%x %*x:%*x %x", &port, &state) == 2
          && state == CLOSE_WAIT && is_port_of (self, port))
        return TRUE;
    }

  return FALSE;
}

/* Until the networks have dealt with all that a life sent which is over: the clock stands. */
void
settle (World *self)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE;

  while (has_left_over (self))
    {
      check (g_get_monotonic_time () < deadline, "the networks do not come to an end", NULL);
      cs_pause (1, NULL, NULL);
    }
}
