/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-composer-page.h"

#include "cs-composer-private.h"
#include "cs-item.h"
#include "cs-languages.h"
#include "cs-slot.h"
#include "cs-status.h"
#include "cs-text-field.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (CsComposerPage, cs_composer_page, CS_TYPE_PAGE)

static void
set_entry (GtkEditable *entry,
           const char  *text)
{
  if (g_strcmp0 (gtk_editable_get_text (entry), text != NULL ? text : "") != 0)
    gtk_editable_set_text (entry, text != NULL ? text : "");
}

static void
show_details (CsComposerPage *self)
{
  const CsPost *post = cs_draft_get_post (self->draft);
  g_autofree char *labels = g_strjoinv (", ", post->labels);
  g_autoptr(GtkStringList) languages = cs_languages_list (post->language);

  set_entry (self->title, post->title);
  set_entry (self->warning, post->warning);
  set_entry (self->labels, labels);
  adw_combo_row_set_selected (self->visibility, post->visibility);
  adw_combo_row_set_model (self->language, G_LIST_MODEL (languages));
  adw_combo_row_set_selected (self->language, cs_languages_find (languages, post->language));
}

/* Everything as the draft has it. */
static void
on_loaded (CsComposerPage *self)
{
  self->quiet = TRUE;
  cs_composer_show_parts (self);
  show_details (self);
  self->quiet = FALSE;

  cs_media_strip_update (self->strip);
  cs_composer_follow (self);
}

/* Why it cannot be changed. */
static const char *
lock_sentence (CsComposerPage *self)
{
  if (cs_draft_get_n_kept (self->draft) >= 0)
    return _("The beginning of this thread is out: the parts that are not can be changed and sent");

  return cs_draft_is_out (self->draft)
         ? _("This post is published: it can no longer be changed")
         : _("This post is on its way or out: it can no longer be changed");
}

static void
show_lock (CsComposerPage *self)
{
  gint64 n_kept = cs_draft_get_n_kept (self->draft);
  gboolean whole = n_kept == 0;

  adw_banner_set_title (self->closed, lock_sentence (self));
  adw_banner_set_button_label (self->closed, cs_draft_is_out (self->draft) || n_kept > 0
                                             ? _("What It _Did") : NULL);
  adw_banner_set_revealed (self->closed, !whole);
  gtk_widget_set_sensitive (GTK_WIDGET (self->details), whole);
  gtk_widget_set_visible (self->add_part, n_kept >= 0);
  for (guint i = 0; i < self->fields->len; i++)
    cs_text_field_set_editable (self->fields->pdata[i], cs_composer_is_open (self, i));
}

static void
on_targets_changed (CsComposerPage *self)
{
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self),
                                 cs_draft_get_n_kept (self->draft) < 0 ? _("Post")
                                 : cs_draft_get_id (self->draft) != NULL ? _("Edit Post")
                                 : _("New Post"));
  show_lock (self);
  cs_media_strip_update (self->strip);
  cs_composer_follow (self);
  cs_composer_update_bar (self);
}

static void
on_checked (CsComposerPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    cs_target_row_update (self->rows->pdata[i]);
}

/* What is written is safe here; what it goes to is not to be reached now. */
static void
show_saved (CsComposerPage *self)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();
  const char *words = "";

  switch (cs_draft_get_state (self->draft))
    {
    case CS_DRAFT_SAVED:
      words = g_network_monitor_get_network_available (monitor)
              ? _("Saved") : _("Saved on this device · offline");
      break;

    case CS_DRAFT_UNSAVED:
      words = _("Saving…");
      break;

    case CS_DRAFT_REFUSED:
    case CS_DRAFT_GONE:
      words = _("Not saved");
      break;

    default:
      break;
    }

  adw_window_title_set_subtitle (self->heading, words);
}

static void
on_state (CsComposerPage *self)
{
  CsDraftState state = cs_draft_get_state (self->draft);
  gboolean is_known = state != CS_DRAFT_LOADING && state != CS_DRAFT_LOST;
  const char *reason = cs_draft_get_reason (self->draft);
  gboolean troubled = state == CS_DRAFT_REFUSED || state == CS_DRAFT_GONE;

  if (!is_known)
    adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), _("Post"));

  show_saved (self);
  adw_banner_set_title (self->trouble, troubled && reason != NULL ? reason : "");
  adw_banner_set_button_label (self->trouble, state == CS_DRAFT_GONE ? _("_Save as New Post")
                                                                     : _("_Try Again"));
  adw_banner_set_revealed (self->trouble, troubled);
  cs_status_say (self->lost, reason);
  gtk_stack_set_visible_child_name (self->stack, state == CS_DRAFT_LOST ? "lost"
                                    : state == CS_DRAFT_LOADING ? "loading" : "content");
  gtk_widget_set_visible (self->bar, is_known && cs_draft_get_n_kept (self->draft) >= 0);
  cs_composer_saved (self);
}

static void
on_try_again (CsComposerPage *self)
{
  cs_draft_keep (self->draft);
  cs_draft_save (self->draft);
}

static void
on_load_again (CsComposerPage *self)
{
  cs_draft_load (self->draft);
}

static void
on_title (CsComposerPage *self)
{
  if (!self->quiet)
    cs_draft_set_field (self->draft, CS_DRAFT_TITLE, gtk_editable_get_text (self->title));
}

static void
on_warning (CsComposerPage *self)
{
  if (self->quiet)
    return;

  cs_draft_set_field (self->draft, CS_DRAFT_WARNING, gtk_editable_get_text (self->warning));
  cs_composer_follow (self);
}

static void
on_labels (CsComposerPage *self)
{
  if (!self->quiet)
    cs_draft_set_labels (self->draft, gtk_editable_get_text (self->labels));
}

static void
on_visibility (CsComposerPage *self)
{
  if (!self->quiet)
    cs_draft_set_visibility (self->draft, adw_combo_row_get_selected (self->visibility));
}

static void
on_language (CsComposerPage *self)
{
  GtkStringList *languages = GTK_STRING_LIST (adw_combo_row_get_model (self->language));

  if (!self->quiet && languages != NULL)
    cs_draft_set_field (self->draft, CS_DRAFT_LANGUAGE,
                        cs_languages_tag (languages,
                                          adw_combo_row_get_selected (self->language)));
}

static void
on_media_known (CsComposerPage *self)
{
  cs_composer_follow (self);
}

static void
cs_composer_page_refresh (CsPage *page)
{
  cs_composer_ask_accounts (CS_COMPOSER_PAGE (page));
}

/* The cursor is in the text, for that is what the page is for. */
static void
cs_composer_page_map (GtkWidget *widget)
{
  CsComposerPage *self = CS_COMPOSER_PAGE (widget);

  GTK_WIDGET_CLASS (cs_composer_page_parent_class)->map (widget);

  if (cs_draft_get_id (self->draft) == NULL && self->fields->len > 0)
    gtk_widget_grab_focus (self->fields->pdata[0]);
}

static void
cs_composer_page_unmap (GtkWidget *widget)
{
  CsComposerPage *self = CS_COMPOSER_PAGE (widget);

  if (self->draft != NULL)
    cs_draft_save (self->draft);

  GTK_WIDGET_CLASS (cs_composer_page_parent_class)->unmap (widget);
}

static void
cs_composer_page_unroot (GtkWidget *widget)
{
  CsComposerPage *self = CS_COMPOSER_PAGE (widget);

  g_clear_handle_id (&self->preview_soon, g_source_remove);
  if (self->draft != NULL)
    cs_draft_close (self->draft);

  GTK_WIDGET_CLASS (cs_composer_page_parent_class)->unroot (widget);
}

static gboolean
cs_composer_page_hold (CsPage *page)
{
  return cs_composer_hold (CS_COMPOSER_PAGE (page));
}

static gboolean
on_dropped (GtkDropTarget *target,
            const GValue  *value,
            double         x,
            double         y,
            gpointer       user_data)
{
  CsComposerPage *self = user_data;

  if (cs_draft_get_n_kept (self->draft) < 0)
    return FALSE;

  cs_media_strip_add_files (self->strip, g_value_get_boxed (value));

  return TRUE;
}

static void
cs_composer_page_dispose (GObject *object)
{
  CsComposerPage *self = CS_COMPOSER_PAGE (object);

  g_clear_handle_id (&self->preview_soon, g_source_remove);
  g_clear_weak_pointer (&self->question);
  if (self->draft != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->draft, self);
      cs_draft_close (self->draft);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_COMPOSER_PAGE);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (cs_composer_page_parent_class)->dispose (object);
}

static void
cs_composer_page_finalize (GObject *object)
{
  CsComposerPage *self = CS_COMPOSER_PAGE (object);

  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->rows);
  g_free (self->viewed_id);

  G_OBJECT_CLASS (cs_composer_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, CsComposerPage, heading);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, trouble);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, closed);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, lost);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, stack);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, layouts);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, texts);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, add_part);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, strip);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, details);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, title);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, warning);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, labels);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, visibility);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, language);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, targets);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, nowhere);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, viewed);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, preview);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, no_preview);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, bar);
  gtk_widget_class_bind_template_child_full (klass, "when", FALSE,
                                             G_STRUCT_OFFSET (CsComposerPage, when_button));
  gtk_widget_class_bind_template_child (klass, CsComposerPage, when_content);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, split);
}

static void
cs_composer_page_class_init (CsComposerPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_composer_page_dispose;
  object_class->finalize = cs_composer_page_finalize;
  widget_class->map = cs_composer_page_map;
  widget_class->unmap = cs_composer_page_unmap;
  widget_class->unroot = cs_composer_page_unroot;
  CS_PAGE_CLASS (klass)->kinds = "account";
  CS_PAGE_CLASS (klass)->refresh = cs_composer_page_refresh;
  CS_PAGE_CLASS (klass)->hold = cs_composer_page_hold;

  g_type_ensure (CS_TYPE_MEDIA_STRIP);
  g_type_ensure (CS_TYPE_PREVIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/editor/cs-composer-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_load_again);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
  gtk_widget_class_bind_template_callback (widget_class, on_title);
  gtk_widget_class_bind_template_callback (widget_class, on_warning);
  gtk_widget_class_bind_template_callback (widget_class, on_labels);
  gtk_widget_class_bind_template_callback (widget_class, on_visibility);
  gtk_widget_class_bind_template_callback (widget_class, on_language);
  gtk_widget_class_bind_template_callback (widget_class, on_media_known);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_viewed",
                                                G_CALLBACK (cs_composer_on_viewed));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_primary",
                                                G_CALLBACK (cs_composer_primary));
  cs_composer_install_actions (widget_class);
}

static void
cs_composer_page_init (CsComposerPage *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_autoptr(GtkExpression) name = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL,
                                                               "string");

  self->quiet = TRUE;
  self->fields = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_expression (self->language, name);

  /* Before a text field takes the names of the files for words. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drop), GTK_PHASE_CAPTURE);
  g_signal_connect (drop, "drop", G_CALLBACK (on_dropped), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

static CsComposerPage *
new_page (CsLibrary  *library,
          const char *id)
{
  CsComposerPage *self = g_object_new (CS_TYPE_COMPOSER_PAGE, "library", library, NULL);

  self->draft = cs_draft_new (library, id);
  self->fresh = id == NULL;
  cs_media_strip_set_draft (self->strip, library, self->draft);
  g_signal_connect_swapped (self->draft, "loaded", G_CALLBACK (on_loaded), self);
  g_signal_connect_swapped (self->draft, "targets-changed", G_CALLBACK (on_targets_changed), self);
  g_signal_connect_swapped (self->draft, "checked", G_CALLBACK (on_checked), self);
  g_signal_connect_swapped (self->draft, "notify::state", G_CALLBACK (on_state), self);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (show_saved), self, G_CONNECT_SWAPPED);
  on_loaded (self);
  on_state (self);
  cs_composer_update_bar (self);

  return self;
}

/* What was to be there at once: a text, a time, a file. */
static void
take_options (CsComposerPage *self,
              GVariant       *options)
{
  const char *media = cs_view_text (options, "media");
  const char *text = cs_view_text (options, "text");
  const char *zone = cs_view_text (options, "zone");
  gint64 wall = cs_view_int (options, "wall", CS_UNKNOWN);
  CsSlot slot;

  if (media != NULL)
    cs_draft_add_file (self->draft, media, 0);
  if (text != NULL)
    cs_draft_set_text (self->draft, 0, text);

  if (wall == CS_UNKNOWN || zone == NULL || !cs_slot_find (wall, zone, &slot, NULL))
    return;

  cs_draft_set_when (self->draft, &(CsWhen) { .set = slot.kind == CS_SLOT_ONCE, .wall = wall,
                                              .zone = (char *) zone, .due = slot.instants[0],
                                              .late_limit = CS_UNKNOWN });
}

/* @options: (nullable): a{sv}: "wall" x, "zone" s, "media" s, "text" s */
CsPage *
cs_composer_page_new (CsLibrary *library,
                      GVariant  *options)
{
  CsComposerPage *self = new_page (library, NULL);

  if (options != NULL)
    take_options (self, options);

  on_loaded (self);
  cs_composer_update_bar (self);

  return CS_PAGE (self);
}

CsPage *
cs_composer_page_edit (CsLibrary  *library,
                       const char *id)
{
  CsComposerPage *self = new_page (library, id);

  cs_draft_load (self->draft);

  return CS_PAGE (self);
}
