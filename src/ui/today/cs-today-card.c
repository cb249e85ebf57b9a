/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-today-card.h"

#include "cs-label.h"
#include "cs-link.h"
#include "cs-network-mark.h"
#include "cs-state-mark.h"
#include "cs-today-acts.h"
#include "cs-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

struct _CsTodayCard
{
  GtkListBoxRow   parent_instance;

  CsLibrary      *library;
  CsItem         *item;

  GtkImage       *icon;
  GtkLabel       *title;
  GtkLabel       *when;
  CsNetworkMark  *networks;
  GtkLabel       *sentence;
  AdwWrapBox     *buttons;
};

G_DEFINE_FINAL_TYPE (CsTodayCard, cs_today_card, GTK_TYPE_LIST_BOX_ROW)

static gboolean
is_kind (CsTodayCard *self,
         const char  *kind)
{
  return g_strcmp0 (cs_item_get_text (self->item, "kind"), kind) == 0;
}

static gboolean
is_state (CsTodayCard *self,
          const char  *state)
{
  return is_kind (self, "post") && g_strcmp0 (cs_item_get_text (self->item, "state"), state) == 0;
}

static gboolean
is_light (CsTodayCard *self,
          const char  *light)
{
  return g_strcmp0 (cs_item_get_text (self->item, "light"), light) == 0;
}

static const char *
post_of (CsTodayCard *self)
{
  if (is_kind (self, "post"))
    return cs_item_get_text (self->item, "post");

  return cs_item_get_text (self->item, "post_id");
}

/* Light and state as a shape; what it means is said in words beside it. */
static void
show_icon (CsTodayCard *self)
{
  const char *state = cs_item_get_text (self->item, "state");
  const char *icon = cs_state_icon_name (state);
  const char *css_class = cs_state_css_class (state);

  if (is_kind (self, "question") || is_kind (self, "account"))
    {
      icon = cs_state_icon_name ("needs-you");
      css_class = cs_state_css_class ("needs-you");
    }
  else if (is_kind (self, "handed-off"))
    {
      icon = cs_state_icon_name ("waiting");
      css_class = NULL;
    }
  else if (is_light (self, "green"))
    {
      icon = "cs-light-green-symbolic";
      css_class = "success";
    }
  else if (is_light (self, "amber"))
    {
      icon = "cs-light-amber-symbolic";
      css_class = "warning";
    }
  else if (is_light (self, "red"))
    {
      icon = "cs-light-red-symbolic";
      css_class = "error";
    }

  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char *[]) { css_class, NULL });
}

static char *
dup_when (CsTodayCard *self)
{
  g_auto(CsReading) reading = cs_reading_here ();
  const char *account = cs_item_get_text (self->item, "account");
  gint64 due = cs_item_get_int (self->item, "due", 0);
  gint64 done = cs_item_get_int (self->item, "done_at", 0);
  g_autofree char *time = NULL;
  g_autofree char *zone = NULL;

  if (is_kind (self, "account"))
    return g_strdup (cs_words_network (cs_item_get_text (self->item, "network")));

  if (due == 0 && done == 0)
    return g_strdup (account);

  time = cs_words_when (&reading, done != 0 ? done : due);
  if (done == 0)
    zone = cs_words_zone (&reading, cs_item_get_text (self->item, "zone"), due);

  if (account != NULL)
    /* Translators: a time, and the account that a post is for: Today 18:30 · @ana@example.org */
    return g_strdup_printf (_("%s · %s"), time, account);

  if (zone != NULL)
    /* Translators: a time, and the city by whose clock it was planned: Today 18:30 · Tokyo time */
    return g_strdup_printf (_("%s · %s time"), time, zone);

  return g_steal_pointer (&time);
}

/* What the first of the targets says that is not out. */
static char *
dup_target_sentence (CsTodayCard *self)
{
  g_autoptr(GVariant) targets = cs_item_dup_value (self->item, "targets");

  for (gsize i = 0; targets != NULL && i < g_variant_n_children (targets); i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);
      const char *sentence = cs_view_text (target, "sentence");

      if (sentence != NULL && g_strcmp0 (cs_view_text (target, "state"), "published") != 0)
        return cs_words_sentence (sentence);
    }

  return NULL;
}

static char *
dup_sentence (CsTodayCard *self)
{
  if (is_kind (self, "handed-off"))
    /* Translators: %s is a network, that publishes a post by itself when its time has come */
    return g_strdup_printf (_("Handed over: %s publishes it at that time"),
                            cs_words_network (cs_item_get_text (self->item, "network")));

  if (is_light (self, "green"))
    return g_strdup (_("Ready"));

  if (cs_item_get_text (self->item, "light") != NULL)
    return g_strdup (cs_item_get_text (self->item, "reason"));

  if (is_state (self, "published"))
    return NULL;

  if (!is_kind (self, "post"))
    return g_strdup (cs_item_get_text (self->item, "sentence"));

  if (is_state (self, "publishing"))
    return g_strdup (_("Being published now"));

  if (is_state (self, "missed"))
    return g_strdup (_("Its time has passed, and it did not go out"));

  return dup_target_sentence (self);
}

static void
add_button (CsTodayCard *self,
            const char  *label,
            const char  *action,
            gboolean     suggested)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->title, NULL, -1);
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  adw_wrap_box_append (self->buttons, button);
}

static void
on_link_clicked (GtkButton *button)
{
  cs_link_open (GTK_WIDGET (button), gtk_widget_get_name (GTK_WIDGET (button)));
}

static void
add_link (CsTodayCard *self,
          const char  *network,
          const char  *url)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();
  g_autofree char *name = NULL;

  /* Translators: %s is a network, on which a post can be seen */
  name = g_strdup_printf (_("Open on %s"), network);
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "adw-external-link-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), network);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_set_name (button, url);
  gtk_widget_set_tooltip_text (button, url);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->title, NULL, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_link_clicked), NULL);
  adw_wrap_box_append (self->buttons, button);
}

/* Where it can be seen, one a network. */
static void
add_links (CsTodayCard *self)
{
  g_autoptr(GVariant) targets = cs_item_dup_value (self->item, "targets");

  for (gsize i = 0; targets != NULL && i < g_variant_n_children (targets); i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);
      const char *url = cs_view_text (target, "url");

      if (url != NULL)
        add_link (self, cs_words_network (cs_view_text (target, "network")), url);
    }
}

static void
add_answers (CsTodayCard *self)
{
  const char *code = cs_item_get_text (self->item, "code");

  if (g_strcmp0 (code, "late") == 0)
    {
      add_button (self, _("_Publish Now…"), "card.again", TRUE);
      add_button (self, _("_Leave It"), "card.drop", FALSE);
      return;
    }

  if (g_strcmp0 (code, "sign-in") == 0)
    add_button (self, _("Sign _In"), "card.sign-in", TRUE);
  else
    add_button (self, _("It Is _There…"), "card.there", FALSE);

  add_button (self, _("Send It _Again…"), "card.again", FALSE);
  add_button (self, _("_Leave It"), "card.drop", FALSE);
}

static void
show_buttons (CsTodayCard *self)
{
  GtkWidget *button;

  while ((button = gtk_widget_get_first_child (GTK_WIDGET (self->buttons))) != NULL)
    adw_wrap_box_remove (self->buttons, button);

  if (is_kind (self, "question"))
    {
      add_answers (self);
    }
  else if (is_kind (self, "account"))
    {
      add_button (self, _("Sign _In"), "card.sign-in", TRUE);
    }
  else if (is_state (self, "missed"))
    {
      add_button (self, _("_Publish Now…"), "card.publish", FALSE);
      add_button (self, _("_Reschedule"), "card.open", FALSE);
      add_button (self, _("_Drop"), "card.unschedule", FALSE);
    }
  else if (is_light (self, "red") || is_light (self, "amber"))
    {
      if (cs_item_get_bool (self->item, "fix"))
        add_button (self, _("_Fix the Clip"), "card.fix", is_light (self, "red"));
      add_button (self, _("_Edit Post"), "card.open", FALSE);
    }
  else if (is_state (self, "failed"))
    {
      add_button (self, _("_Edit Post"), "card.open", FALSE);
    }
  else if (is_state (self, "published"))
    {
      add_links (self);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->buttons),
                          gtk_widget_get_first_child (GTK_WIDGET (self->buttons)) != NULL);
}

static void
show_networks (CsTodayCard *self)
{
  g_autoptr(GVariant) names = cs_item_dup_value (self->item, "networks");
  const char *network = cs_item_get_text (self->item, "network");
  const char *one[] = { network, NULL };
  g_autofree const char **many = NULL;

  if (names != NULL)
    many = g_variant_get_strv (names, NULL);

  cs_network_mark_set_networks (self->networks, many != NULL ? many : one);
  gtk_widget_set_visible (GTK_WIDGET (self->networks), (many != NULL ? many : one)[0] != NULL);
}

static void
show_name (CsTodayCard *self,
           const char  *when,
           const char  *sentence)
{
  g_autofree char *name = g_strdup_printf ("%s, %s%s%s", gtk_label_get_label (self->title),
                                           when != NULL ? when : "",
                                           sentence != NULL ? ". " : "",
                                           sentence != NULL ? sentence : "");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update (CsTodayCard *self)
{
  const char *title = cs_item_get_text (self->item, "title");
  g_autofree char *when = dup_when (self);
  g_autofree char *sentence = dup_sentence (self);
  g_autofree char *shown = title != NULL && is_kind (self, "account") ? cs_label_dup_handle (title)
                                                                      : g_strdup (title);

  gtk_label_set_label (self->title, shown != NULL && *shown != '\0' ? shown : _("Without text"));
  gtk_label_set_label (self->when, when);
  gtk_widget_set_visible (GTK_WIDGET (self->when), when != NULL);
  gtk_label_set_label (self->sentence, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), sentence != NULL);
  gtk_widget_set_css_classes (GTK_WIDGET (self->sentence), (const char *[]) {
    is_light (self, "green") ? "dimmed" : NULL, NULL });
  show_icon (self);
  show_networks (self);
  show_buttons (self);
  show_name (self, when, sentence);
}

static void
on_act (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  CsTodayCard *self = CS_TODAY_CARD (widget);

  if (strcmp (name, "card.open") == 0)
    cs_today_card_open (self);
  else if (strcmp (name, "card.sign-in") == 0)
    gtk_widget_activate_action (widget, "win.show-account", "s",
                                is_kind (self, "account")
                                  ? cs_item_get_id (self->item)
                                  : cs_item_get_text (self->item, "account_id"));
  else if (strcmp (name, "card.fix") == 0)
    cs_today_fix (widget, self->library, self->item);
  else if (strcmp (name, "card.publish") == 0)
    cs_today_publish (widget, self->library, self->item);
  else if (strcmp (name, "card.unschedule") == 0)
    cs_today_unschedule (widget, self->library, self->item);
  else if (strcmp (name, "card.again") == 0)
    cs_today_send_again (widget, self->library, self->item);
  else if (strcmp (name, "card.there") == 0)
    cs_today_ask_link (widget, self->library, self->item);
  else
    cs_today_leave (widget, self->library, self->item);
}

static void
cs_today_card_dispose (GObject *object)
{
  CsTodayCard *self = CS_TODAY_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_TODAY_CARD);
  g_clear_object (&self->library);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (cs_today_card_parent_class)->dispose (object);
}

static void
cs_today_card_class_init (CsTodayCardClass *klass)
{
  static const char *const actions[] = {
    "card.open", "card.sign-in", "card.fix", "card.publish", "card.unschedule", "card.again",
    "card.there", "card.drop",
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_today_card_dispose;

  g_type_ensure (CS_TYPE_NETWORK_MARK);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/today/cs-today-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CsTodayCard, icon);
  gtk_widget_class_bind_template_child (widget_class, CsTodayCard, title);
  gtk_widget_class_bind_template_child (widget_class, CsTodayCard, when);
  gtk_widget_class_bind_template_child (widget_class, CsTodayCard, networks);
  gtk_widget_class_bind_template_child (widget_class, CsTodayCard, sentence);
  gtk_widget_class_bind_template_child (widget_class, CsTodayCard, buttons);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, on_act);
}

static void
cs_today_card_init (CsTodayCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_label_forbid_hyphens (self->title);
  cs_label_forbid_hyphens (self->when);
}

/* Follows the item as long as both live. */
GtkWidget *
cs_today_card_new (CsLibrary *library,
                   CsItem    *item)
{
  CsTodayCard *self = g_object_new (CS_TYPE_TODAY_CARD, NULL);

  self->library = g_object_ref (library);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify::view", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/* What pressing the card does: the post, or the account that needs its person. */
void
cs_today_card_open (CsTodayCard *self)
{
  if (is_kind (self, "account"))
    gtk_widget_activate_action (GTK_WIDGET (self), "card.sign-in", NULL);
  else if (post_of (self) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-post", "s", post_of (self));
}
