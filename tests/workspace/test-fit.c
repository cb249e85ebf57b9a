/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fixture.h"

#include "cs-fit.h"
#include "cs-rendition-store.h"
#include "cs-test.h"

#include <string.h>

/* Takes the version out of what the clip's renditions were made by, as an older program did. */
static void
make_older (Fixture    *fixture,
            const char *media_id)
{
  g_autofree char *path = g_build_filename (fixture->folder, "main.db", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(CsDb) db = NULL;
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(GPtrArray) renditions = NULL;

  cs_workspace_close (fixture->owner);
  g_clear_object (&fixture->owner);
  db = cs_db_open (path, fixture->clock, &error);
  g_assert_no_error (error);
  tx = cs_tx_begin (db, &error);
  renditions = cs_rendition_store_list_for (tx, media_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (renditions->len, ==, 1);

  for (guint i = 0; i < renditions->len; i++)
    {
      CsRendition *rendition = renditions->pdata[i];
      g_auto(GStrv) parts = g_strsplit (rendition->recipe, "\"version\":2", -1);

      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      g_free (rendition->recipe);
      rendition->recipe = g_strjoinv ("\"version\":1", parts);
      g_assert_true (cs_rendition_store_save (tx, rendition, &error));
    }

  g_assert_true (cs_tx_commit (&tx, &error));
  cs_db_close (db);
  fixture->owner = cs_workspace_open (fixture->folder, CS_WORKSPACE_OWN, NULL, &error);
  g_assert_no_error (error);
}

/* {fits, sentence} for Mastodon alone. */
static gboolean
fits (Fixture     *fixture,
      const char  *command,
      const char  *id,
      char       **sentence)
{
  g_autoptr(GVariant) all = run_command (fixture->owner, command,
                                         "{'id': <'%s'>, 'networks': <['mastodon']>}", id);
  g_autoptr(GVariant) first = g_variant_get_child_value (all, 0);
  gboolean is = FALSE;

  g_assert_true (g_variant_lookup (first, "fits", "b", &is));
  if (sentence != NULL)
    *sentence = text_of (first, "sentence");

  return is;
}

static guint
n_renditions (Fixture    *fixture,
              const char *id)
{
  g_autoptr(GVariant) shown = run_command (fixture->owner, "media.show", "{'id': <'%s'>}", id);
  g_autoptr(GVariant) all = g_variant_lookup_value (shown, "renditions",
                                                    G_VARIANT_TYPE ("aa{sv}"));

  return g_variant_n_children (all);
}

static void
test_what_is_made_otherwise_today_is_made_anew (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *id = add_media (fixture, "hlg.mp4");
  g_autofree char *sentence = NULL;

  g_assert_false (fits (fixture, "media.check", id, NULL));
  g_assert_true (fits (fixture, "media.fix", id, NULL));
  g_assert_cmpuint (n_renditions (fixture, id), ==, 1);

  make_older (fixture, id);
  g_assert_false (fits (fixture, "media.check", id, &sentence));
  g_assert_nonnull (strstr (sentence, "makes it anew"));
  g_assert_true (fits (fixture, "media.fix", id, NULL));
  g_assert_cmpuint (n_renditions (fixture, id), ==, 2);

  /* What is there is not made again. */
  g_assert_true (fits (fixture, "media.fix", id, NULL));
  g_assert_cmpuint (n_renditions (fixture, id), ==, 2);
}

/* The same program version, but nothing that it does otherwise: nobody waits for an encode. */
static void
test_what_is_as_good_is_kept (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *id = add_media (fixture, "ten-bit.mkv");

  g_assert_true (fits (fixture, "media.fix", id, NULL));
  make_older (fixture, id);
  g_assert_true (fits (fixture, "media.check", id, NULL));
  g_assert_cmpuint (n_renditions (fixture, id), ==, 1);
}

CS_TESTS (fit)
{
  g_test_add_func ("/workspace/fit/what-is-made-otherwise-today-is-made-anew",
                   test_what_is_made_otherwise_today_is_made_anew);
  g_test_add_func ("/workspace/fit/what-is-as-good-is-kept", test_what_is_as_good_is_kept);
}
