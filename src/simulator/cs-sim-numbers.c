/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-numbers.h"
#include "cs-error.h"
#include "cs-growth.h"

#include <string.h>

#define NOT_SAID (-2)      /* beside CS_SIMULATOR_UNTOLD: a line said nothing of this one */

const char *const cs_simulator_count_names[] =
{
  "likes", "replies", "shares", "quotes", "saves", "followers", "following", "posts", NULL
};

typedef struct
{
  gint64 at;
  gint64 counts[CS_SIMULATOR_N_COUNTS];
} Told;

void
cs_sim_numbers_clear (gint64 counts[CS_SIMULATOR_N_COUNTS])
{
  for (guint i = 0; i < CS_SIMULATOR_N_COUNTS; i++)
    counts[i] = CS_SIMULATOR_UNTOLD;
}

static char *
make_key (CsSimulatorFace  face,
          const char      *id)
{
  return g_strdup_printf ("%s %s", cs_simulator_face_names[face], id);
}

/* "likes=5", or "likes=none" for a number that is left out. */
static gboolean
read_count (const char  *word,
            gint64       counts[CS_SIMULATOR_N_COUNTS],
            GError     **error)
{
  g_auto(GStrv) parts = g_strsplit (word, "=", 2);

  for (guint i = 0; parts[1] != NULL && i < CS_SIMULATOR_N_COUNTS; i++)
    if (g_str_equal (parts[0], cs_simulator_count_names[i]))
      {
        counts[i] = CS_SIMULATOR_UNTOLD;

        return g_str_equal (parts[1], "none")
            || g_ascii_string_to_signed (parts[1], 10, 0, G_MAXINT64, &counts[i], error);
      }

  return cs_fail (error, CS_ERROR_USAGE, "“%s” is no count, as likes=5 or quotes=none are", word);
}

static gboolean
read_line (const char  *line,
           char       **key,
           Told        *told,
           GError     **error)
{
  g_auto(GStrv) words = g_strsplit (line, " ", -1);
  CsSimulatorFace face =
    g_strcmp0 (words[0], "bluesky") == 0 ? CS_SIMULATOR_BLUESKY : CS_SIMULATOR_MASTODON;

  if (g_strv_length (words) < 3 || !g_str_equal (words[0], cs_simulator_face_names[face]))
    return cs_fail (error, CS_ERROR_USAGE, "A line is NETWORK ID NAME=COUNT…, not “%s”", line);

  for (guint i = 0; i < CS_SIMULATOR_N_COUNTS; i++)
    told->counts[i] = NOT_SAID;

  for (guint i = 2; words[i] != NULL; i++)
    if (!read_count (words[i], told->counts, error))
      return FALSE;

  *key = make_key (face, words[1]);

  return TRUE;
}

/* From now on these are the counts, until another line says otherwise: "mastodon ID likes=5". */
gboolean
cs_sim_numbers_tell (CsSimWorld  *world,
                     const char  *line,
                     GError     **error)
{
  g_autofree char *key = NULL;
  Told told = { .at = cs_sim_world_now (world) };
  GArray *history;

  if (!read_line (line, &key, &told, error))
    return FALSE;

  history = g_hash_table_lookup (world->told, key);
  if (history == NULL)
    {
      history = g_array_new (FALSE, FALSE, sizeof (Told));
      g_hash_table_insert (world->told, g_steal_pointer (&key), history);
    }

  g_array_append_val (history, told);

  return TRUE;
}

/* What was told by then, over what is there. */
static void
overlay (CsSimWorld      *world,
         CsSimulatorFace  face,
         const char      *id,
         gint64           at,
         gint64           counts[CS_SIMULATOR_N_COUNTS])
{
  g_autofree char *key = make_key (face, id);
  GArray *history = g_hash_table_lookup (world->told, key);

  for (guint i = 0; history != NULL && i < history->len; i++)
    {
      const Told *told = &g_array_index (history, Told, i);

      for (guint k = 0; told->at <= at && k < CS_SIMULATOR_N_COUNTS; k++)
        if (told->counts[k] != NOT_SAID)
          counts[k] = told->counts[k];
    }
}

static gboolean
has_come (gint64 moment,
          gint64 at)
{
  return moment != 0 && at >= moment;
}

static void
grow (CsSimWorld *world,
      const char *id,
      gint64      born,
      gint64      at,
      gint64      counts[CS_SIMULATOR_N_COUNTS])
{
  static const CsSimulatorCount of_growth[CS_N_GROWTHS] = {
    [CS_GROWTH_LIKES] = CS_SIMULATOR_LIKES,
    [CS_GROWTH_REPLIES] = CS_SIMULATOR_REPLIES,
    [CS_GROWTH_SHARES] = CS_SIMULATOR_SHARES,
    [CS_GROWTH_QUOTES] = CS_SIMULATOR_QUOTES,
    [CS_GROWTH_SAVES] = CS_SIMULATOR_SAVES,
  };
  const CsSimOptions *options = &world->options;
  gint64 grown[CS_N_GROWTHS];

  cs_growth_of_post (options->growth_seed, id, born, at, grown);
  for (guint i = 0; i < CS_N_GROWTHS; i++)
    counts[of_growth[i]] += grown[i];

  if (!has_come (options->growth_purge_at, at))
    return;

  cs_growth_of_post (options->growth_seed, id, born, options->growth_purge_at, grown);
  counts[CS_SIMULATOR_LIKES] -= grown[CS_GROWTH_LIKES] * options->growth_purge_percent / 100;
}

/**
 * cs_sim_numbers_of_post:
 * @born: when it went out, seconds since 1970
 * @counts: (inout): what really happened until @at; then what a client is told
 */
void
cs_sim_numbers_of_post (CsSimWorld      *world,
                        CsSimulatorFace  face,
                        const char      *id,
                        gint64           born,
                        gint64           at,
                        gint64           counts[CS_SIMULATOR_N_COUNTS])
{
  if (world->options.growth)
    grow (world, id, born, at, counts);

  overlay (world, face, id, at, counts);

  if (has_come (world->options.growth_vanish_quotes_at, at))
    counts[CS_SIMULATOR_QUOTES] = CS_SIMULATOR_UNTOLD;
}

/* As above, for followers, following and posts. */
void
cs_sim_numbers_of_account (CsSimWorld      *world,
                           CsSimulatorFace  face,
                           const char      *id,
                           gint64           at,
                           gint64           counts[CS_SIMULATOR_N_COUNTS])
{
  gint64 followers = 0;
  gint64 following = 0;

  if (world->options.growth)
    cs_growth_of_account (world->options.growth_seed, id, at, &followers, &following);

  counts[CS_SIMULATOR_FOLLOWERS] += followers;
  counts[CS_SIMULATOR_FOLLOWING] += following;
  overlay (world, face, id, at, counts);
}

/* As networks say it: what they do not tell they leave out. */
void
cs_sim_numbers_set (JsonObject *object,
                    const char *name,
                    gint64      count)
{
  if (count != CS_SIMULATOR_UNTOLD)
    json_object_set_int_member (object, name, count);
}

/* For the control: under its id, each count by its name here. */
void
cs_sim_numbers_add (JsonObject   *list,
                    const char   *id,
                    const gint64  counts[CS_SIMULATOR_N_COUNTS])
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < CS_SIMULATOR_N_COUNTS; i++)
    cs_sim_numbers_set (object, cs_simulator_count_names[i], counts[i]);

  json_object_set_object_member (list, id, object);
}
