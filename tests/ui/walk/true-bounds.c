/* true-bounds.c: what AT-SPI says of a widget's place is where it is
 *
 * Loaded before the program by LD_PRELOAD. GTK 4.18 adds up the places of a widget's ancestors but
 * leaves out their borders and padding, and where a popover stands: a pointer that is sent there
 * misses. Here each place is told from the corner of the toplevel's surface, so that the sum is
 * right.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <adwaita.h>
#include <dlfcn.h>
#include <math.h>

/* In the toplevel's surface. */
static gboolean
find_place (GtkWidget       *widget,
            graphene_rect_t *place)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;
  double x;
  double y;

  if (surface == NULL || !gtk_widget_compute_bounds (widget, GTK_WIDGET (native), place))
    return FALSE;

  gtk_native_get_surface_transform (native, &x, &y);
  for (; GDK_IS_POPUP (surface); surface = gdk_popup_get_parent (GDK_POPUP (surface)))
    {
      x += gdk_popup_get_position_x (GDK_POPUP (surface));
      y += gdk_popup_get_position_y (GDK_POPUP (surface));
    }
  graphene_rect_offset (place, x, y);

  return TRUE;
}

/* The nearest one that holds it and has a place: pages of stacks have none of their own. */
static GtkWidget *
find_above (GtkAccessible *accessible)
{
  g_autoptr(GtkAccessible) parent = gtk_accessible_get_accessible_parent (accessible);

  while (parent != NULL && !GTK_IS_WIDGET (parent))
    {
      GtkAccessible *next = gtk_accessible_get_accessible_parent (parent);

      g_object_unref (parent);
      parent = next;
    }

  return (GtkWidget *) g_steal_pointer (&parent);
}

static gboolean
get_bounds (GtkAccessible *accessible,
            int           *x,
            int           *y,
            int           *width,
            int           *height)
{
  g_autoptr(GtkWidget) parent = find_above (accessible);
  graphene_rect_t above = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  graphene_rect_t place;

  if (!find_place (GTK_WIDGET (accessible), &place)
      || (parent != NULL && !find_place (parent, &above)))
    return FALSE;

  *x = floorf (place.origin.x) - floorf (above.origin.x);
  *y = floorf (place.origin.y) - floorf (above.origin.y);
  *width = ceilf (place.size.width);
  *height = ceilf (place.size.height);

  return TRUE;
}

/* What it holds tells where it is. */
static gboolean
get_no_bounds (GtkAccessible *accessible,
               int           *x,
               int           *y,
               int           *width,
               int           *height)
{
  *x = *y = *width = *height = 0;

  return TRUE;
}

static void
replace (GType       type,
         gboolean  (*func) (GtkAccessible *, int *, int *, int *, int *))
{
  GtkAccessibleInterface *face = g_type_interface_peek (g_type_class_ref (type),
                                                        GTK_TYPE_ACCESSIBLE);

  face->get_bounds = func;
}

static void
on_startup (void)
{
  replace (GTK_TYPE_WIDGET, get_bounds);
  replace (GTK_TYPE_STACK_PAGE, get_no_bounds);
  replace (ADW_TYPE_VIEW_STACK_PAGE, get_no_bounds);
}

int
g_application_run (GApplication  *application,
                   int            argc,
                   char         **argv)
{
  int (*run) (GApplication *, int, char **) = dlsym (RTLD_NEXT, "g_application_run");

  g_signal_connect (application, "startup", G_CALLBACK (on_startup), NULL);

  return run (application, argc, argv);
}
