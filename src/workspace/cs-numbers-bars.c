/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-bars.h"

#include "cs-measure.h"
#include "cs-rate.h"

#include <glib/gi18n.h>

static const char *
text_of (GVariant   *record,
         const char *name)
{
  const char *text = NULL;

  g_variant_lookup (record, name, "&s", &text);

  return text;
}

static gint64
number_of (GVariant   *record,
           const char *name)
{
  gint64 number = CS_UNKNOWN;

  g_variant_lookup (record, name, "x", &number);

  return number;
}

static GPtrArray *
parts_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
}

/* Of each count what is known of any; what all leave open stays so. */
static void
add_counts (GVariantDict *bar,
            GPtrArray    *parts)
{
  for (guint metric = 0; metric <= CS_METRIC_ENGAGEMENT; metric++)
    {
      gint64 sum = CS_UNKNOWN;

      for (guint i = 0; i < parts->len; i++)
        {
          gint64 count = number_of (parts->pdata[i], cs_measure_names[metric]);

          if (count != CS_UNKNOWN)
            sum = sum != CS_UNKNOWN ? sum + count : count;
        }

      g_variant_dict_remove (bar, cs_measure_names[metric]);
      if (sum != CS_UNKNOWN)
        g_variant_dict_insert (bar, cs_measure_names[metric], "x", sum);
    }
}

static void
add_rate (GVariantDict *bar,
          GPtrArray    *parts)
{
  CsRate rate = { 0, };

  for (guint i = 0; i < parts->len; i++)
    cs_rate_add (&rate, number_of (parts->pdata[i], "engagement"),
                 number_of (parts->pdata[i], "followers"));

  g_variant_dict_remove (bar, "followers");
  g_variant_dict_remove (bar, "rate");
  if (rate.n > 0)
    g_variant_dict_insert (bar, "rate", "d", cs_rate_get (&rate));
}

static char *
dup_handles (GPtrArray *parts)
{
  g_autoptr(GStrvBuilder) handles = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  for (guint i = 0; i < parts->len; i++)
    if (text_of (parts->pdata[i], "handle") != NULL)
      g_strv_builder_add (handles, text_of (parts->pdata[i], "handle"));

  all = g_strv_builder_end (handles);

  /* Translators: what stands between two accounts that a post went to */
  return g_strjoinv (C_("list of accounts", ", "), all);
}

static GVariant *
pack_parts (GPtrArray *parts)
{
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < parts->len; i++)
    g_variant_builder_add_value (&list, parts->pdata[i]);

  return g_variant_builder_end (&list);
}

/* As old as the oldest number in it. */
static void
add_moment (GVariantDict *bar,
            GPtrArray    *parts)
{
  gint64 oldest = CS_UNKNOWN;

  for (guint i = 0; i < parts->len; i++)
    {
      gint64 taken_at = number_of (parts->pdata[i], "taken_at");

      if (taken_at != CS_UNKNOWN && (oldest == CS_UNKNOWN || taken_at < oldest))
        oldest = taken_at;
    }

  g_variant_dict_remove (bar, "taken_at");
  if (oldest != CS_UNKNOWN)
    g_variant_dict_insert (bar, "taken_at", "x", oldest);
}

static GVariant *
make_bar (GPtrArray *parts)
{
  static const char *const of_one[] = { "target", "account", "network", "url", "origin", "source",
                                        "gone_at", "corrected" };
  g_autofree char *handles = NULL;
  GVariantDict bar;
  guint marks = 0;

  if (parts->len == 1)
    return g_variant_ref (parts->pdata[0]);

  handles = dup_handles (parts);
  g_variant_dict_init (&bar, parts->pdata[0]);
  for (guint i = 0; i < G_N_ELEMENTS (of_one); i++)
    g_variant_dict_remove (&bar, of_one[i]);

  for (guint i = 0; i < parts->len; i++)
    {
      guint one = 0;

      g_variant_lookup (parts->pdata[i], "marks", "u", &one);
      marks |= one;
    }

  add_counts (&bar, parts);
  add_rate (&bar, parts);
  add_moment (&bar, parts);
  g_variant_dict_insert (&bar, "handle", "s", handles);
  g_variant_dict_insert (&bar, "marks", "u", marks);
  g_variant_dict_insert_value (&bar, "parts", pack_parts (parts));

  return g_variant_ref_sink (g_variant_dict_end (&bar));
}

/**
 * cs_numbers_bars_read:
 *
 * Posts are answered with the newest first, one for each account; time goes the other way.
 *
 * Returns: (transfer full): #GVariant, a post each, from when it went out first: with the numbers
 *   of all its accounts, and where they are several their names as its handle
 */
GPtrArray *
cs_numbers_bars_read (GVariant *overview)
{
  g_autoptr(GVariant) posts = g_variant_lookup_value (overview, "posts",
                                                      G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr(GHashTable) by_post = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *bars = parts_new ();

  for (gsize i = posts != NULL ? g_variant_n_children (posts) : 0; i > 0; i--)
    {
      GVariant *post = g_variant_get_child_value (posts, i - 1);
      const char *id = text_of (post, "post");
      GPtrArray *parts = id != NULL ? g_hash_table_lookup (by_post, id) : NULL;

      if (parts == NULL)
        {
          parts = parts_new ();
          g_ptr_array_add (groups, parts);
          if (id != NULL)
            g_hash_table_insert (by_post, (char *) id, parts);
        }
      g_ptr_array_add (parts, post);
    }

  for (guint i = 0; i < groups->len; i++)
    g_ptr_array_add (bars, make_bar (groups->pdata[i]));

  return bars;
}

/* What it is of at each account; nothing for one that went to one alone. */
GPtrArray *
cs_numbers_bars_list_parts (GVariant *bar)
{
  g_autoptr(GVariant) list = g_variant_lookup_value (bar, "parts", G_VARIANT_TYPE ("aa{sv}"));
  GPtrArray *parts = parts_new ();

  for (gsize i = 0; list != NULL && i < g_variant_n_children (list); i++)
    g_ptr_array_add (parts, g_variant_get_child_value (list, i));

  return parts;
}
