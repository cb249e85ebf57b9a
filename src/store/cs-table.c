/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-table-private.h"

#include "cs-error.h"

#include <inttypes.h>
#include <string.h>

static const CsTable *const all_tables[] = {
  &cs_account_table, &cs_post_table, &cs_target_table, &cs_media_table, &cs_rendition_table,
};

static const CsTable *
find_table (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (all_tables); i++)
    if (strcmp (all_tables[i]->name, name) == 0)
      return all_tables[i];

  g_assert_not_reached ();
}

/* The table that a field points into by integer key; NULL for a field with a value. */
static const CsTable *
referred (const CsTable *table,
          const CsField *field)
{
  for (guint i = 0; table->refers != NULL && table->refers[i] != NULL; i++)
    if (g_str_has_prefix (field->name, table->refers[i])
        && strcmp (field->name + strlen (table->refers[i]), "_id") == 0)
      return find_table (table->refers[i]);

  return NULL;
}

/* Calls append for each field that has a column. */
static char *
list_columns (const CsTable *table,
              const char    *separator,
              void         (*append) (GString *sql, const CsTable *other, const char *field))
{
  const CsRecordClass *klass = cs_record_class (table->kind);
  GString *sql = g_string_new (NULL);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const CsField *field = &klass->fields[i];

      if (field->type == CS_FIELD_RECORDS)
        continue;

      if (sql->len > 0)
        g_string_append (sql, separator);

      append (sql, referred (table, field), field->name);
    }

  return g_string_free (sql, FALSE);
}

static void
append_name (GString       *sql,
             const CsTable *other,
             const char    *field)
{
  g_string_append_printf (sql, "\"%s\"", other != NULL ? other->name : field);
}

static void
append_parameter (GString       *sql,
                  const CsTable *other,
                  const char    *field)
{
  g_string_append_printf (sql, ":%s", field);
}

static void
append_assignment (GString       *sql,
                   const CsTable *other,
                   const char    *field)
{
  append_name (sql, other, field);
  g_string_append (sql, " = ");
  append_parameter (sql, other, field);
}

static void
append_value (GString       *sql,
              const CsTable *other,
              const char    *field)
{
  if (other != NULL)
    g_string_append_printf (sql, "(SELECT o.id FROM \"%s\" AS o WHERE o.nr = t.\"%s\")",
                            other->name, other->name);
  else
    g_string_append_printf (sql, "t.\"%s\"", field);
}

/* GVariant's text form, with types; NULL for nothing. */
static char *
print_variant (GVariant *value)
{
  g_autoptr(GVariant) owned = value != NULL ? g_variant_ref_sink (value) : NULL;

  return owned != NULL ? g_variant_print (owned, TRUE) : NULL;
}

static void
bind_variant (CsStmt     *stmt,
              const char *name,
              GVariant   *value)
{
  g_autofree char *text = print_variant (value);

  cs_stmt_bind_text (stmt, name, text);
}

static gboolean
bind_reference (CsTx           *tx,
                const CsTable  *other,
                CsStmt         *stmt,
                const char     *name,
                const char     *id,
                GError        **error)
{
  gint64 key = cs_table_find_key (tx, other, id, error);

  cs_stmt_bind_int (stmt, name, key);

  return key != CS_UNKNOWN;
}

static void
bind_value (const CsTable *table,
            CsStmt        *stmt,
            const CsField *field,
            const char    *name,
            gconstpointer  place)
{
  int number;

  switch (field->type)
    {
    case CS_FIELD_TEXT:
      cs_stmt_bind_text (stmt, name, *(char *const *) place);
      break;

    case CS_FIELD_TEXTS:
      {
        GStrv texts = *(const GStrv *) place;

        bind_variant (stmt, name, texts != NULL
                      ? g_variant_new_strv ((const char *const *) texts, -1) : NULL);
        break;
      }

    case CS_FIELD_INT:
      cs_stmt_bind_int (stmt, name, *(const gint64 *) place);
      break;

    case CS_FIELD_BOOL:
      cs_stmt_bind_int (stmt, name, *(const gboolean *) place ? 1 : 0);
      break;

    case CS_FIELD_ENUM:
      number = *(const int *) place;
      if (table->number != NULL)
        cs_stmt_bind_int (stmt, name, table->number (number));
      else
        cs_stmt_bind_text (stmt, name, field->names[number]);
      break;

    case CS_FIELD_DICT:
      bind_variant (stmt, name, *(GVariant *const *) place);
      break;

    case CS_FIELD_RECORD:
      {
        const CsRecord *record = *(CsRecord *const *) place;

        bind_variant (stmt, name, record != NULL ? cs_record_to_variant (record) : NULL);
        break;
      }

    case CS_FIELD_RECORDS:
    default:
      g_assert_not_reached ();
    }
}

/* Binds every column; FALSE when the record names something that is not there. */
static gboolean
bind_record (CsTx           *tx,
             const CsTable  *table,
             CsStmt         *stmt,
             gconstpointer   record,
             GError        **error)
{
  const CsRecordClass *klass = cs_record_class (table->kind);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const CsField *field = &klass->fields[i];
      gconstpointer place = cs_field_place (record, field);
      const CsTable *other = referred (table, field);
      char name[64];

      if (field->type == CS_FIELD_RECORDS)
        continue;

      g_snprintf (name, sizeof name, ":%s", field->name);

      if (other == NULL)
        bind_value (table, stmt, field, name, place);
      else if (!bind_reference (tx, other, stmt, name, *(char *const *) place, error))
        return FALSE;
    }

  return TRUE;
}

static GVariant *
parse_variant (const char          *text,
               const GVariantType  *type,
               const CsField       *field,
               GError             **error)
{
  GVariant *value = g_variant_parse (type, text, NULL, NULL, NULL);

  return value != NULL ? value
         : cs_fail_null (error, CS_ERROR_STORE, "“%s” of a record is damaged in the workspace: "
                         "restore it from a backup", field->name);
}

static gboolean
read_enum (const CsTable  *table,
           const CsField  *field,
           CsStmt         *stmt,
           int             column,
           int            *value,
           GError        **error)
{
  const char *name;
  gint64 number;

  if (table->number == NULL)
    {
      name = cs_stmt_get_text (stmt, column);
      return (name != NULL && cs_enum_from_name (field->names, name, value))
          || cs_fail (error, CS_ERROR_STORE, "“%s” is no value of “%s”: update the program",
                      name, field->name);
    }

  number = cs_stmt_get_int (stmt, column);

  for (*value = 0; field->names[*value] != NULL; (*value)++)
    if (table->number (*value) == number)
      return TRUE;

  *value = 0;

  return cs_fail (error, CS_ERROR_STORE, "%" PRId64 " is no value of “%s”: update the "
                  "program", number, field->name);
}

/* Text of whatever type the field has; the file may hold anything. */
static gboolean
read_text (const CsField  *field,
           const char     *text,
           gpointer        place,
           GError        **error)
{
  g_autoptr(GVariant) value = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return cs_fail (error, CS_ERROR_STORE, "“%s” of a record is damaged in the workspace: "
                    "restore it from a backup", field->name);

  switch (field->type)
    {
    case CS_FIELD_TEXT:
      *(char **) place = g_strdup (text);
      return TRUE;

    case CS_FIELD_TEXTS:
      value = parse_variant (text, G_VARIANT_TYPE_STRING_ARRAY, field, error);
      if (value != NULL)
        *(GStrv *) place = g_variant_dup_strv (value, NULL);
      return value != NULL;

    case CS_FIELD_DICT:
      *(GVariant **) place = parse_variant (text, G_VARIANT_TYPE_VARDICT, field, error);
      return *(GVariant **) place != NULL;

    case CS_FIELD_RECORD:
      value = parse_variant (text, G_VARIANT_TYPE_VARDICT, field, error);
      if (value != NULL)
        *(gpointer *) place = cs_record_from_variant (field->kind, value, error);
      return *(gpointer *) place != NULL;

    case CS_FIELD_INT:
    case CS_FIELD_BOOL:
    case CS_FIELD_ENUM:
    case CS_FIELD_RECORDS:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
read_field (const CsTable  *table,
            const CsField  *field,
            CsStmt         *stmt,
            int             column,
            gpointer        place,
            GError        **error)
{
  const char *text;

  switch (field->type)
    {
    case CS_FIELD_INT:
      *(gint64 *) place = cs_stmt_get_int (stmt, column);
      return TRUE;

    case CS_FIELD_BOOL:
      *(gboolean *) place = cs_stmt_get_int (stmt, column) == 1;
      return TRUE;

    case CS_FIELD_ENUM:
      return read_enum (table, field, stmt, column, place, error);

    case CS_FIELD_TEXT:
    case CS_FIELD_TEXTS:
    case CS_FIELD_DICT:
    case CS_FIELD_RECORD:
    case CS_FIELD_RECORDS:
    default:
      text = cs_stmt_get_text (stmt, column);
      return text == NULL || read_text (field, text, place, error);
    }
}

/* The record in the statement's row: one that cs_table_select() made. */
gpointer
cs_table_read (const CsTable  *table,
               CsStmt         *stmt,
               GError        **error)
{
  const CsRecordClass *klass = cs_record_class (table->kind);
  CsRecord *record = cs_record_new (table->kind);
  int column = 0;

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const CsField *field = &klass->fields[i];

      if (field->type == CS_FIELD_RECORDS)
        continue;

      if (!read_field (table, field, stmt, column++, cs_field_place (record, field), error))
        {
          cs_record_unref (record);
          return NULL;
        }
    }

  return record;
}

GPtrArray *
cs_table_read_all (const CsTable  *table,
                   CsStmt         *stmt,
                   GError        **error)
{
  g_autoptr(GPtrArray) records = cs_records_new ();

  while (cs_stmt_next (stmt, NULL))
    {
      gpointer record = cs_table_read (table, stmt, error);

      if (record == NULL)
        return NULL;

      g_ptr_array_add (records, record);
    }

  return cs_stmt_check (stmt, error) ? g_steal_pointer (&records) : NULL;
}

/* The record's columns from the table, called t, and what follows: "WHERE t.id = :id". */
CsStmt *
cs_table_select (CsTx          *tx,
                 const CsTable *table,
                 const char    *rest)
{
  g_autofree char *columns = list_columns (table, ", ", append_value);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\" AS t %s",
                                          columns, table->name, rest);

  return cs_tx_prepare (tx, sql);
}

/* An update of all columns, with the record's values bound; NULL when it refers to nothing. */
CsStmt *
cs_table_update (CsTx           *tx,
                 const CsTable  *table,
                 gconstpointer   record,
                 const char     *rest,
                 GError        **error)
{
  g_autofree char *columns = list_columns (table, ", ", append_assignment);
  g_autofree char *sql = g_strdup_printf ("UPDATE \"%s\" SET %s %s", table->name, columns, rest);
  g_autoptr(CsStmt) stmt = cs_tx_prepare (tx, sql);

  return bind_record (tx, table, stmt, record, error) ? g_steal_pointer (&stmt) : NULL;
}

gboolean
cs_table_insert (CsTx           *tx,
                 const CsTable  *table,
                 gconstpointer   record,
                 GError        **error)
{
  g_autofree char *columns = list_columns (table, ", ", append_name);
  g_autofree char *values = list_columns (table, ", ", append_parameter);
  g_autofree char *sql = g_strdup_printf ("INSERT INTO \"%s\" (%s) VALUES (%s)",
                                          table->name, columns, values);
  g_autoptr(CsStmt) stmt = cs_tx_prepare (tx, sql);

  return bind_record (tx, table, stmt, record, error) && cs_stmt_run (stmt, error);
}

static const char *
id_of (const CsTable *table,
       gconstpointer  record)
{
  return *(char *const *) cs_field_place (record, cs_record_find_field (table->kind, "id"));
}

/* Changes the row of this id, or makes it, and announces it. */
gboolean
cs_table_save (CsTx           *tx,
               const CsTable  *table,
               gconstpointer   record,
               GError        **error)
{
  g_autoptr(CsStmt) update = NULL;

  if (id_of (table, record) == NULL)
    return cs_fail (error, CS_ERROR_INVALID, "A %s without an id cannot be kept",
                    cs_record_noun (table->kind));

  update = cs_table_update (tx, table, record, "WHERE id = :id", error);

  if (update == NULL || !cs_stmt_run (update, error))
    return FALSE;

  if (cs_stmt_get_changes (update) == 0 && !cs_table_insert (tx, table, record, error))
    return FALSE;

  cs_tx_touch (tx, table->kind, id_of (table, record));

  return TRUE;
}

static gboolean
fail_not_found (const CsTable  *table,
                const char     *id,
                GError        **error)
{
  return cs_fail (error, CS_ERROR_NOT_FOUND, "There is no %s “%s”",
                  cs_record_noun (table->kind), id != NULL ? id : "");
}

/* Takes the row out and announces it; its children are the caller's to take out before. */
gboolean
cs_table_remove (CsTx           *tx,
                 const CsTable  *table,
                 const char     *id,
                 GError        **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE id = :id", table->name);
  g_autoptr(CsStmt) stmt = cs_tx_prepare (tx, sql);

  cs_stmt_bind_text (stmt, ":id", id);

  if (!cs_stmt_run (stmt, error))
    return FALSE;

  if (cs_stmt_get_changes (stmt) == 0)
    return fail_not_found (table, id, error);

  cs_tx_touch (tx, table->kind, id);

  return TRUE;
}

/* The record in the first row of a selection; CS_ERROR_NOT_FOUND, in the words of @id, when there
 * is none. */
gpointer
cs_table_read_first (const CsTable  *table,
                     CsStmt         *stmt,
                     const char     *id,
                     GError        **error)
{
  if (cs_stmt_next (stmt, NULL))
    return cs_table_read (table, stmt, error);

  if (cs_stmt_check (stmt, error))
    fail_not_found (table, id, error);

  return NULL;
}

gpointer
cs_table_find (CsTx           *tx,
               const CsTable  *table,
               const char     *id,
               GError        **error)
{
  g_autoptr(CsStmt) stmt = cs_table_select (tx, table, "WHERE t.id = :id");

  cs_stmt_bind_text (stmt, ":id", id);

  return cs_table_read_first (table, stmt, id, error);
}

/* The integer key of an id; CS_UNKNOWN with CS_ERROR_NOT_FOUND. */
gint64
cs_table_find_key (CsTx           *tx,
                   const CsTable  *table,
                   const char     *id,
                   GError        **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT nr FROM \"%s\" WHERE id = :id", table->name);
  g_autoptr(CsStmt) stmt = cs_tx_prepare (tx, sql);

  cs_stmt_bind_text (stmt, ":id", id);

  if (cs_stmt_next (stmt, NULL))
    return cs_stmt_get_int (stmt, 0);

  if (cs_stmt_check (stmt, error))
    fail_not_found (table, id, error);

  return CS_UNKNOWN;
}
