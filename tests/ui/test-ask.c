/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-ask.h"
#include "cs-test.h"
#include "display.h"

#define ONCE (96 * 1024)    /* gtk-xft-dpi of text as it is */

static void
on_response (AdwAlertDialog *dialog,
             const char     *response,
             char          **answer)
{
  *answer = g_strdup (response);
}

static void
show_at_all_widths (Display *display)
{
  static const int widths[] = { 500, 700, 1000 };
  const char *heading = "Der Donaudampfschiffahrtsgesellschaft nochmals absagen?";
  AdwDialog *dialog = ADW_DIALOG (cs_ask_new (heading, "Es gibt kein Zurück.", "Absagen",
                                              ADW_RESPONSE_SUGGESTED));

  adw_dialog_present (dialog, GTK_WIDGET (display->window));
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (display->window), widths[i], 600);
      wait_for_quiet (display);
    }

  adw_dialog_force_close (dialog);
  wait_for_quiet (display);
}

/* What GTK warns of ends a test: a heading in any language, at any size of text and any width. The
 * size is as it was when the window came: GTK on X11 may measure one that is there when the size
 * changes before it has looked at its styles anew, and warns of what it finds then. */
static void
test_heading_may_be_long (void)
{
  for (int scale = 1; scale <= 2; scale++)
    {
      Display *display;

      g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", scale * ONCE, NULL);
      display = display_new ();
      show_at_all_widths (display);
      display_free (display);
    }

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", ONCE, NULL);
}

/* A handle that is broken in two is still that handle. */
static void
test_no_hyphen_is_put_into_a_handle (void)
{
  g_autoptr(Display) display = display_new ();
  const char *heading = "Sign Out of @werkstatt@ton.example?";
  AdwDialog *dialog = ADW_DIALOG (cs_ask_new (heading, "What is out stays.", "Sign Out",
                                              ADW_RESPONSE_DESTRUCTIVE));
  g_autoslist(PangoAttribute) attributes = NULL;
  PangoAttrInt *hyphens;

  adw_dialog_present (dialog, GTK_WIDGET (display->window));
  attributes = pango_attr_list_get_attributes (
    gtk_label_get_attributes (wait_for (dialog, GTK_TYPE_LABEL, heading)));
  g_assert_nonnull (attributes);
  hyphens = pango_attribute_as_int (attributes->data);
  g_assert_cmpint (hyphens->attr.klass->type, ==, PANGO_ATTR_INSERT_HYPHENS);
  g_assert_false (hyphens->value);
  adw_dialog_force_close (dialog);
  wait_for_quiet (display);
}

/* Enter and Escape are the way out, until the caller says otherwise. */
static void
test_the_way_out_is_the_default (void)
{
  g_autoptr(Display) display = display_new ();
  AdwAlertDialog *dialog = cs_ask_new ("Publish?", "It goes out.", "_Publish",
                                       ADW_RESPONSE_SUGGESTED);
  g_autofree char *answer = NULL;

  g_assert_cmpstr (adw_alert_dialog_get_default_response (dialog), ==, CS_ASK_NO);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), &answer);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (display->window));
  wait_for_quiet (display);
  adw_dialog_close (ADW_DIALOG (dialog));
  wait_for_quiet (display);
  g_assert_cmpstr (answer, ==, CS_ASK_NO);
}

CS_TESTS (ask)
{
  g_test_add_func ("/ui/ask/heading-may-be-long", test_heading_may_be_long);
  g_test_add_func ("/ui/ask/no-hyphen-in-a-handle", test_no_hyphen_is_put_into_a_handle);
  g_test_add_func ("/ui/ask/the-way-out-is-the-default", test_the_way_out_is_the_default);
}
