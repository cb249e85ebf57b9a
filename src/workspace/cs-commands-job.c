/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-act.h"
#include "cs-error.h"
#include "cs-media-store.h"

/* A job, and the title of the file that it is about. */
static GVariant *
view_with_title (CsTx     *tx,
                 GVariant *job)
{
  GVariantDict view = G_VARIANT_DICT_INIT (job);
  g_autoptr(CsMedia) media = NULL;
  const char *subject = NULL;

  if (g_variant_lookup (job, "subject", "&s", &subject))
    media = cs_media_store_find (tx, subject, NULL);
  if (media != NULL)
    g_variant_dict_insert (&view, "title", "s", media->title);

  return g_variant_dict_end (&view);
}

static GVariant *
list_jobs (CsAct   *act,
           GError **error)
{
  g_autoptr(GVariant) jobs = cs_runs_view_jobs (act->services->runs);
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  if (tx == NULL)
    {
      g_variant_builder_clear (&all);
      return NULL;
    }

  for (gsize i = 0; i < g_variant_n_children (jobs); i++)
    {
      g_autoptr(GVariant) job = g_variant_get_child_value (jobs, i);

      g_variant_builder_add_value (&all, view_with_title (tx, job));
    }

  return g_variant_ref_sink (g_variant_builder_end (&all));
}

static GVariant *
set_pause (CsAct     *act,
           gboolean   pauses,
           GError   **error)
{
  const char *id = cs_act_text (act, "id");

  if (!cs_runs_pause_job (act->services->runs, id, pauses))
    return cs_fail_null (error, CS_ERROR_NOT_FOUND,
                         "Nothing that could be paused runs as “%s”: it may have ended", id);

  return cs_act_nothing ();
}

static GVariant *
pause_job (CsAct   *act,
           GError **error)
{
  return set_pause (act, TRUE, error);
}

static GVariant *
resume_job (CsAct   *act,
            GError **error)
{
  return set_pause (act, FALSE, error);
}

const CsCommand cs_job_commands[] = {
  { "job.list", "", "aa{sv}", list_jobs, CS_JOB_SHORT, NULL },
  { "job.pause", "id s", "a{sv}", pause_job, CS_JOB_SHORT, NULL },
  { "job.resume", "id s", "a{sv}", resume_job, CS_JOB_SHORT, NULL },
  { NULL, },
};
