/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-id.h"
#include "cs-test.h"

/* The example of RFC 9562, appendix A.6. */
static void
test_vector (void)
{
  const guint8 random[10] = { 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f };
  g_autofree char *id = cs_id_new_from (G_GINT64_CONSTANT (1645557742000) * 1000, random);

  g_assert_cmpstr (id, ==, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

static void
test_ids_differ_and_sort_by_age (void)
{
  g_autofree char *first = cs_id_new (1000000);
  g_autofree char *again = cs_id_new (1000000);
  g_autofree char *later = cs_id_new (2000000);

  g_assert_cmpstr (first, !=, again);
  g_assert_cmpstr (first, <, later);
  g_assert_true (g_uuid_string_is_valid (first));
  g_assert_cmpint (first[14], ==, '7');
}

static void
test_tid_vectors (void)
{
  static const struct { gint64 usec; guint clock_id; const char *tid; } table[] = {
    { G_GINT64_CONSTANT (1700000000000000), 0, "3ke6kg3wk2222" },
    { G_GINT64_CONSTANT (1700000000000000), 31, "3ke6kg3wk222z" },
    { G_GINT64_CONSTANT (1700000000000001), 7, "3ke6kg3wk232b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *tid = cs_id_new_tid (table[i].usec, table[i].clock_id);

      g_assert_cmpstr (tid, ==, table[i].tid);
    }
}

CS_TESTS (id)
{
  g_test_add_func ("/base/id/rfc-9562-vector", test_vector);
  g_test_add_func ("/base/id/differ-and-sort-by-age", test_ids_differ_and_sort_by_age);
  g_test_add_func ("/base/id/tid-vectors", test_tid_vectors);
}
