/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-choice.h"
#include "cs-test.h"

/* What a preference is in the store and on the wire: two texts, by these names. */
static void
test_a_choice_comes_back (void)
{
  g_autoptr(CsChoice) choice = cs_record_new (CS_RECORD_CHOICE);
  g_autoptr(GVariant) sent = NULL;
  g_autoptr(GVariant) other = g_variant_ref_sink (g_variant_new_parsed (
    "{'name': <'zone'>, 'value': <'Asia/Tokyo'>}"));
  g_autoptr(CsChoice) back = NULL;
  g_autoptr(CsChoice) changed = NULL;
  const char *name = NULL, *value = NULL;

  g_assert_cmpstr (cs_record_class (CS_RECORD_CHOICE)->name, ==, "preference");
  choice->name = g_strdup ("zone");
  choice->value = g_strdup ("Europe/Berlin");
  sent = g_variant_ref_sink (cs_record_to_variant (choice));
  g_assert_cmpuint (g_variant_n_children (sent), ==, 2);
  g_assert_true (g_variant_lookup (sent, "name", "&s", &name));
  g_assert_true (g_variant_lookup (sent, "value", "&s", &value));
  g_assert_cmpstr (name, ==, "zone");
  g_assert_cmpstr (value, ==, "Europe/Berlin");

  back = cs_record_from_variant (CS_RECORD_CHOICE, sent, NULL);
  changed = cs_record_from_variant (CS_RECORD_CHOICE, other, NULL);
  g_assert_true (cs_record_equal (choice, back));
  g_assert_false (cs_record_equal (choice, changed));
}

CS_TESTS (choice)
{
  g_test_add_func ("/model/choice/comes-back", test_a_choice_comes_back);
}
