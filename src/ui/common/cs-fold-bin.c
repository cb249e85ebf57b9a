/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-fold-bin.h"

struct _CsFoldBin
{
  AdwBreakpointBin parent_instance;
};

G_DEFINE_FINAL_TYPE (CsFoldBin, cs_fold_bin, ADW_TYPE_BREAKPOINT_BIN)

/* GTK looks from what has gone upwards for what takes the focus: while the child is to come back,
 * what has it keeps it. */
static gboolean
cs_fold_bin_grab_focus (GtkWidget *widget)
{
  GtkWidget *child = adw_breakpoint_bin_get_child (ADW_BREAKPOINT_BIN (widget));
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_get_mapped (widget) && !gtk_widget_get_mapped (child)
      && gtk_widget_is_ancestor (focus, widget))
    return TRUE;

  return GTK_WIDGET_CLASS (cs_fold_bin_parent_class)->grab_focus (widget);
}

static void
cs_fold_bin_class_init (CsFoldBinClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = cs_fold_bin_grab_focus;
}

static void
cs_fold_bin_init (CsFoldBin *self)
{
}
