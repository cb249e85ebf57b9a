/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-clip.h"

#include "cs-find.h"
#include "cs-rendition-store.h"

/* By the row's arguments: id, and accounts or networks. */
CsClip *
cs_clip_load (CsAct   *act,
              GError **error)
{
  g_autoptr(CsClip) self = g_new0 (CsClip, 1);
  g_auto(GStrv) accounts = cs_act_dup_texts (act, "accounts");
  g_auto(GStrv) networks = cs_act_dup_texts (act, "networks");
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  if (tx == NULL)
    return NULL;

  if ((self->media = cs_find_media (tx, cs_act_text (act, "id"), error)) == NULL
      || (self->aims = cs_fit_aims (tx, (const char *const *) accounts,
                                    (const char *const *) networks, error)) == NULL
      || (self->renditions = cs_rendition_store_list_for (tx, self->media->id, error)) == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

GVariant *
cs_clip_verdicts (CsClip *self)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < self->aims->len; i++)
    {
      g_autoptr(GVariant) verdict = cs_fit_verdict (self->aims->pdata[i], self->media,
                                                    self->renditions);

      g_variant_builder_add_value (&all, verdict);
    }

  return g_variant_ref_sink (g_variant_builder_end (&all));
}

void
cs_clip_free (CsClip *self)
{
  g_clear_pointer (&self->media, cs_record_unref);
  g_clear_pointer (&self->aims, g_ptr_array_unref);
  g_clear_pointer (&self->renditions, g_ptr_array_unref);
  g_free (self);
}
