/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"
#include "cs-wire.h"
#include "fixture.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  GString *seen;    /* "post target …": kinds that changed */
  gboolean is_lost;
} Heard;

static void
on_changed (CsWorkspace *workspace,
            const char  *kind,
            GStrv        ids,
            gpointer     user_data)
{
  Heard *heard = user_data;

  g_assert_cmpuint (g_strv_length (ids), >, 0);
  g_string_append_printf (heard->seen, "%s ", kind);
}

static void
on_lost (CsWorkspace *workspace,
         gpointer     user_data)
{
  Heard *heard = user_data;

  heard->is_lost = TRUE;
}

/* An owner answers on its own main context, so a client’s first words need a thread here. */
static gpointer
open_client (gpointer folder)
{
  g_autoptr(GError) error = NULL;
  CsWorkspace *client = cs_workspace_open (folder, CS_WORKSPACE_SHARE, NULL, &error);

  g_assert_no_error (error);
  g_assert_false (cs_workspace_is_owner (client));

  return client;
}

typedef struct
{
  const char *folder;
  gpointer    client;
  gint        is_done;
} Opening;

static gpointer
open_thread (gpointer data)
{
  Opening *opening = data;

  opening->client = open_client ((gpointer) opening->folder);
  g_atomic_int_set (&opening->is_done, 1);
  g_main_context_wakeup (NULL);

  return NULL;
}

static CsWorkspace *
join (Fixture *fixture)
{
  Opening opening = { fixture->folder, NULL, 0 };
  GThread *thread = g_thread_new ("client", open_thread, &opening);

  while (!g_atomic_int_get (&opening.is_done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);

  return opening.client;
}

static void
test_second_works_on_what_the_first_owns (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsWorkspace) client = join (fixture);
  g_autoptr(GVariant) made = run_command (client, "post.new", "{'text': <'Hello'>}");
  g_autoptr(GVariant) shown = NULL;
  g_autofree char *id = text_of (made, "id");
  g_autofree char *text = NULL;

  shown = run_command (fixture->owner, "post.show", "{'id': <'%s'>}", id);
  text = text_of (shown, "text");
  g_assert_cmpstr (text, ==, "Hello");
  cs_workspace_close (client);
}

static void
test_both_hear_what_either_changes (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsWorkspace) client = join (fixture);
  Heard owner = { g_string_new (NULL), FALSE };
  Heard other = { g_string_new (NULL), FALSE };

  g_signal_connect (fixture->owner, "changed", G_CALLBACK (on_changed), &owner);
  g_signal_connect (client, "changed", G_CALLBACK (on_changed), &other);

  g_variant_unref (run_command (client, "post.new", "{'text': <'One'>}"));
  while (strstr (owner.seen->str, "post") == NULL || strstr (other.seen->str, "post") == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_string_truncate (owner.seen, 0);
  g_string_truncate (other.seen, 0);
  g_variant_unref (run_command (fixture->owner, "undo", "{}"));
  while (owner.seen->len == 0 || other.seen->len == 0)
    g_main_context_iteration (NULL, TRUE);

  cs_workspace_close (client);
  g_string_free (owner.seen, TRUE);
  g_string_free (other.seen, TRUE);
}

typedef struct
{
  GHashTable *ids;     /* of rows that uploaded */
  gint64      done;
  gint64      total;
} Uploads;

static void
on_upload (CsWorkspace *workspace,
           const char  *id,
           const char  *title,
           gint64       done,
           gint64       total,
           gpointer     user_data)
{
  Uploads *uploads = user_data;

  if (g_strcmp0 (title, "outbox.upload") != 0)
    return;

  g_assert_cmpint (done, <=, total);
  g_hash_table_add (uploads->ids, g_strdup (id));
  uploads->done = done;
  uploads->total = total;
}

/* Bytes of the owner's publisher, as a process hears them that only watches. */
static void
test_uploads_are_heard_through_the_wire (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsWorkspace) client = join (fixture);
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *account = sign_in (fixture);
  g_autofree char *media = add_media (fixture, "pass.mp4");
  g_autoptr(GVariant) clip = NULL;
  g_autoptr(GVariant) post = NULL;
  g_autoptr(GVariant) rows = NULL;
  g_autoptr(GVariant) row = NULL;
  g_autofree char *id = NULL;
  g_autofree char *row_id = NULL;
  gint64 size = 0;
  Uploads uploads = { ids, 0, 0 };

  g_signal_connect (client, "progress", G_CALLBACK (on_upload), &uploads);
  clip = run_command (client, "media.show", "{'id': <'%s'>}", media);
  g_variant_lookup (clip, "size", "x", &size);
  post = run_command (client, "post.new",
                      "{'text': <'A clip'>, 'accounts': <['%s']>,"
                      " 'attachments': <[{'media_id': <'%s'>, 'alt': <'A cat'>}]>}",
                      account, media);
  id = text_of (post, "id");
  cs_workspace_start_publishing (fixture->owner);
  g_variant_unref (run_command (client, "post.publish", "{'id': <'%s'>}", id));
  wait_for_count (fixture, "receipt.list", 1);

  rows = run_command (client, "outbox.list", "{}");
  row = g_variant_get_child_value (rows, 0);
  row_id = text_of (row, "id");
  g_assert_cmpuint (g_hash_table_size (ids), ==, 1);
  g_assert_true (g_hash_table_contains (ids, row_id));
  g_assert_cmpint (uploads.done, ==, uploads.total);
  g_assert_cmpint (uploads.total, >=, size);
  cs_workspace_close (client);
}

static void
test_errors_keep_their_codes (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsWorkspace) client = join (fixture);

  refuse_command (client, "post.show", CS_ERROR_NOT_FOUND, "{'id': <'no such post'>}");
  refuse_command (client, "post.new", CS_ERROR_INVALID, "{'text': <1>}");
  refuse_command (client, "post.explode", CS_ERROR_USAGE, "{}");
  cs_workspace_close (client);
}

static void
test_a_lost_owner_is_noticed_and_followed (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsWorkspace) client = join (fixture);
  g_autoptr(CsWorkspace) next = NULL;
  g_autoptr(GError) error = NULL;
  Heard heard = { NULL, FALSE };

  g_signal_connect (client, "lost", G_CALLBACK (on_lost), &heard);
  cs_workspace_close (fixture->owner);
  while (!heard.is_lost)
    g_main_context_iteration (NULL, TRUE);

  refuse_command (client, "status", CS_ERROR_BUSY, "{}");
  next = cs_workspace_open (fixture->folder, CS_WORKSPACE_SHARE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cs_workspace_is_owner (next));
  cs_workspace_close (next);
  cs_workspace_close (client);
}

static void
test_second_cannot_own (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsWorkspace) second = NULL;
  g_autoptr(GError) error = NULL;

  second = cs_workspace_open (fixture->folder, CS_WORKSPACE_OWN, NULL, &error);
  g_assert_null (second);
  g_assert_error (error, CS_ERROR, CS_ERROR_BUSY);
}

/* In a Flatpak the runtime directory is each instance’s own, but for the application’s part. */
static void
test_instances_of_a_flatpak_meet (void)
{
  static const char *const made[] = {
    "app/io.github.creatorsync.CreatorSync/creatorsync", "app/io.github.creatorsync.CreatorSync",
    "app", "creatorsync", "",
  };
  g_autoptr(GError) error = NULL;
  char runtime[] = "/tmp/cs-run-XXXXXX";     /* short, as the path of a socket has to be */
  g_autofree char *shared = NULL;
  g_autofree char *before = g_strdup (g_getenv ("XDG_RUNTIME_DIR"));
  g_autofree char *inside = NULL;
  g_autofree char *outside = NULL;

  g_assert_nonnull (g_mkdtemp (runtime));
  shared = g_strconcat (runtime, "/app/io.github.creatorsync.CreatorSync/", NULL);
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_setenv ("FLATPAK_ID", "io.github.creatorsync.CreatorSync", TRUE);
  inside = cs_wire_address ("/workspace", &error);
  g_assert_no_error (error);
  /* Of a terminal in somebody else’s Flatpak, say. */
  g_setenv ("FLATPAK_ID", "org.gnome.Builder", TRUE);
  outside = cs_wire_address ("/workspace", &error);
  g_assert_no_error (error);
  g_unsetenv ("FLATPAK_ID");
  if (before != NULL)
    g_setenv ("XDG_RUNTIME_DIR", before, TRUE);
  else
    g_unsetenv ("XDG_RUNTIME_DIR");

  g_assert_nonnull (strstr (inside, shared));
  g_assert_null (strstr (outside, "/app/"));

  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autofree char *path = g_build_filename (runtime, made[i], NULL);

      g_assert_cmpint (g_rmdir (path), ==, 0);
    }
}

CS_TESTS (wire)
{
  g_test_add_func ("/workspace/wire/second-works-on-what-the-first-owns",
                   test_second_works_on_what_the_first_owns);
  g_test_add_func ("/workspace/wire/both-hear-what-either-changes",
                   test_both_hear_what_either_changes);
  g_test_add_func ("/workspace/wire/uploads-are-heard-through-the-wire",
                   test_uploads_are_heard_through_the_wire);
  g_test_add_func ("/workspace/wire/instances-of-a-flatpak-meet",
                   test_instances_of_a_flatpak_meet);
  g_test_add_func ("/workspace/wire/errors-keep-their-codes", test_errors_keep_their_codes);
  g_test_add_func ("/workspace/wire/a-lost-owner-is-noticed-and-followed",
                   test_a_lost_owner_is_noticed_and_followed);
  g_test_add_func ("/workspace/wire/second-cannot-own", test_second_cannot_own);
}
