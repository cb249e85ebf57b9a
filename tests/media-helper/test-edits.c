/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-boxes.h"
#include "cs-edits.h"
#include "cs-error.h"
#include "cs-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define MSEC G_GINT64_CONSTANT (1000000)

static int
copy_of (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", name, NULL);
  g_autofree char *bytes = NULL;
  int fd = memfd_create ("clip", MFD_CLOEXEC);
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpint (write (fd, bytes, length), ==, length);

  return fd;
}

static void
test_hides_the_start_of_the_sound (void)
{
  g_autoptr(GError) error = NULL;
  g_autofd int fd = copy_of ("pass.mp4");
  CsBoxes before, after;

  cs_boxes_read (fd, &before);
  g_assert_true (cs_edits_hide_start (fd, "soun", 100 * MSEC, &error));
  cs_boxes_read (fd, &after);

  g_assert_cmpint (after.tracks[1].edit_start, ==, before.tracks[1].edit_start + 4800);
  g_assert_cmpint (after.tracks[1].edit_duration, ==, before.tracks[1].edit_duration - 100);
  g_assert_cmpint (after.tracks[0].edit_start, ==, before.tracks[0].edit_start);
}

static void
test_nothing_to_hide_changes_nothing (void)
{
  g_autoptr(GError) error = NULL;
  g_autofd int fd = copy_of ("pass.mp4");
  CsBoxes before, after;

  cs_boxes_read (fd, &before);
  g_assert_true (cs_edits_hide_start (fd, NULL, 0, &error));
  cs_boxes_read (fd, &after);
  g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
}

CS_TESTS (edits)
{
  g_test_add_func ("/media-helper/edits/hides-the-start-of-the-sound",
                   test_hides_the_start_of_the_sound);
  g_test_add_func ("/media-helper/edits/nothing-to-hide-changes-nothing",
                   test_nothing_to_hide_changes_nothing);
}
