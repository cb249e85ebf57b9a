/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-cid.h"
#include "cs-test.h"

static char *
cid_of (const char *json)
{
  g_autoptr(JsonNode) node = json_from_string (json, NULL);

  return cs_sim_cid_of_record (node);
}

/* The two that everybody who works with content identifiers has met. */
static void
test_known_cids (void)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "", 0);
  g_autofree char *raw = cs_sim_cid_of_sha256 (sha256);
  g_autofree char *record = cid_of ("{}");

  g_assert_cmpstr (raw, ==, "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
  g_assert_cmpstr (record, ==, "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua");
  g_assert_true (cs_sim_cid_is_valid (raw));
  g_assert_true (cs_sim_cid_is_valid (record));
}

static void
test_order_of_members_is_not_content (void)
{
  g_autofree char *one = cid_of ("{\"bb\":1,\"a\":[true,null,-5],\"c\":\"x\"}");
  g_autofree char *two = cid_of ("{\"c\":\"x\",\"a\":[true,null,-5],\"bb\":1}");
  g_autofree char *other = cid_of ("{\"c\":\"x\",\"a\":[true,null,-6],\"bb\":1}");

  g_assert_cmpstr (one, ==, two);
  g_assert_cmpstr (one, !=, other);
}

static void
test_what_the_data_model_has_not (void)
{
  g_assert_null (cid_of ("{\"a\":1.5}"));
  g_assert_null (cid_of ("{\"ref\":{\"$link\":\"nonsense\"}}"));
  g_assert_null (cid_of ("{\"ref\":{\"$link\":[]}}"));
  g_assert_false (cs_sim_cid_is_valid (NULL));
  g_assert_false (cs_sim_cid_is_valid ("b"));
  g_assert_false (cs_sim_cid_is_valid ("Qmdfd"));
}

static void
test_tids (void)
{
  static const struct { gint64 usec; guint id; const char *tid; } vectors[] =
  {
    { 1700000000000000, 0, "3ke6kg3wk2222" },
    { 1700000000000000, 31, "3ke6kg3wk222z" },
    { 1700000000000001, 7, "3ke6kg3wk232b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *tid = cs_sim_tid (vectors[i].usec, vectors[i].id);

      g_assert_cmpstr (tid, ==, vectors[i].tid);
      g_assert_true (cs_sim_tid_is_valid (tid));
    }

  g_assert_false (cs_sim_tid_is_valid ("3ke6kg3wk222"));
  g_assert_false (cs_sim_tid_is_valid ("3ke6kg3wk2221"));
  g_assert_false (cs_sim_tid_is_valid ("zke6kg3wk2222"));
}

CS_TESTS (sim_cid)
{
  g_test_add_func ("/simulator/cid/known", test_known_cids);
  g_test_add_func ("/simulator/cid/order-of-members-is-not-content",
                   test_order_of_members_is_not_content);
  g_test_add_func ("/simulator/cid/what-the-data-model-has-not", test_what_the_data_model_has_not);
  g_test_add_func ("/simulator/cid/tids", test_tids);
}
