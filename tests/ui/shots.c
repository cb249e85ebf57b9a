/* creatorsync-shots: pictures of the window
 *
 * Each line of standard input is one picture: FILE WIDTHxHEIGHT SCALE ACTION…,
 * where an action is one of the window's, of what is in it or of the dialog on it, with
 * its parameter, as win.show-page("posts"); those named shots. are the person's and the world's
 * around it, for that picture. The window, or what is in front of it, is drawn without a screen's
 * help, so that the same line gives the same bytes. With --labels every text of a picture that is
 * not whole is told on standard output: FILE: what is wrong with which.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "acts.h"
#include "cs-application.h"
#include "cs-loading.h"
#include "cs-locale.h"
#include "cs-log.h"
#include "cs-player-view.h"
#include "cs-ui-resources.h"
#include "cs-window.h"
#include "labels.h"
#include "network.h"

#include <locale.h>
#include <stdio.h>

#define SETTLE_MSEC 250     /* without a change this long: nothing more comes */
#define STILL_MSEC  600     /* where nothing is answered: what is told of that comes late */
#define LONGEST_MSEC 8000
#define LOADING_MSEC 60000  /* what is asked for comes, however busy the machine is */

static double text_scale = 1;
static gboolean tell_labels;

typedef struct
{
  GtkWidget *window;
  GMainLoop *loop;
  gint64     last;
  gint64     began;
} Settle;

static gboolean
is_opening (CsPlayer *player)
{
  CsPlayerState state = cs_player_get_state (player);

  return state == CS_PLAYER_OPENING
      || (state == CS_PLAYER_READY && !cs_player_is_settled (player));
}

/* What threads bring that no layout tells of: the answer that a page waits for, and the first frame
 * of a clip. */
static gboolean
is_loading (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;

  if (CS_IS_LOADING (widget)
      || (CS_IS_PLAYER_VIEW (widget)
          && is_opening (cs_player_view_get_player (CS_PLAYER_VIEW (widget)))))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_loading (child))
      return TRUE;

  return FALSE;
}

static void
on_layout (GdkFrameClock *clock,
           Settle        *settle)
{
  settle->last = g_get_monotonic_time ();
}

static gboolean
on_look (gpointer user_data)
{
  Settle *settle = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 calm = acts_is_still () ? STILL_MSEC : SETTLE_MSEC;

  /* Where nothing is answered, it is waited for that this is told. */
  if (!acts_is_still () && now - settle->began < LOADING_MSEC * 1000 && is_loading (settle->window))
    {
      settle->last = now;
      return G_SOURCE_CONTINUE;
    }

  if (now - settle->last < calm * 1000 && now - settle->began < LONGEST_MSEC * 1000)
    return G_SOURCE_CONTINUE;

  g_main_loop_quit (settle->loop);

  return G_SOURCE_REMOVE;
}

/* Until nothing is awaited or laid out any more. */
static void
settle (GtkWidget *window)
{
  Settle state = { window, g_main_loop_new (NULL, FALSE), };
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gulong handler = g_signal_connect (clock, "layout", G_CALLBACK (on_layout), &state);

  state.began = state.last = g_get_monotonic_time ();
  g_timeout_add (20, on_look, &state);
  g_main_loop_run (state.loop);
  g_signal_handler_disconnect (clock, handler);
  g_main_loop_unref (state.loop);
}

/* A popover has a surface of its own, so that the window’s picture does not have it. */
static void
draw_popovers (GtkWidget   *window,
               GtkWidget   *widget,
               GtkSnapshot *snapshot)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  if (GTK_IS_POPOVER (widget))
    {
      GdkPopup *popup = GDK_POPUP (gtk_native_get_surface (GTK_NATIVE (widget)));
      g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (widget);
      graphene_point_t of_window, of_popover;
      double x, y;

      gtk_native_get_surface_transform (GTK_NATIVE (window), &x, &y);
      of_window = GRAPHENE_POINT_INIT (x, y);
      gtk_native_get_surface_transform (GTK_NATIVE (widget), &x, &y);
      of_popover = GRAPHENE_POINT_INIT (x, y);

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (
        gdk_popup_get_position_x (popup) + of_popover.x - of_window.x,
        gdk_popup_get_position_y (popup) + of_popover.y - of_window.y));
      gdk_paintable_snapshot (paintable, snapshot,
                              gdk_paintable_get_intrinsic_width (paintable),
                              gdk_paintable_get_intrinsic_height (paintable));
      gtk_snapshot_restore (snapshot);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    draw_popovers (window, child, snapshot);
}

/* NULL while it is to be laid out. */
static GskRenderNode *
draw (GtkWidget    *window,
      GdkPaintable *paintable,
      double        scale)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gtk_snapshot_scale (snapshot, scale, scale);
  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  draw_popovers (window, window, snapshot);

  return gtk_snapshot_free_to_node (snapshot);
}

static void
save_picture (GtkWidget  *window,
              const char *path,
              double      scale)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr(GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  int width, height;

  while ((node = draw (window, paintable, scale)) == NULL)
    settle (window);

  width = gdk_paintable_get_intrinsic_width (paintable);
  height = gdk_paintable_get_intrinsic_height (paintable);
  gsk_renderer_realize_for_display (renderer, gtk_widget_get_display (window), NULL);
  texture = gsk_renderer_render_texture (renderer, node,
                                         &GRAPHENE_RECT_INIT (0, 0, width * scale, height * scale));
  if (!gdk_texture_save_to_png (texture, path))
    g_printerr ("shots: %s could not be written\n", path);
  gsk_renderer_unrealize (renderer);
}

/* A window that is busy may miss what it is asked once; one that cannot be so small stays wider. */
static void
resize (GtkWidget *window,
        int        width,
        int        height)
{
  gint64 until = g_get_monotonic_time () + LONGEST_MSEC * 1000;

  do
    {
      gtk_window_set_default_size (GTK_WINDOW (window), width, height);
      settle (window);
    }
  while (gtk_widget_get_width (window) != width && g_get_monotonic_time () < until);
}

static void
close_popovers (GtkWidget *widget)
{
  if (GTK_IS_POPOVER (widget))
    gtk_popover_popdown (GTK_POPOVER (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    close_popovers (child);
}

/* A window of its own in front of it; NULL: none. */
static GtkWidget *
find_front_window (GtkWidget *window)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(GtkWindow) one = g_list_model_get_item (all, i);

      if (gtk_window_get_transient_for (one) == GTK_WINDOW (window)
          && gtk_widget_get_visible (GTK_WIDGET (one)))
        return GTK_WIDGET (one);
    }

  return NULL;
}

/* What the picture before has opened on the page. */
static void
close_dialogs (GtkWidget *window)
{
  AdwDialog *dialog;
  GtkWidget *front = find_front_window (window);

  if (front != NULL)
    gtk_window_close (GTK_WINDOW (front));

  close_popovers (window);

  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)))
         != NULL)
    {
      adw_dialog_force_close (dialog);
      settle (window);
    }
}

static gboolean
take (GtkWidget *window,
      char      *line)
{
  g_auto(GStrv) words = g_strsplit (g_strstrip (line), " ", -1);
  GtkWidget *front;
  int width = 0;
  int height = 0;

  if (g_strv_length (words) < 3 || sscanf (words[1], "%dx%d", &width, &height) != 2)
    {
      g_printerr ("shots: no picture: %s\n", line);
      return FALSE;
    }

  acts_undo (window);
  close_dialogs (window);
  resize (window, width, height);
  for (guint i = 3; words[i] != NULL; i++)
    {
      if (!acts_do (window, words[i]))
        return FALSE;
      settle (window);
    }

  settle (window);
  front = find_front_window (window);
  if (front != NULL)
    settle (front);
  save_picture (front != NULL ? front : window, words[0], g_ascii_strtod (words[2], NULL));
  if (tell_labels && front == NULL)
    labels_tell (window, words[0], width);

  return TRUE;
}

/* Nothing moves in a picture, and nothing goes out while it is taken. A window has here the border
   of a screen that nothing composes: without it, 360 px are the window’s as they are anywhere. */
static void
on_startup (CsApplication *application)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autoptr(GtkCssProvider) borderless = gtk_css_provider_new ();

  gtk_css_provider_load_from_string (
    borderless, "window.solid-csd { padding: 0; border: none; box-shadow: none; }");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (borderless),
                                              GTK_STYLE_PROVIDER_PRIORITY_USER);

  g_object_set (settings, "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE,
                "gtk-font-name", "Adwaita Sans 11", "gtk-xft-dpi", (int) (96 * 1024 * text_scale),
                NULL);
  cs_library_hold (cs_application_get_library (application));
}

static void
on_activate (CsApplication *application,
             gboolean      *good)
{
  GtkApplication *all = GTK_APPLICATION (application);
  GtkWidget *window = GTK_WIDGET (gtk_application_get_active_window (all));
  char line[4096];

  settle (window);
  while (*good && fgets (line, sizeof line, stdin) != NULL)
    if (*g_strstrip (line) != '\0')
      *good = take (window, line);

  acts_undo (window);

  /* A dialog that is open would keep it. */
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  const GOptionEntry options[] = {
    { "text-scale", 0, 0, G_OPTION_ARG_DOUBLE, &text_scale, "How large text is (1)", "N" },
    { "labels", 0, 0, G_OPTION_ARG_NONE, &tell_labels, "Tell which texts are not whole", NULL },
    { NULL, },
  };
  g_autoptr(CsApplication) application = NULL;
  gboolean good = TRUE;
  int status;

  cs_locale_begin (LC_ALL);
  cs_log_install ();
  network_stand_in ();
  g_resources_register (cs_ui_get_resource ());

  application = cs_application_new (G_APPLICATION_NON_UNIQUE);
  g_application_add_main_option_entries (G_APPLICATION (application), options);
  g_signal_connect_after (application, "startup", G_CALLBACK (on_startup), NULL);
  g_signal_connect_after (application, "activate", G_CALLBACK (on_activate), &good);
  status = g_application_run (G_APPLICATION (application), argc, argv);

  return good ? status : 1;
}
