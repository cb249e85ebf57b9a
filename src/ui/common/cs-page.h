/* cs-page.h: a page of the window
 *
 * A page belongs to a library. While it is shown, it is asked to refresh when it
 * appears and after changes of the kinds that it watches; what it started is
 * cancelled when it leaves the window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_PAGE (cs_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (CsPage, cs_page, CS, PAGE, AdwNavigationPage)

struct _CsPageClass
{
  AdwNavigationPageClass parent_class;

  const char *kinds;                  /* what makes it refresh: "post target" */
  void       (*refresh) (CsPage *self);
  gboolean   (*hold)    (CsPage *self);   /* TRUE: it saves first, then closes the window itself */
  gboolean   (*focus)   (CsPage *self);   /* what its keys are for; else what comes first */
};

gboolean      cs_page_hold            (CsPage              *self);
void          cs_page_focus           (CsPage              *self);
void          cs_page_refresh         (CsPage              *self);
CsLibrary    *cs_page_get_library     (CsPage              *self);
GCancellable *cs_page_get_cancellable (CsPage              *self);

void          cs_page_run             (CsPage              *self,
                                       const char          *command,
                                       GVariant            *args,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);

G_END_DECLS
