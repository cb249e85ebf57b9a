/* The media helper beside ffprobe, ffmpeg and HandBrake: same clip, same settings, in turns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-job.h"
#include "cs-json.h"
#include "cs-media-process.h"
#include "cs-media-tool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_PROBES 100
#define ROUNDS   3
#define PATIENCE 60000

/* What an act costs: seconds on the wall, and of the processors, children included. */
typedef struct
{
  double wall;
  double cpu;
} Cost;

/* Of the encoders, in all three programs. */
static const char *preset = "veryfast";

typedef void (*Act) (const char *folder);

static double
seconds_of (struct timeval time)
{
  return time.tv_sec + time.tv_usec / 1e6;
}

static double
cpu_seconds (void)
{
  struct rusage self, children;

  getrusage (RUSAGE_SELF, &self);
  getrusage (RUSAGE_CHILDREN, &children);

  return seconds_of (self.ru_utime) + seconds_of (self.ru_stime)
         + seconds_of (children.ru_utime) + seconds_of (children.ru_stime);
}

static void
add_cost (Cost       *cost,
          Act         act,
          const char *folder)
{
  gint64 begun = g_get_monotonic_time ();
  double cpu = cpu_seconds ();

  act (folder);
  cost->wall += (g_get_monotonic_time () - begun) / 1e6;
  cost->cpu += cpu_seconds () - cpu;
}

/* In turns, so that what else the machine does meets both alike. */
static void
compare (Act         ours,
         Act         theirs,
         const char *folder,
         guint       rounds,
         Cost       *our_cost,
         Cost       *their_cost)
{
  *our_cost = *their_cost = (Cost) { 0, };

  for (guint i = 0; i < rounds; i++)
    {
      add_cost (our_cost, ours, folder);
      add_cost (their_cost, theirs, folder);
    }
}

static void
tell (const char *name,
      const char *unit,
      const char *peer,
      double      ours,
      double      theirs,
      double      limit)
{
  double ratio = theirs > 0 ? ours / theirs : INFINITY;

  g_print ("{\"name\": \"%s\", \"value\": %.4f, \"unit\": \"%s\", \"peer\": \"%s\","
           " \"ratio\": %.3f, \"limit\": %.2f, \"pass\": %s}\n",
           name, ours, unit, peer, ratio, limit, ratio <= limit ? "true" : "false");
}

static void
fail (const char *what,
      const char *why)
{
  g_printerr ("%s: %s\n", what, why);
  exit (EXIT_FAILURE);
}

/* Runs a line of words in the folder; its standard error is returned. */
static char *
run (const char *folder,
     const char *line)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) words = NULL;
  char *said = NULL;

  if (!g_shell_parse_argv (line, NULL, &words, &error))
    fail (line, error->message);

  g_subprocess_launcher_set_cwd (launcher, folder);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words, &error);
  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &said, &error))
    fail (words[0], error->message);

  if (!g_subprocess_get_successful (process))
    fail (line, said);

  return said;
}

static void
run_quietly (const char *folder,
             const char *line)
{
  g_free (run (folder, line));
}

/* A plain test card is too easy for an encoder: something that moves everywhere, and grain. */
static void
make_clips (const char *folder)
{
  run_quietly (folder, "ffmpeg -nostdin -v error -y"
               " -f lavfi -i mandelbrot=size=1920x1080:rate=30:start_scale=1.5:end_scale=0.05"
               ":end_pts=300"
               " -f lavfi -i testsrc2=size=480x270:rate=30"
               " -f lavfi -i anoisesrc=sample_rate=48000:amplitude=0.1:color=pink:seed=7"
               " -filter_complex '[0]noise=alls=7:allf=t+u:all_seed=7[a];[a][1]overlay=80:60[v]'"
               " -map [v] -map 2:a -t 8 -c:v libx264 -preset veryfast -pix_fmt yuv420p -b:v 16M"
               " -g 60 -c:a aac -b:a 128k clip.mp4");
  run_quietly (folder, "ffmpeg -nostdin -v error -y -stream_loop 7 -i clip.mp4 -c copy long.mp4");
  run_quietly (folder, "ffmpeg -nostdin -v error -y -i clip.mp4 -t 4 -c copy short.mp4");
}

static void
probe_ours (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "short.mp4", NULL);

  for (guint i = 0; i < N_PROBES; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsFacts) facts = cs_media_tool_probe (path, NULL, &error);

      if (facts == NULL)
        fail ("probe", error->message);
    }

  /* The helper's time counts once it has ended. */
  cs_media_tool_stop ();
}

static void
probe_theirs (const char *folder)
{
  for (guint i = 0; i < N_PROBES; i++)
    run_quietly (folder, "ffprobe -v error -show_format -show_streams -of json short.mp4");
}

static JsonObject *
render_request (const char *folder,
                const char *recipe)
{
  g_autofree char *text =
    g_strdup_printf ("{\"command\": \"render\", \"scratch\": \"%s\", \"preset\": \"%s\","
                     " \"facts\": {}, \"recipe\": %s}", folder, preset, recipe);

  return cs_json_parse_object (text, -1, 0, NULL);
}

/* The work of the helper alone, as ffmpeg's is: no hash, no second probe, no fsync. */
static void
render (const char *folder,
        const char *from,
        const char *to,
        const char *recipe)
{
  g_autofree char *in_path = g_build_filename (folder, from, NULL);
  g_autofree char *out_path = g_build_filename (folder, to, NULL);
  g_autofd int in = open (in_path, O_RDONLY | O_CLOEXEC);
  g_autofd int out = open (out_path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  g_autoptr(JsonObject) request = render_request (folder, recipe);
  g_autoptr(GError) error = NULL;
  g_autoptr(CsMediaProcess) process = cs_media_process_new (folder, &error);
  g_autoptr(JsonObject) result = NULL;

  if (in < 0 || out < 0)
    fail (from, g_strerror (errno));

  if (process != NULL)
    result = cs_media_process_ask (process, request, (int[]) { in, out }, 2, PATIENCE,
                                   NULL, NULL, NULL, &error);
  if (result == NULL)
    fail (to, error->message);
}

static void
remux_ours (const char *folder)
{
  render (folder, "long.mp4", "remux-ours.mp4", "{\"action\": \"remux\"}");
}

static void
remux_theirs (const char *folder)
{
  run_quietly (folder, "ffmpeg -nostdin -v error -y -i long.mp4 -c copy -movflags +faststart"
               " remux-theirs.mp4");
}

static void
encode_ours (const char *folder)
{
  render (folder, "clip.mp4", "ours.mp4",
          "{\"action\": \"encode\", \"quantizer\": 23, \"gop_max\": 250,"
          " \"audio_bitrate\": 128000}");
}

static void
encode_theirs (const char *folder)
{
  g_autofree char *line =
    g_strdup_printf ("ffmpeg -nostdin -v error -y -i clip.mp4 -c:v libx264 -preset %s"
                     " -crf 23 -g 250 -c:a aac -b:a 128k -movflags +faststart theirs.mp4", preset);

  run_quietly (folder, line);
}

static void
encode_handbrake (const char *folder)
{
  g_autofree char *line =
    g_strdup_printf ("HandBrakeCLI -i clip.mp4 -o handbrake.mp4 -e x264 --encoder-preset %s"
                     " -q 23 -E av_aac -B 128 -O --no-comb-detect --no-deinterlace", preset);

  run_quietly (folder, line);
}

static double
ssim (const char *folder,
      const char *name)
{
  /* We say which colours HD has where the source did not; ffmpeg would convert from its guess. */
  g_autofree char *line =
    g_strdup_printf ("ffmpeg -nostdin -v info -i %s -i clip.mp4 -lavfi"
                     " '[0:v]setparams=colorspace=bt709:range=tv[a];"
                     "[1:v]setparams=colorspace=bt709:range=tv[b];[a][b]ssim' -an -f null -", name);
  g_autofree char *said = run (folder, line);
  const char *all = strstr (said, "All:");

  return all != NULL ? g_ascii_strtod (all + strlen ("All:"), NULL) : 0;
}

static void
tell_likeness (const char *folder)
{
  double ours = ssim (folder, "ours.mp4"), theirs = ssim (folder, "theirs.mp4");

  g_print ("{\"name\": \"media.encode.%s.ssim\", \"value\": %.5f, \"unit\": \"SSIM\","
           " \"peer\": \"ffmpeg\", \"ratio\": %.5f, \"limit\": 0.0005, \"pass\": %s}\n",
           preset, ours, theirs > 0 ? ours / theirs : 0,
           theirs - ours <= 0.0005 ? "true" : "false");
}

static void
tell_of (const char *measure,
         const char *unit,
         const char *peer,
         double      ours,
         double      theirs,
         double      limit)
{
  g_autofree char *name = g_strdup_printf ("media.encode.%s.%s", preset, measure);

  tell (name, unit, peer, ours, theirs, limit);
}

/* The most that one act of a process of its own held in memory, in MiB. */
static double
peak_of (const char *act,
         const char *folder)
{
  struct rusage usage;
  int status = 0;
  pid_t pid = fork ();

  if (pid == 0)
    {
      execl ("/proc/self/exe", "bench-media", act, folder, preset, NULL);
      _exit (EXIT_FAILURE);
    }

  if (wait4 (pid, &status, 0, &usage) != pid || !WIFEXITED (status) || WEXITSTATUS (status) != 0)
    fail (act, "did not end well");

  return usage.ru_maxrss / 1024.0;
}

/* The act in a process of its own; ends when what it started was waited for, and so counts. */
static int
run_act (const char *act,
         const char *folder)
{
  struct rusage children = { 0, };

  if (strcmp (act, "ours") == 0)
    encode_ours (folder);
  else
    encode_theirs (folder);

  while (getrusage (RUSAGE_CHILDREN, &children) == 0 && children.ru_maxrss == 0)
    cs_pause (5, NULL, NULL);

  return EXIT_SUCCESS;
}

static void
compare_encoders (const char *folder,
                  const char *with,
                  guint       rounds)
{
  Cost ours, theirs;

  preset = with;
  compare (encode_ours, encode_theirs, folder, rounds, &ours, &theirs);
  tell_of ("cpu", "s", "ffmpeg", ours.cpu, theirs.cpu, 1.05);
  tell_of ("wall", "s", "ffmpeg", ours.wall, theirs.wall, 1.05);
  tell_of ("memory", "MiB", "ffmpeg", peak_of ("ours", folder), peak_of ("theirs", folder), 1.25);
  tell_likeness (folder);

  compare (encode_ours, encode_handbrake, folder, 1, &ours, &theirs);
  tell_of ("wall.handbrake", "s", "HandBrakeCLI", ours.wall, theirs.wall, 0.95);
}

static void
clean_up (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }

  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = NULL;
  Cost ours, theirs;

  if (g_getenv ("CREATORSYNC_MEDIA_HELPER") == NULL)
    g_setenv ("CREATORSYNC_MEDIA_HELPER", MEDIA_HELPER, TRUE);

  if (argc == 4)
    {
      preset = argv[3];
      return run_act (argv[1], argv[2]);
    }

  folder = g_dir_make_tmp ("creatorsync-bench-XXXXXX", NULL);
  make_clips (folder);

  compare (probe_ours, probe_theirs, folder, 1, &ours, &theirs);
  tell ("media.probe-100.cpu", "s", "ffprobe", ours.cpu, theirs.cpu, 0.65);

  compare (remux_ours, remux_theirs, folder, ROUNDS, &ours, &theirs);
  tell ("media.remux.wall", "s", "ffmpeg", ours.wall, theirs.wall, 2.0);

  compare_encoders (folder, "veryfast", ROUNDS);
  compare_encoders (folder, "medium", 1);

  clean_up (folder);

  return EXIT_SUCCESS;
}
