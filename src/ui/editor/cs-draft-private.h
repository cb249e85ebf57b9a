/* cs-draft-private.h: a draft, as its own files see it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-draft.h"

G_BEGIN_DECLS

/* What an account says instead. */
typedef struct
{
  char *text;
  char *warning;
} CsDraftOwn;

struct _CsDraftContent
{
  CsPost     *post;
  GHashTable *own;
};

struct _CsDraft
{
  GObject       parent_instance;

  CsLibrary    *library;
  char         *id;            /* NULL: not written yet */
  gboolean      gone;          /* the workspace has none of that id now */
  char         *session;       /* the key that makes one step of all that is saved */
  CsPost       *post;
  GPtrArray    *accounts;      /* of char *: where it goes */
  GHashTable   *own;           /* account → CsDraftOwn */
  GHashTable   *targets;       /* account → GVariant, as the workspace sees them */
  GHashTable   *checks;        /* account → GVariant */
  gint64        n_kept;        /* parts that are out and stay; -1: nothing may be changed */
  CsWhen        when;          /* planned, or what its author has in mind */
  gboolean      when_set;      /* by hand, since it was planned */
  gboolean      planned;       /* an unfinished part would be refused */
  gboolean      began;         /* written first by this draft */

  CsDraftState  state;
  char         *reason;
  guint         edits;         /* counts changes; what was saved is known by it */
  guint         saved;
  gboolean      accounts_set;  /* by hand, since they were saved */
  gboolean      saving;
  gboolean      closed;
  guint         save_soon;
  guint         check_soon;
  guint         load_soon;
  GCancellable *checking;
};

GHashTable *cs_draft_own_table   (void);
void        cs_draft_own_put     (GHashTable    *table,
                                  const char    *account,
                                  const char    *text,
                                  const char    *warning);
void        cs_draft_take_post   (CsDraft       *self,
                                  CsPost        *post);
void        cs_draft_touch       (CsDraft       *self);
void        cs_draft_check_soon  (CsDraft       *self);
gboolean    cs_draft_is_empty    (CsDraft       *self);
void        cs_draft_add_content (CsDraft       *self,
                                  GVariantDict  *args);

G_END_DECLS
