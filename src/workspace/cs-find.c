/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-find.h"

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-media-store.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-resolve.h"

#include <glib/gi18n.h>
#include <string.h>

#define SHORTEST 4   /* end of an id that is taken for it */

static gboolean
is_named (const CsAccount *account,
          const char      *word)
{
  const char *handle = account->handle != NULL ? account->handle : "";

  return (strlen (word) >= SHORTEST && g_str_has_suffix (account->id, word))
      || g_ascii_strcasecmp (handle, word) == 0
      || (*handle == '@' && g_ascii_strcasecmp (handle + 1, word) == 0)
      || strcmp (cs_network_names[account->network], word) == 0;
}

/**
 * cs_find_account:
 * @word: an id, a handle, or the name of a network with one account
 *
 * Returns: (transfer full): NULL with %CS_ERROR_NOT_FOUND, or with
 *   %CS_ERROR_INVALID when several are meant
 */
CsAccount *
cs_find_account (CsTx        *tx,
                 const char  *word,
                 GError     **error)
{
  g_autoptr(GPtrArray) all = cs_account_store_list (tx, error);
  CsAccount *found = NULL;

  if (all == NULL)
    return NULL;

  for (guint i = 0; i < all->len; i++)
    if (is_named (all->pdata[i], word))
      {
        if (found != NULL)
          return cs_fail_null (error, CS_ERROR_INVALID,
                               "“%s” may be %s or %s: say the handle, or the id", word,
                               found->handle, ((CsAccount *) all->pdata[i])->handle);
        found = all->pdata[i];
      }

  if (found == NULL)
    return cs_fail_null (error, CS_ERROR_NOT_FOUND,
                         "There is no account “%s”: creatorsync-cli account list names them",
                         word);

  return cs_record_ref (found);
}

/**
 * cs_find_planned_account:
 * @id: of the account that a plan is for
 *
 * Returns: (transfer full): NULL when it was removed, with the way to have it back
 */
CsAccount *
cs_find_planned_account (CsTx        *tx,
                         const char  *id,
                         GError     **error)
{
  g_autoptr(CsAccount) removed = NULL;
  CsAccount *account = cs_account_store_find (tx, id, NULL);
  const char *name;
  gboolean by_host;

  if (account != NULL)
    return account;

  removed = cs_account_store_find_any (tx, id, error);
  if (removed == NULL)
    return NULL;

  name = removed->handle != NULL ? removed->handle : id;
  by_host = removed->network != CS_NETWORK_BLUESKY;

  return cs_fail_null (error, CS_ERROR_SIGN_IN,
                       "%s was removed here: creatorsync-cli account add %s %s %s brings it back",
                       name, cs_network_names[removed->network], by_host ? "--host" : "--handle",
                       by_host && removed->host != NULL ? removed->host : name);
}

/**
 * cs_find_account_name:
 *
 * Returns: (transfer full): what an account is called, also one that was removed
 */
char *
cs_find_account_name (CsTx       *tx,
                      const char *id)
{
  g_autoptr(CsAccount) account = cs_account_store_find_any (tx, id, NULL);

  return g_strdup (account != NULL && account->handle != NULL ? account->handle : id);
}

/* Whether an account is here, and was not removed. */
gboolean
cs_find_is_connected (CsTx       *tx,
                      const char *id)
{
  g_autoptr(CsAccount) account = cs_account_store_find (tx, id, NULL);

  return account != NULL;
}

/* Whether an account is among those. */
gboolean
cs_find_holds (GPtrArray  *accounts,
               const char *id)
{
  for (guint i = 0; i < accounts->len; i++)
    if (strcmp (((CsAccount *) accounts->pdata[i])->id, id) == 0)
      return TRUE;

  return FALSE;
}

GStrv
cs_find_dup_ids (GPtrArray *accounts)
{
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < accounts->len; i++)
    g_strv_builder_add (ids, ((const CsAccount *) accounts->pdata[i])->id);

  return g_strv_builder_end (ids);
}

/* The target of those that is for an account; NULL: none is. Borrowed. */
CsTarget *
cs_find_target_for (GPtrArray  *targets,
                    const char *account_id)
{
  for (guint i = 0; i < targets->len; i++)
    if (strcmp (((CsTarget *) targets->pdata[i])->account_id, account_id) == 0)
      return targets->pdata[i];

  return NULL;
}

/* Each once, in the order of the words. */
GPtrArray *
cs_find_accounts (CsTx               *tx,
                  const char *const  *words,
                  GError            **error)
{
  g_autoptr(GPtrArray) found = cs_records_new ();

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_autoptr(CsAccount) account = cs_find_account (tx, words[i], error);

      if (account == NULL)
        return NULL;

      if (!cs_find_holds (found, account->id))
        g_ptr_array_add (found, g_steal_pointer (&account));
    }

  return g_steal_pointer (&found);
}

/* An id whole, or as much of it as a person typed. */
static char *
resolve (CsTx          *tx,
         CsRecordKind   kind,
         const char    *word,
         const char    *what,
         const char    *list,
         GError       **error)
{
  g_autoptr(GError) cause = NULL;
  char *id = cs_store_resolve_id (tx, kind, word, &cause);

  if (id != NULL)
    return id;

  if (g_error_matches (cause, CS_ERROR, CS_ERROR_NOT_FOUND))
    /* Translators: there is no post “4711”: creatorsync-cli post list names them */
    return cs_fail_null (error, CS_ERROR_NOT_FOUND,
                         "There is no %s “%s”: creatorsync-cli %s names them", what, word, list);

  g_propagate_error (error, g_steal_pointer (&cause));

  return NULL;
}

CsMedia *
cs_find_media (CsTx        *tx,
               const char  *word,
               GError     **error)
{
  g_autofree char *id = resolve (tx, CS_RECORD_MEDIA, word, _("file"), "media list", error);

  return id != NULL ? cs_media_store_find (tx, id, error) : NULL;
}

CsPost *
cs_find_post (CsTx        *tx,
              const char  *word,
              GError     **error)
{
  g_autofree char *id = resolve (tx, CS_RECORD_POST, word, _("post"), "post list", error);

  return id != NULL ? cs_post_store_find (tx, id, error) : NULL;
}

CsOutboxRow *
cs_find_row (CsTx        *tx,
             const char  *word,
             GError     **error)
{
  g_autofree char *id = resolve (tx, CS_RECORD_OUTBOX_ROW, word, _("row"), "outbox list", error);

  return id != NULL ? cs_outbox_store_find (tx, id, error) : NULL;
}

CsMedia *
cs_act_find_media (CsAct   *act,
                   GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  return tx != NULL ? cs_find_media (tx, cs_act_text (act, "id"), error) : NULL;
}

CsPost *
cs_act_find_post (CsAct   *act,
                  GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  return tx != NULL ? cs_find_post (tx, cs_act_text (act, "id"), error) : NULL;
}
