/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-choice.h"

#include "cs-item.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsAccountChoice
{
  GObject      parent_instance;

  GtkDropDown *drop_down;
  GListModel  *accounts;    /* NULL until there are some */
  GStrv        ids;         /* beside what can be chosen, after the first */
  gboolean     filling;     /* the choices change, not what is chosen */
};

G_DEFINE_FINAL_TYPE (CsAccountChoice, cs_account_choice, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_selected (CsAccountChoice *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static const char *
account_name (CsItem *account)
{
  const char *handle = cs_item_get_text (account, "handle");

  return handle != NULL ? handle : cs_item_get_id (account);
}

/* The same account by another name. */
static void
on_account_changed (CsAccountChoice *self,
                    GParamSpec      *pspec,
                    CsItem          *account)
{
  GtkStringList *names = GTK_STRING_LIST (gtk_drop_down_get_model (self->drop_down));
  guint chosen = gtk_drop_down_get_selected (self->drop_down);
  const char *name = account_name (account);
  guint i = 0;

  while (self->ids[i] != NULL && strcmp (self->ids[i], cs_item_get_id (account)) != 0)
    i++;

  if (self->ids[i] == NULL || strcmp (gtk_string_list_get_string (names, i + 1), name) == 0)
    return;

  self->filling = TRUE;
  gtk_string_list_splice (names, i + 1, 1, (const char *[]) { name, NULL });
  gtk_drop_down_set_selected (self->drop_down, chosen);
  self->filling = FALSE;
}

/* What was chosen stays if it is still there. */
static void
fill (CsAccountChoice *self,
      const char      *was)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  guint n = self->accounts != NULL ? g_list_model_get_n_items (self->accounts) : 0;
  guint selected = 0;

  gtk_string_list_append (names, _("All Accounts"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(CsItem) account = g_list_model_get_item (self->accounts, i);

      g_signal_handlers_disconnect_by_func (account, on_account_changed, self);
      g_signal_connect_object (account, "notify::view", G_CALLBACK (on_account_changed), self,
                               G_CONNECT_SWAPPED);
      gtk_string_list_append (names, account_name (account));
      g_strv_builder_add (ids, cs_item_get_id (account));
      if (g_strcmp0 (was, cs_item_get_id (account)) == 0)
        selected = i + 1;
    }

  g_strfreev (self->ids);
  self->ids = g_strv_builder_end (ids);
  gtk_drop_down_set_model (self->drop_down, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->drop_down, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->drop_down), n > 1 || selected > 0);
}

static void
on_accounts (CsAccountChoice *self)
{
  g_autofree char *was = g_strdup (cs_account_choice_get (self));

  self->filling = TRUE;
  fill (self, was);
  self->filling = FALSE;

  if (g_strcmp0 (was, cs_account_choice_get (self)) != 0)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
cs_account_choice_finalize (GObject *object)
{
  CsAccountChoice *self = CS_ACCOUNT_CHOICE (object);

  g_clear_object (&self->drop_down);
  g_clear_object (&self->accounts);
  g_strfreev (self->ids);

  G_OBJECT_CLASS (cs_account_choice_parent_class)->finalize (object);
}

static void
cs_account_choice_class_init (CsAccountChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_account_choice_finalize;

  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_ACCOUNT_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
cs_account_choice_init (CsAccountChoice *self)
{
}

CsAccountChoice *
cs_account_choice_new (GtkDropDown *drop_down)
{
  CsAccountChoice *self = g_object_new (CS_TYPE_ACCOUNT_CHOICE, NULL);

  self->drop_down = g_object_ref (drop_down);
  fill (self, NULL);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/* Once: of CsItem, which may come and go. */
void
cs_account_choice_set_accounts (CsAccountChoice *self,
                                GListModel      *accounts)
{
  g_return_if_fail (self->accounts == NULL);

  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts), self,
                           G_CONNECT_SWAPPED);
  on_accounts (self);
}

/* Its id; NULL: all. */
const char *
cs_account_choice_get (CsAccountChoice *self)
{
  guint chosen = gtk_drop_down_get_selected (self->drop_down);

  return chosen > 0 && chosen != GTK_INVALID_LIST_POSITION ? self->ids[chosen - 1] : NULL;
}
