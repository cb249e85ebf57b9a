/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"

#include <glib/gi18n.h>

static const GDBusErrorEntry entries[] = {
  { CS_ERROR_FAILED, "io.github.creatorsync.Error.Failed" },
  { CS_ERROR_USAGE, "io.github.creatorsync.Error.Usage" },
  { CS_ERROR_NOT_FOUND, "io.github.creatorsync.Error.NotFound" },
  { CS_ERROR_INVALID, "io.github.creatorsync.Error.Invalid" },
  { CS_ERROR_OFFLINE, "io.github.creatorsync.Error.Offline" },
  { CS_ERROR_SIGN_IN, "io.github.creatorsync.Error.SignIn" },
  { CS_ERROR_RATE_LIMITED, "io.github.creatorsync.Error.RateLimited" },
  { CS_ERROR_REJECTED, "io.github.creatorsync.Error.Rejected" },
  { CS_ERROR_STORE, "io.github.creatorsync.Error.Store" },
  { CS_ERROR_BUSY, "io.github.creatorsync.Error.Busy" },
  { CS_ERROR_NEEDS_YOU, "io.github.creatorsync.Error.NeedsYou" },
};

/* Registered with GDBus, so that an error crosses the wire with its code. */
GQuark
cs_error_quark (void)
{
  static gsize quark = 0;

  g_dbus_error_register_error_domain ("cs-error-quark", &quark, entries, G_N_ELEMENTS (entries));

  return (GQuark) quark;
}

const char *
cs_error_code_name (CsErrorCode code)
{
  static const char *const names[] = {
    [CS_ERROR_FAILED] = "failed",           [CS_ERROR_USAGE] = "usage",
    [CS_ERROR_NOT_FOUND] = "not-found",     [CS_ERROR_INVALID] = "invalid",
    [CS_ERROR_OFFLINE] = "offline",         [CS_ERROR_SIGN_IN] = "sign-in",
    [CS_ERROR_RATE_LIMITED] = "rate-limited", [CS_ERROR_REJECTED] = "rejected",
    [CS_ERROR_STORE] = "store",             [CS_ERROR_BUSY] = "busy",
    [CS_ERROR_NEEDS_YOU] = "needs-you",
  };

  if ((guint) code >= G_N_ELEMENTS (names) || names[code] == NULL)
    return names[CS_ERROR_FAILED];

  return names[code];
}

/* The status creatorsync-cli ends with: 0 for no error, 130 for a cancelled act. */
int
cs_error_exit_code (const GError *error)
{
  if (error == NULL)
    return 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return CS_EXIT_CANCELLED;

  return error->domain == CS_ERROR ? error->code : CS_ERROR_FAILED;
}

/* A sentence without a translation is looked up in vain, so one that has been may come again. */
static void
set_error (GError      **error,
           CsErrorCode   code,
           const char   *format,
           va_list       args)
{
  g_autoptr(GError) made = g_error_new_valist (CS_ERROR, code, _(format), args);

  g_propagate_error (error, g_steal_pointer (&made));
}

gboolean
cs_fail (GError      **error,
         CsErrorCode   code,
         const char   *format,
         ...)
{
  va_list args;

  va_start (args, format);
  set_error (error, code, format, args);
  va_end (args);

  return FALSE;
}

gpointer
cs_fail_null (GError      **error,
              CsErrorCode   code,
              const char   *format,
              ...)
{
  va_list args;

  va_start (args, format);
  set_error (error, code, format, args);
  va_end (args);

  return NULL;
}

/**
 * cs_fail_file:
 * @cause: (transfer full): what GIO said about the file
 * @path: the file, as the person named it
 *
 * Turns an error of GIO about a file into one of ours, with a sentence that
 * says what to do. A cancelled act stays what it is.
 *
 * Returns: FALSE, always
 */
gboolean
cs_fail_file (GError      **error,
              GError       *cause,
              const char   *path)
{
  g_autoptr(GError) why = cause;

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return cs_fail (error, CS_ERROR_NOT_FOUND, "There is no file “%s”: check the path", path);

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return cs_fail (error, CS_ERROR_INVALID, "“%s” may not be read: change its permissions", path);

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    return cs_fail (error, CS_ERROR_INVALID, "“%s” is a folder: name a file in it", path);

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY))
    return cs_fail (error, CS_ERROR_NOT_FOUND,
                    "There is no file “%s”: a part of the path is no folder; check the path", path);

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_TOO_MANY_LINKS))
    return cs_fail (error, CS_ERROR_INVALID,
                    "“%s” is a link that leads back to itself: name the file itself", path);

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG))
    return cs_fail (error, CS_ERROR_INVALID, "“%s” is too long for a path: check it", path);

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return cs_fail (error, CS_ERROR_STORE, "The disk is full: free some space for “%s”", path);

  return cs_fail (error, CS_ERROR_FAILED, "“%s”: %s", path, why->message);
}
