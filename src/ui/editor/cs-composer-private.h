/* cs-composer-private.h: the composer’s page, as its own files see it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-composer-page.h"
#include "cs-draft.h"
#include "cs-media-strip.h"
#include "cs-preview.h"
#include "cs-target-row.h"
#include "cs-when-dialog.h"

G_BEGIN_DECLS

typedef enum
{
  CS_COMPOSER_NOTHING,
  CS_COMPOSER_SCHEDULE,
  CS_COMPOSER_PUBLISH,
  CS_COMPOSER_DRAFT,     /* takes the time away, and goes back */
  CS_COMPOSER_CLOSE,     /* closes the window */
} CsComposerAct;

struct _CsComposerPage
{
  CsPage             parent_instance;

  CsDraft           *draft;
  GPtrArray         *fields;        /* of CsTextField: the text, then each part */
  GPtrArray         *rows;          /* of CsTargetRow */
  char              *viewed_id;     /* the account in the preview */
  gboolean           fresh;         /* where it goes was not chosen yet */
  gboolean           quiet;         /* what is shown is being set */
  gboolean           let_go;        /* the window may close without saving */
  guint              preview_soon;
  CsComposerAct      after_save;
  AdwDialog         *question;      /* whether to close all the same; NULL: it is not asked */

  AdwWindowTitle    *heading;
  AdwBanner         *trouble;
  AdwBanner         *closed;
  AdwStatusPage     *lost;
  GtkStack          *stack;
  AdwMultiLayoutView *layouts;
  GtkBox            *texts;
  GtkWidget         *add_part;
  CsMediaStrip      *strip;
  AdwPreferencesGroup *details;
  GtkEditable       *title;
  GtkEditable       *warning;
  GtkEditable       *labels;
  AdwComboRow       *visibility;
  AdwComboRow       *language;
  AdwPreferencesGroup *targets;
  GtkWidget         *nowhere;
  GtkDropDown       *viewed;
  CsPreview         *preview;
  GtkWidget         *no_preview;
  GtkWidget         *bar;
  GtkWidget         *when_button;
  AdwButtonContent  *when_content;
  AdwSplitButton    *split;
};

/* The acts, and the bar that offers them. */
void         cs_composer_install_actions (GtkWidgetClass  *klass);
void         cs_composer_update_bar      (CsComposerPage  *self);
void         cs_composer_act             (CsComposerPage  *self,
                                          CsComposerAct    act);
gboolean     cs_composer_hold            (CsComposerPage  *self);
void         cs_composer_saved           (CsComposerPage  *self);
void         cs_composer_primary         (CsComposerPage  *self);

/* The texts of the parts. */
gboolean     cs_composer_is_open         (CsComposerPage  *self,
                                          guint            part);
void         cs_composer_show_count      (CsComposerPage  *self,
                                          guint            part);
void         cs_composer_show_parts      (CsComposerPage  *self);

/* The accounts that it goes to, and how it will look there. */
CsTargetRow *cs_composer_find_row        (CsComposerPage  *self,
                                          const char      *account);
void         cs_composer_ask_accounts    (CsComposerPage  *self);
void         cs_composer_on_viewed       (CsComposerPage  *self);
void         cs_composer_preview_soon    (CsComposerPage  *self);
/* What follows from what was written: counters, lights, the picture of it. */
void         cs_composer_follow          (CsComposerPage  *self);

G_END_DECLS
