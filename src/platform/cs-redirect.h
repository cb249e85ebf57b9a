/* cs-redirect.h: listens on loopback for the browser that comes back from a sign-in
 *
 * RFC 8252 §7.3: an address of IPv4 with a port of the system's choice, a path
 * nobody can guess. One request is taken: the right one. Others get 404 and
 * change nothing; after twenty of them nothing is taken any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CsRedirect CsRedirect;

CsRedirect *cs_redirect_new     (GError       **error);
const char *cs_redirect_get_uri (CsRedirect    *self);
char       *cs_redirect_wait    (CsRedirect    *self,
                                 const char    *state,
                                 guint          seconds,
                                 GCancellable  *cancellable,
                                 GError       **error);
void        cs_redirect_free    (CsRedirect    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRedirect, cs_redirect_free)

G_END_DECLS
