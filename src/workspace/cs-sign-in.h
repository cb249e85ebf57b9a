/* cs-sign-in.h: sign-ins that have begun and wait for the person
 *
 * Kept in memory alone: one that is not finished within ten minutes, or when
 * the process ends, is begun again. Any thread may call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-clock.h"
#include "cs-network.h"
#include "cs-redirect.h"

G_BEGIN_DECLS

typedef struct _CsSignIns CsSignIns;

#define CS_SIGN_IN_SECONDS 600

typedef struct
{
  char       *id;
  CsNetwork   network;
  GVariant   *pending;     /* of the connector */
  CsRedirect *redirect;    /* NULL: the person brings the code */
  char       *account_id;  /* of an account that signs in again; NULL: a new one */
  gint64      begun;       /* seconds */
} CsSignIn;

CsSignIns *cs_sign_ins_new   (CsClock     *clock);
void       cs_sign_ins_add   (CsSignIns   *self,
                              CsSignIn    *sign_in);
CsSignIn  *cs_sign_ins_take  (CsSignIns   *self,
                              const char  *id,
                              GError     **error);
void       cs_sign_ins_free  (CsSignIns   *self);

void       cs_sign_in_free   (CsSignIn    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSignIn, cs_sign_in_free)

G_END_DECLS
