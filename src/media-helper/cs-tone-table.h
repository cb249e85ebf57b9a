/* cs-tone-table.h: maps rows of an HDR picture, by a table that is made once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tone.h"

G_BEGIN_DECLS

/* How the source writes its colours: 10 bits, and how much of red and blue is in its Y'. */
typedef struct
{
  gboolean is_full;   /* codes from 0 to 1023, not 64 to 940 */
  double   kr;
  double   kb;
} CsToneCode;

/* One sample of each kind a pixel. */
typedef struct
{
  const guint16 *y;
  const guint16 *cb;
  const guint16 *cr;
} CsToneRow;

typedef struct _CsToneTable CsToneTable;

CsToneTable *cs_tone_table_new    (const CsTone      *tone,
                                   const CsToneCode  *code);
void         cs_tone_table_free   (CsToneTable       *self);
void         cs_tone_table_luma   (const CsToneTable *self,
                                   const CsToneRow   *row,
                                   guint              number,
                                   guint              width,
                                   guint8            *y);
void         cs_tone_table_chroma (const CsToneTable *self,
                                   const CsToneRow   *row,
                                   guint              number,
                                   guint              width,
                                   guint8            *cb,
                                   guint8            *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsToneTable, cs_tone_table_free)

G_END_DECLS
