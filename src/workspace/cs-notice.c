/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-notice.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *
text_of (GVariant   *notice,
         const char *name)
{
  const char *text = NULL;

  g_variant_lookup (notice, name, "&s", &text);

  return text != NULL ? text : "";
}

static char *
dup_title (GVariant *notice)
{
  const char *kind = text_of (notice, "kind");
  const char *account = text_of (notice, "account");

  if (strcmp (kind, "published") == 0)
    /* Translators: %s is an account */
    return g_strdup_printf (_("Published on %s"), account);

  if (strcmp (kind, "failed") == 0)
    /* Translators: %s is an account, whose network has refused a post */
    return g_strdup_printf (_("Not Published on %s"), account);

  if (strcmp (kind, "missed") == 0)
    /* Translators: %s is an account; a post's time has passed */
    return g_strdup_printf (_("Missed on %s"), account);

  if (strcmp (kind, "fitted") == 0)
    return g_strdup (_("Clip Fixed"));

  if (strcmp (kind, "unfit") == 0)
    return g_strdup (_("Clip Not Fixed"));

  if (strcmp (text_of (notice, "post"), "") == 0)
    /* Translators: %s is an account that must be repaired */
    return g_strdup_printf (_("%s Needs You"), account);

  /* Translators: %s is an account; a person must decide about a post for it */
  return g_strdup_printf (_("A Post for %s Needs You"), account);
}

/* The post or the file, and why a person is asked to come. */
static char *
dup_body (GVariant *notice)
{
  const char *post = text_of (notice, "title");
  const char *sentence = text_of (notice, "sentence");

  if (strcmp (text_of (notice, "kind"), "published") == 0 || *sentence == '\0')
    return g_strdup (post);

  if (*post == '\0')
    return g_strdup (sentence);

  /* Translators: a post or a file, and what happened to it: “Kiln day”: The server refused it. */
  return g_strdup_printf (_("“%s”: %s"), post, sentence);
}

/**
 * cs_notice_to_notification:
 * @notice: one of the answer of notice.list
 *
 * Returns: (transfer full): to be sent under the notice's "id"
 */
GNotification *
cs_notice_to_notification (GVariant *notice)
{
  g_autofree char *title = dup_title (notice);
  g_autofree char *body = dup_body (notice);
  const char *post = text_of (notice, "post");
  const char *media = text_of (notice, "media");
  const char *kind = text_of (notice, "kind");
  GNotification *notification = g_notification_new (title);

  g_notification_set_body (notification, body);

  if (strcmp (kind, "needs-you") == 0 || strcmp (kind, "missed") == 0)
    {
      g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
      g_notification_set_default_action (notification, "app.show-today");
    }
  else if (*media != '\0')
    {
      g_notification_set_default_action_and_target (notification, "app.open-media", "s", media);
    }
  else
    {
      g_notification_set_default_action_and_target (notification, "app.open-post", "s", post);
    }

  if (strcmp (kind, "needs-you") == 0 && *post != '\0')
    g_notification_add_button_with_target (notification, _("Open Post"), "app.open-post", "s",
                                           post);

  return notification;
}
