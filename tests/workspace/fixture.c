/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fixture.h"

#include "cs-error.h"
#include "cs-test-folder.h"

static void
open_workspace (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  self->owner = cs_workspace_open (self->folder, CS_WORKSPACE_OWN, NULL, &error);
  g_assert_no_error (error);
}

Fixture *
fixture_new (void)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->folder = cs_test_folder_new (START, &self->clock);
  open_workspace (self);

  return self;
}

/* As after a restart. */
void
fixture_reopen (Fixture *self)
{
  cs_workspace_close (self->owner);
  g_clear_object (&self->owner);
  open_workspace (self);
}

void
fixture_free (Fixture *self)
{
  if (self->owner != NULL)
    cs_workspace_close (self->owner);
  g_clear_object (&self->owner);
  if (self->simulator != NULL)
    cs_simulator_stop (self->simulator);
  g_clear_object (&self->simulator);
  g_clear_object (&self->clock);
  cs_test_folder_free (self->folder);
  g_free (self);
}

typedef struct
{
  GAsyncResult *result;
} Outcome;

static void
on_ran (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->result = g_object_ref (result);
}

static GVariant *
run (CsWorkspace  *workspace,
     const char   *name,
     const char   *args,
     GError      **error)
{
  Outcome outcome = { NULL };
  g_autoptr(GVariant) given = NULL;
  GVariant *answer;

  given = g_variant_parse (G_VARIANT_TYPE_VARDICT, args, NULL, NULL, error);
  g_assert_no_error (*error);

  cs_workspace_run_async (workspace, name, given, NULL, NULL, on_ran, &outcome);
  while (outcome.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer = cs_workspace_run_finish (outcome.result, error);
  g_object_unref (outcome.result);

  return answer;
}

GVariant *
run_command (CsWorkspace *workspace,
             const char  *name,
             const char  *args,
             ...)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  GVariant *answer;
  va_list list;

  va_start (list, args);
  text = g_strdup_vprintf (args, list);
  va_end (list);

  answer = run (workspace, name, text, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);

  return answer;
}

void
refuse_command (CsWorkspace *workspace,
                const char  *name,
                int          code,
                const char  *args,
                ...)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = NULL;
  g_autofree char *text = NULL;
  va_list list;

  va_start (list, args);
  text = g_strdup_vprintf (args, list);
  va_end (list);

  answer = run (workspace, name, text, &error);
  g_assert_error (error, CS_ERROR, code);
  g_assert_null (answer);
  g_assert_cmpuint (strlen (error->message), >, 10);
}

char *
text_of (GVariant   *record,
         const char *name)
{
  char *text = NULL;

  g_variant_lookup (record, name, "s", &text);

  return text;
}

void
fixture_simulate (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  if (self->simulator != NULL)
    return;

  self->simulator = cs_simulator_new (self->clock);
  cs_simulator_start (self->simulator, &error);
  g_assert_no_error (error);
}

char *
sign_in (Fixture *self)
{
  g_autoptr(GVariant) begun = NULL;
  g_autoptr(GVariant) account = NULL;
  g_autofree char *id = NULL;

  fixture_simulate (self);
  begun = run_command (self->owner, "account.begin-sign-in",
                       "{'network': <'bluesky'>, 'handle': <'alice.test'>,"
                       " 'app_password': <'abcd-efgh-ijkl-mnop'>, 'host': <'%s'>,"
                       " 'endpoints': <{'plc': '%s', 'video': '%s'}>}",
                       cs_simulator_get_url (self->simulator, CS_SIMULATOR_BLUESKY),
                       cs_simulator_get_url (self->simulator, CS_SIMULATOR_PLC),
                       cs_simulator_get_url (self->simulator, CS_SIMULATOR_VIDEO));
  id = text_of (begun, "id");
  account = run_command (self->owner, "account.finish-sign-in", "{'id': <'%s'>}", id);

  return text_of (account, "id");
}

char *
add_media (Fixture    *self,
           const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", name, NULL);
  g_autoptr(GVariant) media = run_command (self->owner, "media.add", "{'path': <'%s'>}", path);

  return text_of (media, "id");
}

void
wait_for_count (Fixture    *self,
                const char *name,
                gsize       count)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr(GVariant) list = run_command (self->owner, name, "{}");

      if (g_variant_n_children (list) == count)
        return;

      cs_clock_advance (self->clock, G_USEC_PER_SEC / 2);
      cs_pause (10, NULL, NULL);
    }

  g_assert_not_reached ();
}
