/* first-frame PROGRAM [ARG…]: how long a program takes until something is seen
 *
 * What counts is the first damage after which the window shows more than a plain
 * ground: the time from before exec(), and what the process has computed by then.
 * Its memory is looked at when nothing has been drawn for a second. One JSON line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>

#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SMALLEST     100    /* of a window that is one, in pixels */
#define COLOURS      16     /* fewer are no content */
#define STEP         3      /* every so many pixels are looked at */
#define PATIENCE_SEC 60
#define QUIET_SEC    1

typedef struct
{
  Display *display;
  int      damage;      /* its events begin with this number */
  pid_t    pid;
  gint64   began;
  Window   window;      /* 0 until it is mapped */
  gint64   seen;        /* 0 until the first frame */
  gint64   drawn;       /* the last time */
  double   cpu;         /* ms of all threads until the first frame */
} Meter;

static int
on_error (Display     *display,
          XErrorEvent *event)
{
  return 0;    /* a window that has gone meanwhile */
}

static gboolean
has_content (Meter *self)
{
  XWindowAttributes about;
  unsigned long seen[COLOURS];
  guint n = 0;
  XImage *image;

  if (!XGetWindowAttributes (self->display, self->window, &about))
    return FALSE;

  image = XGetImage (self->display, self->window, 0, 0, about.width, about.height, AllPlanes,
                     ZPixmap);
  if (image == NULL)
    return FALSE;

  for (int y = 0; y < about.height && n < COLOURS; y += STEP)
    for (int x = 0; x < about.width && n < COLOURS; x += STEP)
      {
        unsigned long pixel = XGetPixel (image, x, y) & 0xffffff;
        guint i = 0;

        while (i < n && seen[i] != pixel)
          i++;
        if (i == n)
          seen[n++] = pixel;
      }

  XDestroyImage (image);

  return n == COLOURS;
}

static char *
read_proc (Meter      *self,
           const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", self->pid, name);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : g_strdup ("");
}

/* Its threads so far, those that have ended among them; in steps of a clock tick. */
static double
read_cpu_msec (Meter *self)
{
  g_autofree char *stat = read_proc (self, "stat");
  const char *behind_name = strrchr (stat, ')');
  g_auto(GStrv) fields = g_strsplit (behind_name != NULL ? behind_name + 2 : "", " ", -1);

  if (g_strv_length (fields) < 13)
    return 0;

  return (g_ascii_strtoll (fields[11], NULL, 10) + g_ascii_strtoll (fields[12], NULL, 10))
         * 1000.0 / sysconf (_SC_CLK_TCK);
}

static double
read_mib (Meter      *self,
          const char *field)
{
  g_autofree char *rollup = read_proc (self, "smaps_rollup");
  const char *at = strstr (rollup, field);

  return at != NULL ? g_ascii_strtoll (at + strlen (field), NULL, 10) / 1024.0 : 0;
}

static void
on_mapped (Meter  *self,
           Window  window)
{
  XWindowAttributes about;

  if (self->window != 0 || !XGetWindowAttributes (self->display, window, &about)
      || about.class != InputOutput || about.width <= SMALLEST || about.height <= SMALLEST)
    return;

  self->window = window;
  XDamageCreate (self->display, window, XDamageReportRawRectangles);
}

static void
on_damage (Meter              *self,
           XDamageNotifyEvent *event)
{
  XDamageSubtract (self->display, event->damage, None, None);
  self->drawn = g_get_monotonic_time ();
  if (self->seen != 0 || !has_content (self))
    return;

  self->seen = self->drawn;
  self->cpu = read_cpu_msec (self);
}

static void
watch (Meter *self)
{
  struct pollfd connection = { .fd = ConnectionNumber (self->display), .events = POLLIN };
  gint64 now;

  do
    {
      while (XPending (self->display) > 0)
        {
          XEvent event;

          XNextEvent (self->display, &event);
          if (event.type == MapNotify)
            on_mapped (self, event.xmap.window);
          else if (event.type == self->damage + XDamageNotify)
            on_damage (self, (XDamageNotifyEvent *) &event);
        }

      XFlush (self->display);
      poll (&connection, 1, 5);
      now = g_get_monotonic_time ();
    }
  while (now - self->began < PATIENCE_SEC * G_USEC_PER_SEC
         && (self->seen == 0 || now - self->drawn < QUIET_SEC * G_USEC_PER_SEC));
}

static void
begin (Meter *self,
       char  *argv[])
{
  self->began = g_get_monotonic_time ();
  self->pid = fork ();
  if (self->pid != 0)
    return;

  close (ConnectionNumber (self->display));
  dup2 (STDERR_FILENO, STDOUT_FILENO);
  execvp (argv[0], argv);
  _exit (127);
}

int
main (int   argc,
      char *argv[])
{
  Meter meter = { .display = XOpenDisplay (NULL) };
  int error_base;

  if (argc < 2 || meter.display == NULL
      || !XDamageQueryExtension (meter.display, &meter.damage, &error_base))
    {
      g_printerr ("first-frame PROGRAM [ARG…], on a screen that tells of damage\n");
      return 2;
    }

  XSetErrorHandler (on_error);
  XSelectInput (meter.display, DefaultRootWindow (meter.display), SubstructureNotifyMask);
  XSync (meter.display, False);
  begin (&meter, argv + 1);
  watch (&meter);

  if (meter.seen != 0)
    g_print ("{\"first\": %.1f, \"cpu\": %.0f, \"pss\": %.1f, \"private\": %.1f}\n",
             (meter.seen - meter.began) / 1000.0, meter.cpu, read_mib (&meter, "\nPss:"),
             read_mib (&meter, "Private_Clean:") + read_mib (&meter, "Private_Dirty:"));

  kill (meter.pid, SIGTERM);
  waitpid (meter.pid, NULL, 0);
  XCloseDisplay (meter.display);

  return meter.seen != 0 ? 0 : 1;
}
