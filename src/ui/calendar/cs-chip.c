/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-chip.h"

#include "cs-day.h"
#include "cs-network-mark.h"
#include "cs-state-mark.h"

#include <glib/gi18n.h>
#include <math.h>

#define GAP 5
#define ICON 14
#define PADDING 4
#define MOST_LETTERS 3
#define LEAST_TITLE 36
#define LEAST_HEIGHT 24   /* what a finger or a shaky hand can hit */

struct _CsChip
{
  GtkWidget     parent_instance;

  CsEntry      *entry;      /* NULL: for what has no room */
  guint         n_more;
  gboolean      tall;
  int           height;

  PangoLayout  *title;      /* made when first drawn */
  PangoLayout  *time;
  PangoLayout  *letters;
  GtkIconPaintable *icon;
};

G_DEFINE_FINAL_TYPE (CsChip, cs_chip, GTK_TYPE_WIDGET)

static void
forget_drawing (CsChip *self)
{
  g_clear_object (&self->title);
  g_clear_object (&self->time);
  g_clear_object (&self->letters);
  g_clear_object (&self->icon);
}

/* A letter for each of its networks, or for the first and how many more there are. */
static char *
network_letters (const CsEntry *entry)
{
  g_autoptr(GString) letters = g_string_new (NULL);
  guint n_more = 0;

  for (guint i = 0; i < CS_N_NETWORKS; i++)
    {
      if ((entry->networks & 1u << i) == 0)
        continue;

      if (letters->len < MOST_LETTERS)
        g_string_append (letters, cs_network_letter (cs_network_names[i]));
      else
        n_more++;
    }

  if (n_more > 0)
    g_string_append_printf (letters, "+%u", n_more);

  return letters->len > 0 ? g_string_free_and_steal (g_steal_pointer (&letters)) : NULL;
}

static PangoLayout *
layout_new (CsChip     *self,
            const char *text,
            double      size,
            gboolean    bold)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr(PangoAttrList) attrs = pango_attr_list_new ();

  if (size != 1)
    pango_attr_list_insert (attrs, pango_attr_scale_new (size));
  if (bold)
    pango_attr_list_insert (attrs, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attrs, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attrs);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);

  return layout;
}

static GtkIconPaintable *
find_icon (CsChip *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));

  return gtk_icon_theme_lookup_icon (theme,
                                     cs_state_icon_name (cs_standing_names[self->entry->standing]),
                                     NULL, ICON, gtk_widget_get_scale_factor (widget),
                                     gtk_widget_get_direction (widget), 0);
}

static void
prepare_drawing (CsChip *self)
{
  g_autofree char *letters = NULL;

  if (self->title != NULL)
    return;

  if (self->entry == NULL)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("%u more", "%u more", self->n_more),
                                               self->n_more);

      self->title = layout_new (self, more, 1, FALSE);
      return;
    }

  letters = network_letters (self->entry);
  self->title = layout_new (self, self->entry->title, 1, FALSE);
  self->time = layout_new (self, self->entry->time, 1, TRUE);
  self->icon = find_icon (self);
  if (letters != NULL)
    self->letters = layout_new (self, letters, 0.8, TRUE);
}

/* Where the next part of a line goes: from the start, whichever side that is. */
typedef struct
{
  double   from;
  double   until;
  gboolean mirrored;
} Line;

/* Takes room at the start of what is left, or at its end; FALSE if there is too little. */
static gboolean
take (Line     *line,
      double    width,
      gboolean  at_end,
      double   *x)
{
  if (width > line->until - line->from)
    return FALSE;

  if (at_end != line->mirrored)
    {
      line->until -= width;
      *x = line->until;
      line->until -= GAP;
    }
  else
    {
      *x = line->from;
      line->from += width + GAP;
    }

  return TRUE;
}

static void
draw_layout (GtkSnapshot   *snapshot,
             PangoLayout   *layout,
             double         x,
             double         y,
             double         height,
             const GdkRGBA *color)
{
  int text_height;

  pango_layout_get_pixel_size (layout, NULL, &text_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (x, y + round ((height - text_height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static int
layout_width (PangoLayout *layout)
{
  int width;

  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

static void
draw_letters (CsChip        *self,
              GtkSnapshot   *snapshot,
              Line          *line,
              double         y,
              double         height,
              const GdkRGBA *color)
{
  double width = layout_width (self->letters) + 8;
  GdkRGBA ground = *color;
  GskRoundedRect box;
  double x;

  if (!take (line, width, FALSE, &x))
    return;

  ground.alpha *= 0.14;
  gsk_rounded_rect_init_from_rect (&box, &GRAPHENE_RECT_INIT (x, y + round (height / 2) - 8,
                                                              width, 16), 5);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, &ground, &box.bounds);
  gtk_snapshot_pop (snapshot);
  draw_layout (snapshot, self->letters, x + 4, y, height, color);
}

/* The time and the state come first, and in one line something of the title. */
static gboolean
has_room_for_letters (CsChip *self,
                      double  width)
{
  double needed;

  if (self->letters == NULL)
    return FALSE;

  needed = layout_width (self->letters) + 8 + GAP + layout_width (self->time) + GAP + ICON;

  return needed + (self->tall ? 0 : GAP + LEAST_TITLE) <= width;
}

static void
draw_icon (CsChip        *self,
           GtkSnapshot   *snapshot,
           Line          *line,
           double         y,
           double         height,
           const GdkRGBA *color)
{
  const GdkRGBA colors[] = { *color, *color, *color, *color };
  double x;

  if (!take (line, ICON, TRUE, &x))
    return;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y + round ((height - ICON) / 2)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->icon), snapshot, ICON,
                                            ICON, colors, G_N_ELEMENTS (colors));
  gtk_snapshot_restore (snapshot);
}

static void
draw_title (CsChip        *self,
            GtkSnapshot   *snapshot,
            Line          *line,
            double         y,
            double         height,
            const GdkRGBA *color)
{
  double room = line->until - line->from;

  if (room < 12)
    return;

  pango_layout_set_width (self->title, (int) room * PANGO_SCALE);
  draw_layout (snapshot, self->title, line->from, y, height, color);
}

static void
cs_chip_snapshot (GtkWidget   *widget,
                  GtkSnapshot *snapshot)
{
  CsChip *self = CS_CHIP (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  Line line = { PADDING, width - PADDING, gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL };
  double line_height = self->tall ? height / 2 : height;
  GdkRGBA color;
  double x;

  prepare_drawing (self);
  gtk_widget_get_color (widget, &color);

  if (self->entry != NULL)
    {
      if (has_room_for_letters (self, width - 2 * PADDING))
        draw_letters (self, snapshot, &line, 0, line_height, &color);
      if (take (&line, layout_width (self->time), FALSE, &x))
        draw_layout (snapshot, self->time, x, 0, line_height, &color);
      draw_icon (self, snapshot, &line, 0, line_height, &color);
    }

  if (self->tall)
    line = (Line) { PADDING, width - PADDING, line.mirrored };
  draw_title (self, snapshot, &line, self->tall ? line_height : 0, line_height, &color);
}

static void
cs_chip_measure (GtkWidget      *widget,
                 GtkOrientation  orientation,
                 int             for_size,
                 int            *minimum,
                 int            *natural,
                 int            *minimum_baseline,
                 int            *natural_baseline)
{
  *minimum_baseline = *natural_baseline = -1;
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = CS_CHIP (widget)->height;
}

static void
cs_chip_css_changed (GtkWidget         *widget,
                     GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cs_chip_parent_class)->css_changed (widget, change);

  forget_drawing (CS_CHIP (widget));
}

static void
cs_chip_system_setting_changed (GtkWidget        *widget,
                                GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (cs_chip_parent_class)->system_setting_changed (widget, setting);

  forget_drawing (CS_CHIP (widget));
}

static gboolean
cs_chip_query_tooltip (GtkWidget  *widget,
                       int         x,
                       int         y,
                       gboolean    keyboard,
                       GtkTooltip *tooltip)
{
  CsChip *self = CS_CHIP (widget);
  g_autofree char *name = NULL;

  if (self->entry == NULL)
    return FALSE;

  name = cs_entry_dup_name (self->entry);
  gtk_tooltip_set_text (tooltip, name);

  return TRUE;
}

static void
cs_chip_finalize (GObject *object)
{
  CsChip *self = CS_CHIP (object);

  forget_drawing (self);
  g_clear_pointer (&self->entry, cs_entry_unref);

  G_OBJECT_CLASS (cs_chip_parent_class)->finalize (object);
}

static void
cs_chip_class_init (CsChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cs_chip_finalize;
  widget_class->snapshot = cs_chip_snapshot;
  widget_class->measure = cs_chip_measure;
  widget_class->css_changed = cs_chip_css_changed;
  widget_class->system_setting_changed = cs_chip_system_setting_changed;
  widget_class->query_tooltip = cs_chip_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "chip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
cs_chip_init (CsChip *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
cs_chip_new (void)
{
  return g_object_new (CS_TYPE_CHIP, NULL);
}

/* Among the text of @widget; dear, for Pango reads the font each time. */
CsChipHeights
cs_chip_heights_in (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int line = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));

  pango_font_metrics_unref (metrics);

  return (CsChipHeights) { MAX (line + 6, LEAST_HEIGHT), MAX (2 * line + 5, LEAST_HEIGHT) };
}

/* NULL for the chip of what has no room. */
CsEntry *
cs_chip_get_entry (CsChip *self)
{
  return self->entry;
}

static void
set_name (CsChip     *self,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
set_tall (CsChip              *self,
          gboolean             tall,
          const CsChipHeights *heights)
{
  int height = tall ? heights->two_lines : heights->line;

  self->tall = tall;
  if (self->height == height)
    return;

  self->height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* @tall: in two lines */
void
cs_chip_set_entry (CsChip              *self,
                   CsEntry             *entry,
                   gboolean             tall,
                   const CsChipHeights *heights)
{
  g_autofree char *name = NULL;

  set_tall (self, tall, heights);
  if (self->entry == entry)
    return;

  g_clear_pointer (&self->entry, cs_entry_unref);
  self->entry = cs_entry_ref (entry);
  name = cs_entry_dup_name (entry);
  set_name (self, name);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_css_classes (GTK_WIDGET (self),
                              (const char *[]) { cs_standing_names[entry->standing], NULL });
  forget_drawing (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Stands for @n_more posts that have no room. */
void
cs_chip_set_more (CsChip              *self,
                  guint                n_more,
                  gint64               day,
                  const CsChipHeights *heights)
{
  /* Translators: a day without its year, as in Thursday 5 November */
  g_autofree char *date = cs_day_format (day, _("%A %-d %B"));
  /* Translators: %s is a day, as in: 3 more posts on Thursday 5 November */
  g_autofree char *name = g_strdup_printf (ngettext ("%u more post on %s", "%u more posts on %s",
                                                     n_more), n_more, date);

  set_tall (self, FALSE, heights);
  g_clear_pointer (&self->entry, cs_entry_unref);
  self->n_more = n_more;
  set_name (self, name);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), FALSE);
  gtk_widget_set_css_classes (GTK_WIDGET (self), (const char *[]) { "more", NULL });
  forget_drawing (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
