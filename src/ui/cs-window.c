/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-window.h"

#include "cs-account-page.h"
#include "cs-analytics-page.h"
#include "cs-calendar-page.h"
#include "cs-fold-bin.h"
#include "cs-here.h"
#include "cs-media-page.h"
#include "cs-posts-page.h"
#include "cs-question.h"
#include "cs-settings.h"
#include "cs-sidebar.h"
#include "cs-today-page.h"
#include "cs-trouble.h"
#include "cs-window-actions.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsWindow
{
  AdwApplicationWindow     parent_instance;

  CsLibrary               *library;
  CsQuestion              *preferences;
  const char              *page_id;      /* of the table below */

  AdwToastOverlay         *toasts;
  GtkStack                *stack;
  CsTrouble               *trouble;
  AdwNavigationSplitView  *split;
  CsSidebar               *sidebar;
  AdwBanner               *sample;
  AdwBanner               *waiting;
  AdwNavigationView       *view;
};

G_DEFINE_FINAL_TYPE (CsWindow, cs_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_TOASTS = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* In the order of the sidebar and of Ctrl+1…9. */
static const struct
{
  const char *id;
  const char *title;
  const char *icon;
  GType     (*get_type) (void);
} pages[] = {
  { "today", N_("Today"), "cs-page-today-symbolic", cs_today_page_get_type },
  { "calendar", N_("Calendar"), "cs-page-calendar-symbolic", cs_calendar_page_get_type },
  { "posts", N_("Posts"), "cs-page-posts-symbolic", cs_posts_page_get_type },
  { "media", N_("Media"), "cs-page-media-symbolic", cs_media_page_get_type },
  { "analytics", N_("Analytics"), "cs-page-analytics-symbolic", cs_analytics_page_get_type },
};

static int
find_page (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (strcmp (pages[i].id, id) == 0)
      return i;

  return -1;
}

static void
on_page_selected (CsWindow   *self,
                  const char *id)
{
  cs_window_show_page (self, id);
}

static void
on_account_selected (CsWindow   *self,
                     const char *id)
{
  cs_window_show_account (self, id);
}

/* The bar of the split view names what is shown. */
static void
on_visible_page (CsWindow *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->view);
  AdwNavigationPage *content = adw_navigation_split_view_get_content (self->split);

  if (page != NULL && content != NULL)
    adw_navigation_page_set_title (content, adw_navigation_page_get_title (page));
}

static AdwNavigationPage *
make_page (CsWindow *self,
           int       i)
{
  return g_object_new (pages[i].get_type (), "library", self->library, "tag", pages[i].id, NULL);
}

/* Times and weeks are to be shown otherwise: what is shown is made anew, what is on top of it
 * is asked to look again. */
static void
renew_pages (CsWindow *self)
{
  g_autoptr(GListModel) stack = adw_navigation_view_get_navigation_stack (self->view);
  guint n_pages = g_list_model_get_n_items (stack);
  g_autoptr(GPtrArray) next = g_ptr_array_new_with_free_func (g_object_unref);
  CsPage *top = cs_window_get_page (self);

  for (guint i = 0; i < n_pages; i++)
    g_ptr_array_add (next, g_list_model_get_item (stack, i));

  if (self->page_id != NULL && n_pages > 0)
    {
      g_object_unref (next->pdata[0]);
      next->pdata[0] = g_object_ref_sink (make_page (self, find_page (self->page_id)));
      adw_navigation_view_replace (self->view, (AdwNavigationPage **) next->pdata, next->len);
    }

  if (top != NULL && top == cs_window_get_page (self))
    cs_page_refresh (top);
}

static void
on_preferences (GVariant     *all,
                const GError *error,
                gpointer      owner)
{
  /* Without an answer the window has more to tell than this. */
  if (all != NULL && cs_here_set (all))
    renew_pages (owner);
}

/* A workspace that cannot be opened has no pages; one that is held says what its pages wait for. */
static void
on_library_state (CsWindow *self)
{
  CsLibraryState state = cs_library_get_state (self->library);
  const char *reason = cs_library_get_reason (self->library);
  gboolean failed = state == CS_LIBRARY_FAILED;
  gboolean held = state == CS_LIBRARY_OPENING && reason != NULL;

  if (held)
    adw_banner_set_title (self->waiting, reason);
  adw_banner_set_revealed (self->waiting, held);
  gtk_stack_set_visible_child_name (self->stack, failed ? "trouble" : "work");
}

static gboolean
cs_window_close_request (GtkWindow *window)
{
  CsWindow *self = CS_WINDOW (window);
  CsWindowSize size = { 0, };
  CsPage *page = cs_window_get_page (self);

  if (page != NULL && cs_page_hold (page))
    return TRUE;

  gtk_window_get_default_size (window, &size.width, &size.height);
  size.maximized = gtk_window_is_maximized (window);
  cs_settings_set_window_size (size);
  if (self->page_id != NULL)
    cs_settings_set_page (self->page_id);

  return GTK_WINDOW_CLASS (cs_window_parent_class)->close_request (window);
}

static void
cs_window_dispose (GObject *object)
{
  CsWindow *self = CS_WINDOW (object);

  if (self->preferences != NULL)
    cs_question_stop (self->preferences);
  g_clear_object (&self->preferences);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_WINDOW);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (cs_window_parent_class)->dispose (object);
}

static void
cs_window_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  if (prop_id == PROP_TOASTS)
    g_value_set_object (value, CS_WINDOW (object)->toasts);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_window_class_init (CsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_window_dispose;
  object_class->get_property = cs_window_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = cs_window_close_request;

  properties[PROP_TOASTS] = g_param_spec_object ("toasts", NULL, NULL, ADW_TYPE_TOAST_OVERLAY,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CS_TYPE_FOLD_BIN);
  g_type_ensure (CS_TYPE_SIDEBAR);
  g_type_ensure (CS_TYPE_TROUBLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/creatorsync/CreatorSync/cs-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, split);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, sample);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, waiting);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, on_page_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_account_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_visible_page);

  cs_window_class_install_actions (widget_class);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_CONTROL_MASK,
                                         "win.show-page", "s", pages[i].id);
}

static void
cs_window_init (CsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    cs_sidebar_add_page (self->sidebar, pages[i].id, _(pages[i].title), pages[i].icon);
}

CsWindow *
cs_window_new (CsApplication *application,
               CsLibrary     *library)
{
  CsWindow *self = g_object_new (CS_TYPE_WINDOW, "application", application, NULL);
  CsWindowSize size = cs_settings_get_window_size ();
  g_autofree char *page = cs_settings_dup_page ();

  self->library = g_object_ref (library);
  adw_banner_set_revealed (self->sample, library != cs_application_get_library (application));
  cs_sidebar_set_library (self->sidebar, self->library);
  cs_trouble_set_library (self->trouble, self->library);
  g_signal_connect_object (library, "notify::state", G_CALLBACK (on_library_state), self,
                           G_CONNECT_SWAPPED);
  on_library_state (self);
  gtk_window_set_default_size (GTK_WINDOW (self), size.width, size.height);
  if (size.maximized)
    gtk_window_maximize (GTK_WINDOW (self));

  if (!cs_window_show_page (self, page))
    cs_window_show_page (self, pages[0].id);

  g_signal_connect_object (cs_settings_get (), "changed::" CS_SETTINGS_WEEK_START,
                           G_CALLBACK (renew_pages), self, G_CONNECT_SWAPPED);
  self->preferences = cs_question_new (library, "preference.list", "preference", on_preferences,
                                       self);
  cs_question_ask (self->preferences);

  return self;
}

CsLibrary *
cs_window_get_library (CsWindow *self)
{
  return self->library;
}

/* The one that is seen; NULL while none is. */
CsPage *
cs_window_get_page (CsWindow *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->view);

  return page != NULL ? CS_PAGE (page) : NULL;
}

/* FALSE for a name that is no page. */
gboolean
cs_window_show_page (CsWindow   *self,
                     const char *id)
{
  int i = find_page (id);
  AdwNavigationPage *page;

  if (i < 0)
    return FALSE;

  if (self->page_id != pages[i].id)
    {
      page = make_page (self, i);
      self->page_id = pages[i].id;
      adw_navigation_view_replace (self->view, &page, 1);
    }
  else
    {
      adw_navigation_view_pop_to_tag (self->view, pages[i].id);
    }

  cs_sidebar_show_page (self->sidebar, pages[i].id);
  adw_navigation_split_view_set_show_content (self->split, TRUE);

  return TRUE;
}

/* An account's page stands in the place of the others. */
void
cs_window_show_account (CsWindow   *self,
                        const char *id)
{
  AdwNavigationPage *page = ADW_NAVIGATION_PAGE (cs_account_page_new (self->library, id));

  self->page_id = NULL;
  adw_navigation_view_replace (self->view, &page, 1);
  cs_sidebar_show_account (self->sidebar, id);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

/* In the sidebar, which may have to come forward for it. */
void
cs_window_show_activity (CsWindow *self)
{
  adw_navigation_split_view_set_show_content (self->split, FALSE);
  cs_sidebar_show_activity (self->sidebar);
}

/* Opens a page on top of the one that is seen, with a way back. */
void
cs_window_push (CsWindow *self,
                CsPage   *page)
{
  adw_navigation_view_push (self->view, ADW_NAVIGATION_PAGE (page));
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}
