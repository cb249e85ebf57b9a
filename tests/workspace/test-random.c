/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"
#include "fixture.h"

#define RUNS  10
#define STEPS 200

/* One walk: 200 acts of planning, drawn from a seed. */
typedef struct
{
  Fixture   *fixture;
  GRand     *random;
  GPtrArray *posts;     /* ids that were made; some are deleted meanwhile */
  char      *account;
  char      *media;
  guint      made;
} Walk;

static const char *
any_post (Walk *walk)
{
  return walk->posts->pdata[g_rand_int_range (walk->random, 0, walk->posts->len)];
}

/* FALSE when the act was refused: then it is no step. */
static gboolean
try (Walk       *walk,
     const char *name,
     char       *args)
{
  g_autofree char *owned = args;
  g_autoptr(GVariant) given = g_variant_parse (G_VARIANT_TYPE_VARDICT, args, NULL, NULL, NULL);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GError) error = NULL;
  char *id = NULL;

  g_assert_nonnull (given);
  answer = cs_workspace_run (walk->fixture->owner, name, given, NULL, NULL, NULL, &error);
  if (answer == NULL)
    {
      g_assert_true (g_error_matches (error, CS_ERROR, CS_ERROR_INVALID)
                     || g_error_matches (error, CS_ERROR, CS_ERROR_NOT_FOUND));
      return FALSE;
    }

  if (g_str_equal (name, "post.new") && g_variant_lookup (answer, "id", "s", &id))
    g_ptr_array_add (walk->posts, id);

  return TRUE;
}

static gboolean
write_post (Walk *walk)
{
  guint n = g_rand_int (walk->random) % 1000;

  if (g_rand_boolean (walk->random))
    return try (walk, "post.new",
                g_strdup_printf ("{'text': <'Post %u'>, 'accounts': <['%s']>}", n, walk->account));

  return try (walk, "post.new",
              g_strdup_printf ("{'text': <'Clip %u'>, 'thread': <['and %u']>,"
                               " 'attachments': <[{'media_id': <'%s'>, 'alt': <'A clip'>}]>}",
                               n, n, walk->media));
}

static gboolean
act (Walk *walk)
{
  guint n = g_rand_int (walk->random) % 1000;

  if (walk->posts->len == 0)
    return write_post (walk);

  switch (g_rand_int_range (walk->random, 0, 7))
    {
    case 0:
    case 1:
      return write_post (walk);

    case 2:
      return try (walk, "post.edit",
                  g_strdup_printf ("{'id': <'%s'>, 'text': <'Edit %u'>, 'warning': <'w%u'>}",
                                   any_post (walk), n, n));

    case 3:
      return try (walk, "post.edit",
                  g_strdup_printf ("{'id': <'%s'>, 'accounts': <@as [%s%s%s]>}", any_post (walk),
                                   n % 2 ? "'" : "", n % 2 ? walk->account : "",
                                   n % 2 ? "'" : ""));

    case 4:
      return try (walk, "post.schedule",
                  g_strdup_printf ("{'id': <'%s'>, 'at': <'2027-%02u-%02u 12:%02u'>,"
                                   " 'zone': <'Europe/Berlin'>, 'late': <'%s'>}",
                                   any_post (walk), 1 + n % 12, 1 + n % 28, n % 60,
                                   n % 2 ? "drop" : "ask"));

    case 5:
      return try (walk, "post.unschedule", g_strdup_printf ("{'id': <'%s'>}", any_post (walk)));

    default:
      return try (walk, "post.delete", g_strdup_printf ("{'id': <'%s'>}", any_post (walk)));
    }
}

/* The number of the last step: an act that changed nothing is none. */
static gint64
last_step (Fixture *fixture)
{
  g_autoptr(GVariant) steps = run_command (fixture->owner, "history.list", "{'limit': <int64 1>}");
  g_autoptr(GVariant) step = NULL;
  gint64 number = 0;

  if (g_variant_n_children (steps) == 0)
    return 0;

  step = g_variant_get_child_value (steps, 0);
  g_variant_lookup (step, "number", "x", &number);

  return number;
}

static gboolean
is_step (Walk *walk)
{
  gint64 before = last_step (walk->fixture);

  return act (walk) && last_step (walk->fixture) != before;
}

/* Everything that is planned, row for row. */
static GVariant *
plans (Fixture *fixture)
{
  static const char *const names[] = { "posts", "targets", "media", "renditions" };
  g_autoptr(GVariant) all = run_command (fixture->owner, "export", "{}");
  GVariantBuilder lists = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aaa{sv}"));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GVariant) list = g_variant_lookup_value (all, names[i], NULL);

      g_variant_builder_add_value (&lists, list);
    }

  return g_variant_ref_sink (g_variant_builder_end (&lists));
}

static void
turn_all (Walk       *walk,
          const char *name,
          gboolean    restarts)
{
  for (guint i = 0; i < STEPS; i++)
    {
      g_variant_unref (run_command (walk->fixture->owner, name, "{}"));
      if (restarts && i % 10 == 9)
        fixture_reopen (walk->fixture);
    }
}

static void
walk_there_and_back (guint32  seed,
                     gboolean restarts)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GPtrArray) posts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GRand) random = g_rand_new_with_seed (seed);
  g_autofree char *account = sign_in (fixture);
  g_autofree char *media = add_media (fixture, "pass.mp4");
  g_autoptr(GVariant) first = plans (fixture);
  g_autoptr(GVariant) last = NULL;
  g_autoptr(GVariant) back = NULL;
  g_autoptr(GVariant) again = NULL;
  Walk walk = { fixture, random, posts, account, media, 0 };

  while (walk.made < STEPS)
    if (is_step (&walk))
      {
        walk.made++;
        if (restarts && walk.made % 10 == 0)
          fixture_reopen (fixture);
      }

  last = plans (fixture);
  g_assert_false (g_variant_equal (first, last));
  turn_all (&walk, "undo", restarts);
  back = plans (fixture);
  g_assert_true (g_variant_equal (first, back));
  turn_all (&walk, "redo", FALSE);
  again = plans (fixture);
  g_assert_true (g_variant_equal (last, again));
}

static void
test_undo_all_is_the_beginning (void)
{
  for (guint run = 0; run < RUNS; run++)
    walk_there_and_back (1000 + run, FALSE);
}

static void
test_restarts_change_nothing (void)
{
  walk_there_and_back (2000, TRUE);
}

CS_TESTS (random)
{
  g_test_add_func ("/workspace/random/undo-all-is-the-beginning", test_undo_all_is_the_beginning);
  g_test_add_func ("/workspace/random/restarts-change-nothing", test_restarts_change_nothing);
}
