/* A search as it is typed, over 100,000 posts
 *
 * Beside it what one writes first: LIKE over a table of the same texts, the
 * youngest first. CPU is of the thread that answers, never the window's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-db.h"
#include "cs-search-store.h"
#include "cs-tx.h"
#include "cs-workspace.h"

#include <sqlite3.h>
#include <string.h>
#include <time.h>

#define N_WORDS 40

static const char *const words[N_WORDS] = {
  "glazing", "kiln", "porcelain", "wheel", "trimming", "handles", "teapot", "workshop", "market",
  "morning", "studio", "firing", "cobalt", "celadon", "bowl", "plate", "vase", "sketch", "mistake",
  "lesson", "throwing", "centring", "sponge", "apron", "window", "garden", "winter", "spring",
  "summer", "autumn", "order", "parcel", "question", "answer", "behind", "before", "after",
  "colour", "crack", "repair",
};

/* Common and rare, one word and two; each is typed letter by letter. */
static const char *const typed[] = {
  "porcelain", "glazing kiln", "teapot 777", "clip 4242", "zzz",
};

#define NUMBERS \
  "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
#define WORD(k) \
  "(SELECT text FROM word WHERE nr = (n.i * " #k " + n.i / " #k ") % " G_STRINGIFY (N_WORDS) ")"

static const char fill[] =
  NUMBERS "INSERT INTO post (id, title, text, visibility, created_at)"
  " SELECT printf ('019e0000-%04x-7000-8000-%012x', n.i % 65536, n.i),"
  " printf ('Clip %d %s', n.i, " WORD (7) "),"
  " printf ('%s %s and %s, then %s the %s of %s', " WORD (3) ", " WORD (11) ", " WORD (17) ", "
  WORD (23) ", " WORD (29) ", " WORD (31) "), 'public', 1780272000 + n.i FROM n";

/* What one writes first: the same texts in one table, each looked at. */
static const char *const make_naive[] = {
  "CREATE TABLE posts (id TEXT PRIMARY KEY, created_at TEXT, title TEXT, body TEXT)",
  "INSERT INTO posts SELECT id, datetime (created_at, 'unixepoch'), title, text FROM ours.post",
};

static const char naive[] =
  "SELECT id, title, body FROM posts WHERE title LIKE '%' || ?1 || '%'"
  " OR body LIKE '%' || ?1 || '%' ORDER BY created_at DESC LIMIT 20";

static double
cpu_msec (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &ts);

  return ts.tv_sec * 1000.0 + ts.tv_nsec / 1000000.0;
}

static void
check (gboolean  done,
       GError   *error)
{
  if (!done)
    g_error ("%s", error != NULL ? error->message : "SQLite failed");
}

static void
make_workspace (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsClock) clock = cs_clock_new_system ();
  CsDb *db = cs_db_open (path, clock, &error);
  CsTx *tx;

  check (db != NULL, error);
  tx = cs_tx_begin (db, &error);
  check (tx != NULL, error);
  check (cs_tx_exec (tx, "CREATE TEMP TABLE word (nr INTEGER PRIMARY KEY, text TEXT)", &error),
         error);

  for (guint i = 0; i < N_WORDS; i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO word VALUES (%u, '%s')", i, words[i]);

      check (cs_tx_exec (tx, sql, &error), error);
    }

  check (cs_tx_exec (tx, fill, &error) && cs_tx_commit (&tx, &error), error);
  check (cs_search_store_catch_up (db, NULL, &error), error);
  cs_db_close (db);
}

static sqlite3 *
open_naive (const char *folder,
            const char *ours)
{
  g_autofree char *path = g_build_filename (folder, "naive.db", NULL);
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS ours", ours);
  sqlite3 *handle;

  check (sqlite3_open (path, &handle) == SQLITE_OK
         && sqlite3_exec (handle, attach, NULL, NULL, NULL) == SQLITE_OK, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (make_naive); i++)
    check (sqlite3_exec (handle, make_naive[i], NULL, NULL, NULL) == SQLITE_OK, NULL);

  check (sqlite3_exec (handle, "DETACH ours", NULL, NULL, NULL) == SQLITE_OK, NULL);

  return handle;
}

static guint
search (CsWorkspace *workspace,
        const char  *text)
{
  g_autoptr(GError) error = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GVariant) found = NULL;

  g_variant_dict_insert (&args, "query", "s", text);
  found = cs_workspace_run (workspace, "search", g_variant_dict_end (&args), NULL, NULL, NULL,
                            &error);
  check (found != NULL, error);

  return g_variant_n_children (found);
}

static guint
search_naive (sqlite3    *handle,
              const char *text)
{
  sqlite3_stmt *stmt;
  guint n = 0;

  check (sqlite3_prepare_v2 (handle, naive, -1, &stmt, NULL) == SQLITE_OK, NULL);
  sqlite3_bind_text (stmt, 1, text, -1, SQLITE_STATIC);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    n++;
  sqlite3_finalize (stmt);

  return n;
}

static void
measure (CsWorkspace *workspace,
         sqlite3     *handle)
{
  double ours = 0;
  double theirs = 0;
  double longest = 0;
  guint n_keys = 0;
  guint n_found = 0;
  guint n_naive = 0;

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    for (gsize length = 1; length <= strlen (typed[i]); length++)
      {
        g_autofree char *text = g_strndup (typed[i], length);
        double begun = cpu_msec ();
        double took;

        n_found += search (workspace, text);
        took = cpu_msec () - begun;
        ours += took;
        longest = MAX (longest, took);
        begun = cpu_msec ();
        n_naive += search_naive (handle, text);
        theirs += cpu_msec () - begun;
        n_keys++;
      }

  g_print ("{\"name\": \"search.keystroke.cpu\", \"value\": %.3f, \"unit\": \"ms CPU\","
           " \"peer\": \"LIKE\", \"ratio\": %.4f, \"limit\": 0.25, \"pass\": %s}\n",
           ours / n_keys, ours / theirs, ours <= theirs / 4 ? "true" : "false");
  g_print ("{\"name\": \"search.longest-keystroke.cpu\", \"value\": %.3f, \"unit\": \"ms CPU\","
           " \"peer\": \"LIKE\", \"ratio\": %.4f, \"limit\": 1, \"pass\": %s}\n",
           longest, longest * n_keys / theirs, longest <= theirs / n_keys ? "true" : "false");
  g_print ("{\"name\": \"search.found\", \"value\": %u, \"unit\": \"posts; LIKE finds %u\"}\n",
           n_found, n_naive);
}

int
main (void)
{
  g_autofree char *folder = g_dir_make_tmp ("cs-bench-search-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "main.db", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(CsWorkspace) workspace = NULL;
  sqlite3 *handle;

  g_setenv ("CREATORSYNC_SECRETS", "memory", TRUE);
  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  make_workspace (path);
  handle = open_naive (folder, path);
  workspace = cs_workspace_open (folder, CS_WORKSPACE_OWN, NULL, &error);
  check (workspace != NULL, error);

  measure (workspace, handle);

  sqlite3_close (handle);
  cs_workspace_close (workspace);

  return 0;
}
