/* What bench-calendar runs: a month of the calendar with 2,000 posts of 100,000
 *
 * Beside it, in the same window, a month as one writes it first: a GtkGrid of
 * boxes with a label a post. CPU time is the main thread’s alone; what counts is
 * how much of it, and that no turn of the main loop takes long.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-account-store.h"
#include "cs-application.h"
#include "cs-chip.h"
#include "cs-item.h"
#include "cs-ui-resources.h"
#include "cs-window.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <time.h>

#define ACCOUNT    "019e0000-0000-7000-8000-000000000001"
#define NOW        G_GINT64_CONSTANT (1790812800)    /* 2026-10-01, a month before all of them */
#define NOVEMBER   1793491200
#define DECEMBER   1796083200
#define N_TURNS    10
#define N_CHIPS    50       /* of posts; fewer are no month of 2,000 */
#define QUIET_MSEC 150
#define LONG_MSEC  16

/* 2,000 in November, 2,000 in December, the others in the ten years from 2027. */
#define MOMENT "(CASE WHEN n.i <= 2000 THEN " G_STRINGIFY (NOVEMBER) " + n.i * 1290" \
  " WHEN n.i <= 4000 THEN " G_STRINGIFY (DECEMBER) " + (n.i - 2000) * 1290" \
  " ELSE 1801440000 + (n.i * 3268) % 315360000 END)"
#define NUMBERS \
  "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "

static const char *const fill[] = {
  NUMBERS "INSERT INTO post (id, title, text, visibility, created_at)"
  " SELECT printf ('019e0000-%04x-7000-8000-%012x', n.i % 65536, n.i), printf ('Clip %d', n.i),"
  " printf ('About clip %d %.400c', n.i, 'x'), 'public', 1780272000 + n.i FROM n",
  NUMBERS "INSERT INTO target (id, post, account, state, wall, zone, fold, due, lateness,"
  " late_limit) SELECT printf ('019e0001-%04x-7000-8000-%012x', n.i % 65536, n.i), n.i, 1,"
  " 'scheduled', " MOMENT " / 60, 'Europe/Berlin', 0, " MOMENT ", 'ask', 900 FROM n",
};

/* What the main thread spent, and its longest turn. */
typedef struct
{
  double cpu;
  double longest;
  guint  n_long;
} Spent;

static void
check (gboolean  done,
       GError   *error)
{
  if (!done)
    g_error ("%s", error != NULL ? error->message : "it failed");
}

static void
make_workspace (const char *folder)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsAccount) account = cs_record_new (CS_RECORD_ACCOUNT);
  g_autoptr(CsClock) clock = cs_clock_new_virtual (NOW * G_USEC_PER_SEC);
  g_autofree char *path = g_build_filename (folder, "main.db", NULL);
  CsDb *db = cs_db_open (path, clock, &error);
  CsTx *tx;

  check (db != NULL, error);
  account->id = g_strdup (ACCOUNT);
  account->handle = g_strdup ("bench.example");
  tx = cs_tx_begin (db, &error);
  check (tx != NULL && cs_account_store_save (tx, account, &error), error);

  for (guint i = 0; i < G_N_ELEMENTS (fill); i++)
    check (cs_tx_exec (tx, fill[i], &error), error);

  check (cs_tx_commit (&tx, &error), error);
  cs_db_close (db);
}

static double
cpu_msec (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &ts);

  return ts.tv_sec * 1000.0 + ts.tv_nsec / 1000000.0;
}

static gboolean
on_look (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
on_frame (GdkFrameClock *clock,
          gint64        *last)
{
  *last = g_get_monotonic_time ();
}

/* Those of posts from @month’s first moment on, and before the end of it. */
static guint
count_chips (GtkWidget *in,
             gint64     month)
{
  CsEntry *entry = CS_IS_CHIP (in) ? cs_chip_get_entry (CS_CHIP (in)) : NULL;
  guint n = entry != NULL && gtk_widget_get_mapped (in) && entry->at >= month
            && entry->at < month + 30 * 86400;

  for (GtkWidget *child = gtk_widget_get_first_child (in); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_chips (child, month);

  return n;
}

/* Turns the main loop until all is there that is awaited, and nothing is drawn any more. */
static Spent
turn (CsWindow *window,
      gint64    month,
      gboolean *answered)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gint64 last = g_get_monotonic_time ();
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_frame), &last);
  guint look = g_timeout_add (10, on_look, NULL);
  Spent spent = { 0, };

  while (g_get_monotonic_time () - last < QUIET_MSEC * 1000
         || (answered != NULL && !*answered)
         || (month != 0 && count_chips (GTK_WIDGET (window), month) < N_CHIPS))
    {
      double before = cpu_msec ();
      double took;

      g_main_context_iteration (NULL, TRUE);
      took = cpu_msec () - before;
      spent.cpu += took;
      spent.longest = MAX (spent.longest, took);
      spent.n_long += took > LONG_MSEC;
    }

  g_source_remove (look);
  g_signal_handler_disconnect (clock, handler);

  return spent;
}

static void
add (Spent *to,
     Spent  one)
{
  to->cpu += one.cpu;
  to->longest = MAX (to->longest, one.longest);
  to->n_long += one.n_long;
}

static Spent
show (CsWindow   *window,
      const char *day,
      gint64      month)
{
  double before = cpu_msec ();
  double took;
  Spent spent;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-day", "s", day);
  took = cpu_msec () - before;
  spent = turn (window, month, NULL);
  add (&spent, (Spent) { took, took, took > LONG_MSEC });

  return spent;
}

/* The month as one writes it first. */
typedef struct
{
  GtkWidget *bin;
  gint64     from;
  gboolean   answered;
} Naive;

static void
on_rows (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Naive *naive = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) rows = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *days[42];

  check (rows != NULL, error);
  gtk_grid_set_row_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);

  for (int i = 0; i < 42; i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", i);
      GtkWidget *scrolled = gtk_scrolled_window_new ();

      days[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
      gtk_box_append (GTK_BOX (days[i]), gtk_label_new (number));
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), days[i]);
      gtk_grid_attach (GTK_GRID (grid), scrolled, i % 7, i / 7, 1, 1);
    }

  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr(GVariant) row = g_variant_get_child_value (rows, i);
      gint64 due = cs_view_int (row, "due", 0);
      g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (due);
      g_autofree char *hour = g_date_time_format (time, "%H:%M");
      g_autofree char *text = g_strdup_printf ("%s %s", hour, cs_view_text (row, "title"));
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (days[CLAMP ((due - naive->from) / 86400, 0, 41)]), label);
    }

  adw_bin_set_child (ADW_BIN (naive->bin), grid);
  naive->answered = TRUE;
}

static Spent
show_naive (CsWindow  *window,
            CsLibrary *library,
            GtkWidget *bin,
            gint64     from)
{
  Naive naive = { bin, from, FALSE };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "from", "x", from);
  g_variant_dict_insert (&args, "until", "x", from + 42 * 86400);
  cs_library_run (library, "post.rows", g_variant_dict_end (&args), NULL, on_rows, &naive);

  return turn (window, 0, &naive.answered);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) accounts = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  check (accounts != NULL, error);
  *(gboolean *) user_data = TRUE;
}

/* A workspace that is opened the first time has other work to do. */
static void
wait_until_open (CsWindow  *window,
                 CsLibrary *library)
{
  gboolean answered = FALSE;

  cs_library_run (library, "account.list", NULL, NULL, on_opened, &answered);
  turn (window, 0, &answered);
}

static void
print_ratio (const char *name,
             double      value,
             double      peer,
             double      limit)
{
  g_print ("{\"name\": \"%s\", \"value\": %.3f, \"unit\": \"ms CPU of the main thread\","
           " \"peer\": \"a grid of labels\", \"ratio\": %.4f, \"limit\": %g, \"pass\": %s}\n",
           name, value, value / peer, limit, value <= peer * limit ? "true" : "false");
}

static void
measure (CsApplication *application,
         GtkWindow     *window,
         CsWindow      *self)
{
  CsLibrary *library = cs_application_get_library (application);
  GtkWidget *bin = adw_bin_new ();
  AdwNavigationPage *page = adw_navigation_page_new (bin, "Naive");
  Spent filled;
  Spent naive_filled;
  Spent turned = { 0, };
  Spent naive_turned = { 0, };

  wait_until_open (self, library);
  show (self, "2026-08-15", 0);
  filled = show (self, "2026-11-15", NOVEMBER);

  for (guint i = 0; i < N_TURNS; i++)
    {
      gboolean december = i % 2 == 0;

      add (&turned, show (self, december ? "2026-12-15" : "2026-11-15",
                          december ? DECEMBER : NOVEMBER));
    }

  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), GTK_WIDGET (page));
  turn (self, 0, NULL);
  naive_filled = show_naive (self, library, bin, NOVEMBER);
  for (guint i = 0; i < N_TURNS; i++)
    add (&naive_turned, show_naive (self, library, bin, i % 2 == 0 ? DECEMBER : NOVEMBER));

  print_ratio ("calendar.turn.cpu", turned.cpu / N_TURNS, naive_turned.cpu / N_TURNS, 0.5);
  /* Ours makes its chips and reads the fonts; the naive one finds them read. */
  print_ratio ("calendar.first-month.cpu", filled.cpu, naive_filled.cpu, 1);
  add (&turned, (Spent) { 0, filled.longest, filled.n_long });
  g_print ("{\"name\": \"calendar.longest-turn-of-the-loop\", \"value\": %.3f,"
           " \"unit\": \"ms CPU of the main thread\", \"limit\": %d, \"pass\": %s}\n",
           turned.longest, LONG_MSEC, turned.longest <= LONG_MSEC ? "true" : "false");
  g_print ("{\"name\": \"calendar.turns-over-16-ms\", \"value\": %u, \"unit\": \"turns\","
           " \"limit\": 0, \"pass\": %s}\n", turned.n_long, turned.n_long == 0 ? "true" : "false");
}

static void
on_activate (CsApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  measure (application, window, CS_WINDOW (window));
  gtk_window_close (window);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("cs-bench-calendar-XXXXXX", NULL);
  g_autofree char *clock = g_build_filename (folder, "clock", NULL);
  g_autoptr(CsApplication) application = NULL;

  setlocale (LC_ALL, "");
  make_workspace (folder);
  check (cs_clock_create_file (clock, NOW * G_USEC_PER_SEC, NULL), NULL);
  g_setenv ("CREATORSYNC_CLOCK", clock, TRUE);
  g_setenv ("CREATORSYNC_SECRETS", "memory", TRUE);
  g_resources_register (cs_ui_get_resource ());

  application = cs_application_new (G_APPLICATION_NON_UNIQUE);
  cs_application_set_folder (application, folder);
  g_signal_connect_after (application, "activate", G_CALLBACK (on_activate), NULL);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
