/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-entry-row.h"

#include "cs-label.h"
#include "cs-network-mark.h"
#include "cs-state-mark.h"

#include <glib/gi18n.h>

struct _CsEntryRow
{
  GtkBox         parent_instance;

  CsEntry       *entry;

  GtkLabel      *time;
  GtkLabel      *title;
  GtkLabel      *accounts;
  CsNetworkMark *networks;
  CsStateMark   *state;
};

G_DEFINE_FINAL_TYPE (CsEntryRow, cs_entry_row, GTK_TYPE_BOX)

static void
cs_entry_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_ENTRY_ROW);

  G_OBJECT_CLASS (cs_entry_row_parent_class)->dispose (object);
}

static void
cs_entry_row_finalize (GObject *object)
{
  g_clear_pointer (&CS_ENTRY_ROW (object)->entry, cs_entry_unref);

  G_OBJECT_CLASS (cs_entry_row_parent_class)->finalize (object);
}

static void
cs_entry_row_class_init (CsEntryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_entry_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_entry_row_finalize;

  g_type_ensure (CS_TYPE_NETWORK_MARK);
  g_type_ensure (CS_TYPE_STATE_MARK);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/calendar/cs-entry-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsEntryRow, time);
  gtk_widget_class_bind_template_child (widget_class, CsEntryRow, title);
  gtk_widget_class_bind_template_child (widget_class, CsEntryRow, accounts);
  gtk_widget_class_bind_template_child (widget_class, CsEntryRow, networks);
  gtk_widget_class_bind_template_child (widget_class, CsEntryRow, state);
  gtk_widget_class_set_css_name (widget_class, "entryrow");
}

static void
cs_entry_row_init (CsEntryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_label_forbid_hyphens (self->accounts);
}

GtkWidget *
cs_entry_row_new (void)
{
  return g_object_new (CS_TYPE_ENTRY_ROW, NULL);
}

CsEntry *
cs_entry_row_get_entry (CsEntryRow *self)
{
  return self->entry;
}

static void
show_networks (CsEntryRow *self)
{
  const char *names[CS_N_NETWORKS + 1] = { NULL, };
  guint n = 0;

  for (guint i = 0; i < CS_N_NETWORKS; i++)
    if (self->entry->networks & 1u << i)
      names[n++] = cs_network_names[i];

  cs_network_mark_set_networks (self->networks, names);
  gtk_widget_set_visible (GTK_WIDGET (self->networks), n > 0);
}

/* Who posts it, and by which clock when it is another than the person’s. */
static char *
describe (const CsEntry *entry)
{
  g_auto(CsReading) reading = cs_reading_here ();
  g_autofree char *zone = cs_words_zone (&reading, entry->zone, entry->at);
  g_autofree char *accounts = g_strjoinv (", ", entry->accounts);

  if (*accounts == '\0')
    return g_strdup (_("No account yet"));

  if (zone == NULL)
    return g_steal_pointer (&accounts);

  /* Translators: accounts, and the city whose clock a post was planned by */
  return g_strdup_printf (_("%s, planned by the clock of %s"), accounts, zone);
}

void
cs_entry_row_set_entry (CsEntryRow *self,
                        CsEntry    *entry)
{
  g_autofree char *name = cs_entry_dup_name (entry);
  g_autofree char *accounts = describe (entry);

  g_clear_pointer (&self->entry, cs_entry_unref);
  self->entry = cs_entry_ref (entry);
  gtk_label_set_label (self->time, entry->time);
  gtk_widget_set_visible (GTK_WIDGET (self->time), *entry->time != '\0');
  gtk_label_set_label (self->title, entry->title);
  gtk_label_set_label (self->accounts, accounts);
  show_networks (self);
  cs_state_mark_set_state (self->state, cs_standing_names[entry->standing]);
  gtk_widget_set_visible (GTK_WIDGET (self->state), entry->standing != CS_STANDING_DRAFT);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
