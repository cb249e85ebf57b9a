/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-boxes.h"
#include "cs-channel.h"
#include "cs-error.h"
#include "cs-front.h"
#include "cs-test.h"

#include <glib/gstdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define FTYP_BYTES 16
#define MOOV_BYTES 64

static void
append_box (GByteArray *bytes,
            const char *type,
            guint32     size)
{
  guint32 length = GUINT32_TO_BE (size);

  g_byte_array_append (bytes, (const guint8 *) &length, 4);
  g_byte_array_append (bytes, (const guint8 *) type, 4);
}

/* A movie of one track with two chunks, at these places. */
static void
append_moov (GByteArray *bytes,
             guint32     first,
             guint32     second)
{
  static const char *const parents[] = { "moov", "trak", "mdia", "minf", "stbl" };
  guint32 table[] = { 0, GUINT32_TO_BE (2), GUINT32_TO_BE (first), GUINT32_TO_BE (second) };

  for (guint i = 0; i < G_N_ELEMENTS (parents); i++)
    append_box (bytes, parents[i], MOOV_BYTES - 8 * i);

  append_box (bytes, "stco", 24);
  g_byte_array_append (bytes, (const guint8 *) table, sizeof table);
}

static gboolean
put_in_front (int      fd,
              GError **error)
{
  g_autofd int ours = -1, theirs = -1;
  CsTalk talk = { 0, };
  gboolean done;
  int ends[2];

  g_assert_true (cs_channel_pair (ends, NULL));
  ours = ends[0];
  theirs = ends[1];
  talk.channel = ours;
  done = cs_front_moov (fd, &talk, 0, error);

  return done;
}

static int
file_of (const GByteArray *bytes)
{
  int fd = memfd_create ("clip", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, bytes->data, bytes->len), ==, bytes->len);

  return fd;
}

static guint32
chunk_at (int            fd,
          const CsBoxes *boxes,
          guint          index)
{
  guint32 place;

  g_assert_cmpint (pread (fd, &place, 4, boxes->tracks[0].chunks_at + 4 * (gint64) index), ==, 4);

  return GUINT32_FROM_BE (place);
}

/* More media than fit into one step, so that what is moved overlaps itself many times. */
static void
test_the_media_follow_whole (void)
{
  const gsize length = 3 * 1024 * 1024 + 777;
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  g_autofree guint8 *media = g_malloc (length), *moved = g_malloc (length);
  g_autofd int fd = -1;
  CsBoxes boxes;

  for (gsize i = 0; i < length; i++)
    media[i] = g_rand_int (rand);

  append_box (bytes, "ftyp", FTYP_BYTES);
  g_byte_array_append (bytes, (const guint8 *) "isom\0\0\0\0", 8);
  append_box (bytes, "mdat", 8 + length);
  g_byte_array_append (bytes, media, length);
  append_moov (bytes, FTYP_BYTES + 8, FTYP_BYTES + 8 + 1000000);
  fd = file_of (bytes);

  g_assert_true (put_in_front (fd, &error));
  g_assert_no_error (error);

  cs_boxes_read (fd, &boxes);
  g_assert_cmpint (boxes.claimed, ==, bytes->len);
  g_assert_cmpint (lseek (fd, 0, SEEK_END), ==, bytes->len);
  g_assert_cmpint (boxes.moov_at, ==, FTYP_BYTES);
  g_assert_cmpint (boxes.mdat_at, ==, FTYP_BYTES + boxes.moov_end - boxes.moov_at);
  g_assert_cmpint (chunk_at (fd, &boxes, 0), ==, boxes.mdat_at + 8);
  g_assert_cmpint (chunk_at (fd, &boxes, 1), ==, boxes.mdat_at + 8 + 1000000);
  g_assert_cmpint (pread (fd, moved, length, boxes.mdat_at + 8), ==, length);
  g_assert_cmpmem (moved, length, media, length);
}

/* The last chunk would lie behind what 32 bits can name. */
static void
test_four_gigabytes_are_refused (void)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GError) error = NULL;
  g_autofd int fd = -1;

  append_box (bytes, "ftyp", FTYP_BYTES);
  g_byte_array_append (bytes, (const guint8 *) "isom\0\0\0\0", 8);
  append_box (bytes, "mdat", 8);
  append_moov (bytes, FTYP_BYTES + 8, 0xfffffff0);
  fd = file_of (bytes);

  g_assert_false (put_in_front (fd, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

static void
test_what_is_not_so_is_refused (void)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GError) error = NULL;
  g_autofd int none = -1, already = -1;

  append_box (bytes, "ftyp", FTYP_BYTES);
  g_byte_array_append (bytes, (const guint8 *) "isom\0\0\0\0", 8);
  none = file_of (bytes);
  g_assert_false (put_in_front (none, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_FAILED);
  g_clear_error (&error);

  append_moov (bytes, FTYP_BYTES + 8, FTYP_BYTES + 8);
  append_box (bytes, "mdat", 8);
  already = file_of (bytes);
  g_assert_false (put_in_front (already, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_FAILED);
}

CS_TESTS (front)
{
  g_test_add_func ("/media-helper/front/the-media-follow-whole", test_the_media_follow_whole);
  g_test_add_func ("/media-helper/front/four-gigabytes-are-refused",
                   test_four_gigabytes_are_refused);
  g_test_add_func ("/media-helper/front/what-is-not-so-is-refused",
                   test_what_is_not_so_is_refused);
}
