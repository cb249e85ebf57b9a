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
  g_assert_cmpint (cs_id_get_time (id), ==, G_GINT64_CONSTANT (1645557742000) * 1000);
}

static void
test_ids_differ_and_sort_by_age (void)
{
  g_autofree char *first = cs_id_new (1000000);
  g_autofree char *again = cs_id_new (1000000);
  g_autofree char *later = cs_id_new (2000000);

  g_assert_cmpstr (first, !=, again);
  g_assert_cmpstr (first, <, later);
  g_assert_true (cs_id_is_valid (first));
}

static void
test_what_is_no_id (void)
{
  g_assert_false (cs_id_is_valid (NULL));
  g_assert_false (cs_id_is_valid (""));
  g_assert_false (cs_id_is_valid ("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"));
  g_assert_false (cs_id_is_valid ("017f22e2-79b0-4cc3-98c4-dc0c0c07398f"));
  g_assert_false (cs_id_is_valid ("017f22e2-79b0-7cc3-08c4-dc0c0c07398f"));
  g_assert_false (cs_id_is_valid ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f0"));
  g_assert_cmpint (cs_id_get_time ("nothing"), ==, 0);
}

CS_TESTS (id)
{
  g_test_add_func ("/base/id/rfc-9562-vector", test_vector);
  g_test_add_func ("/base/id/differ-and-sort-by-age", test_ids_differ_and_sort_by_age);
  g_test_add_func ("/base/id/what-is-no-id", test_what_is_no_id);
}
