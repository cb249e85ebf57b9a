/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"
#include "cs-wire.h"
#include "fixture.h"

#include <gio/gunixfdlist.h>
#include <gio/gunixsocketaddress.h>
#include <unistd.h>

/* A process that speaks D-Bus by hand: it may say what it likes, and never reads. */
typedef struct
{
  GSocketConnection *stream;
  guint              serial;
} Guest;

static void
write_all (Guest      *self,
           const void *bytes,
           gsize       length)
{
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (self->stream)), bytes,
                             length, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
iterate (guint msec)
{
  for (guint i = 0; i < msec / 10; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      cs_pause (10, NULL, NULL);
    }
}

static Guest *
guest_new (Fixture *fixture)
{
  Guest *self = g_new0 (Guest, 1);
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *address = cs_wire_address (fixture->folder, &error);
  g_autoptr(GSocketAddress) place = NULL;
  g_autofree char *uid = g_strdup_printf ("%u", getuid ());
  g_autoptr(GString) hello = g_string_new ("AUTH EXTERNAL ");
  char answer[256] = "";

  g_assert_no_error (error);
  place = g_unix_socket_address_new (address + strlen ("unix:path="));
  self->stream = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (place), NULL, &error);
  g_assert_no_error (error);
  g_socket_set_timeout (g_socket_connection_get_socket (self->stream), 20);

  for (const char *c = uid; *c != '\0'; c++)
    g_string_append_printf (hello, "%02x", *c);
  g_string_append (hello, "\r\n");
  write_all (self, "\0", 1);
  write_all (self, hello->str, hello->len);
  /* The owner lets in on its main context, which is this one. */
  while (!g_socket_condition_check (g_socket_connection_get_socket (self->stream), G_IO_IN))
    iterate (10);
  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (self->stream)), answer,
                       sizeof answer - 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (answer, "OK "));
  write_all (self, "BEGIN\r\n", 7);

  return self;
}

static void
guest_say (Guest      *self,
           const char *method,
           GVariant   *values)
{
  g_autoptr(GDBusMessage) message = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree guchar *blob = NULL;
  gsize length;

  message = g_dbus_message_new_method_call (NULL, CS_WIRE_PATH, CS_WIRE_INTERFACE, method);
  g_dbus_message_set_serial (message, ++self->serial);
  if (values != NULL)
    g_dbus_message_set_body (message, values);
  blob = g_dbus_message_to_blob (message, &length, G_DBUS_CAPABILITY_FLAGS_NONE, &error);
  g_assert_no_error (error);
  write_all (self, blob, length);
}

/* TRUE when the owner hung up within that time. */
static gboolean
guest_is_dropped (Guest *self,
                  guint  seconds)
{
  GSocket *socket = g_socket_connection_get_socket (self->stream);

  for (guint i = 0; i < seconds * 100; i++)
    {
      if (g_socket_condition_check (socket, G_IO_HUP) & G_IO_HUP)
        return TRUE;

      iterate (10);
    }

  return FALSE;
}

static void
guest_free (Guest *self)
{
  g_object_unref (self->stream);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Guest, guest_free)

static GVariant *
post_args (const char *text)
{
  return g_variant_new_parsed ("{'text': <%s>}", text);
}

/* More answers than the socket holds, none of them read. */
static void
stop_up (Guest *guest)
{
  for (guint i = 0; i < 3000; i++)
    guest_say (guest, "Hello", NULL);

  iterate (500);
}

static void
test_who_does_not_read_blocks_nobody (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(Guest) guest = guest_new (fixture);
  g_autoptr(GVariant) posts = NULL;
  gint64 begun;

  stop_up (guest);
  guest_say (guest, "Run", g_variant_new ("(ssv)", "1", "post.new", post_args ("Never told")));
  iterate (200);

  begun = g_get_monotonic_time ();
  g_variant_unref (run_command (fixture->owner, "status", "{}"));
  g_assert_cmpint (g_get_monotonic_time () - begun, <, G_USEC_PER_SEC);

  /* It was never told that its run had begun: so the run did not. */
  g_assert_true (guest_is_dropped (guest, 10));
  posts = run_command (fixture->owner, "post.list", "{}");
  g_assert_cmpuint (g_variant_n_children (posts), ==, 0);
}

static void
test_who_does_not_read_holds_no_end (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(Guest) guest = guest_new (fixture);
  g_autoptr(Guest) other = guest_new (fixture);
  gint64 begun;

  stop_up (guest);
  stop_up (other);
  guest_say (other, "Run", g_variant_new ("(ssv)", "1", "post.new", post_args ("Never told")));
  while (g_main_context_iteration (NULL, FALSE))
    ;

  begun = g_get_monotonic_time ();
  fixture_reopen (fixture);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 3 * G_USEC_PER_SEC);
}

/* Who only listens and does not: let go before its news fill the memory. */
static void
test_who_does_not_hear_is_let_go (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(Guest) guest = guest_new (fixture);

  stop_up (guest);
  g_assert_true (guest_is_dropped (guest, 10));
  g_variant_unref (run_command (fixture->owner, "status", "{}"));
}

/* What the owner answers to message number serial. */
static GDBusMessage *
guest_hear (Guest   *self,
            guint32  serial)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (self->stream));
  GSocket *socket = g_socket_connection_get_socket (self->stream);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();

  while (TRUE)
    {
      gssize needed = bytes->len < 16 ? 16 : g_dbus_message_bytes_needed (bytes->data, bytes->len,
                                                                          NULL);
      guint8 buffer[4096];
      gssize length;

      g_assert_cmpint (needed, >, 0);
      if (bytes->len == needed)
        {
          GDBusMessage *message = g_dbus_message_new_from_blob (bytes->data, bytes->len,
                                                                G_DBUS_CAPABILITY_FLAGS_NONE,
                                                                NULL);

          g_assert_nonnull (message);
          if (g_dbus_message_get_reply_serial (message) == serial)
            return message;

          g_object_unref (message);
          g_byte_array_set_size (bytes, 0);
          continue;
        }

      while (!g_socket_condition_check (socket, G_IO_IN))
        iterate (10);
      length = MIN ((gssize) sizeof buffer, needed - (gssize) bytes->len);
      length = g_input_stream_read (input, buffer, length, NULL, NULL);
      g_assert_cmpint (length, >, 0);
      g_byte_array_append (bytes, buffer, length);
    }
}

static void
assert_refused (Guest      *guest,
                const char *method,
                GVariant   *values,
                const char *name)
{
  g_autoptr(GDBusMessage) answer = NULL;

  guest_say (guest, method, values);
  answer = guest_hear (guest, guest->serial);
  g_assert_cmpint (g_dbus_message_get_message_type (answer), ==, G_DBUS_MESSAGE_TYPE_ERROR);
  g_assert_true (g_str_has_suffix (g_dbus_message_get_error_name (answer), name));
}

/* Whatever is sent is refused in words, and the owner goes on. */
static void
test_what_makes_no_sense_is_refused (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(Guest) guest = guest_new (fixture);
  g_autoptr(Guest) other = guest_new (fixture);
  g_autoptr(GVariant) posts = NULL;
  g_autofree char *giant = g_strnfill (9 * 1024 * 1024, 'x');

  assert_refused (guest, "Explode", NULL, "UnknownMethod");
  assert_refused (guest, "Run", g_variant_new ("(i)", 1), "InvalidArgs");
  assert_refused (guest, "Cancel", NULL, "InvalidArgs");
  assert_refused (guest, "Run", g_variant_new ("(ssv)", "", "", g_variant_new_int32 (1)), ".Usage");
  assert_refused (guest, "Run", g_variant_new ("(ssv)", "1", "post.new", g_variant_new_int32 (1)),
                  ".Invalid");
  assert_refused (guest, "Run",
                  g_variant_new ("(ssv)", "1", "post.new", g_variant_new_parsed ("{'text': <1>}")),
                  ".Invalid");
  assert_refused (guest, "Run",
                  g_variant_new ("(ssv)", "1", "post.new",
                                 g_variant_new_parsed ("{'text': <'a'>, 'no such thing': <1>}")),
                  ".Invalid");
  assert_refused (guest, "Run", g_variant_new ("(ssv)", "1", "post.new", post_args (giant)),
                  ".Invalid");
  assert_refused (guest, "Run",
                  g_variant_new ("(ssv)", "1", "post.list",
                                 g_variant_new_parsed ("{'limit': <''>}")),
                  ".Invalid");

  /* No D-Bus at all: that connection ends, and no other. */
  g_test_expect_message ("GLib-GIO", G_LOG_LEVEL_WARNING, "*blob is malformed*");
  write_all (other, "GET / HTTP/1.1\r\n\r\n", 18);
  g_assert_true (guest_is_dropped (other, 10));
  g_test_assert_expected_messages ();
  posts = run_command (fixture->owner, "post.list", "{'search': <'\"* OR ('>}");
  g_assert_cmpuint (g_variant_n_children (posts), ==, 0);
}

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

/* The owner’s answer to post.list, as a process gets it that reads; and what came beside it. */
static GVariant *
ask_for_posts (Fixture      *fixture,
               GUnixFDList **files)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *address = cs_wire_address (fixture->folder, &error);
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) answered = NULL;
  g_autoptr(GDBusConnection) connection = NULL;
  GVariant *answer;

  g_assert_no_error (error);
  g_dbus_connection_new_for_address (address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT, NULL,
                                     NULL, on_ready, &opened);
  connection = g_dbus_connection_new_for_address_finish (wait_for (&opened), &error);
  g_assert_no_error (error);
  g_dbus_connection_call_with_unix_fd_list (
    connection, NULL, CS_WIRE_PATH, CS_WIRE_INTERFACE, "Run",
    g_variant_new ("(ssv)", "1", "post.list", g_variant_new_parsed ("@a{sv} {}")), NULL,
    G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, on_ready, &answered);
  answer = g_dbus_connection_call_with_unix_fd_list_finish (connection, files,
                                                            wait_for (&answered), &error);
  g_assert_no_error (error);

  return answer;
}

/* The main thread, which is the window’s, puts a message together; what is long it is spared. */
static void
test_what_is_long_comes_beside_the_message (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *text = g_strnfill (400 * 1024, 'x');

  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr(GUnixFDList) files = NULL;
      g_autoptr(GVariant) answer = NULL;

      g_variant_unref (run_command (fixture->owner, "post.new", "{'text': <'%s'>}", text));
      answer = ask_for_posts (fixture, &files);
      g_assert_true ((files != NULL) == (i == 3));
      g_assert_true ((g_variant_get_size (answer) < 1024) == (i == 3));
    }
}

CS_TESTS (guest)
{
  g_test_add_func ("/workspace/guest/what-is-long-comes-beside-the-message",
                   test_what_is_long_comes_beside_the_message);
  g_test_add_func ("/workspace/guest/who-does-not-hear-is-let-go",
                   test_who_does_not_hear_is_let_go);
  g_test_add_func ("/workspace/guest/what-makes-no-sense-is-refused",
                   test_what_makes_no_sense_is_refused);
  g_test_add_func ("/workspace/guest/who-does-not-read-blocks-nobody",
                   test_who_does_not_read_blocks_nobody);
  g_test_add_func ("/workspace/guest/who-does-not-read-holds-no-end",
                   test_who_does_not_read_holds_no_end);
}
