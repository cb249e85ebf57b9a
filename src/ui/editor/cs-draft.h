/* cs-draft.h: a post while it is being written
 *
 * Holds what the author sees and writes it to the workspace by itself, at the
 * latest a second after the first change that is not saved; all that is written
 * while a draft is open is one step of undo. A new post that stays empty is never
 * written. One that is deleted elsewhere stays deleted, until its author keeps it or
 * writes on: then it is a new post. After each change it asks what every network would
 * say. Main thread only.
 *
 *   edited (): by hand
 *   loaded (): the content is another than it was: by the first answer, or from outside
 *   targets-changed (): where it goes, how far it got, or what may be changed
 *   checked (): what the networks would say is known anew
 *   notify::state: saved, on its way, or why not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"
#include "cs-post.h"
#include "cs-when.h"

G_BEGIN_DECLS

typedef enum
{
  CS_DRAFT_LOADING,
  CS_DRAFT_EMPTY,      /* new, and nothing to be saved */
  CS_DRAFT_UNSAVED,
  CS_DRAFT_SAVED,
  CS_DRAFT_REFUSED,    /* it was not saved; see the reason */
  CS_DRAFT_GONE,       /* deleted elsewhere, or undone: what is seen is not in the workspace */
  CS_DRAFT_LOST,       /* it cannot be read; see the reason */
} CsDraftState;

typedef enum
{
  CS_DRAFT_TITLE,
  CS_DRAFT_WARNING,
  CS_DRAFT_LANGUAGE,
} CsDraftField;

/* What a draft says, without where it goes and when. */
typedef struct _CsDraftContent CsDraftContent;

#define CS_TYPE_DRAFT (cs_draft_get_type ())
G_DECLARE_FINAL_TYPE (CsDraft, cs_draft, CS, DRAFT, GObject)

CsDraft      *cs_draft_new             (CsLibrary      *library,
                                        const char     *id);

const char   *cs_draft_get_id          (CsDraft        *self);
CsDraftState  cs_draft_get_state       (CsDraft        *self);
const char   *cs_draft_get_reason      (CsDraft        *self);
const CsPost *cs_draft_get_post        (CsDraft        *self);
const char   *cs_draft_get_text        (CsDraft        *self,
                                        guint           part);
guint         cs_draft_get_n_parts     (CsDraft        *self);
gint64        cs_draft_get_n_kept      (CsDraft        *self);
const CsWhen *cs_draft_get_when        (CsDraft        *self);
gboolean      cs_draft_goes_to         (CsDraft        *self,
                                        const char     *account);
const char   *cs_draft_get_own_text    (CsDraft        *self,
                                        const char     *account);
const char   *cs_draft_get_own_warning (CsDraft        *self,
                                        const char     *account);
GVariant     *cs_draft_get_target      (CsDraft        *self,
                                        const char     *account);
gboolean      cs_draft_is_out          (CsDraft        *self);
GVariant     *cs_draft_get_check       (CsDraft        *self,
                                        const char     *account);

void          cs_draft_set_text        (CsDraft        *self,
                                        guint           part,
                                        const char     *text);
void          cs_draft_add_part        (CsDraft        *self);
void          cs_draft_remove_part     (CsDraft        *self,
                                        guint           part);
void          cs_draft_set_field       (CsDraft        *self,
                                        CsDraftField    field,
                                        const char     *text);
void          cs_draft_set_visibility  (CsDraft        *self,
                                        CsVisibility    visibility);
void          cs_draft_set_labels      (CsDraft        *self,
                                        const char     *words);
void          cs_draft_add_file        (CsDraft        *self,
                                        const char     *media_id,
                                        guint           part);
void          cs_draft_remove_file     (CsDraft        *self,
                                        guint           file);
void          cs_draft_move_file       (CsDraft        *self,
                                        guint           file,
                                        guint           place);
void          cs_draft_set_alt         (CsDraft        *self,
                                        guint           file,
                                        const char     *alt);
void          cs_draft_set_file_part   (CsDraft        *self,
                                        guint           file,
                                        guint           part);
void          cs_draft_set_goes_to     (CsDraft        *self,
                                        const char     *account,
                                        gboolean        goes);
void          cs_draft_set_own         (CsDraft        *self,
                                        const char     *account,
                                        const char     *text,
                                        const char     *warning);
void          cs_draft_set_when        (CsDraft        *self,
                                        const CsWhen   *when);

CsDraftContent *cs_draft_dup_content  (CsDraft        *self);
void            cs_draft_put_back     (CsDraft        *self,
                                       CsDraftContent *content);
void            cs_draft_content_free (CsDraftContent *content);

void          cs_draft_load            (CsDraft        *self);
void          cs_draft_keep            (CsDraft        *self);
gboolean      cs_draft_save            (CsDraft        *self);
void          cs_draft_close           (CsDraft        *self);

G_END_DECLS
