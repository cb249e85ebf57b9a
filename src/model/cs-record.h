/* cs-record.h: values that the whole program passes around
 *
 * A record is a struct whose first member is CsRecord and whose fields are
 * listed once, in a table. From that table come copying, comparing, freeing,
 * the way to GVariant (and so to the wire and to JSON) and back, and the store's
 * binding of columns. A record is changed only by who has just made it; once
 * shown to anybody it stays as it is, so any thread may keep a reference. A
 * change is a copy with the same id.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  CS_RECORD_ACCOUNT,
  CS_RECORD_POST,
  CS_RECORD_ATTACHMENT,
  CS_RECORD_TARGET,
  CS_RECORD_MEDIA,
  CS_RECORD_FACTS,
  CS_RECORD_RENDITION,
  CS_RECORD_OUTBOX_ROW,
  CS_RECORD_RECEIPT,
  CS_RECORD_EVENT,
  CS_RECORD_STEP,
  CS_RECORD_CHOICE,
  CS_RECORD_FINDING,
  CS_RECORD_RECIPE,
  CS_RECORD_LIMITS,
  CS_RECORD_SAMPLE,
  CS_RECORD_ACCOUNT_SAMPLE,
  CS_RECORD_TALLY,
  CS_RECORD_ACCOUNT_DAY,
  CS_RECORD_GAP,
  CS_RECORD_N_KINDS,
} CsRecordKind;

typedef struct
{
  CsRecordKind kind;
} CsRecord;

/* A number that nobody gave. Not zero: it is left out of GVariant and is NULL in the store. */
#define CS_UNKNOWN G_MININT64

typedef enum
{
  CS_FIELD_TEXT,      /* char *, NULL for none */
  CS_FIELD_TEXTS,     /* GStrv, NULL for none */
  CS_FIELD_INT,       /* gint64, CS_UNKNOWN for none */
  CS_FIELD_BOOL,      /* gboolean */
  CS_FIELD_ENUM,      /* int, written as the name that the field's table gives it */
  CS_FIELD_DICT,      /* GVariant * of type a{sv}, NULL for none */
  CS_FIELD_RECORD,    /* CsRecord * of the field's kind, NULL for none */
  CS_FIELD_RECORDS,   /* GPtrArray * of such, NULL for none */
} CsFieldType;

typedef struct
{
  const char        *name;
  CsFieldType        type;
  gsize              offset;
  const char *const *names;   /* of an enum: indexed by value, NULL at the end */
  CsRecordKind       kind;    /* of a record or records */
} CsField;

typedef struct
{
  const char    *name;        /* "post": in events, on the wire */
  gsize          size;
  const CsField *fields;
  guint          n_fields;
} CsRecordClass;

#define CS_FIELD(Type, member, field_type) \
  { #member, field_type, G_STRUCT_OFFSET (Type, member), NULL, 0 }
#define CS_FIELD_NAMED(Type, member, enum_names) \
  { #member, CS_FIELD_ENUM, G_STRUCT_OFFSET (Type, member), enum_names, 0 }
#define CS_FIELD_OF(Type, member, field_type, record_kind) \
  { #member, field_type, G_STRUCT_OFFSET (Type, member), NULL, record_kind }
#define CS_RECORD_CLASS(Type, class_name, field_table) \
  { class_name, sizeof (Type), field_table, G_N_ELEMENTS (field_table) }

#define CS_TYPE_RECORD (cs_record_get_type ())
GType                cs_record_get_type       (void);

gpointer             cs_record_new            (CsRecordKind    kind);
gpointer             cs_record_copy           (gconstpointer   record);
gpointer             cs_record_ref            (gpointer        record);
void                 cs_record_unref          (gpointer        record);
gboolean             cs_record_equal          (gconstpointer   a,
                                               gconstpointer   b);

const CsRecordClass *cs_record_class          (CsRecordKind    kind);
const char          *cs_record_noun           (CsRecordKind    kind);
const CsField       *cs_record_find_field     (CsRecordKind    kind,
                                               const char     *name);

GVariant            *cs_record_to_variant     (gconstpointer   record);
gpointer             cs_record_from_variant   (CsRecordKind    kind,
                                               GVariant       *value,
                                               GError        **error);
GVariant            *cs_records_to_variant    (GPtrArray      *records);

GPtrArray           *cs_records_new           (void);

/* An enum value by its name in a table; FALSE for a name that is not in it. */
gboolean             cs_enum_from_name        (const char *const *names,
                                               const char     *name,
                                               int            *value);

/* A pointer to a field's place, for the store and for nobody else. */
#define cs_field_place(record, field) G_STRUCT_MEMBER_P (record, (field)->offset)

G_END_DECLS
