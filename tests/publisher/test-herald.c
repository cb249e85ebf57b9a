/* What the publisher says while no window is open. On a session bus of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-herald.h"
#include "fixture.h"
#include "notices.h"

#include <string.h>

#define APPLICATION      "io.github.creatorsync.CreatorSync"
#define APPLICATION_PATH "/io/github/creatorsync/CreatorSync"
#define PATIENCE_SECONDS 20

#define REFUSED \
  "on POST /xrpc/com.atproto.repo.putRecord nth=1 do status=400 " \
  "body='{\"error\":\"InvalidRequest\",\"message\":\"Not this word\"}'"

static const char xml[] =
  "<node><interface name='org.freedesktop.Application'>"
  "<method name='ActivateAction'><arg type='s' direction='in'/><arg type='av' direction='in'/>"
  "<arg type='a{sv}' direction='in'/></method></interface></node>";

/* A publisher’s workspace, a shell, and a window that could be started. */
typedef struct
{
  Fixture  *fixture;
  Notices  *notices;
  CsHerald *herald;
  char     *post;
  char     *opened;     /* what the window was told: the action and its parameter */
} Scene;

static void
on_activate (GDBusConnection       *connection,
             const char            *sender,
             const char            *path,
             const char            *interface,
             const char            *method,
             GVariant              *args,
             GDBusMethodInvocation *invocation,
             gpointer               user_data)
{
  Scene *self = user_data;
  g_autoptr(GVariant) parameters = g_variant_get_child_value (args, 1);
  g_autoptr(GVariant) boxed = NULL;
  g_autoptr(GVariant) parameter = NULL;
  const char *action;

  g_variant_get_child (args, 0, "&s", &action);
  if (g_variant_n_children (parameters) > 0)
    {
      boxed = g_variant_get_child_value (parameters, 0);
      parameter = g_variant_get_variant (boxed);
    }

  g_free (self->opened);
  self->opened = g_strdup_printf ("%s %s", action, parameter != NULL
                                  ? g_variant_get_string (parameter, NULL) : "");
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
scene_clear (Scene *self)
{
  g_clear_pointer (&self->herald, cs_herald_free);
  g_clear_pointer (&self->fixture, fixture_free);
  g_clear_pointer (&self->notices, notices_free);
  g_free (self->post);
  g_free (self->opened);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

/* Lets a little time pass, in the world and here. */
static void
turn (Scene *self)
{
  cs_clock_advance (self->fixture->clock, G_USEC_PER_SEC / 2);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cs_pause (10, NULL, NULL);
}

static void
pass (Scene *self,
      int    hours)
{
  cs_clock_advance (self->fixture->clock, (gint64) hours * G_TIME_SPAN_HOUR);
}

static void
wait_for_notices (Scene *self,
                  guint  count)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;

  while (self->notices->shown->len < count && g_get_monotonic_time () < deadline)
    turn (self);

  g_assert_cmpuint (self->notices->shown->len, ==, count);
}

static void
add_post (Scene      *self,
          const char *account,
          const char *late)
{
  g_autoptr(GVariant) post = run_command (self->fixture->owner, "post.new",
                                          "{'text': <'Kiln day'>, 'accounts': <['%s']>}",
                                          account);

  g_free (self->post);
  self->post = text_of (post, "id");
  g_variant_unref (run_command (self->fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'at': <'+1h'>, 'late': <'%s'>}", self->post,
                                late));
}

/* The herald has looked by then, and says what comes. */
static void
begin (Scene      *self,
       const char *late)
{
  g_autofree char *account = NULL;

  self->fixture = fixture_new ();
  self->notices = notices_new ();
  account = sign_in (self->fixture);
  add_post (self, account, late);
  self->herald = cs_herald_new (self->fixture->owner);
  g_assert_nonnull (self->herald);
  /* In the order of asking: its own question is answered before this one. */
  g_variant_unref (run_command (self->fixture->owner, "status", "{}"));
  g_assert_cmpuint (self->notices->shown->len, ==, 0);
}

static const char *
last (GPtrArray *words)
{
  return words->pdata[words->len - 1];
}

/* A click starts the window, or brings it, with the post. The window is another program, on a
 * connection of its own. */
static void
assert_click (Scene      *self,
              const char *action,
              const char *expected)
{
  static const GDBusInterfaceVTable table = { on_activate, NULL, NULL, { NULL } };
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr(GDBusConnection) bus = g_dbus_connection_new_for_address_sync (
    g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, NULL);
  gint64 deadline = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;
  guint object = g_dbus_connection_register_object (bus, APPLICATION_PATH, node->interfaces[0],
                                                    &table, self, NULL, NULL);
  guint name = g_bus_own_name_on_connection (bus, APPLICATION, G_BUS_NAME_OWNER_FLAGS_NONE, NULL,
                                             NULL, NULL, NULL);

  g_assert_cmpuint (object, !=, 0);
  notices_click (self->notices, action);
  while (self->opened == NULL && g_get_monotonic_time () < deadline)
    turn (self);

  g_assert_cmpstr (self->opened, ==, expected);
  g_bus_unown_name (name);
  g_dbus_connection_unregister_object (bus, object);
  g_dbus_connection_close_sync (bus, NULL, NULL);
}

static void
test_what_went_out (void)
{
  g_auto(Scene) scene = { NULL };
  g_autofree char *opens = NULL;

  begin (&scene, "ask");
  cs_workspace_start_publishing (scene.fixture->owner);
  pass (&scene, 1);
  wait_for_notices (&scene, 1);
  g_assert_cmpstr (last (scene.notices->shown), ==, "Published on alice.test");
  g_assert_cmpstr (last (scene.notices->bodies), ==, "Kiln day");
  opens = g_strdup_printf ("open-post %s", scene.post);
  assert_click (&scene, "default", opens);
}

static void
test_what_needs_you (void)
{
  g_auto(Scene) scene = { NULL };

  begin (&scene, "ask");
  pass (&scene, 4);
  cs_workspace_start_publishing (scene.fixture->owner);
  wait_for_notices (&scene, 1);
  g_assert_cmpstr (last (scene.notices->shown), ==, "A Post for alice.test Needs You");
  g_assert_nonnull (strstr (last (scene.notices->bodies), "Kiln day"));
  g_assert_nonnull (strstr (last (scene.notices->actions), "Open Post"));
  assert_click (&scene, "default", "show-today ");
}

static void
test_what_was_fixed (void)
{
  g_auto(Scene) scene = { NULL };
  g_autofree char *media = NULL;
  g_autofree char *opens = NULL;

  begin (&scene, "ask");
  media = add_media (scene.fixture, "ten-bit.mkv");
  g_variant_unref (run_command (scene.fixture->owner, "media.fix",
                                "{'id': <'%s'>, 'networks': <['mastodon']>}", media));
  wait_for_notices (&scene, 1);
  g_assert_cmpstr (last (scene.notices->shown), ==, "Clip Fixed");
  g_assert_cmpstr (last (scene.notices->bodies), ==, "ten-bit.mkv");
  opens = g_strdup_printf ("open-media %s", media);
  assert_click (&scene, "default", opens);
}

static void
test_what_was_missed (void)
{
  g_auto(Scene) scene = { NULL };

  begin (&scene, "drop");
  pass (&scene, 24);
  cs_workspace_start_publishing (scene.fixture->owner);
  wait_for_notices (&scene, 1);
  g_assert_cmpstr (last (scene.notices->shown), ==, "Missed on alice.test");
}

static void
test_what_was_refused (void)
{
  g_auto(Scene) scene = { NULL };
  g_autoptr(GError) error = NULL;

  begin (&scene, "ask");
  cs_simulator_add_faults (scene.fixture->simulator, REFUSED, &error);
  g_assert_no_error (error);
  cs_workspace_start_publishing (scene.fixture->owner);
  pass (&scene, 1);
  wait_for_notices (&scene, 1);
  g_assert_cmpstr (last (scene.notices->shown), ==, "Not Published on alice.test");
  g_assert_nonnull (strstr (last (scene.notices->bodies), "Kiln day"));
}

/* What nobody wants to hear, and what a window says that took the workspace over. */
static void
test_what_is_not_said (void)
{
  g_auto(Scene) scene = { NULL };

  begin (&scene, "ask");
  g_variant_unref (run_command (scene.fixture->owner, "preference.set",
                                "{'name': <'notify-published'>, 'value': <'off'>}"));
  cs_workspace_start_publishing (scene.fixture->owner);
  pass (&scene, 1);
  wait_for_count (scene.fixture, "receipt.list", 1);
  g_variant_unref (run_command (scene.fixture->owner, "preference.set",
                                "{'name': <'notify-published'>, 'value': <'on'>}"));
  g_clear_pointer (&scene.herald, cs_herald_free);
  add_post (&scene, "alice.test", "ask");
  pass (&scene, 1);
  wait_for_count (scene.fixture, "receipt.list", 2);
  for (guint i = 0; i < 50; i++)
    turn (&scene);
  g_assert_cmpuint (scene.notices->shown->len, ==, 0);
}

/* The window has the workspace by then; the notification is still there. */
static void
test_a_click_after_the_end (void)
{
  g_auto(Scene) scene = { NULL };

  begin (&scene, "drop");
  cs_workspace_start_publishing (scene.fixture->owner);
  pass (&scene, 24);
  wait_for_notices (&scene, 1);
  for (guint i = 0; i < 10; i++)
    turn (&scene);
  g_clear_pointer (&scene.herald, cs_herald_free);
  assert_click (&scene, "default", "show-today ");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/herald/what-went-out", test_what_went_out);
  g_test_add_func ("/herald/what-needs-you", test_what_needs_you);
  g_test_add_func ("/herald/what-was-fixed", test_what_was_fixed);
  g_test_add_func ("/herald/what-was-missed", test_what_was_missed);
  g_test_add_func ("/herald/what-was-refused", test_what_was_refused);
  g_test_add_func ("/herald/a-click-after-the-end", test_a_click_after_the_end);
  g_test_add_func ("/herald/what-is-not-said", test_what_is_not_said);

  return g_test_run ();
}
