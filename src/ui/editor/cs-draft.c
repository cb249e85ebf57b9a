/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-draft.h"

#include "cs-draft-private.h"
#include "cs-error.h"
#include "cs-item.h"
#include "cs-target.h"

#include <glib/gi18n.h>
#include <string.h>

#define SAVE_MSEC 500     /* after the first change; the rest of the second is the disk’s */
#define CHECK_MSEC 120    /* after the last one */
#define AGAIN_MSEC 40     /* for many changes from outside */

G_DEFINE_FINAL_TYPE (CsDraft, cs_draft, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  N_PROPS,
};

enum
{
  EDITED,
  LOADED,
  TARGETS_CHANGED,
  CHECKED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean on_save_soon (gpointer user_data);

static void
set_state (CsDraft      *self,
           CsDraftState  state,
           const char   *reason)
{
  if (self->state == state && g_strcmp0 (self->reason, reason) == 0)
    return;

  g_set_str (&self->reason, reason);
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
add_accounts (CsDraft      *self,
              GVariantDict *args)
{
  g_variant_dict_insert_value (args, "accounts",
                               g_variant_new_strv ((const char *const *) self->accounts->pdata,
                                                   self->accounts->len));
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(CsDraft) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) all = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  /* An older question; or there is nothing to ask, which saving tells as well. */
  if (all == NULL)
    return;

  g_hash_table_remove_all (self->checks);
  for (gsize i = 0; i < g_variant_n_children (all); i++)
    {
      GVariant *check = g_variant_get_child_value (all, i);

      g_hash_table_insert (self->checks, g_strdup (cs_view_text (check, "account_id")), check);
    }

  g_signal_emit (self, signals[CHECKED], 0);
}

static gboolean
on_check_soon (gpointer user_data)
{
  CsDraft *self = user_data;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  self->check_soon = 0;
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  self->checking = g_cancellable_new ();

  cs_draft_add_content (self, &args);
  add_accounts (self, &args);
  if (cs_draft_get_id (self) != NULL)
    g_variant_dict_insert (&args, "id", "s", self->id);
  if (self->when.set)
    g_variant_dict_insert (&args, "due", "x", self->when.due);
  cs_library_run (self->library, "post.check", g_variant_dict_end (&args), self->checking,
                  on_checked, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

void
cs_draft_check_soon (CsDraft *self)
{
  g_clear_handle_id (&self->check_soon, g_source_remove);
  if (!self->closed)
    self->check_soon = g_timeout_add (CHECK_MSEC, on_check_soon, self);
}

/* Something was changed by hand. */
void
cs_draft_touch (CsDraft *self)
{
  self->edits++;
  g_signal_emit (self, signals[EDITED], 0);
  if (self->n_kept < 0 || self->closed)
    return;

  cs_draft_check_soon (self);
  if (cs_draft_get_id (self) == NULL && !self->saving && cs_draft_is_empty (self))
    {
      g_clear_handle_id (&self->save_soon, g_source_remove);
      set_state (self, CS_DRAFT_EMPTY, NULL);
      return;
    }

  set_state (self, CS_DRAFT_UNSAVED, NULL);
  if (self->save_soon == 0)
    self->save_soon = g_timeout_add (SAVE_MSEC, on_save_soon, self);
}

static void
take_own (CsDraft    *self,
          const char *account,
          GVariant   *target)
{
  const char *text = cs_view_text (target, "text");
  const char *warning = cs_view_text (target, "warning");

  if (text != NULL || warning != NULL)
    cs_draft_own_put (self->own, account, text, warning);
}

/* What was chosen by hand stands until it is scheduled, where another time is planned. */
static void
take_when (CsDraft *self)
{
  if (self->accounts->len == 0 || (self->planned && self->when_set))
    return;

  self->when_set = FALSE;
  self->when.set = FALSE;
  for (guint i = 0; i < self->accounts->len && !self->when.set; i++)
    cs_when_take (&self->when, g_hash_table_lookup (self->targets, self->accounts->pdata[i]));
}

/* Where it goes and how far it got; with content, also what differs there. */
static void
take_targets (CsDraft  *self,
              GVariant *view,
              gboolean  with_content)
{
  g_autoptr(GVariant) targets = g_variant_lookup_value (view, "targets",
                                                        G_VARIANT_TYPE ("aa{sv}"));
  const char *freedom = cs_view_text (view, "free");

  self->planned = FALSE;
  self->n_kept = g_strcmp0 (freedom, "whole") == 0 ? 0
                 : g_strcmp0 (freedom, "rest") == 0 ? cs_view_int (view, "kept", 1) : -1;
  g_hash_table_remove_all (self->targets);
  if (with_content)
    {
      g_ptr_array_set_size (self->accounts, 0);
      g_hash_table_remove_all (self->own);
    }

  for (gsize i = 0; targets != NULL && i < g_variant_n_children (targets); i++)
    {
      GVariant *target = g_variant_get_child_value (targets, i);
      const char *account = cs_view_text (target, "account_id");

      self->planned |= g_strcmp0 (cs_view_text (target, "state"), "draft") != 0;
      g_hash_table_insert (self->targets, g_strdup (account), target);
      if (!with_content)
        continue;

      g_ptr_array_add (self->accounts, g_strdup (account));
      take_own (self, account, target);
    }

  if (with_content)
    take_when (self);
}

/* Its own from now on; its lists are never NULL. */
void
cs_draft_take_post (CsDraft *self,
                    CsPost  *post)
{
  g_clear_pointer (&self->post, cs_record_unref);
  self->post = post;
  if (post->thread == NULL)
    post->thread = g_new0 (char *, 1);
  if (post->labels == NULL)
    post->labels = g_new0 (char *, 1);
  if (post->attachments == NULL)
    post->attachments = cs_records_new ();
}

typedef struct
{
  CsDraft *draft;
  guint    edits;    /* when it was asked */
} Load;

/* Undone, or deleted elsewhere. It may come back by a redo, as long as its author does not go on:
 * what is not saved yet is a new post. */
static void
lose (CsDraft *self)
{
  self->gone = TRUE;
  g_hash_table_remove_all (self->targets);
  self->n_kept = 0;
  self->planned = FALSE;

  if (cs_draft_is_empty (self))
    set_state (self, CS_DRAFT_EMPTY, NULL);
  else if (self->edits == self->saved)
    set_state (self, CS_DRAFT_GONE, _("This post was deleted"));
  else
    cs_draft_save (self);

  g_signal_emit (self, signals[TARGETS_CHANGED], 0);
}

/* What is being saved is told by the answer to that. */
static void
fail_load (CsDraft      *self,
           const GError *error)
{
  if (self->state == CS_DRAFT_LOADING)
    set_state (self, CS_DRAFT_LOST, error->message);
  else if (!self->saving && !self->gone && g_error_matches (error, CS_ERROR, CS_ERROR_NOT_FOUND))
    lose (self);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Load *load = user_data;
  g_autoptr(CsDraft) self = load->draft;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) view = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  CsPost *post = view != NULL ? cs_record_from_variant (CS_RECORD_POST, view, &error) : NULL;
  gboolean mine = load->edits != self->edits || self->saving || self->edits != self->saved;
  gboolean same = post != NULL && cs_record_equal (post, self->post);

  g_free (load);
  if (post == NULL)
    {
      fail_load (self, error);
      return;
    }

  self->gone = FALSE;
  take_targets (self, view, !mine);
  if (!mine)
    {
      cs_draft_take_post (self, post);
      set_state (self, CS_DRAFT_SAVED, NULL);
      if (!same)
        g_signal_emit (self, signals[LOADED], 0);
    }
  else
    {
      cs_record_unref (post);
    }

  g_signal_emit (self, signals[TARGETS_CHANGED], 0);
  cs_draft_check_soon (self);
}

static gboolean
on_load_soon (gpointer user_data)
{
  CsDraft *self = user_data;

  self->load_soon = 0;
  cs_draft_load (self);

  return G_SOURCE_REMOVE;
}

static void
on_changed (CsLibrary   *library,
            const char  *kind,
            const char **ids,
            CsDraft     *self)
{
  static const char *const ours[] = { "post", "target", "outbox-row", "receipt", NULL };

  if (strcmp (kind, "account") == 0 || strcmp (kind, "media") == 0
      || strcmp (kind, "rendition") == 0)
    cs_draft_check_soon (self);
  else if (g_strv_contains (ours, kind) && self->id != NULL && self->load_soon == 0)
    self->load_soon = g_timeout_add (AGAIN_MSEC, on_load_soon, self);
}

typedef struct
{
  CsDraft *draft;
  guint    edits;       /* what is saved by it */
  gboolean accounts;    /* also where it goes */
} Save;

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Save *save = user_data;
  g_autoptr(CsDraft) self = save->draft;
  guint edits = save->edits;
  gboolean accounts = save->accounts;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) view = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  g_free (save);
  self->saving = FALSE;
  if (view == NULL)
    {
      self->accounts_set |= accounts;
      set_state (self, CS_DRAFT_REFUSED, error->message);
      if (!self->gone && g_error_matches (error, CS_ERROR, CS_ERROR_NOT_FOUND))
        cs_draft_load (self);
      return;
    }

  self->began |= cs_draft_get_id (self) == NULL;
  self->gone = FALSE;
  self->saved = edits;
  g_set_str (&self->id, cs_view_text (view, "id"));
  take_targets (self, view, FALSE);

  /* What was written meanwhile has waited long enough. */
  if (self->edits != self->saved)
    cs_draft_save (self);
  else
    set_state (self, CS_DRAFT_SAVED, NULL);

  g_signal_emit (self, signals[TARGETS_CHANGED], 0);
}

static gboolean
on_save_soon (gpointer user_data)
{
  CsDraft *self = user_data;

  self->save_soon = 0;
  cs_draft_save (self);

  return G_SOURCE_REMOVE;
}

static void
cs_draft_finalize (GObject *object)
{
  CsDraft *self = CS_DRAFT (object);

  g_clear_handle_id (&self->save_soon, g_source_remove);
  g_clear_handle_id (&self->check_soon, g_source_remove);
  g_clear_handle_id (&self->load_soon, g_source_remove);
  g_clear_object (&self->checking);
  g_clear_object (&self->library);
  g_clear_pointer (&self->post, cs_record_unref);
  g_ptr_array_unref (self->accounts);
  g_hash_table_unref (self->own);
  g_hash_table_unref (self->targets);
  g_hash_table_unref (self->checks);
  cs_when_clear (&self->when);
  g_free (self->id);
  g_free (self->session);
  g_free (self->reason);

  G_OBJECT_CLASS (cs_draft_parent_class)->finalize (object);
}

static void
cs_draft_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  if (prop_id == PROP_STATE)
    g_value_set_int (value, CS_DRAFT (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_draft_class_init (CsDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cs_draft_finalize;
  object_class->get_property = cs_draft_get_property;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, CS_DRAFT_LOADING, CS_DRAFT_LOST,
                                             CS_DRAFT_LOADING,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[EDITED] = g_signal_new ("edited", CS_TYPE_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[LOADED] = g_signal_new ("loaded", CS_TYPE_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[TARGETS_CHANGED] = g_signal_new ("targets-changed", CS_TYPE_DRAFT, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHECKED] = g_signal_new ("checked", CS_TYPE_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
cs_draft_init (CsDraft *self)
{
  self->session = g_uuid_string_random ();
  self->accounts = g_ptr_array_new_with_free_func (g_free);
  self->own = cs_draft_own_table ();
  self->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_variant_unref);
  self->checks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_variant_unref);
  self->when.late_limit = CS_UNKNOWN;
  cs_draft_take_post (self, cs_record_new (CS_RECORD_POST));
}

/* With an id it is to be loaded; without, it is a new post that goes nowhere yet. */
CsDraft *
cs_draft_new (CsLibrary  *library,
              const char *id)
{
  CsDraft *self = g_object_new (CS_TYPE_DRAFT, NULL);

  self->library = g_object_ref (library);
  self->id = g_strdup (id);
  self->state = id != NULL ? CS_DRAFT_LOADING : CS_DRAFT_EMPTY;
  g_signal_connect_object (library, "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);

  return self;
}

/* As the workspace has it; what is not saved yet stays as it is. */
void
cs_draft_load (CsDraft *self)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  Load *load;

  if (self->id == NULL || self->closed)
    return;

  if (self->state == CS_DRAFT_LOST)
    set_state (self, CS_DRAFT_LOADING, NULL);
  load = g_new0 (Load, 1);
  load->draft = g_object_ref (self);
  load->edits = self->edits;
  g_variant_dict_insert (&args, "id", "s", self->id);
  cs_library_run (self->library, "post.show", g_variant_dict_end (&args), NULL, on_loaded, load);
}

/* What is gone is written anew by the next save; of others there is nothing to be kept. */
void
cs_draft_keep (CsDraft *self)
{
  if (self->state == CS_DRAFT_GONE)
    cs_draft_touch (self);
}

/**
 * cs_draft_save:
 *
 * Writes what is not saved now rather than soon.
 *
 * Returns: TRUE when there is nothing left to be saved
 */
gboolean
cs_draft_save (CsDraft *self)
{
  const char *id = cs_draft_get_id (self);
  GVariantDict args;
  Save *save;

  g_clear_handle_id (&self->save_soon, g_source_remove);
  if (self->edits == self->saved || self->n_kept < 0
      || (id == NULL && !self->saving && cs_draft_is_empty (self)))
    return !self->saving;

  if (self->saving)
    return FALSE;

  g_variant_dict_init (&args, NULL);
  cs_draft_add_content (self, &args);
  if (self->accounts_set || id == NULL)
    add_accounts (self, &args);
  if (id != NULL)
    g_variant_dict_insert (&args, "id", "s", id);
  g_variant_dict_insert (&args, "merge", "s", self->session);
  g_variant_dict_insert (&args, "draft", "b", TRUE);

  save = g_new0 (Save, 1);
  save->draft = g_object_ref (self);
  save->edits = self->edits;
  save->accounts = self->accounts_set;
  self->saving = TRUE;
  self->accounts_set = FALSE;
  set_state (self, CS_DRAFT_UNSAVED, NULL);
  cs_library_run (self->library, id != NULL ? "post.edit" : "post.new",
                  g_variant_dict_end (&args), NULL, on_saved, save);

  return FALSE;
}

/* The page is left: what is not saved is saved, and nothing else is asked any more. */
void
cs_draft_close (CsDraft *self)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (self->closed)
    return;

  self->closed = TRUE;
  g_clear_handle_id (&self->check_soon, g_source_remove);
  g_clear_handle_id (&self->load_soon, g_source_remove);
  g_cancellable_cancel (self->checking);
  g_signal_handlers_disconnect_by_data (self->library, self);

  /* What was begun here and emptied again leaves nothing behind, not even a step. */
  if (self->began && cs_draft_get_id (self) != NULL && !self->saving && cs_draft_is_empty (self))
    {
      g_clear_handle_id (&self->save_soon, g_source_remove);
      g_variant_dict_insert (&args, "id", "s", self->id);
      g_variant_dict_insert (&args, "merge", "s", self->session);
      cs_library_run (self->library, "post.delete", g_variant_dict_end (&args), NULL, NULL, NULL);
      return;
    }

  cs_draft_save (self);
}
