/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-day-cell.h"

#include "cs-day.h"

#include <glib/gi18n.h>
#include <string.h>

#define MIN_WIDTH  36
#define MIN_HEIGHT 26
#define CHIP_WIDTH 76     /* narrower ones show dots */
#define GAP 2
#define N_DOTS 4
#define DOT 6
#define MARGIN 3

struct _CsDayCell
{
  GtkWidget   parent_instance;

  gint64      day;
  CsEntries  *entries;      /* NULL: not known yet */
  gboolean    filled;       /* the chips are those of the entries and the room */
  CsCellPlan  plan;         /* of the chips that there are */
  int         room;         /* height for chips; 0: none */

  GtkWidget  *number;
  GtkWidget  *dated;        /* the number and its month, of a first day, if there is room for it */
  GPtrArray  *chips;        /* borrowed; children, some hidden */
};

G_DEFINE_FINAL_TYPE (CsDayCell, cs_day_cell, GTK_TYPE_WIDGET)

/* Two lines each if that shows all, else one line, else what fits and a chip for the rest. */
CsCellPlan
cs_cell_plan (guint n_entries,
              int   room,
              int   line,
              int   two_lines)
{
  guint n_lines = room + GAP > 0 ? (room + GAP) / (line + GAP) : 0;
  guint n_tall = room + GAP > 0 ? (room + GAP) / (two_lines + GAP) : 0;

  if (n_entries <= n_tall)
    return (CsCellPlan) { n_entries, FALSE, TRUE };

  if (n_entries <= n_lines)
    return (CsCellPlan) { n_entries, FALSE, FALSE };

  return (CsCellPlan) { n_lines > 0 ? n_lines - 1 : 0, n_lines > 0, FALSE };
}

static guint
count (CsDayCell *self)
{
  return self->entries != NULL ? cs_entries_count (self->entries, self->day) : 0;
}

static void
name_cell (CsDayCell *self)
{
  g_autofree char *date = cs_day_format (self->day, _("%A %-d %B"));
  g_autofree char *name = NULL;
  guint n = count (self);

  if (n == 0)
    /* Translators: %s is a day, as in: Thursday 5 November, no posts */
    name = g_strdup_printf (_("%s, no posts"), date);
  else
    /* Translators: %s is a day, as in: Thursday 5 November, 2 posts */
    name = g_strdup_printf (ngettext ("%s, %u post", "%s, %u posts", n), date, n);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static int
number_height (CsDayCell *self)
{
  int height;

  gtk_widget_measure (self->number, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);

  return height;
}

static int
natural_width (GtkWidget *widget)
{
  int width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);

  return width;
}

static void
place_child (CsDayCell *self,
             GtkWidget *child,
             int        x,
             int        y,
             int        width,
             int        height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, width, height }, -1);
}

static void
cs_day_cell_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  CsDayCell *self = CS_DAY_CELL (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int y = number_height (self) + 2 * MARGIN;
  int room = width >= CHIP_WIDTH ? MAX (height - y - MARGIN, 0) : 0;
  gboolean dated = gtk_widget_get_visible (self->dated)
                && natural_width (self->dated) <= width - 2 * MARGIN;
  GtkWidget *number = dated ? self->dated : self->number;
  int number_width = MIN (natural_width (number), width - 2 * MARGIN);

  gtk_widget_set_child_visible (self->number, !dated);
  gtk_widget_set_child_visible (self->dated, dated);
  place_child (self, number, mirrored ? width - number_width - MARGIN : MARGIN, MARGIN,
               number_width, number_height (self));

  if (room != self->room)
    {
      self->room = room;
      self->filled = FALSE;
    }

  for (guint i = 0; i < self->chips->len; i++)
    {
      GtkWidget *chip = self->chips->pdata[i];
      int chip_height;

      if (!gtk_widget_should_layout (chip))
        continue;

      gtk_widget_measure (chip, GTK_ORIENTATION_VERTICAL, -1, &chip_height, NULL, NULL, NULL);
      place_child (self, chip, MARGIN, y, MAX (width - 2 * MARGIN, 0), chip_height);
      y += chip_height + GAP;
    }
}

static void
cs_day_cell_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  *minimum_baseline = *natural_baseline = -1;
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
}

/* Where there is no room for words: that there is something, and how much. */
static void
draw_dots (CsDayCell   *self,
           GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  guint n = MIN (count (self), N_DOTS);
  double width = n * DOT + (n - 1) * GAP;
  double x = (gtk_widget_get_width (widget) - width) / 2;
  double y = gtk_widget_get_height (widget) - DOT - MARGIN;
  GdkRGBA color;
  GskRoundedRect dot;

  gtk_widget_get_color (widget, &color);
  color.alpha *= 0.7;

  for (guint i = 0; i < n; i++, x += DOT + GAP)
    {
      gsk_rounded_rect_init_from_rect (&dot, &GRAPHENE_RECT_INIT (x, y, DOT, DOT), DOT / 2.0);
      gtk_snapshot_push_rounded_clip (snapshot, &dot);
      gtk_snapshot_append_color (snapshot, &color, &dot.bounds);
      gtk_snapshot_pop (snapshot);
    }
}

static void
cs_day_cell_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  CsDayCell *self = CS_DAY_CELL (widget);

  if (gtk_widget_get_width (widget) < CHIP_WIDTH && count (self) > 0)
    draw_dots (self, snapshot);

  GTK_WIDGET_CLASS (cs_day_cell_parent_class)->snapshot (widget, snapshot);
}

static void
cs_day_cell_dispose (GObject *object)
{
  CsDayCell *self = CS_DAY_CELL (object);

  g_clear_pointer (&self->number, gtk_widget_unparent);
  g_clear_pointer (&self->dated, gtk_widget_unparent);
  for (guint i = 0; i < self->chips->len; i++)
    gtk_widget_unparent (self->chips->pdata[i]);
  g_ptr_array_set_size (self->chips, 0);

  G_OBJECT_CLASS (cs_day_cell_parent_class)->dispose (object);
}

static void
cs_day_cell_finalize (GObject *object)
{
  CsDayCell *self = CS_DAY_CELL (object);

  g_ptr_array_unref (self->chips);
  g_clear_pointer (&self->entries, cs_entries_unref);

  G_OBJECT_CLASS (cs_day_cell_parent_class)->finalize (object);
}

static void
cs_day_cell_class_init (CsDayCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_day_cell_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_day_cell_finalize;
  widget_class->size_allocate = cs_day_cell_size_allocate;
  widget_class->measure = cs_day_cell_measure;
  widget_class->snapshot = cs_day_cell_snapshot;

  gtk_widget_class_set_css_name (widget_class, "daycell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static GtkWidget *
add_number (CsDayCell *self)
{
  GtkWidget *number = g_object_new (GTK_TYPE_LABEL, "css-classes",
                                    (const char *[]) { "number", "numeric", NULL },
                                    "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_set_parent (number, GTK_WIDGET (self));

  return number;
}

static void
cs_day_cell_init (CsDayCell *self)
{
  self->day = -1;
  self->chips = g_ptr_array_new ();
  self->number = add_number (self);
  self->dated = add_number (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
cs_day_cell_new (void)
{
  return g_object_new (CS_TYPE_DAY_CELL, NULL);
}

gint64
cs_day_cell_get_day (CsDayCell *self)
{
  return self->day;
}

static void
set_class (CsDayCell  *self,
           const char *name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

/* @outside: of another month than the one that is shown */
void
cs_day_cell_set_day (CsDayCell *self,
                     gint64     day,
                     gboolean   outside,
                     gboolean   today)
{
  GDate date = cs_day_get_date (day);
  g_autofree char *number = cs_day_format (day, "%-Oe");

  set_class (self, "outside", outside);
  set_class (self, "today", today);
  gtk_label_set_label (GTK_LABEL (self->number), number);
  gtk_widget_set_visible (self->dated, g_date_get_day (&date) == 1);
  if (gtk_widget_get_visible (self->dated))
    {
      /* Translators: the first day of a month in a calendar’s cell, as in: 1 Dec */
      g_autofree char *dated = cs_day_format (day, _("%-Oe %b"));

      gtk_label_set_label (GTK_LABEL (self->dated), dated);
    }

  if (self->day == day)
    return;

  self->day = day;
  self->filled = FALSE;
  name_cell (self);
}

/* Of any days, this one among them; NULL while they are not known. */
void
cs_day_cell_set_entries (CsDayCell *self,
                         CsEntries *entries)
{
  if (self->entries == entries)
    return;

  g_clear_pointer (&self->entries, cs_entries_unref);
  self->entries = entries != NULL ? cs_entries_ref (entries) : NULL;
  self->filled = FALSE;
  name_cell (self);
}

/* Whether the chips are those of its posts and its room. */
gboolean
cs_day_cell_is_filled (CsDayCell *self)
{
  return self->filled;
}

static CsChip *
ensure_chip (CsDayCell *self,
             guint      i)
{
  if (i == self->chips->len)
    {
      GtkWidget *chip = cs_chip_new ();

      gtk_widget_set_parent (chip, GTK_WIDGET (self));
      g_ptr_array_add (self->chips, chip);
    }

  gtk_widget_set_visible (self->chips->pdata[i], TRUE);

  return self->chips->pdata[i];
}

/* What the chips show is no longer right: another font. */
void
cs_day_cell_empty (CsDayCell *self)
{
  self->filled = FALSE;
}

/* Gives its day’s posts to chips; how many it touched. */
guint
cs_day_cell_fill (CsDayCell           *self,
                  const CsChipHeights *heights)
{
  guint n = count (self);
  guint used = 0;

  self->filled = TRUE;
  self->plan = self->room > 0 ? cs_cell_plan (n, self->room, heights->line, heights->two_lines)
                              : (CsCellPlan) { 0, };

  for (; used < self->plan.n_posts; used++)
    cs_chip_set_entry (ensure_chip (self, used), cs_entries_get (self->entries, self->day, used),
                       self->plan.tall, heights);

  if (self->plan.more)
    cs_chip_set_more (ensure_chip (self, used++), n - self->plan.n_posts, self->day, heights);

  for (guint i = used; i < self->chips->len; i++)
    gtk_widget_set_visible (self->chips->pdata[i], FALSE);

  gtk_widget_queue_draw (GTK_WIDGET (self));

  return used;
}

/* NULL when the post has none here. */
GtkWidget *
cs_day_cell_find_chip (CsDayCell  *self,
                       const char *id)
{
  for (guint i = 0; i < self->chips->len; i++)
    {
      CsEntry *entry = cs_chip_get_entry (self->chips->pdata[i]);

      if (entry != NULL && gtk_widget_get_visible (self->chips->pdata[i])
          && g_strcmp0 (entry->id, id) == 0)
        return self->chips->pdata[i];
    }

  return NULL;
}
