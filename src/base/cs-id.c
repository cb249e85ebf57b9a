/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-id.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* From the kernel, for ids, keys and secrets alike; it never fails once the machine is up. */
void
cs_random_bytes (guint8 *bytes,
                 gsize   length)
{
  while (length > 0)
    {
      gssize got = getrandom (bytes, length, 0);

      if (got < 0 && errno == EINTR)
        continue;

      if (got < 0)
        g_error ("The kernel gives no random numbers: %s", g_strerror (errno));

      bytes += got;
      length -= got;
    }
}

/* The id that these ten random bytes make at this moment; tests fix both. */
char *
cs_id_new_from (gint64       now_usec,
                const guint8 random[10])
{
  guint64 msec = now_usec / 1000;
  guint8 b[16];

  for (guint i = 0; i < 6; i++)
    b[i] = msec >> (8 * (5 - i));

  memcpy (b + 6, random, 10);
  b[6] = 0x70 | (b[6] & 0x0f);
  b[8] = 0x80 | (b[8] & 0x3f);

  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7],
                          b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

char *
cs_id_new (gint64 now_usec)
{
  guint8 random[10];

  cs_random_bytes (random, sizeof random);

  return cs_id_new_from (now_usec, random);
}

/* 53 bits of microseconds and 10 of who names it, in base32 that sorts. */
char *
cs_id_new_tid (gint64 usec,
               guint  clock_id)
{
  static const char alphabet[] = "234567abcdefghijklmnopqrstuvwxyz";
  guint64 number = ((guint64) usec << 10) | (clock_id & 0x3ff);
  char tid[14] = { 0, };

  for (int i = 12; i >= 0; i--)
    {
      tid[i] = alphabet[number & 31];
      number >>= 5;
    }

  return g_strdup (tid);
}
