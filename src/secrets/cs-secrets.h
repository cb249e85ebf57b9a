/* cs-secrets.h: where tokens live, and nothing else does
 *
 * One item an account and kind; the text is JSON of the connector's own. The
 * attributes that a keyring may store in the clear are the account's id, the
 * kind and a version. Every call blocks for 5 s at the most; any thread may
 * call. A secret that is not there is CS_ERROR_SIGN_IN; a keyring that is locked,
 * missing or mute is CS_ERROR_NEEDS_YOU, which is not the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_TYPE_SECRETS (cs_secrets_get_type ())
G_DECLARE_INTERFACE (CsSecrets, cs_secrets, CS, SECRETS, GObject)

struct _CsSecretsInterface
{
  GTypeInterface parent_iface;

  gboolean  (*store)  (CsSecrets     *self,
                       const char    *account_id,
                       const char    *kind,
                       const char    *label,
                       const char    *secret,
                       GCancellable  *cancellable,
                       GError       **error);
  char     *(*lookup) (CsSecrets     *self,
                       const char    *account_id,
                       const char    *kind,
                       GCancellable  *cancellable,
                       GError       **error);
  gboolean  (*clear)  (CsSecrets     *self,
                       const char    *account_id,
                       GCancellable  *cancellable,
                       GError       **error);
};

CsSecrets *cs_secrets_new_keyring (void);
CsSecrets *cs_secrets_new_memory  (void);

gboolean   cs_secrets_store  (CsSecrets     *self,
                              const char    *account_id,
                              const char    *kind,
                              const char    *label,
                              const char    *secret,
                              GCancellable  *cancellable,
                              GError       **error);
char      *cs_secrets_lookup (CsSecrets     *self,
                              const char    *account_id,
                              const char    *kind,
                              GCancellable  *cancellable,
                              GError       **error);
gboolean   cs_secrets_clear  (CsSecrets     *self,
                              const char    *account_id,
                              GCancellable  *cancellable,
                              GError       **error);
void       cs_secret_free    (char          *secret);

G_END_DECLS
