/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-text-field.h"

#define MARGIN 10   /* above and below the text */

struct _CsTextField
{
  AdwBin              parent_instance;

  GtkScrolledWindow  *scroller;
  GtkTextView        *view;
  GtkLabel           *placeholder;
  GtkLabel           *count;
  gboolean            quiet;     /* it is not edited by hand now */
  int                 min_lines;
  int                 max_lines;
};

G_DEFINE_FINAL_TYPE (CsTextField, cs_text_field, ADW_TYPE_BIN)

enum
{
  EDITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_changed (CsTextField   *self,
            GtkTextBuffer *buffer)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder),
                          gtk_text_buffer_get_char_count (buffer) == 0);
  if (!self->quiet)
    g_signal_emit (self, signals[EDITED], 0);
}

static gboolean
cs_text_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CS_TEXT_FIELD (widget)->view));
}

/* The room of its lines is that of its font. */
static void
update_height (CsTextField *self)
{
  g_autoptr(PangoLayout) line = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), NULL);
  int height;

  pango_layout_get_pixel_size (line, NULL, &height);
  gtk_scrolled_window_set_min_content_height (self->scroller, -1);
  gtk_scrolled_window_set_max_content_height (self->scroller,
                                              self->max_lines * height + 2 * MARGIN);
  gtk_scrolled_window_set_min_content_height (self->scroller,
                                              self->min_lines * height + 2 * MARGIN);
}

static void
cs_text_field_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_text_field_parent_class)->root (widget);
  update_height (CS_TEXT_FIELD (widget));
}

static void
cs_text_field_system_setting_changed (GtkWidget        *widget,
                                      GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (cs_text_field_parent_class)->system_setting_changed (widget, setting);
  update_height (CS_TEXT_FIELD (widget));
}

static void
cs_text_field_class_init (CsTextFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->root = cs_text_field_root;
  widget_class->system_setting_changed = cs_text_field_system_setting_changed;
  widget_class->grab_focus = cs_text_field_grab_focus;
  signals[EDITED] = g_signal_new ("edited", CS_TYPE_TEXT_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "textfield");
}

static void
build_view (CsTextField *self)
{
  self->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_text_view_set_top_margin (self->view, MARGIN);
  gtk_text_view_set_bottom_margin (self->view, MARGIN);
  gtk_text_view_set_left_margin (self->view, 12);
  gtk_text_view_set_right_margin (self->view, 12);
  gtk_text_view_set_input_hints (self->view, GTK_INPUT_HINT_SPELLCHECK | GTK_INPUT_HINT_EMOJI);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "plain-text");
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->view), "changed",
                            G_CALLBACK (on_changed), self);

  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (self->scroller, TRUE);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
}

static void
build_labels (CsTextField *self)
{
  self->placeholder = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->placeholder, PANGO_ELLIPSIZE_END);
  gtk_widget_set_can_target (GTK_WIDGET (self->placeholder), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->placeholder), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self->placeholder), GTK_ALIGN_START);
  gtk_widget_set_margin_start (GTK_WIDGET (self->placeholder), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->placeholder), 12);
  gtk_widget_set_margin_top (GTK_WIDGET (self->placeholder), MARGIN);
  gtk_widget_add_css_class (GTK_WIDGET (self->placeholder), "dimmed");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->placeholder), GTK_ACCESSIBLE_STATE_HIDDEN,
                               TRUE, -1);

  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_halign (GTK_WIDGET (self->count), GTK_ALIGN_END);
  gtk_widget_set_margin_end (GTK_WIDGET (self->count), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->count), 6);
  gtk_widget_set_visible (GTK_WIDGET (self->count), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "dimmed");
}

static void
cs_text_field_init (CsTextField *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  build_view (self);
  build_labels (self);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->scroller));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->placeholder));
  gtk_box_append (GTK_BOX (box), overlay);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_widget_add_css_class (box, "card");
  gtk_widget_set_overflow (box, GTK_OVERFLOW_HIDDEN);
  adw_bin_set_child (ADW_BIN (self), box);
  cs_text_field_set_lines (self, 2, 8);
}

/* @name is what a screen reader says of it. */
GtkWidget *
cs_text_field_new (const char *name,
                   const char *placeholder)
{
  CsTextField *self = g_object_new (CS_TYPE_TEXT_FIELD, NULL);

  cs_text_field_set_name (self, name);
  gtk_label_set_label (self->placeholder, placeholder);

  return GTK_WIDGET (self);
}

char *
cs_text_field_dup_text (CsTextField *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (self->view), &start, &end);

  return gtk_text_buffer_get_text (gtk_text_view_get_buffer (self->view), &start, &end, FALSE);
}

/* Not by hand: it cannot be undone in the field, and the same text leaves the cursor alone. */
void
cs_text_field_set_text (CsTextField *self,
                        const char  *text)
{
  g_autofree char *is = cs_text_field_dup_text (self);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  if (g_strcmp0 (is, text) == 0)
    return;

  self->quiet = TRUE;
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  self->quiet = FALSE;
}

void
cs_text_field_set_name (CsTextField *self,
                        const char  *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_MULTI_LINE, TRUE, -1);
}

/* How high it is while empty, and from where on it scrolls. */
void
cs_text_field_set_lines (CsTextField *self,
                         int          min,
                         int          max)
{
  self->min_lines = min;
  self->max_lines = max;
  update_height (self);
}

/* @count stands below the text, @spoken says what it means; NULL: nothing is counted. */
void
cs_text_field_set_count (CsTextField *self,
                         const char  *count,
                         const char  *spoken,
                         gboolean     over)
{
  gtk_widget_set_visible (GTK_WIDGET (self->count), count != NULL);
  gtk_label_set_label (self->count, count != NULL ? count : "");
  if (spoken != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->count), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    spoken, -1);

  if (over)
    gtk_widget_add_css_class (GTK_WIDGET (self->count), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->count), "error");
}

void
cs_text_field_set_editable (CsTextField *self,
                            gboolean     editable)
{
  gtk_text_view_set_editable (self->view, editable);
}

/* Selects characters and shows them, with the cursor there; -1 is the end. */
void
cs_text_field_select (CsTextField *self,
                      int          from,
                      int          until)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, from);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, until);
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (buffer));
}
