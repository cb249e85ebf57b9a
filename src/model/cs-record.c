/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-record.h"
#include "cs-record-private.h"

#include "cs-error.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (CsRecord, cs_record, cs_record_ref, cs_record_unref)

const CsRecordClass *
cs_record_class (CsRecordKind kind)
{
  static const CsRecordClass *const classes[] = {
    [CS_RECORD_ACCOUNT] = &cs_account_class,
    [CS_RECORD_POST] = &cs_post_class,
    [CS_RECORD_ATTACHMENT] = &cs_attachment_class,
    [CS_RECORD_TARGET] = &cs_target_class,
    [CS_RECORD_MEDIA] = &cs_media_class,
    [CS_RECORD_FACTS] = &cs_facts_class,
    [CS_RECORD_RENDITION] = &cs_rendition_class,
    [CS_RECORD_OUTBOX_ROW] = &cs_outbox_row_class,
    [CS_RECORD_RECEIPT] = &cs_receipt_class,
    [CS_RECORD_EVENT] = &cs_event_class,
    [CS_RECORD_STEP] = &cs_step_class,
    [CS_RECORD_CHOICE] = &cs_choice_class,
    [CS_RECORD_FINDING] = &cs_finding_class,
    [CS_RECORD_RECIPE] = &cs_recipe_class,
    [CS_RECORD_LIMITS] = &cs_limits_class,
    [CS_RECORD_SAMPLE] = &cs_sample_class,
    [CS_RECORD_ACCOUNT_SAMPLE] = &cs_account_sample_class,
    [CS_RECORD_TALLY] = &cs_tally_class,
    [CS_RECORD_ACCOUNT_DAY] = &cs_account_day_class,
    [CS_RECORD_GAP] = &cs_gap_class,
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (classes) == CS_RECORD_N_KINDS);
  g_return_val_if_fail ((guint) kind < CS_RECORD_N_KINDS, NULL);

  return classes[kind];
}

/* What a person calls one, within a sentence. */
const char *
cs_record_noun (CsRecordKind kind)
{
  static const char *const nouns[] = {
    [CS_RECORD_ACCOUNT] = N_("account"),
    [CS_RECORD_POST] = N_("post"),
    [CS_RECORD_ATTACHMENT] = N_("attachment"),
    [CS_RECORD_TARGET] = N_("target"),
    [CS_RECORD_MEDIA] = N_("media"),
    [CS_RECORD_FACTS] = N_("facts"),
    [CS_RECORD_RENDITION] = N_("rendition"),
    [CS_RECORD_OUTBOX_ROW] = N_("outbox row"),
    [CS_RECORD_RECEIPT] = N_("receipt"),
    [CS_RECORD_EVENT] = N_("event"),
    [CS_RECORD_STEP] = N_("step"),
    [CS_RECORD_CHOICE] = N_("preference"),
    [CS_RECORD_FINDING] = N_("finding"),
    [CS_RECORD_RECIPE] = N_("recipe"),
    [CS_RECORD_LIMITS] = N_("limits"),
    [CS_RECORD_SAMPLE] = N_("numbers"),
    [CS_RECORD_ACCOUNT_SAMPLE] = N_("numbers of an account"),
    [CS_RECORD_TALLY] = N_("numbers of a post"),
    [CS_RECORD_ACCOUNT_DAY] = N_("numbers of a day"),
    [CS_RECORD_GAP] = N_("gap"),
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (nouns) == CS_RECORD_N_KINDS);
  g_return_val_if_fail ((guint) kind < CS_RECORD_N_KINDS, NULL);

  return _(nouns[kind]);
}

const CsField *
cs_record_find_field (CsRecordKind  kind,
                      const char   *name)
{
  const CsRecordClass *klass = cs_record_class (kind);

  for (guint i = 0; i < klass->n_fields; i++)
    if (strcmp (klass->fields[i].name, name) == 0)
      return &klass->fields[i];

  return NULL;
}

/* An array that owns a reference on each of its records. */
GPtrArray *
cs_records_new (void)
{
  return g_ptr_array_new_with_free_func (cs_record_unref);
}

/* A record whose numbers are unknown, whose texts are NULL and whose enums are their first. */
gpointer
cs_record_new (CsRecordKind kind)
{
  const CsRecordClass *klass = cs_record_class (kind);
  CsRecord *self = g_atomic_rc_box_alloc0 (klass->size);

  self->kind = kind;

  for (guint i = 0; i < klass->n_fields; i++)
    if (klass->fields[i].type == CS_FIELD_INT)
      *(gint64 *) cs_field_place (self, &klass->fields[i]) = CS_UNKNOWN;

  return self;
}

static GPtrArray *
copy_records (GPtrArray *records)
{
  GPtrArray *copy = cs_records_new ();

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (copy, cs_record_ref (g_ptr_array_index (records, i)));

  return copy;
}

static void
copy_field (const CsField *field,
            gconstpointer  from,
            gpointer       to)
{
  switch (field->type)
    {
    case CS_FIELD_TEXT:
      *(char **) to = g_strdup (*(char *const *) from);
      break;

    case CS_FIELD_TEXTS:
      *(GStrv *) to = g_strdupv (*(const GStrv *) from);
      break;

    case CS_FIELD_INT:
      *(gint64 *) to = *(const gint64 *) from;
      break;

    case CS_FIELD_BOOL:
    case CS_FIELD_ENUM:
      *(int *) to = *(const int *) from;
      break;

    case CS_FIELD_DICT:
      if (*(GVariant *const *) from != NULL)
        *(GVariant **) to = g_variant_ref (*(GVariant *const *) from);
      break;

    case CS_FIELD_RECORD:
      if (*(CsRecord *const *) from != NULL)
        *(CsRecord **) to = cs_record_ref (*(CsRecord *const *) from);
      break;

    case CS_FIELD_RECORDS:
      {
        GPtrArray *array = *(GPtrArray *const *) from;

        if (array != NULL)
          *(GPtrArray **) to = copy_records (array);
        break;
      }

    default:
      g_assert_not_reached ();
    }
}

static void
clear_field (const CsField *field,
             gpointer       place)
{
  switch (field->type)
    {
    case CS_FIELD_TEXT:
      g_clear_pointer ((char **) place, g_free);
      break;

    case CS_FIELD_TEXTS:
      g_clear_pointer ((GStrv *) place, g_strfreev);
      break;

    case CS_FIELD_DICT:
      g_clear_pointer ((GVariant **) place, g_variant_unref);
      break;

    case CS_FIELD_RECORD:
      g_clear_pointer ((CsRecord **) place, cs_record_unref);
      break;

    case CS_FIELD_RECORDS:
      g_clear_pointer ((GPtrArray **) place, g_ptr_array_unref);
      break;

    case CS_FIELD_INT:
    case CS_FIELD_BOOL:
    case CS_FIELD_ENUM:
      break;

    default:
      g_assert_not_reached ();
    }
}

/* A new record, equal to this one, that its maker may still change. */
gpointer
cs_record_copy (gconstpointer record)
{
  const CsRecord *self = record;
  const CsRecordClass *klass = cs_record_class (self->kind);
  CsRecord *copy = g_atomic_rc_box_alloc0 (klass->size);

  copy->kind = self->kind;

  for (guint i = 0; i < klass->n_fields; i++)
    copy_field (&klass->fields[i], cs_field_place (self, &klass->fields[i]),
                cs_field_place (copy, &klass->fields[i]));

  return copy;
}

gpointer
cs_record_ref (gpointer record)
{
  return g_atomic_rc_box_acquire (record);
}

static void
clear_record (gpointer data)
{
  CsRecord *self = data;
  const CsRecordClass *klass = cs_record_class (self->kind);

  for (guint i = 0; i < klass->n_fields; i++)
    clear_field (&klass->fields[i], cs_field_place (self, &klass->fields[i]));
}

void
cs_record_unref (gpointer record)
{
  g_atomic_rc_box_release_full (record, clear_record);
}

static gboolean
records_equal (GPtrArray *a,
               GPtrArray *b)
{
  guint length = a != NULL ? a->len : 0;

  if (length != (b != NULL ? b->len : 0))
    return FALSE;

  for (guint i = 0; i < length; i++)
    if (!cs_record_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;

  return TRUE;
}

static gboolean
texts_equal (GStrv a,
             GStrv b)
{
  static const char *const none[] = { NULL };

  return g_strv_equal (a != NULL ? (const char *const *) a : none,
                       b != NULL ? (const char *const *) b : none);
}

static gboolean
field_equal (const CsField *field,
             gconstpointer  a,
             gconstpointer  b)
{
  switch (field->type)
    {
    case CS_FIELD_TEXT:
      return g_strcmp0 (*(char *const *) a, *(char *const *) b) == 0;

    case CS_FIELD_TEXTS:
      return texts_equal (*(const GStrv *) a, *(const GStrv *) b);

    case CS_FIELD_INT:
      return *(const gint64 *) a == *(const gint64 *) b;

    case CS_FIELD_BOOL:
    case CS_FIELD_ENUM:
      return *(const int *) a == *(const int *) b;

    case CS_FIELD_DICT:
      {
        GVariant *x = *(GVariant *const *) a;
        GVariant *y = *(GVariant *const *) b;

        return x == y || (x != NULL && y != NULL && g_variant_equal (x, y));
      }

    case CS_FIELD_RECORD:
      return cs_record_equal (*(CsRecord *const *) a, *(CsRecord *const *) b);

    case CS_FIELD_RECORDS:
      return records_equal (*(GPtrArray *const *) a, *(GPtrArray *const *) b);

    default:
      g_assert_not_reached ();
    }
}

/* Field by field; an empty list and none are the same. Both may be NULL. */
gboolean
cs_record_equal (gconstpointer a,
                 gconstpointer b)
{
  const CsRecord *x = a;
  const CsRecord *y = b;
  const CsRecordClass *klass;

  if (x == y)
    return TRUE;

  if (x == NULL || y == NULL || x->kind != y->kind)
    return FALSE;

  klass = cs_record_class (x->kind);

  for (guint i = 0; i < klass->n_fields; i++)
    if (!field_equal (&klass->fields[i], cs_field_place (x, &klass->fields[i]),
                      cs_field_place (y, &klass->fields[i])))
      return FALSE;

  return TRUE;
}

/* What a list of records looks like from outside: aa{sv}. */
GVariant *
cs_records_to_variant (GPtrArray *records)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; records != NULL && i < records->len; i++)
    g_variant_builder_add_value (&builder, cs_record_to_variant (g_ptr_array_index (records, i)));

  return g_variant_builder_end (&builder);
}

/* The field's value, or NULL for one that nobody gave. */
static GVariant *
field_to_variant (const CsField *field,
                  gconstpointer  place)
{
  switch (field->type)
    {
    case CS_FIELD_TEXT:
      {
        const char *text = *(char *const *) place;

        return text != NULL ? g_variant_new_string (text) : NULL;
      }

    case CS_FIELD_TEXTS:
      {
        const GStrv texts = *(const GStrv *) place;

        return texts != NULL ? g_variant_new_strv ((const char *const *) texts, -1) : NULL;
      }

    case CS_FIELD_INT:
      {
        gint64 number = *(const gint64 *) place;

        return number != CS_UNKNOWN ? g_variant_new_int64 (number) : NULL;
      }

    case CS_FIELD_BOOL:
      return g_variant_new_boolean (*(const gboolean *) place);

    case CS_FIELD_ENUM:
      return g_variant_new_string (field->names[*(const int *) place]);

    case CS_FIELD_DICT:
      return *(GVariant *const *) place;

    case CS_FIELD_RECORD:
      {
        const CsRecord *record = *(CsRecord *const *) place;

        return record != NULL ? cs_record_to_variant (record) : NULL;
      }

    case CS_FIELD_RECORDS:
      {
        GPtrArray *records = *(GPtrArray *const *) place;

        return records != NULL ? cs_records_to_variant (records) : NULL;
      }

    default:
      g_assert_not_reached ();
    }
}

/**
 * cs_record_to_variant:
 *
 * Returns: (transfer floating): a{sv} with one entry a field; what nobody gave
 *   is left out
 */
GVariant *
cs_record_to_variant (gconstpointer record)
{
  const CsRecord *self = record;
  const CsRecordClass *klass = cs_record_class (self->kind);
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const CsField *field = &klass->fields[i];
      GVariant *value = field_to_variant (field, cs_field_place (self, field));

      if (value != NULL)
        g_variant_builder_add (&builder, "{sv}", field->name, value);
    }

  return g_variant_builder_end (&builder);
}

gboolean
cs_enum_from_name (const char *const *names,
                   const char        *name,
                   int               *value)
{
  for (int i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      {
        *value = i;
        return TRUE;
      }

  return FALSE;
}

static GPtrArray *
records_from_variant (CsRecordKind   kind,
                      GVariant      *value,
                      GError       **error)
{
  g_autoptr(GPtrArray) records = cs_records_new ();
  GVariantIter iter;
  GVariant *child;

  g_variant_iter_init (&iter, value);

  while ((child = g_variant_iter_next_value (&iter)) != NULL)
    {
      gpointer record = cs_record_from_variant (kind, child, error);

      g_variant_unref (child);

      if (record == NULL)
        return NULL;

      g_ptr_array_add (records, record);
    }

  return g_steal_pointer (&records);
}

static const GVariantType *
field_variant_type (const CsField *field)
{
  static const char *const types[] = {
    [CS_FIELD_TEXT] = "s", [CS_FIELD_TEXTS] = "as", [CS_FIELD_INT] = "x", [CS_FIELD_BOOL] = "b",
    [CS_FIELD_ENUM] = "s", [CS_FIELD_DICT] = "a{sv}", [CS_FIELD_RECORD] = "a{sv}",
    [CS_FIELD_RECORDS] = "aa{sv}",
  };

  return G_VARIANT_TYPE (types[field->type]);
}

static gboolean
field_from_variant (const CsField  *field,
                    GVariant       *value,
                    gpointer        place,
                    GError        **error)
{
  const char *name;

  if (!g_variant_is_of_type (value, field_variant_type (field)))
    return cs_fail (error, CS_ERROR_INVALID, "“%s” is of the wrong type", field->name);

  switch (field->type)
    {
    case CS_FIELD_TEXT:
      *(char **) place = g_variant_dup_string (value, NULL);
      return TRUE;

    case CS_FIELD_TEXTS:
      *(GStrv *) place = g_variant_dup_strv (value, NULL);
      return TRUE;

    case CS_FIELD_INT:
      *(gint64 *) place = g_variant_get_int64 (value);
      return TRUE;

    case CS_FIELD_BOOL:
      *(gboolean *) place = g_variant_get_boolean (value);
      return TRUE;

    case CS_FIELD_ENUM:
      name = g_variant_get_string (value, NULL);
      return cs_enum_from_name (field->names, name, place)
          || cs_fail (error, CS_ERROR_INVALID, "“%s” is no value of “%s”", name, field->name);

    case CS_FIELD_DICT:
      *(GVariant **) place = g_variant_ref (value);
      return TRUE;

    case CS_FIELD_RECORD:
      *(gpointer *) place = cs_record_from_variant (field->kind, value, error);
      return *(gpointer *) place != NULL;

    case CS_FIELD_RECORDS:
      *(GPtrArray **) place = records_from_variant (field->kind, value, error);
      return *(GPtrArray **) place != NULL;

    default:
      g_assert_not_reached ();
    }
}

/**
 * cs_record_from_variant:
 * @value: a{sv}, as from cs_record_to_variant(); what it leaves out is unknown,
 *   names that this version does not know are passed over
 *
 * Returns: (transfer full): a record, or NULL with %CS_ERROR_INVALID
 */
gpointer
cs_record_from_variant (CsRecordKind   kind,
                        GVariant      *value,
                        GError       **error)
{
  CsRecord *self;
  GVariantIter iter;
  const char *name;
  GVariant *child;

  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT))
    return cs_fail_null (error, CS_ERROR_INVALID, "A %s is written as a dictionary",
                         cs_record_noun (kind));

  self = cs_record_new (kind);
  g_variant_iter_init (&iter, value);

  while (g_variant_iter_loop (&iter, "{&sv}", &name, &child))
    {
      const CsField *field = cs_record_find_field (kind, name);

      if (field == NULL)
        continue;

      clear_field (field, cs_field_place (self, field));

      if (!field_from_variant (field, child, cs_field_place (self, field), error))
        {
          g_variant_unref (child);
          cs_record_unref (self);
          return NULL;
        }
    }

  return self;
}
