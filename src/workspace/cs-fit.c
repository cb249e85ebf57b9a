/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-fit.h"

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-find.h"
#include "cs-fix-plan.h"
#include "cs-limits.h"
#include "cs-preflight.h"

#include <glib/gi18n.h>
#include <string.h>

static void
aim_free (gpointer data)
{
  CsAim *aim = data;

  g_clear_pointer (&aim->account, cs_record_unref);
  g_free (aim);
}

static void
add_aim (GPtrArray *aims,
         CsNetwork  network,
         CsAccount *account)
{
  CsAim *aim = g_new0 (CsAim, 1);

  aim->network = network;
  aim->account = account != NULL ? cs_record_ref (account) : NULL;
  g_ptr_array_add (aims, aim);
}

static gboolean
add_networks (GPtrArray          *aims,
              const char *const  *networks,
              GError            **error)
{
  CsNetwork network;

  for (guint i = 0; networks != NULL && networks[i] != NULL; i++)
    {
      if (!cs_network_from_name (networks[i], &network))
        return cs_fail (error, CS_ERROR_INVALID, "“%s” is no network: mastodon, bluesky …",
                        networks[i]);

      add_aim (aims, network, NULL);
    }

  return TRUE;
}

static CsLimits *
limits_of (const CsAim *aim)
{
  if (aim->account != NULL)
    return cs_limits_for_account (aim->account);

  return cs_record_ref ((gpointer) cs_limits_get (aim->network));
}

/* The widest limit first: what is made for it may fit the others, and is better. */
static int
by_room (gconstpointer a,
         gconstpointer b)
{
  g_autoptr(CsLimits) one = limits_of (*(CsAim **) a);
  g_autoptr(CsLimits) other = limits_of (*(CsAim **) b);
  gint64 left = one->video_max_bytes == CS_UNKNOWN ? G_MAXINT64 : one->video_max_bytes;
  gint64 right = other->video_max_bytes == CS_UNKNOWN ? G_MAXINT64 : other->video_max_bytes;

  return left == right ? 0 : left > right ? -1 : 1;
}

/**
 * cs_fit_aims:
 * @accounts: (nullable): whose rules are meant
 * @networks: (nullable): whose rules are meant, as they are shipped
 *
 * With neither, every account there is; with none of those, the networks that
 * this version publishes to.
 *
 * Returns: (transfer full) (element-type CsAim)
 */
GPtrArray *
cs_fit_aims (CsTx               *tx,
             const char *const  *accounts,
             const char *const  *networks,
             GError            **error)
{
  static const char *const published[] = { "mastodon", "bluesky", NULL };
  g_autoptr(GPtrArray) aims = g_ptr_array_new_with_free_func (aim_free);
  g_autoptr(GPtrArray) found = NULL;

  found = accounts != NULL || networks != NULL ? cs_find_accounts (tx, accounts, error)
                                               : cs_account_store_list (tx, error);
  if (found == NULL)
    return NULL;

  for (guint i = 0; i < found->len; i++)
    add_aim (aims, ((CsAccount *) found->pdata[i])->network, found->pdata[i]);

  if (!add_networks (aims, networks, error)
      || (aims->len == 0 && !add_networks (aims, published, error)))
    return NULL;

  g_ptr_array_sort (aims, by_room);

  return g_steal_pointer (&aims);
}

/* What the rules say of a clip. */
GPtrArray *
cs_fit_clip (const CsAim   *aim,
             const CsFacts *facts)
{
  g_autoptr(CsLimits) limits = limits_of (aim);

  return cs_preflight_media (facts, limits);
}

/* What they say of one part of a post; clips are the facts of what would be sent with it. */
GPtrArray *
cs_fit_text (const CsAim    *aim,
             const CsPost   *post,
             const CsTarget *target,
             guint           part,
             GPtrArray      *clips)
{
  g_autoptr(CsLimits) limits = limits_of (aim);

  return cs_preflight_text (post, target, part, clips, limits);
}

gboolean
cs_fit_passes (const CsAim   *aim,
               const CsFacts *facts)
{
  g_autoptr(GPtrArray) findings = cs_fit_clip (aim, facts);

  return !cs_preflight_has_block (findings);
}

/* What was rendered must pass; that it does not is ours to repair. */
gboolean
cs_fit_must_pass (const CsAim   *aim,
                  const CsFacts *facts,
                  GError       **error)
{
  g_autoptr(GPtrArray) findings = cs_fit_clip (aim, facts);

  for (guint i = 0; i < findings->len; i++)
    {
      const CsFinding *finding = findings->pdata[i];

      if (finding->severity == CS_FINDING_BLOCK)
        return cs_fail (error, CS_ERROR_FAILED,
                        "What was made does not fit %s either: %s Change the clip by hand",
                        cs_network_get_title (aim->network), finding->reason);
    }

  return TRUE;
}

/* How the clip is made to fit; NULL with CS_ERROR_INVALID when only its author can do it. */
CsRecipe *
cs_fit_plan (const CsAim    *aim,
             const CsMedia  *media,
             GError        **error)
{
  g_autoptr(GPtrArray) limits = cs_records_new ();

  g_ptr_array_add (limits, limits_of (aim));

  return cs_fix_plan (media->facts, limits, error);
}

static gboolean
is_for (const CsRendition *rendition,
        CsNetwork          network)
{
  return rendition->networks != NULL
      && g_strv_contains ((const char *const *) rendition->networks, cs_network_names[network]);
}

/* One that passes and would be made so today, one of this network's own first. Borrowed. */
CsRendition *
cs_fit_find_rendition (const CsAim   *aim,
                       const CsMedia *media,
                       GPtrArray     *renditions)
{
  CsRendition *found = NULL;

  for (guint i = 0; i < renditions->len; i++)
    {
      CsRendition *rendition = renditions->pdata[i];

      if (!cs_recipe_is_current (rendition->recipe, media->facts)
          || !cs_fit_passes (aim, rendition->facts))
        continue;

      if (is_for (rendition, aim->network))
        return rendition;

      found = found != NULL ? found : rendition;
    }

  return found;
}

/* The facts of what would be sent: the file itself if it passes, else what was made for it. */
const CsFacts *
cs_fit_choose (const CsAim   *aim,
               const CsMedia *media,
               GPtrArray     *renditions)
{
  CsRendition *rendition;

  if (cs_fit_passes (aim, media->facts))
    return media->facts;

  rendition = cs_fit_find_rendition (aim, media, renditions);

  return rendition != NULL && is_for (rendition, aim->network) ? rendition->facts : media->facts;
}

static gboolean
had_rendition (const CsAim *aim,
               GPtrArray   *renditions)
{
  for (guint i = 0; i < renditions->len; i++)
    if (is_for (renditions->pdata[i], aim->network))
      return TRUE;

  return FALSE;
}

static char *
add_plan (const CsAim   *aim,
          const CsMedia *media,
          GPtrArray     *renditions,
          GVariantDict  *verdict)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsRecipe) recipe = cs_fit_plan (aim, media, &error);

  if (recipe == NULL)
    return g_strdup (error->message);

  g_variant_dict_insert (verdict, "action", "s", cs_recipe_action_names[recipe->action]);
  if (recipe->changes != NULL)
    g_variant_dict_insert (verdict, "changes", "^as", recipe->changes);

  if (had_rendition (aim, renditions))
    return g_strdup_printf (_("the version that was made for it is made otherwise today; "
                              "creatorsync-cli media fix %s makes it anew"), media->id);

  /* Translators: %s is the number of a file; “creatorsync-cli media fix” stays as it is */
  return g_strdup_printf (_("does not fit; creatorsync-cli media fix %s makes a version that does"),
                          media->id);
}

/**
 * cs_fit_verdict:
 *
 * Returns: (transfer full): {network, account, name, fits, sentence, findings,
 *   changes, rendition}: findings are of the original
 */
GVariant *
cs_fit_verdict (const CsAim   *aim,
                const CsMedia *media,
                GPtrArray     *renditions)
{
  g_autoptr(GPtrArray) findings = cs_fit_clip (aim, media->facts);
  GVariantDict verdict = G_VARIANT_DICT_INIT (NULL);
  gboolean as_it_is = !cs_preflight_has_block (findings);
  CsRendition *rendition = as_it_is ? NULL : cs_fit_find_rendition (aim, media, renditions);
  gboolean is_made = rendition != NULL && is_for (rendition, aim->network);
  g_autofree char *sentence = NULL;

  g_variant_dict_insert (&verdict, "network", "s", cs_network_names[aim->network]);
  g_variant_dict_insert (&verdict, "name", "s",
                         aim->account != NULL ? aim->account->handle
                                              : cs_network_get_title (aim->network));
  if (aim->account != NULL)
    g_variant_dict_insert (&verdict, "account", "s", aim->account->id);
  g_variant_dict_insert (&verdict, "fits", "b", as_it_is || is_made);
  g_variant_dict_insert_value (&verdict, "findings", cs_records_to_variant (findings));

  if (as_it_is)
    sentence = g_strdup (_("fits as it is"));
  else if (is_made)
    {
      g_variant_dict_insert (&verdict, "rendition", "s", rendition->id);
      sentence = g_strdup_printf (_("fits, as %s"), rendition->path);
    }
  else
    sentence = add_plan (aim, media, renditions, &verdict);

  g_variant_dict_insert (&verdict, "sentence", "s", sentence);

  return g_variant_ref_sink (g_variant_dict_end (&verdict));
}
