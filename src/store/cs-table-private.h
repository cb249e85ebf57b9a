/* cs-table-private.h: records in tables, from their field lists
 *
 * A column is named like its field. A field "post_id" of a table that refers to
 * "post" is the column post, an integer key. Composite values (lists, facts,
 * dictionaries) are GVariant texts, which keep their types and can be read by
 * people. Lists of records are tables of their own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"
#include "cs-tx.h"

G_BEGIN_DECLS

typedef struct
{
  const char        *name;
  CsRecordKind       kind;
  const char *const *refers;             /* tables that fields "<table>_id" point into */
  int              (*number) (int value); /* how an enum is numbered; NULL: kept by name */
} CsTable;

extern const CsTable cs_account_table;
extern const CsTable cs_post_table;
extern const CsTable cs_target_table;
extern const CsTable cs_media_table;
extern const CsTable cs_rendition_table;
extern const CsTable cs_outbox_table;
extern const CsTable cs_receipt_table;
extern const CsTable cs_event_table;
extern const CsTable cs_journal_table;

gboolean   cs_table_insert   (CsTx           *tx,
                              const CsTable  *table,
                              gconstpointer   record,
                              GError        **error);
gboolean   cs_table_save     (CsTx           *tx,
                              const CsTable  *table,
                              gconstpointer   record,
                              GError        **error);
gboolean   cs_table_remove   (CsTx           *tx,
                              const CsTable  *table,
                              const char     *id,
                              GError        **error);

CsStmt    *cs_table_select   (CsTx           *tx,
                              const CsTable  *table,
                              const char     *rest);
CsStmt    *cs_table_update   (CsTx           *tx,
                              const CsTable  *table,
                              gconstpointer   record,
                              const char     *rest,
                              GError        **error);
gpointer   cs_table_read     (const CsTable  *table,
                              CsStmt         *stmt,
                              GError        **error);
gpointer   cs_table_read_first (const CsTable *table,
                              CsStmt         *stmt,
                              const char     *id,
                              GError        **error);
GPtrArray *cs_table_read_all (const CsTable  *table,
                              CsStmt         *stmt,
                              GError        **error);

gpointer   cs_table_find     (CsTx           *tx,
                              const CsTable  *table,
                              const char     *id,
                              GError        **error);
gint64     cs_table_find_key (CsTx           *tx,
                              const CsTable  *table,
                              const char     *id,
                              GError        **error);

G_END_DECLS
