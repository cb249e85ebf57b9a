/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-accounts-button.h"

#include "cs-item.h"
#include "cs-label.h"
#include "cs-network-mark.h"
#include "cs-words.h"

#include <glib/gi18n.h>

#define NAME_CHARS 28   /* in a line: the choice is as narrow as the narrowest window */

struct _CsAccountsButton
{
  AdwBin          parent_instance;

  GListModel     *accounts;    /* of CsItem; NULL until there are some */
  GPtrArray      *checks;      /* GtkCheckButton, beside them */
  GStrv           wanted;      /* ids, also of accounts that are not there; none: all */
  GStrv           told;        /* what was chosen when it changed last; NULL: all */
  gboolean        filling;     /* the checks change, not what is chosen */

  GtkMenuButton  *button;
  GtkLabel       *label;
  GtkCheckButton *all;
  GtkBox         *rows;
};

G_DEFINE_FINAL_TYPE (CsAccountsButton, cs_accounts_button, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static guint
count (CsAccountsButton *self)
{
  return self->accounts != NULL ? g_list_model_get_n_items (self->accounts) : 0;
}

static gboolean
is_wanted (CsAccountsButton *self,
           CsItem           *account)
{
  return g_strv_contains ((const char *const *) self->wanted, cs_item_get_id (account));
}

/* All are those that are connected. */
static gboolean
wants_all (CsAccountsButton *self)
{
  gboolean has_any = FALSE, has_every = TRUE;

  for (guint i = 0; i < count (self); i++)
    {
      g_autoptr(CsItem) account = g_list_model_get_item (self->accounts, i);
      gboolean is_removed = cs_item_get_bool (account, "removed");

      has_any = has_any || is_wanted (self, account);
      has_every = has_every && is_wanted (self, account) != is_removed;
    }

  return !has_any || has_every;
}

static gboolean
is_chosen (CsAccountsButton *self,
           CsItem           *account)
{
  return wants_all (self) ? !cs_item_get_bool (account, "removed") : is_wanted (self, account);
}

static const char *
account_name (CsItem *account)
{
  const char *handle = cs_item_get_text (account, "handle");

  return handle != NULL ? handle : cs_item_get_id (account);
}

static char *
dup_about (CsItem *account)
{
  const char *network = cs_words_network (cs_item_get_text (account, "network"));

  if (!cs_item_get_bool (account, "removed"))
    return g_strdup (network);

  /* Translators: a network and what became of an account there, which has numbers still */
  return g_strdup_printf (_("%s · removed here"), network);
}

static void
show_account (GtkCheckButton *check,
              CsItem         *account)
{
  GtkWidget *box = gtk_check_button_get_child (check);
  GtkWidget *mark = gtk_widget_get_first_child (box);
  GtkWidget *texts = gtk_widget_get_last_child (box);
  g_autofree char *about = dup_about (account);
  g_autofree char *words = g_strdup_printf ("%s, %s", account_name (account), about);
  g_autofree char *name = cs_label_dup_handle (account_name (account));

  cs_network_mark_set_network (CS_NETWORK_MARK (mark), cs_item_get_text (account, "network"));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (texts)), name);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (texts)), about);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

/* Of one its name. */
static char *
dup_label (CsAccountsButton *self,
           guint             n_chosen,
           const char       *only)
{
  if (wants_all (self))
    return g_strdup (_("All Accounts"));

  if (n_chosen == 1)
    return g_strdup (only);

  /* Translators: how many accounts are chosen, as in: 2 of 3 Accounts */
  return g_strdup_printf (ngettext ("%u of %u Account", "%u of %u Accounts", count (self)),
                          n_chosen, count (self));
}

static void
show_label (CsAccountsButton *self)
{
  g_autoptr(CsItem) only = NULL;
  g_autofree char *words = NULL;
  gboolean has_removed = FALSE;
  guint n_chosen = 0;

  for (guint i = 0; i < count (self); i++)
    {
      g_autoptr(CsItem) account = g_list_model_get_item (self->accounts, i);

      has_removed = has_removed || cs_item_get_bool (account, "removed");
      if (is_chosen (self, account))
        {
          g_set_object (&only, account);
          n_chosen++;
        }
    }

  words = dup_label (self, n_chosen, only != NULL ? account_name (only) : NULL);
  gtk_label_set_label (self->label, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), words);
  gtk_widget_set_visible (GTK_WIDGET (self), count (self) > 1 || has_removed);
}

/* The last that is chosen stays: there is no choice of nothing. */
static void
show (CsAccountsButton *self)
{
  g_auto(GStrv) chosen = cs_accounts_button_dup_chosen (self);

  self->filling = TRUE;
  gtk_check_button_set_active (self->all, chosen == NULL);
  gtk_check_button_set_inconsistent (self->all, chosen != NULL);
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkCheckButton *check = self->checks->pdata[i];
      g_autoptr(CsItem) account = g_list_model_get_item (self->accounts, i);
      gboolean is_last = chosen != NULL && chosen[1] == NULL && is_chosen (self, account);

      show_account (check, account);
      gtk_check_button_set_active (check, is_chosen (self, account));
      gtk_widget_set_sensitive (GTK_WIDGET (check), !is_last);
    }
  self->filling = FALSE;

  show_label (self);
}

static gboolean
is_same (GStrv one,
         GStrv other)
{
  return one == NULL || other == NULL
       ? one == other : g_strv_equal ((const char *const *) one, (const char *const *) other);
}

static void
tell (CsAccountsButton *self)
{
  g_auto(GStrv) was = g_steal_pointer (&self->told);

  self->told = cs_accounts_button_dup_chosen (self);
  if (!is_same (was, self->told))
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
take (CsAccountsButton *self,
      GStrv             wanted)
{
  g_strfreev (self->wanted);
  self->wanted = wanted;
  show (self);
  tell (self);
}

/* All are those of tomorrow, too. */
static void
on_all (CsAccountsButton *self)
{
  if (!self->filling)
    take (self, g_new0 (char *, 1));
}

/* What the checks say; whoever wants every one wants all. */
static void
on_toggled (CsAccountsButton *self)
{
  g_autoptr(GStrvBuilder) wanted = g_strv_builder_new ();

  if (self->filling)
    return;

  for (guint i = 0; i < self->checks->len; i++)
    {
      g_autoptr(CsItem) account = g_list_model_get_item (self->accounts, i);

      if (gtk_check_button_get_active (self->checks->pdata[i]))
        g_strv_builder_add (wanted, cs_item_get_id (account));
    }

  g_strfreev (self->wanted);
  self->wanted = g_strv_builder_end (wanted);
  take (self, wants_all (self) ? g_new0 (char *, 1) : g_steal_pointer (&self->wanted));
}

static void
on_account (GtkWidget *check)
{
  CsAccountsButton *self = CS_ACCOUNTS_BUTTON (
    gtk_widget_get_ancestor (check, CS_TYPE_ACCOUNTS_BUTTON));

  show (self);
  tell (self);
}

static GtkWidget *
check_new (CsAccountsButton *self)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *about = gtk_label_new (NULL);
  GtkWidget *mark = cs_network_mark_new ();

  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_CHARS);
  cs_label_forbid_hyphens (GTK_LABEL (name));
  gtk_label_set_xalign (GTK_LABEL (about), 0);
  gtk_widget_add_css_class (about, "caption");
  gtk_widget_add_css_class (about, "dimmed");
  gtk_box_append (GTK_BOX (texts), name);
  gtk_box_append (GTK_BOX (texts), about);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), box);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);

  return check;
}

/* Those that stay keep their place and the focus. */
static void
on_accounts (CsAccountsButton *self,
             guint             position,
             guint             n_removed,
             guint             n_added)
{
  for (guint i = 0; i < n_removed; i++)
    {
      gtk_box_remove (self->rows, self->checks->pdata[position]);
      g_ptr_array_remove_index (self->checks, position);
    }

  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(CsItem) account = g_list_model_get_item (self->accounts, i);
      GtkWidget *check = check_new (self);

      g_signal_connect_object (account, "notify::view", G_CALLBACK (on_account), check,
                               G_CONNECT_SWAPPED);
      gtk_box_insert_child_after (self->rows, check, i > 0 ? self->checks->pdata[i - 1] : NULL);
      g_ptr_array_insert (self->checks, i, check);
    }

  show (self);
  tell (self);
}

static void
cs_accounts_button_dispose (GObject *object)
{
  CsAccountsButton *self = CS_ACCOUNTS_BUTTON (object);

  if (self->accounts != NULL)
    g_signal_handlers_disconnect_by_data (self->accounts, self);
  g_clear_object (&self->accounts);
  /* The bin would let go of it a second time. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_ACCOUNTS_BUTTON);

  G_OBJECT_CLASS (cs_accounts_button_parent_class)->dispose (object);
}

static void
cs_accounts_button_finalize (GObject *object)
{
  CsAccountsButton *self = CS_ACCOUNTS_BUTTON (object);

  g_ptr_array_unref (self->checks);
  g_strfreev (self->wanted);
  g_strfreev (self->told);

  G_OBJECT_CLASS (cs_accounts_button_parent_class)->finalize (object);
}

static void
cs_accounts_button_class_init (CsAccountsButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_accounts_button_dispose;
  object_class->finalize = cs_accounts_button_finalize;

  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_ACCOUNTS_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/analytics/cs-accounts-button.ui");
  gtk_widget_class_bind_template_child (widget_class, CsAccountsButton, button);
  gtk_widget_class_bind_template_child (widget_class, CsAccountsButton, label);
  gtk_widget_class_bind_template_child (widget_class, CsAccountsButton, all);
  gtk_widget_class_bind_template_child (widget_class, CsAccountsButton, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_all);
}

static void
cs_accounts_button_init (CsAccountsButton *self)
{
  self->checks = g_ptr_array_new ();
  self->wanted = g_new0 (char *, 1);
  gtk_widget_init_template (GTK_WIDGET (self));
  show (self);
}

/* Once: of CsItem as numbers.accounts answers them, which may come and go. */
void
cs_accounts_button_set_accounts (CsAccountsButton *self,
                                 GListModel       *accounts)
{
  g_return_if_fail (self->accounts == NULL);

  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts), self,
                           G_CONNECT_SWAPPED);
  on_accounts (self, 0, 0, g_list_model_get_n_items (accounts));
}

/* Those of them that come are chosen as they come; without any, or while none is there, all. */
void
cs_accounts_button_choose (CsAccountsButton  *self,
                           const char *const *ids)
{
  take (self, g_strdupv ((GStrv) ids));
}

/* What is to be chosen the next time. */
const char *const *
cs_accounts_button_get_wanted (CsAccountsButton *self)
{
  return (const char *const *) self->wanted;
}

/* The ids of those that are there, in their order; NULL: all that are connected. */
GStrv
cs_accounts_button_dup_chosen (CsAccountsButton *self)
{
  g_autoptr(GStrvBuilder) chosen = g_strv_builder_new ();

  if (wants_all (self))
    return NULL;

  for (guint i = 0; i < count (self); i++)
    {
      g_autoptr(CsItem) account = g_list_model_get_item (self->accounts, i);

      if (is_wanted (self, account))
        g_strv_builder_add (chosen, cs_item_get_id (account));
    }

  return g_strv_builder_end (chosen);
}
