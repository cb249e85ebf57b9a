/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-account-store.h"
#include "cs-act.h"
#include "cs-event-store.h"
#include "cs-find.h"
#include "cs-media-store.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-post-view.h"
#include "cs-preference.h"

#include <string.h>

typedef struct
{
  const char *event;
  const char *kind;
  const char *preference;   /* whether it is wanted */
} Kind;

static const Kind kinds[] = {
  { "post.published", "published", CS_PREFERENCE_NOTIFY "published" },
  { "post.needs-you", "needs-you", CS_PREFERENCE_NOTIFY "needs-you" },
  { "post.failed", "failed", CS_PREFERENCE_NOTIFY "failed" },
  { "post.missed", "missed", CS_PREFERENCE_NOTIFY "missed" },
  { "account.sign-in", "needs-you", CS_PREFERENCE_NOTIFY "needs-you" },
  { "account.needs-you", "needs-you", CS_PREFERENCE_NOTIFY "needs-you" },
  { "media.fitted", "fitted", CS_PREFERENCE_NOTIFY "fixed" },
  { "media.unfit", "unfit", CS_PREFERENCE_NOTIFY "fixed" },
};

static const Kind *
kind_of (const CsEvent *event)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].event, event->name) == 0)
      return &kinds[i];

  return NULL;
}

static const char *
detail_of (const CsEvent *event,
           const char    *name)
{
  const char *text = NULL;

  if (event->detail != NULL)
    g_variant_lookup (event->detail, name, "&s", &text);

  return text;
}

static gboolean
is_wanted (CsTx        *tx,
           const Kind  *kind,
           gboolean    *wanted,
           GError     **error)
{
  g_autofree char *value = cs_preference_dup (tx, kind->preference, error);

  *wanted = g_strcmp0 (value, "on") == 0;

  return value != NULL;
}

/* An account that asks says so for all of its posts. */
static gboolean
is_said_by_account (CsTx          *tx,
                    const CsEvent *event)
{
  const char *account_id = detail_of (event, "account");
  g_autoptr(CsAccount) account = NULL;

  if (strcmp (event->name, "post.needs-you") != 0 || account_id == NULL)
    return FALSE;

  account = cs_account_store_find (tx, account_id, NULL);

  return account != NULL && account->state != CS_ACCOUNT_READY;
}

static void
add_post (CsTx          *tx,
          const CsEvent *event,
          GVariantDict  *view)
{
  const char *post_id = detail_of (event, "post");
  g_autoptr(CsPost) post = post_id != NULL ? cs_post_store_find (tx, post_id, NULL) : NULL;
  g_autofree char *title = cs_post_view_title (post);

  if (post != NULL)
    g_variant_dict_insert (view, "post", "s", post->id);
  if (title != NULL)
    g_variant_dict_insert (view, "title", "s", title);
}

static void
add_media (CsTx          *tx,
           const CsEvent *event,
           GVariantDict  *view)
{
  g_autoptr(CsMedia) media = cs_media_store_find (tx, event->subject, NULL);

  if (media == NULL)
    return;

  g_variant_dict_insert (view, "media", "s", media->id);
  g_variant_dict_insert (view, "title", "s", media->title);
}

static GVariant *
view_event (CsTx          *tx,
            const CsEvent *event,
            const char    *kind)
{
  GVariantDict view = G_VARIANT_DICT_INIT (NULL);
  gboolean of_account = g_str_has_prefix (event->name, "account.");
  gboolean of_media = g_str_has_prefix (event->name, "media.");
  const char *subject = of_account || of_media ? event->subject : detail_of (event, "row");
  const char *account_id = of_account ? event->subject : detail_of (event, "account");
  g_autofree char *account = account_id != NULL ? cs_find_account_name (tx, account_id) : NULL;

  g_variant_dict_insert (&view, "number", "x", event->number);
  g_variant_dict_insert (&view, "id", "s", subject != NULL ? subject : "");
  g_variant_dict_insert (&view, "at", "x", event->at);
  g_variant_dict_insert (&view, "kind", "s", kind);
  if (account != NULL)
    g_variant_dict_insert (&view, "account", "s", account);
  if (detail_of (event, "sentence") != NULL)
    g_variant_dict_insert (&view, "sentence", "s", detail_of (event, "sentence"));
  if (detail_of (event, "url") != NULL)
    g_variant_dict_insert (&view, "url", "s", detail_of (event, "url"));
  if (of_media)
    add_media (tx, event, &view);
  else if (!of_account)
    add_post (tx, event, &view);

  return g_variant_dict_end (&view);
}

/* What a person wants to be told of, oldest first. */
static GVariant *
list_notices (CsAct   *act,
              GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  guint limit = CLAMP (cs_act_int (act, "limit", 100), 1, 10000);
  g_autoptr(GPtrArray) events = NULL;
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  if (tx != NULL)
    events = cs_event_store_list_after (tx, cs_act_int (act, "after", 0), limit, error);

  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      const CsEvent *event = events->pdata[i];
      const Kind *kind = kind_of (event);
      gboolean wanted = FALSE;

      if (kind == NULL)
        continue;

      if (!is_wanted (tx, kind, &wanted, error))
        g_clear_pointer (&events, g_ptr_array_unref);
      else if (wanted && !is_said_by_account (tx, event))
        g_variant_builder_add_value (&all, view_event (tx, event, kind->kind));
    }

  if (events != NULL)
    return g_variant_ref_sink (g_variant_builder_end (&all));

  g_variant_builder_clear (&all);

  return NULL;
}

const CsCommand cs_notice_commands[] = {
  { "notice.list", "after ?x, limit ?x", "aa{sv}", list_notices, CS_JOB_SHORT, NULL },
  { NULL, },
};
