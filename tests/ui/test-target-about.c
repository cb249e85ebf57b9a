/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-target-about.h"

#include "cs-finding-row.h"
#include "cs-post.h"
#include "cs-test.h"
#include "display.h"

typedef struct
{
  GtkWidget     *window;
  CsTargetAbout *about;
  GPtrArray     *files;
  char          *fixed;     /* the rule of what is to be mended elsewhere */
} Fixture;

static void
on_fix (Fixture  *self,
        GVariant *finding)
{
  g_free (self->fixed);
  g_variant_lookup (finding, "rule", "s", &self->fixed);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  GtkWidget *list = gtk_list_box_new ();

  self->about = g_object_new (CS_TYPE_TARGET_ABOUT, NULL);
  g_object_add_weak_pointer (G_OBJECT (self->about), (gpointer *) &self->about);
  self->files = cs_records_new ();
  self->window = gtk_window_new ();
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->about));
  gtk_window_set_child (GTK_WINDOW (self->window), list);
  gtk_window_present (GTK_WINDOW (self->window));
  g_signal_connect_swapped (self->about, "fix", G_CALLBACK (on_fix), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_null (self->about);
  g_ptr_array_unref (self->files);
  g_free (self->fixed);
}

static void
add_file (Fixture    *self,
          const char *media)
{
  CsAttachment *file = cs_record_new (CS_RECORD_ATTACHMENT);

  file->media_id = g_strdup (media);
  g_ptr_array_add (self->files, file);
}

/* @findings: as GVariant text. */
static void
show (Fixture    *self,
      const char *findings)
{
  g_autofree char *text = g_strdup_printf ("{'findings': <%s>}", findings);
  g_autoptr(GVariant) check = g_variant_ref_sink (g_variant_new_parsed (text));

  cs_target_about_show (self->about, NULL, check, self->files);
}

static const char too_long[] =
  "[{'rule': <'text.length'>, 'fix': <'text'>, 'severity': <'block'>, 'reason': <'Too long'>}]";

static const char two_clips[] =
  "[{'rule': <'video.codec'>, 'fix': <'encode'>, 'severity': <'block'>, 'file': <int64 0>,"
  "  'reason': <'The first'>},"
  " {'rule': <'video.codec'>, 'fix': <'encode'>, 'severity': <'block'>, 'file': <int64 1>,"
  "  'reason': <'The second'>}]";

static void
test_nothing_to_be_known_is_not_shown (Fixture       *self,
                                       gconstpointer  data)
{
  cs_target_about_show (self->about, NULL, NULL, self->files);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (self->about)));
  show (self, too_long);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (self->about)));
  show (self, "@aa{sv} []");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (self->about)));
}

/* The focus may be in it while each key asks anew. */
static void
test_what_is_the_same_stays (Fixture       *self,
                             gconstpointer  data)
{
  gpointer row;

  show (self, too_long);
  row = wait_for (self->window, CS_TYPE_FINDING_ROW, "Too long");
  show (self, too_long);
  g_assert_true (find_widget (self->window, CS_TYPE_FINDING_ROW, "Too long") == row);
}

static void
test_a_text_is_mended_elsewhere (Fixture       *self,
                                 gconstpointer  data)
{
  show (self, too_long);
  wait_for (self->window, GTK_TYPE_BUTTON, "Shorten");
  press (self->window, "Shorten");
  g_assert_cmpstr (self->fixed, ==, "text.length");
}

static gboolean
can_be_fixed (gpointer row)
{
  return find_widget (row, GTK_TYPE_BUTTON, "Fix") != NULL;
}

/* The first cannot be found, which is known while the second is still being made. */
static void
test_one_fix_does_not_end_another (Fixture       *self,
                                   gconstpointer  data)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *account = display_sign_in (display);
  g_autofree char *clip = display_add_clip (display, "ten-bit.mkv");
  gpointer first, second;

  add_file (self, "gone");
  add_file (self, clip);
  cs_target_about_set_account (self->about, display->library, account);
  show (self, two_clips);
  first = wait_for (self->window, CS_TYPE_FINDING_ROW, "The first");
  second = wait_for (self->window, CS_TYPE_FINDING_ROW, "The second");
  press (second, "Fix");
  press (first, "Fix");
  g_assert_false (can_be_fixed (first));
  wait_until (can_be_fixed, first);
  g_assert_false (can_be_fixed (second));
  wait_until (can_be_fixed, second);

  /* It keeps the library. */
  gtk_window_set_child (GTK_WINDOW (self->window), NULL);
}

static void
add (const char *path,
     void      (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

CS_TESTS (target_about)
{
  add ("/ui/target-about/nothing-to-be-known-is-not-shown", test_nothing_to_be_known_is_not_shown);
  add ("/ui/target-about/what-is-the-same-stays", test_what_is_the_same_stays);
  add ("/ui/target-about/a-text-is-mended-elsewhere", test_a_text_is_mended_elsewhere);
  add ("/ui/target-about/one-fix-does-not-end-another", test_one_fix_does_not_end_another);
}
