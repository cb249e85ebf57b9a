/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-secrets.h"

#include <libsecret/secret.h>

G_DEFINE_INTERFACE (CsSecrets, cs_secrets, G_TYPE_OBJECT)

static void
cs_secrets_default_init (CsSecretsInterface *iface)
{
}

/**
 * cs_secrets_store:
 * @account_id: the account’s id, readable by others
 * @kind: token, app-password …, readable by others
 * @label: how the keyring shows the item, readable by others
 * @secret: what nobody else may read
 *
 * Keeps a secret, in the place of one of the same account and kind. Blocks for
 * 5 s at the most; when it gives up then, the secret may be stored or not.
 *
 * Returns: FALSE with %CS_ERROR_NEEDS_YOU if the keyring is locked, missing or
 *   does not answer
 */
gboolean
cs_secrets_store (CsSecrets     *self,
                  const char    *account_id,
                  const char    *kind,
                  const char    *label,
                  const char    *secret,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_return_val_if_fail (CS_IS_SECRETS (self), FALSE);
  g_return_val_if_fail (account_id != NULL && kind != NULL, FALSE);
  g_return_val_if_fail (label != NULL && secret != NULL, FALSE);

  return CS_SECRETS_GET_IFACE (self)->store (self, account_id, kind, label, secret,
                                             cancellable, error);
}

/**
 * cs_secrets_lookup:
 *
 * Blocks for 5 s at the most.
 *
 * Returns: (transfer full): the secret, in memory that is not swapped; free it
 *   with cs_secret_free(). NULL with %CS_ERROR_SIGN_IN if there is none, with
 *   %CS_ERROR_NEEDS_YOU if the keyring is locked, missing or does not answer
 */
char *
cs_secrets_lookup (CsSecrets     *self,
                   const char    *account_id,
                   const char    *kind,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_return_val_if_fail (CS_IS_SECRETS (self), NULL);
  g_return_val_if_fail (account_id != NULL && kind != NULL, NULL);

  return CS_SECRETS_GET_IFACE (self)->lookup (self, account_id, kind, cancellable, error);
}

/* Forgets every secret of an account; none is no error. Blocks for 5 s at the most. */
gboolean
cs_secrets_clear (CsSecrets     *self,
                  const char    *account_id,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_return_val_if_fail (CS_IS_SECRETS (self), FALSE);
  g_return_val_if_fail (account_id != NULL, FALSE);

  return CS_SECRETS_GET_IFACE (self)->clear (self, account_id, cancellable, error);
}

/* Overwrites the secret before it frees it. */
void
cs_secret_free (char *secret)
{
  secret_password_free (secret);
}
