/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-boxes.h"
#include "cs-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void
read_clip (const char *name,
           CsBoxes    *boxes)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", name, NULL);
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  cs_boxes_read (fd, boxes);
}

static void
read_bytes (const void *bytes,
            gsize       length,
            CsBoxes    *boxes)
{
  g_autofd int fd = memfd_create ("boxes", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, bytes, length), ==, length);
  cs_boxes_read (fd, boxes);
}

static void
test_order_of_moov_and_mdat (void)
{
  CsBoxes boxes;

  read_clip ("pass.mp4", &boxes);
  g_assert_true (boxes.is_iso);
  g_assert_cmpstr (boxes.brand, ==, "isom");
  g_assert_cmpuint (boxes.n_tracks, ==, 2);
  g_assert_cmpint (boxes.moov_at, <, boxes.mdat_at);
  g_assert_cmpstr (boxes.tracks[0].handler, ==, "vide");
  g_assert_cmpstr (boxes.tracks[1].handler, ==, "soun");
  g_assert_cmpint (boxes.tracks[1].edit_start, ==, 1024);
  g_assert_false (cs_boxes_edits_show (&boxes));

  read_clip ("moov-last.mp4", &boxes);
  g_assert_cmpint (boxes.moov_at, >, boxes.mdat_at);

  read_clip ("unfinished.mp4", &boxes);
  g_assert_true (boxes.is_iso);
  g_assert_cmpint (boxes.moov_at, ==, -1);

  read_clip ("ten-bit.mkv", &boxes);
  g_assert_false (boxes.is_iso);
}

static void
test_edit_list_that_cuts_is_seen (void)
{
  CsBoxes boxes;

  read_clip ("edit-list.mp4", &boxes);
  g_assert_true (cs_boxes_edits_show (&boxes));
}

/* Sizes that lie: nothing of it may hang, crash or be believed. */
static void
test_hostile_sizes (void)
{
  static const struct { const char *bytes; gsize length; } files[] = {
    { "\0\0\0\0ftyp", 8 },                                        /* to the end of the file */
    { "\0\0\0\1ftyp", 8 },                                        /* 64 bits that are not there */
    { "\0\0\0\1ftyp\0\0\0\0\0\0\0\0", 16 },                        /* 64 bits of zero */
    { "\0\0\0\1ftyp\xff\xff\xff\xff\xff\xff\xff\xff", 16 },        /* negative */
    { "\0\0\0\1ftyp\x7f\xff\xff\xff\xff\xff\xff\xff", 16 },        /* adds up to overflow */
    { "\0\0\0\7ftyp\0\0\0\0", 12 },                                /* smaller than its own header */
    { "\xff\xff\xff\xffmoov\0\0\0\x10trak\xff\xff\xff\xffmdia", 24 },
    { "\0\0\0\x18moov\0\0\0\0trak\0\0\0\0trak", 24 },       /* each ends where its parent does */
    { "\0\0\0\x28moov\0\0\0\x20trak\0\0\0\x18""edts\0\0\0\x10""elst\0\0\0\0\xff\xff\xff\xff", 40 },
    { "\0\0\0\x20moov\0\0\0\x18mvhd\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      CsBoxes boxes;

      read_bytes (files[i].bytes, files[i].length, &boxes);
      g_assert_false (cs_boxes_edits_show (&boxes));
    }
}

/* Every byte of a real header spoilt in turn, by four values. */
static void
test_spoilt_headers (void)
{
  static const guint8 values[] = { 0x00, 0x01, 0x7f, 0xff };
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips",
                                                 "edit-list.mp4", NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  CsBoxes boxes;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  read_bytes (bytes, length, &boxes);
  g_assert_cmpint (boxes.moov_at, >, 0);

  for (gsize at = boxes.moov_at; at < MIN (length, (gsize) boxes.moov_at + 900); at += 3)
    for (guint i = 0; i < G_N_ELEMENTS (values); i++)
      {
        g_autofree char *spoilt = g_memdup2 (bytes + boxes.moov_at, length - boxes.moov_at);
        CsBoxes found;

        spoilt[at - boxes.moov_at] = values[i];
        read_bytes (spoilt, length - boxes.moov_at, &found);
        cs_boxes_edits_show (&found);
        g_assert_cmpuint (found.n_tracks, <=, CS_BOXES_MAX_TRACKS);
      }
}

/* Real files with a few bytes overwritten, most of them with what lengths and counts are made of.
 * The same ones each time; CREATORSYNC_SOAK tries many more. */
static void
test_mutated_files (void)
{
  static const char *const names[] = { "edit-list.mp4", "variable.mp4", "hevc.mp4", "tagged.mp4" };
  static const guint8 values[] = { 0x00, 0x01, 0x08, 0x7f, 0x80, 0xff };
  const guint rounds = g_getenv ("CREATORSYNC_SOAK") != NULL ? 200000 : 1000;
  g_autoptr(GRand) rand = g_rand_new_with_seed (20);

  for (guint n = 0; n < G_N_ELEMENTS (names); n++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", names[n],
                                                     NULL);
      g_autofree char *bytes = NULL;
      g_autofd int fd = memfd_create ("mutated", MFD_CLOEXEC);
      gsize length;
      CsBoxes boxes;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_assert_cmpint (write (fd, bytes, length), ==, length);
      cs_boxes_read (fd, &boxes);

      for (guint i = 0; i < rounds; i++)
        {
          guint spoilt = g_rand_int_range (rand, 1, 5);
          gint64 places[4];
          CsBoxes found;

          for (guint j = 0; j < spoilt; j++)
            {
              guint8 value = g_rand_boolean (rand) ? values[g_rand_int_range (rand, 0, 6)]
                                                   : g_rand_int (rand);

              places[j] = g_rand_int_range (rand, boxes.moov_at, boxes.moov_end);
              g_assert_cmpint (pwrite (fd, &value, 1, places[j]), ==, 1);
            }

          cs_boxes_read (fd, &found);
          cs_boxes_edits_show (&found);
          g_assert_cmpuint (found.n_tracks, <=, CS_BOXES_MAX_TRACKS);

          for (guint j = 0; j < spoilt; j++)
            g_assert_cmpint (pwrite (fd, bytes + places[j], 1, places[j]), ==, 1);
        }
    }
}

/* Delays that together are longer than can be counted. */
static void
test_endless_delays (void)
{
  static const guint8 head[] = "\0\0\1\0moov\0\0\0\xf8trak\0\0\0\xf0""edts"
                               "\0\0\0\xe8""elst\1\0\0\0\0\0\0\x0a";
  static const guint8 edit[] = "\x1f\xff\xff\xff\xff\xff\xff\xfe"
                               "\xff\xff\xff\xff\xff\xff\xff\xff\0\1\0\0";
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  CsBoxes boxes;

  g_byte_array_append (bytes, head, sizeof head - 1);
  for (guint i = 0; i < 10; i++)
    g_byte_array_append (bytes, edit, sizeof edit - 1);
  g_byte_array_append (bytes, head, 256 - bytes->len);

  read_bytes (bytes->data, bytes->len, &boxes);
  g_assert_cmpuint (boxes.tracks[0].n_edits, ==, 10);
  g_assert_cmpint (boxes.tracks[0].delay, >, 0);
}

static void
test_counts_are_bounded (void)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  CsBoxes boxes;

  for (guint i = 0; i < 100000; i++)
    g_byte_array_append (bytes, (const guint8 *) "\0\0\0\x8""free", 8);

  read_bytes (bytes->data, bytes->len, &boxes);
  g_assert_true (boxes.is_iso);
  g_assert_cmpint (boxes.claimed, <, bytes->len);
}

CS_TESTS (boxes)
{
  g_test_add_func ("/media-helper/boxes/order-of-moov-and-mdat", test_order_of_moov_and_mdat);
  g_test_add_func ("/media-helper/boxes/edit-list-that-cuts-is-seen",
                   test_edit_list_that_cuts_is_seen);
  g_test_add_func ("/media-helper/boxes/hostile-sizes", test_hostile_sizes);
  g_test_add_func ("/media-helper/boxes/spoilt-headers", test_spoilt_headers);
  g_test_add_func ("/media-helper/boxes/mutated-files", test_mutated_files);
  g_test_add_func ("/media-helper/boxes/endless-delays", test_endless_delays);
  g_test_add_func ("/media-helper/boxes/counts-are-bounded", test_counts_are_bounded);
}
