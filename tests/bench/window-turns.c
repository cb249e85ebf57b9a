/* window-turns --workspace DIR: the window, and how long the turns of its main loop take
 *
 * A turn is what the main thread computes between two times that it waits. SIGUSR1
 * begins to count, SIGTERM prints what was found as JSON, and ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-application.h"
#include "cs-ui-resources.h"

#include <glib-unix.h>
#include <locale.h>
#include <time.h>

#define LONG_MSEC 16

static struct
{
  double began;     /* the turn, in CPU time of the main thread */
  double cpu;
  double longest;
  guint  n;
  guint  n_long;
} turns;

static double
cpu_msec (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &ts);

  return ts.tv_sec * 1000.0 + ts.tv_nsec / 1000000.0;
}

static int
wait_between (GPollFD *fds,
              guint    n_fds,
              int      timeout)
{
  double took = cpu_msec () - turns.began;
  int ready;

  turns.cpu += took;
  turns.longest = MAX (turns.longest, took);
  turns.n++;
  turns.n_long += took > LONG_MSEC;
  ready = g_poll (fds, n_fds, timeout);
  turns.began = cpu_msec ();

  return ready;
}

static gboolean
on_begin (gpointer user_data)
{
  turns.cpu = turns.longest = turns.n = turns.n_long = 0;
  turns.began = cpu_msec ();

  return G_SOURCE_CONTINUE;
}

static gboolean
on_end (gpointer user_data)
{
  g_print ("{\"cpu\": %.1f, \"longest\": %.2f, \"turns\": %u, \"long\": %u}\n", turns.cpu,
           turns.longest, turns.n, turns.n_long);
  g_action_group_activate_action (user_data, "quit", NULL);

  return G_SOURCE_REMOVE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(CsApplication) application = NULL;

  setlocale (LC_ALL, "");
  g_resources_register (cs_ui_get_resource ());
  application = cs_application_new (G_APPLICATION_NON_UNIQUE);
  g_unix_signal_add (SIGUSR1, on_begin, NULL);
  g_unix_signal_add (SIGTERM, on_end, application);
  g_main_context_set_poll_func (NULL, wait_between);
  turns.began = cpu_msec ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
