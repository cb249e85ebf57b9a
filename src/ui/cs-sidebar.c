/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sidebar.h"

#include "cs-activity.h"
#include "cs-item.h"
#include "cs-query.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsSidebar
{
  AdwBin      parent_instance;

  CsQuery    *connected;     /* the accounts */
  char       *page;          /* what is shown: this, or */
  char       *account;

  GtkListBox *pages;
  GtkListBox *accounts;
  GtkWidget  *trouble;
  GtkLabel   *trouble_words;
  CsActivity *activity;
};

G_DEFINE_FINAL_TYPE (CsSidebar, cs_sidebar, ADW_TYPE_BIN)

enum
{
  PAGE_SELECTED,
  ACCOUNT_SELECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Rows carry what they stand for as their widget name. */
static GtkWidget *
row_new (const char *id,
         const char *icon,
         const char *title)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_tooltip_text (label, title);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_name (row, id);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return row;
}

static void
update_account (CsItem     *item,
                GParamSpec *pspec,
                GtkWidget  *row)
{
  const char *handle = cs_item_get_text (item, "handle");
  gboolean ready = g_strcmp0 (cs_item_get_text (item, "state"), "ready") == 0;
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
  GtkWidget *image = gtk_widget_get_first_child (box);
  g_autofree char *name = NULL;

  if (handle == NULL)
    handle = cs_item_get_id (item);

  /* Translators: %s is an account; it is read aloud beside a warning sign */
  name = ready ? g_strdup (handle) : g_strdup_printf (_("%s, needs you"), handle);
  gtk_image_set_from_icon_name (GTK_IMAGE (image), ready ? "avatar-default-symbolic"
                                                         : "dialog-warning-symbolic");
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), handle);
  gtk_widget_set_tooltip_text (gtk_widget_get_last_child (box), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
account_row_new (gpointer item,
                 gpointer user_data)
{
  GtkWidget *row = row_new (cs_item_get_id (item), "avatar-default-symbolic", "");
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));

  gtk_widget_add_css_class (gtk_widget_get_last_child (box), "may-ellipsize");
  update_account (item, NULL, row);
  g_signal_connect_object (item, "notify::view", G_CALLBACK (update_account), row,
                           G_CONNECT_DEFAULT);

  return row;
}

static GtkListBoxRow *
find_row (GtkListBox *list,
          const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (strcmp (gtk_widget_get_name (GTK_WIDGET (row)), id) == 0)
      break;

  return row;
}

/* How much waits for the person, beside the page that shows it. */
static void
on_needs (CsSidebar *self)
{
  GtkListBoxRow *row = find_row (self->pages, "today");
  guint needs = cs_activity_get_needs (self->activity);
  GtkWidget *label;
  g_autofree char *number = g_strdup_printf ("%u", needs);
  g_autofree char *name = NULL;

  if (row == NULL)
    return;

  label = gtk_widget_get_last_child (gtk_list_box_row_get_child (row));
  if (!gtk_widget_has_css_class (label, "badge"))
    {
      label = gtk_label_new (NULL);
      gtk_widget_set_css_classes (label, (const char *[]) { "badge", "numeric", NULL });
      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (gtk_list_box_row_get_child (row)), label);
    }

  name = needs > 0
           /* Translators: the page Today, when so many things wait there for a person */
           ? g_strdup_printf (ngettext ("Today, %u needs you", "Today, %u need you", needs), needs)
           : g_strdup (_("Today"));
  gtk_label_set_label (GTK_LABEL (label), number);
  gtk_widget_set_visible (label, needs > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
mark_row (GtkListBox *list,
          const char *id)
{
  GtkListBoxRow *row = id != NULL ? find_row (list, id) : NULL;

  if (gtk_list_box_get_selected_row (list) != row)
    gtk_list_box_select_row (list, row);
}

/* What is shown, and nothing else: GTK selects each row that the keys come to. */
static void
mark_shown (CsSidebar *self)
{
  if (self->pages == NULL || self->accounts == NULL)    /* it is being taken apart */
    return;

  mark_row (self->pages, self->page);
  mark_row (self->accounts, self->account);
}

static void
on_page_activated (CsSidebar     *self,
                   GtkListBoxRow *row)
{
  g_signal_emit (self, signals[PAGE_SELECTED], 0, gtk_widget_get_name (GTK_WIDGET (row)));
}

static void
on_account_activated (CsSidebar     *self,
                      GtkListBoxRow *row)
{
  g_signal_emit (self, signals[ACCOUNT_SELECTED], 0, gtk_widget_get_name (GTK_WIDGET (row)));
}

static void
on_connect_activated (CsSidebar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.connect-account", NULL);
}

/* Why the accounts are not known, or may be old. */
static void
show_trouble (CsSidebar *self)
{
  const char *reason = cs_query_get_reason (self->connected);

  gtk_label_set_label (self->trouble_words, reason != NULL ? reason : "");
  gtk_widget_set_visible (self->trouble,
                          cs_query_get_state (self->connected) == CS_QUERY_FAILED);
}

static void
on_again (CsSidebar *self)
{
  cs_query_ask (self->connected);
}

static void
cs_sidebar_dispose (GObject *object)
{
  CsSidebar *self = CS_SIDEBAR (object);

  if (self->connected != NULL)
    g_signal_handlers_disconnect_by_data (self->connected, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_SIDEBAR);
  g_clear_object (&self->connected);

  G_OBJECT_CLASS (cs_sidebar_parent_class)->dispose (object);
}

static void
cs_sidebar_finalize (GObject *object)
{
  CsSidebar *self = CS_SIDEBAR (object);

  g_free (self->page);
  g_free (self->account);

  G_OBJECT_CLASS (cs_sidebar_parent_class)->finalize (object);
}

static void
cs_sidebar_class_init (CsSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_sidebar_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_sidebar_finalize;

  g_type_ensure (CS_TYPE_ACTIVITY);

  signals[PAGE_SELECTED] = g_signal_new ("page-selected", CS_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ACCOUNT_SELECTED] = g_signal_new ("account-selected", CS_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/creatorsync/CreatorSync/cs-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, CsSidebar, pages);
  gtk_widget_class_bind_template_child (widget_class, CsSidebar, accounts);
  gtk_widget_class_bind_template_child (widget_class, CsSidebar, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsSidebar, trouble_words);
  gtk_widget_class_bind_template_child (widget_class, CsSidebar, activity);
  gtk_widget_class_bind_template_callback (widget_class, mark_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_needs);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_page_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_account_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_activated);
}

static void
cs_sidebar_init (CsSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cs_sidebar_add_page (CsSidebar  *self,
                     const char *id,
                     const char *title,
                     const char *icon)
{
  gtk_list_box_append (self->pages, row_new (id, icon, title));
}

void
cs_sidebar_set_library (CsSidebar *self,
                        CsLibrary *library)
{
  self->connected = cs_query_new (library, "account.list", "account");
  gtk_list_box_bind_model (self->accounts, G_LIST_MODEL (self->connected), account_row_new, NULL,
                           NULL);
  g_signal_connect_swapped (self->connected, "items-changed", G_CALLBACK (mark_shown), self);
  g_signal_connect_swapped (self->connected, "notify::state", G_CALLBACK (show_trouble), self);
  cs_query_ask (self->connected);
  cs_activity_set_library (self->activity, library);
}

/* Marks the page that is shown; none of that name marks none. */
void
cs_sidebar_show_page (CsSidebar  *self,
                      const char *id)
{
  g_set_str (&self->page, id);
  g_set_str (&self->account, NULL);
  mark_shown (self);
}

void
cs_sidebar_show_account (CsSidebar  *self,
                         const char *id)
{
  g_set_str (&self->page, NULL);
  g_set_str (&self->account, id);
  mark_shown (self);
}

void
cs_sidebar_show_activity (CsSidebar *self)
{
  cs_activity_popup (self->activity);
}
