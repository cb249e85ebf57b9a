/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-languages.h"

#include <glib/gi18n.h>
#include <string.h>

/* As each calls itself. */
static const struct
{
  const char *tag;
  const char *name;
} languages[] = {
  { "ar", "العربية" }, { "bg", "Български" }, { "bn", "বাংলা" }, { "ca", "Català" },
  { "cs", "Čeština" }, { "cy", "Cymraeg" }, { "da", "Dansk" }, { "de", "Deutsch" },
  { "el", "Ελληνικά" }, { "en", "English" }, { "eo", "Esperanto" }, { "es", "Español" },
  { "et", "Eesti" }, { "eu", "Euskara" }, { "fa", "فارسی" }, { "fi", "Suomi" },
  { "fr", "Français" }, { "ga", "Gaeilge" }, { "gl", "Galego" }, { "he", "עברית" },
  { "hi", "हिन्दी" }, { "hr", "Hrvatski" }, { "hu", "Magyar" }, { "id", "Bahasa Indonesia" },
  { "is", "Íslenska" }, { "it", "Italiano" }, { "ja", "日本語" }, { "ko", "한국어" },
  { "lt", "Lietuvių" }, { "lv", "Latviešu" }, { "nb", "Norsk bokmål" }, { "nl", "Nederlands" },
  { "pl", "Polski" }, { "pt", "Português" }, { "pt-BR", "Português (Brasil)" },
  { "ro", "Română" }, { "ru", "Русский" }, { "sk", "Slovenčina" }, { "sl", "Slovenščina" },
  { "sr", "Српски" }, { "sv", "Svenska" }, { "ta", "தமிழ்" }, { "th", "ไทย" },
  { "tr", "Türkçe" }, { "uk", "Українська" }, { "vi", "Tiếng Việt" }, { "zh", "中文" },
};

/* @also: (nullable): one that is to be in it, whatever it is */
GtkStringList *
cs_languages_list (const char *also)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _("Not said"));
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    gtk_string_list_append (list, languages[i].name);

  if (also != NULL && cs_languages_find (list, also) == 0)
    gtk_string_list_append (list, also);

  return list;
}

/* NULL for the first place. */
const char *
cs_languages_tag (GtkStringList *list,
                  guint          place)
{
  if (place == 0 || place == GTK_INVALID_LIST_POSITION)
    return NULL;

  return place <= G_N_ELEMENTS (languages) ? languages[place - 1].tag
                                           : gtk_string_list_get_string (list, place);
}

/* 0: it is not in the list. */
guint
cs_languages_find (GtkStringList *list,
                   const char    *tag)
{
  if (tag == NULL)
    return 0;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_ascii_strcasecmp (languages[i].tag, tag) == 0)
      return i + 1;

  for (guint i = G_N_ELEMENTS (languages) + 1; i < g_list_model_get_n_items (G_LIST_MODEL (list));
       i++)
    if (strcmp (gtk_string_list_get_string (list, i), tag) == 0)
      return i;

  return 0;
}
