/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli-post-content.h"

#include "cs-error.h"

#include <glib/gi18n.h>

void
cs_cli_content_clear (CsCliContent *options)
{
  g_free (options->text);
  g_free (options->file);
  g_free (options->title);
  g_free (options->warning);
  g_free (options->visibility);
  g_free (options->language);
  g_free (options->only);
  g_strfreev (options->thread);
  g_strfreev (options->accounts);
  g_clear_pointer (&options->attached.media, g_ptr_array_unref);
  g_clear_pointer (&options->attached.alts, g_ptr_array_unref);
}

static gboolean
on_media (const char  *name,
          const char  *value,
          gpointer     user_data,
          GError     **error)
{
  CsCliAttached *attached = user_data;

  g_ptr_array_add (attached->media, g_strdup (value));
  g_ptr_array_add (attached->alts, NULL);

  return TRUE;
}

static gboolean
on_alt (const char  *name,
        const char  *value,
        gpointer     user_data,
        GError     **error)
{
  CsCliAttached *attached = user_data;
  GPtrArray *alts = attached->alts;

  if (alts->len == 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("--alt describes the --media before it"));
      return FALSE;
    }

  if (alts->pdata[alts->len - 1] != NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("--alt is given twice for one --media"));
      return FALSE;
    }

  alts->pdata[alts->len - 1] = g_strdup (value);

  return TRUE;
}

/**
 * cs_cli_content_parse:
 * @edits: whether there may be a post already, whose parts can be taken out or
 *   said otherwise for one account
 *
 * As cs_cli_parse(), with the options that say what a post is.
 */
gboolean
cs_cli_content_parse (const CsCliCommand   *command,
                      gboolean              edits,
                      CsCliContent         *options,
                      int                   min,
                      int                   max,
                      int                  *argc,
                      char               ***argv,
                      GError              **error)
{
  GOptionEntry entries[] = {
    { "text", 0, 0, G_OPTION_ARG_STRING, &options->text, N_("The text"), "TEXT" },
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &options->file,
      N_("The text is in this file; - is the pipe"), "FILE" },
    { "thread", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->thread,
      N_("The next part of a thread; may be given again"), "TEXT" },
    { "media", 0, 0, G_OPTION_ARG_CALLBACK, on_media,
      N_("A file that was added; may be given again"), "MEDIA" },
    { "alt", 0, 0, G_OPTION_ARG_CALLBACK, on_alt, N_("What the --media before it shows"), "TEXT" },
    { "account", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->accounts,
      N_("Where it goes; may be given again"), "ACCOUNT" },
    { "title", 0, 0, G_OPTION_ARG_STRING, &options->title,
      N_("A name for you; networks with titles show it"), "TEXT" },
    { "warning", 0, 0, G_OPTION_ARG_STRING, &options->warning, N_("A content warning"), "TEXT" },
    { "visibility", 0, 0, G_OPTION_ARG_STRING, &options->visibility,
      N_("Who may see it"), "public|unlisted|followers" },
    { "language", 0, 0, G_OPTION_ARG_STRING, &options->language,
      N_("Its language: en, de, pt-BR …"), "TAG" },
    { edits ? "no-media" : NULL, 0, 0, G_OPTION_ARG_NONE, &options->no_media,
      N_("Take the files out"), NULL },
    { "only", 0, 0, G_OPTION_ARG_STRING, &options->only,
      N_("Text and warning are for this account alone"), "ACCOUNT" },
    { NULL, },
  };

  options->attached.media = g_ptr_array_new_with_free_func (g_free);
  options->attached.alts = g_ptr_array_new_with_free_func (g_free);

  return cs_cli_parse_with (command, entries, &options->attached, min, max, argc, argv, error);
}

gboolean
cs_cli_content_is_given (const CsCliContent *options)
{
  return options->text != NULL || options->title != NULL || options->warning != NULL
      || options->visibility != NULL || options->language != NULL || options->thread != NULL
      || options->accounts != NULL || options->no_media || options->attached.media->len > 0;
}

/* Reads the text from its file; from the pipe when there has to be one. */
gboolean
cs_cli_content_read (CsCli         *cli,
                     CsCliContent  *options,
                     gboolean       wants_text,
                     GError       **error)
{
  if (options->text != NULL && options->file != NULL)
    return cs_fail (error, CS_ERROR_USAGE, "Say --text or --file, not both");

  if (options->text == NULL && options->file == NULL && wants_text)
    options->file = g_strdup ("-");

  if (options->file == NULL)
    return TRUE;

  options->text = cs_cli_read_text (cli, options->file, error);

  return options->text != NULL;
}

static void
add_attachments (GVariantDict       *args,
                 const CsCliContent *options)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  const CsCliAttached *attached = &options->attached;

  for (guint i = 0; i < attached->media->len; i++)
    {
      g_variant_builder_open (&all, G_VARIANT_TYPE_VARDICT);
      g_variant_builder_add (&all, "{sv}", "media_id",
                             g_variant_new_string (attached->media->pdata[i]));
      if (attached->alts->pdata[i] != NULL)
        g_variant_builder_add (&all, "{sv}", "alt",
                               g_variant_new_string (attached->alts->pdata[i]));
      g_variant_builder_add (&all, "{sv}", "part", g_variant_new_int64 (0));
      g_variant_builder_close (&all);
    }

  if (attached->media->len > 0 || options->no_media)
    g_variant_dict_insert_value (args, "attachments", g_variant_builder_end (&all));
  else
    g_variant_builder_clear (&all);
}

/* As arguments of the rows that take a post's content. */
void
cs_cli_content_add (const CsCliContent *options,
                    GVariantDict       *args)
{
  cs_cli_add_text (args, "text", options->text);
  cs_cli_add_text (args, "title", options->title);
  cs_cli_add_text (args, "warning", options->warning);
  cs_cli_add_text (args, "visibility", options->visibility);
  cs_cli_add_text (args, "language", options->language);
  if (options->thread != NULL)
    g_variant_dict_insert (args, "thread", "^as", options->thread);
  if (options->accounts != NULL)
    g_variant_dict_insert (args, "accounts", "^as", options->accounts);
  add_attachments (args, options);
}

/* “only” is the text of that account alone, beside what the others get. */
void
cs_cli_content_add_own (CsCliContent *options,
                        GVariantDict *args)
{
  GVariantBuilder own = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  g_variant_builder_open (&own, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&own, "{sv}", "account", g_variant_new_string (options->only));
  if (options->text != NULL)
    g_variant_builder_add (&own, "{sv}", "text", g_variant_new_string (options->text));
  if (options->warning != NULL)
    g_variant_builder_add (&own, "{sv}", "warning", g_variant_new_string (options->warning));
  g_variant_builder_close (&own);
  g_variant_dict_insert_value (args, "own", g_variant_builder_end (&own));
  g_clear_pointer (&options->text, g_free);
  g_clear_pointer (&options->warning, g_free);
}
