/* cs-error.h: what can go wrong, named by what can be done about it
 *
 * One domain for the whole program. The codes are the exit codes of
 * creatorsync-cli, so that a script and a person learn the same thing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_ERROR (cs_error_quark ())

typedef enum
{
  CS_ERROR_FAILED = 1,    /* nothing better is known */
  CS_ERROR_USAGE,         /* the command line is off */
  CS_ERROR_NOT_FOUND,     /* no such file, post, account … */
  CS_ERROR_INVALID,       /* the input breaks a rule; change it */
  CS_ERROR_OFFLINE,       /* nobody answered; try again later */
  CS_ERROR_SIGN_IN,       /* the account needs a new sign-in */
  CS_ERROR_RATE_LIMITED,  /* the network asks to wait, or a quota is used up */
  CS_ERROR_REJECTED,      /* the network refuses this content for good */
  CS_ERROR_STORE,         /* the workspace cannot be read or written (a full disk, too) */
  CS_ERROR_BUSY,          /* somebody else is at it, and does not answer or is not done */
  CS_ERROR_NEEDS_YOU,     /* a person must decide or repair something outside */
} CsErrorCode;

#define CS_EXIT_CANCELLED 130

GQuark       cs_error_quark     (void);
const char  *cs_error_code_name (CsErrorCode   code);
int          cs_error_exit_code (const GError *error);

gboolean     cs_fail            (GError      **error,
                                 CsErrorCode   code,
                                 const char   *format,
                                 ...) G_GNUC_PRINTF (3, 4);
gpointer     cs_fail_null       (GError      **error,
                                 CsErrorCode   code,
                                 const char   *format,
                                 ...) G_GNUC_PRINTF (3, 4);
gboolean     cs_fail_file       (GError      **error,
                                 GError       *cause,
                                 const char   *path);

G_END_DECLS
