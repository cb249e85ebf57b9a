/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-media.h"
#include "cs-post.h"
#include "cs-record.h"
#include "cs-test.h"

#include <string.h>

static void fill (gpointer record,
                  guint    seed);

/* Something in every field, different for every seed and field. */
static void
fill_field (const CsField *field,
            gpointer       place,
            guint          seed)
{
  switch (field->type)
    {
    case CS_FIELD_TEXT:
      *(char **) place = g_strdup_printf ("text %u ü", seed);
      break;
    case CS_FIELD_TEXTS:
      *(GStrv *) place = g_strsplit ("a,b", ",", -1);
      break;
    case CS_FIELD_INT:
      *(gint64 *) place = seed;
      break;
    case CS_FIELD_BOOL:
      *(gboolean *) place = seed % 2;
      break;
    case CS_FIELD_ENUM:
      *(int *) place = field->names[1] != NULL;
      break;
    case CS_FIELD_DICT:
      *(GVariant **) place = g_variant_ref_sink (g_variant_new_parsed ("{'k': <%u>}", seed));
      break;
    case CS_FIELD_RECORD:
      *(gpointer *) place = cs_record_new (field->kind);
      fill (*(gpointer *) place, seed);
      break;
    case CS_FIELD_RECORDS:
      *(GPtrArray **) place = cs_records_new ();
      g_ptr_array_add (*(GPtrArray **) place, cs_record_new (field->kind));
      fill (g_ptr_array_index (*(GPtrArray **) place, 0), seed);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
fill (gpointer record,
      guint    seed)
{
  const CsRecordClass *klass = cs_record_class (((CsRecord *) record)->kind);

  for (guint i = 0; i < klass->n_fields; i++)
    fill_field (&klass->fields[i], cs_field_place (record, &klass->fields[i]), seed + i);
}

static void
assert_round_trip (CsRecord *record)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) value = g_variant_ref_sink (cs_record_to_variant (record));
  CsRecord *back = cs_record_from_variant (record->kind, value, &error);
  CsRecord *copy = cs_record_copy (record);

  g_assert_no_error (error);
  g_assert_true (cs_record_equal (record, back));
  g_assert_true (cs_record_equal (record, copy));
  cs_record_unref (back);
  cs_record_unref (copy);
}

static void
test_every_kind_goes_there_and_back (void)
{
  for (guint kind = 0; kind < CS_RECORD_N_KINDS; kind++)
    {
      CsRecord *empty = cs_record_new (kind);
      CsRecord *full = cs_record_new (kind);

      fill (full, 100 * kind + 1);
      assert_round_trip (empty);
      assert_round_trip (full);
      g_assert_false (cs_record_equal (empty, full));
      cs_record_unref (empty);
      cs_record_unref (full);
    }
}

/* Each field alone makes a difference: none is forgotten by comparing. */
static void
test_every_field_counts (void)
{
  for (guint kind = 0; kind < CS_RECORD_N_KINDS; kind++)
    for (guint i = 0; i < cs_record_class (kind)->n_fields; i++)
      {
        const CsField *field = &cs_record_class (kind)->fields[i];
        CsRecord *a = cs_record_new (kind);
        CsRecord *b = cs_record_new (kind);

        fill_field (field, cs_field_place (b, field), 1);
        g_assert_false (cs_record_equal (a, b));
        cs_record_unref (a);
        cs_record_unref (b);
      }
}

static void
test_unknown_is_left_out (void)
{
  CsFacts *facts = cs_record_new (CS_RECORD_FACTS);
  g_autoptr(GVariant) value = NULL;

  facts->width = 0;
  value = g_variant_ref_sink (cs_record_to_variant (facts));
  g_assert_true (g_variant_lookup (value, "width", "x", NULL));
  g_assert_false (g_variant_lookup (value, "height", "x", NULL));
  g_assert_cmpint (facts->height, ==, CS_UNKNOWN);
  cs_record_unref (facts);
}

static void
test_bad_input_is_refused (void)
{
  const char *const bad[] = {
    "{'id': <5>}", "{'visibility': <'nowhere'>}", "{'attachments': <['x']>}",
    "{'attachments': <[{'part': <'one'>}]>}", "{'thread': <'one'>}", "{'created_at': <'now'>}", NULL
  };

  for (guint i = 0; bad[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GVariant) value = g_variant_parse (NULL, bad[i], NULL, NULL, NULL);

      g_assert_nonnull (value);
      g_assert_null (cs_record_from_variant (CS_RECORD_POST, value, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    }
}

static void
test_names_of_later_versions_are_passed_over (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) value = g_variant_ref_sink (g_variant_new_parsed (
    "{'id': <'x'>, 'mood': <'good'>, 'id': <'y'>}"));
  g_autoptr(CsPost) post = cs_record_from_variant (CS_RECORD_POST, value, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (post->id, ==, "y");
}

CS_TESTS (record)
{
  g_test_add_func ("/model/record/every-kind-goes-there-and-back",
                   test_every_kind_goes_there_and_back);
  g_test_add_func ("/model/record/every-field-counts", test_every_field_counts);
  g_test_add_func ("/model/record/unknown-is-left-out", test_unknown_is_left_out);
  g_test_add_func ("/model/record/bad-input-is-refused", test_bad_input_is_refused);
  g_test_add_func ("/model/record/later-names-are-passed-over",
                   test_names_of_later_versions_are_passed_over);
}
