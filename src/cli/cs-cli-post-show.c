/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli-post-show.h"

#include "cs-record.h"
#include "cs-slot.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#define LABEL 16

/* A text under its label; each further line stands under the first. */
static void
print_field (const char *label,
             const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    cs_cli_print_text ("  %s%*s%s", i == 0 ? label : "",
                       MAX (LABEL - (i == 0 ? cs_cli_width (label) : 0), 1), "", lines[i]);
}

static void
print_optional (GVariant   *record,
                const char *name,
                const char *label)
{
  const char *text = cs_cli_text (record, name);

  if (text != NULL)
    print_field (label, text);
}

static void
print_thread (GVariant *post)
{
  g_auto(GStrv) parts = NULL;

  g_variant_lookup (post, "thread", "^as", &parts);
  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      g_autofree char *label = g_strdup_printf (_("part %u"), i + 2);

      print_field (label, parts[i]);
    }
}

static void
print_attachments (GVariant *post)
{
  g_autoptr(GVariant) all = g_variant_lookup_value (post, "attachments",
                                                    G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; all != NULL && i < g_variant_n_children (all); i++)
    {
      g_autoptr(GVariant) one = g_variant_get_child_value (all, i);
      gint64 part = cs_cli_int (one, "part", 0);
      const char *alt = cs_cli_text (one, "alt");
      const char *id = cs_cli_text (one, "media_id");
      const char *title = cs_cli_text (one, "title");
      g_autofree char *label = g_strdup_printf (_("file %zu"), i + 1);
      g_autofree char *where = part > 0 ? g_strdup_printf (_(", with part %d"), (int) part + 1)
                                        : g_strdup ("");
      g_autofree char *file = g_strdup_printf ("%s (%s)%s", title != NULL ? title : "?", id, where);
      g_autofree char *shown = alt != NULL && *alt != '\0' ? g_strdup_printf (_("shows: %s"), alt)
                                                           : g_strdup (_("not described"));

      print_field (label, file);
      print_field ("", shown);
    }
}

static void
print_content (GVariant *post)
{
  g_autoptr(GVariant) labels = g_variant_lookup_value (post, "labels", G_VARIANT_TYPE ("as"));
  const char *visibility = cs_cli_text (post, "visibility");
  g_autofree char *written = cs_cli_time (cs_cli_int (post, "created_at", 0));

  cs_cli_print_text ("%s", cs_cli_text (post, "id"));
  print_optional (post, "title", C_("of a post", "title"));
  print_optional (post, "text", C_("of a post", "text"));
  print_thread (post);
  print_attachments (post);
  print_optional (post, "warning", C_("of a post", "content warning"));
  print_optional (post, "language", C_("of a post", "language"));
  if (visibility != NULL && strcmp (visibility, "public") != 0)
    print_field (C_("of a post", "visibility"), visibility);
  if (labels != NULL && g_variant_n_children (labels) > 0)
    {
      g_autofree const char **names = g_variant_get_strv (labels, NULL);
      g_autofree char *all = g_strjoinv (", ", (char **) names);

      print_field (C_("of a post", "labels"), all);
    }
  print_field (C_("of a post", "written"), written);
}

/* The time as it was written, and here where that is another. */
static char *
time_of (GVariant *target)
{
  gint64 wall = cs_cli_int (target, "wall", CS_UNKNOWN);
  gint64 due = cs_cli_int (target, "due", CS_UNKNOWN);
  const char *zone = cs_cli_text (target, "zone");
  g_autofree char *here = NULL;
  g_autofree char *written = NULL;

  if (wall == CS_UNKNOWN || zone == NULL || due == CS_UNKNOWN)
    return NULL;

  written = cs_slot_format_wall (wall);
  here = cs_cli_time (due);

  return g_str_has_prefix (here, written)
         ? g_strdup_printf ("%s %s", written, zone)
         /* Translators: 2026-11-22 18:30 Europe/Berlin (2026-11-22 17:30 UTC here) */
         : g_strdup_printf (_("%s %s (%s here)"), written, zone, here);
}

static char *
lateness_of (GVariant *target)
{
  const char *lateness = cs_cli_text (target, "lateness");
  gint64 limit = cs_cli_int (target, "late_limit", CS_UNKNOWN);

  if (g_strcmp0 (lateness, "publish") == 0 && limit != CS_UNKNOWN)
    return g_strdup_printf (ngettext ("publish, up to %" PRId64 " minute late",
                                      "publish, up to %" PRId64 " minutes late", limit / 60),
                            limit / 60);

  return g_strdup (lateness != NULL ? lateness : "ask");
}

static void
print_findings (GVariant *target)
{
  g_autoptr(GVariant) all = g_variant_lookup_value (target, "findings", G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; all != NULL && i < g_variant_n_children (all); i++)
    {
      g_autoptr(GVariant) finding = g_variant_get_child_value (all, i);
      g_autofree char *said = g_strdup_printf ("%s (%s)", cs_cli_text (finding, "reason"),
                                               cs_cli_text (finding, "rule"));

      print_field (cs_cli_text (finding, "severity"), said);
    }
}

/* How far each part of a thread got there. */
static void
print_parts (GVariant *target)
{
  g_autoptr(GVariant) parts = g_variant_lookup_value (target, "parts", G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; parts != NULL && i < g_variant_n_children (parts); i++)
    {
      g_autoptr(GVariant) part = g_variant_get_child_value (parts, i);
      const char *url = cs_cli_text (part, "url");
      guint number = cs_cli_int (part, "part", 0) + 1;
      g_autofree char *label = g_strdup_printf (_("part %u"), number);
      g_autofree char *got = g_strdup_printf ("%s%s%s", cs_cli_text (part, "outbox_state"),
                                              url != NULL ? "  " : "", url != NULL ? url : "");

      print_field (label, got);
    }
}

/* What each network would say: its light, how long the text is there, and what is in the way. */
void
cs_cli_print_checks (GVariant *checks)
{
  for (gsize i = 0; i < g_variant_n_children (checks); i++)
    {
      g_autoptr(GVariant) check = g_variant_get_child_value (checks, i);
      const char *light = cs_cli_text (check, "light");
      gint64 max = cs_cli_int (check, "max", CS_UNKNOWN);
      g_autofree char *of = max != CS_UNKNOWN ? g_strdup_printf (_(" of %" PRId64), max)
                                              : g_strdup ("");

      cs_cli_print_text ("%s  %s  %" PRId64 "%s", cs_cli_text (check, "account"),
                         strcmp (light, "green") == 0 ? _("ready")
                           : strcmp (light, "amber") == 0 ? _("worth a look")
                           : _("would be refused"),
                         cs_cli_int (check, "length", 0), of);
      print_findings (check);
    }

  if (g_variant_n_children (checks) == 0)
    cs_cli_print_text (_("It goes to no account: say --account"));
}

static void
print_target (GVariant *target)
{
  const char *progress = cs_cli_text (target, "outbox_state");
  gboolean is_planned = g_strcmp0 (cs_cli_text (target, "state"), "scheduled") == 0;
  g_autofree char *when = time_of (target);
  g_autofree char *lateness = lateness_of (target);

  cs_cli_print_text ("%s  %s%s%s", cs_cli_text (target, "account"),
                     progress != NULL ? progress : cs_cli_text (target, "state"),
                     when != NULL ? "  " : "", when != NULL ? when : "");
  print_optional (target, "text", C_("of a post", "text"));
  print_optional (target, "warning", C_("of a post", "content warning"));
  if (is_planned)
    print_field (C_("of a post", "if late"), lateness);
  print_optional (target, "sentence", C_("of a post", "said"));
  print_optional (target, "url", C_("of a post", "link"));
  print_parts (target);
  print_findings (target);
  print_optional (target, "next", C_("of a post", "next"));
}

/* Everything that a post is, then each account it goes to with what differs there. */
void
cs_cli_print_post (GVariant *post)
{
  g_autoptr(GVariant) targets = g_variant_lookup_value (post, "targets",
                                                        G_VARIANT_TYPE ("aa{sv}"));

  print_content (post);
  for (gsize i = 0; targets != NULL && i < g_variant_n_children (targets); i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);

      print_target (target);
    }

  if (targets == NULL || g_variant_n_children (targets) == 0)
    cs_cli_print_text (_("It goes to no account yet: creatorsync-cli post edit %s --account …"),
                       cs_cli_text (post, "id"));
  if (cs_cli_text (post, "sentence") != NULL)
    cs_cli_print_text ("%s", cs_cli_text (post, "sentence"));
}
