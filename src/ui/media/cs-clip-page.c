/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-clip-page.h"

#include "cs-clip-private.h"
#include "cs-clip-words.h"
#include "cs-error.h"
#include "cs-fix-dialog.h"
#include "cs-item.h"
#include "cs-media-task-row.h"
#include "cs-network.h"
#include "cs-state-mark.h"
#include "cs-status.h"
#include "cs-verdict-row.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define POSTS_MAX 50    /* that are named; more is what the list of posts is for */

G_DEFINE_FINAL_TYPE (CsClipPage, cs_clip_page, CS_TYPE_PAGE)

static GtkWidget *
add_row (GtkListBox *list,
         const char *title,
         const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (list, row);

  return row;
}

/* A fact; nothing when it is not known. Takes the value over. */
static void
add_fact (CsClipPage *self,
          const char *title,
          char       *value)
{
  g_autofree char *owned = value;
  GtkWidget *row;

  if (owned == NULL || *owned == '\0')
    return;

  row = add_row (self->about_list, title, owned);
  gtk_widget_add_css_class (row, "property");
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
}

static void
show_facts (CsClipPage *self)
{
  g_auto(CsReading) reading = cs_reading_here ();
  const CsFacts *facts = self->facts;

  gtk_list_box_remove_all (self->about_list);
  add_fact (self, _("Title"), g_strdup (cs_view_text (self->view, "title")));
  if (facts->duration > 0 && facts->kind != CS_MEDIA_IMAGE)
    add_fact (self, _("Length"), cs_clip_words_length (facts->duration));
  add_fact (self, _("Picture"), cs_clip_words_picture (facts));
  add_fact (self, _("Video"), cs_clip_words_video (facts));
  add_fact (self, _("Frames"), cs_clip_words_rate (facts));
  add_fact (self, _("Sound"), cs_clip_words_sound (facts));
  add_fact (self, _("File"), cs_clip_words_file (facts));
  add_fact (self, _("Place"), g_strdup (cs_view_text (self->view, "path")));
  add_fact (self, _("Added"), cs_words_when (&reading, cs_view_int (self->view, "added_at", 0)));
}

/* “For Mastodon, Bluesky”. */
static char *
version_title (GVariant *rendition)
{
  g_autofree const char **networks = NULL;
  g_autoptr(GString) names = g_string_new (NULL);

  g_variant_lookup (rendition, "networks", "^a&s", &networks);
  for (guint i = 0; networks != NULL && networks[i] != NULL; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", cs_words_network (networks[i]));

  /* Translators: names of networks, as in: For Mastodon, Bluesky */
  return g_strdup_printf (_("For %s"), names->str);
}

static void
add_version (CsClipPage *self,
             GVariant   *rendition)
{
  g_auto(CsReading) reading = cs_reading_here ();
  g_autoptr(GVariant) fields = g_variant_lookup_value (rendition, "facts", G_VARIANT_TYPE_VARDICT);
  g_autoptr(CsFacts) facts = NULL;
  g_autofree char *title = version_title (rendition);
  g_autofree char *picture = NULL;
  g_autofree char *size = NULL;
  g_autofree char *made = cs_words_when (&reading, cs_view_int (rendition, "made_at", 0));
  g_autofree char *words = NULL;
  gboolean is_there = g_strcmp0 (cs_view_text (rendition, "state"), "there") == 0;

  facts = fields != NULL ? cs_record_from_variant (CS_RECORD_FACTS, fields, NULL) : NULL;
  picture = facts != NULL ? cs_clip_words_picture (facts) : NULL;
  size = facts != NULL && facts->size > 0 ? g_format_size (facts->size) : NULL;
  if (!is_there)
    words = g_strdup (_("The file is gone: “Fix All” makes it anew"));
  else
    words = g_strjoin (" · ", size != NULL ? size : "", made, picture, NULL);
  add_row (self->versions_list, title, words);
}

static void
show_versions (CsClipPage *self)
{
  g_autoptr(GVariant) all = g_variant_lookup_value (self->view, "renditions",
                                                    G_VARIANT_TYPE ("aa{sv}"));
  gsize n = all != NULL ? g_variant_n_children (all) : 0;

  gtk_list_box_remove_all (self->versions_list);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) rendition = g_variant_get_child_value (all, i);

      add_version (self, rendition);
    }
  gtk_widget_set_visible (self->versions, n > 0);
}

static void
show_banner (CsClipPage *self,
             const char *state)
{
  gboolean is_missing = g_strcmp0 (state, "missing") == 0;

  adw_banner_set_title (self->banner, is_missing
                                        ? _("The file is no longer where it was")
                                        : _("The file was changed since it was added"));
  adw_banner_set_revealed (self->banner, g_strcmp0 (state, "there") != 0);
}

/* Only what was probed is opened, and only as it was then. */
static void
show_picture (CsClipPage *self,
              const char *state)
{
  const char *path = cs_view_text (self->view, "path");
  const char *title = cs_view_text (self->view, "title");
  g_autofree char *opened = NULL;

  cs_player_view_show_still (self->player, cs_view_text (self->view, "thumbnail"), title);
  if (g_strcmp0 (state, "there") != 0)
    {
      g_clear_pointer (&self->opened, g_free);
      cs_player_view_refuse (self->player, _("The clip cannot be played until its file is back"));
      return;
    }

  if (self->facts->kind == CS_MEDIA_IMAGE)
    {
      cs_player_view_refuse (self->player, NULL);
      return;
    }

  opened = g_strconcat (cs_view_text (self->view, "sha256"), " ", path, NULL);
  if (!g_set_str (&self->opened, opened))
    return;

  cs_player_view_open (self->player, path, self->facts);
}

/* The player's keys are heard from within the page. */
static void
show_content (CsClipPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  gtk_stack_set_visible_child_name (self->stack, "content");
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return;

  if (!gtk_widget_child_focus (GTK_WIDGET (self->player), GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/* Nothing is done with a clip that nothing is known of. */
static void
update_actions (CsClipPage *self)
{
  static const char *const names[] = {
    "clip.locate", "clip.new-post", "clip.remove", "clip.rename",
  };
  gboolean known = self->view != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], known);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "clip.show-in-folder", known
                                 && g_strcmp0 (cs_view_text (self->view, "state"), "missing") != 0);
}

static void
show_file (CsClipPage *self)
{
  g_autoptr(GVariant) fields = g_variant_lookup_value (self->view, "facts", G_VARIANT_TYPE_VARDICT);
  const char *state = cs_view_text (self->view, "state");

  g_clear_pointer (&self->facts, cs_record_unref);
  if (fields != NULL)
    self->facts = cs_record_from_variant (CS_RECORD_FACTS, fields, NULL);
  if (self->facts == NULL)
    self->facts = cs_record_new (CS_RECORD_FACTS);

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), cs_view_text (self->view, "title"));
  show_banner (self, state);
  show_picture (self, state);
  show_facts (self);
  show_versions (self);
  update_actions (self);
  cs_clip_update_fix (self);   /* what is said of its fit may have come first */
  show_content (self);
}

/* The answer to media.show. */
void
cs_clip_take_view (CsClipPage *self,
                   GVariant   *view)
{
  if (self->view != NULL && g_variant_equal (view, self->view))
    {
      gtk_stack_set_visible_child_name (self->stack, "content");
      return;
    }

  g_clear_pointer (&self->view, g_variant_unref);
  self->view = g_variant_ref (view);
  show_file (self);
}

static void
on_shown (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(CsClipPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) view = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* One that was removed is not shown as it was. */
  if (g_error_matches (error, CS_ERROR, CS_ERROR_NOT_FOUND))
    g_clear_pointer (&self->view, g_variant_unref);

  update_actions (self);
  cs_status_tell (self->trouble, self->stale, error != NULL ? error->message : NULL,
                  self->view != NULL);
  if (view == NULL)
    {
      if (self->view == NULL)
        cs_player_view_refuse (self->player, NULL);
      gtk_stack_set_visible_child_name (self->stack, self->view != NULL ? "content" : "trouble");
      return;
    }

  cs_clip_take_view (self, view);
}

static gboolean
same_verdicts (GPtrArray *was,
               GVariant  *now)
{
  if (was->len != g_variant_n_children (now))
    return FALSE;

  for (guint i = 0; i < was->len; i++)
    {
      g_autoptr(GVariant) verdict = g_variant_get_child_value (now, i);

      if (!g_variant_equal (was->pdata[i], verdict))
        return FALSE;
    }

  return TRUE;
}

void
cs_clip_update_fix (CsClipPage *self)
{
  CsMediaTask *task = cs_media_work_find (self->work, "media.fix", self->id);
  gboolean is_fixing = task != NULL && !cs_media_task_has_ended (task);
  g_autoptr(GVariant) args = cs_fix_args (self->id, self->verdicts);
  gboolean can_fix;

  if (args != NULL)
    g_variant_ref_sink (args);
  can_fix = args != NULL && !is_fixing && self->view != NULL
            && g_strcmp0 (cs_view_text (self->view, "state"), "there") == 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "clip.fix", can_fix);
  gtk_widget_set_visible (self->fix_all, args != NULL);
}

static void
show_verdicts (GtkListBox *list,
               GVariant   *verdicts)
{
  gtk_list_box_remove_all (list);
  for (gsize i = 0; i < g_variant_n_children (verdicts); i++)
    {
      g_autoptr(GVariant) verdict = g_variant_get_child_value (verdicts, i);

      gtk_list_box_append (list, cs_verdict_row_new (verdict));
    }
}

static void
on_others_checked (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(CsClipPage) self = user_data;
  g_autoptr(GVariant) verdicts = cs_library_run_finish (CS_LIBRARY (source), result, NULL);

  if (verdicts == NULL)
    return;

  show_verdicts (self->others_list, verdicts);
  gtk_widget_set_visible (self->others, g_variant_n_children (verdicts) > 0);
}

static gboolean
is_judged (GPtrArray  *verdicts,
           const char *network)
{
  for (guint i = 0; i < verdicts->len; i++)
    if (g_strcmp0 (cs_view_text (verdicts->pdata[i], "network"), network) == 0)
      return TRUE;

  return FALSE;
}

/* The networks that no account is at. */
static void
check_others (CsClipPage *self)
{
  g_autoptr(GStrvBuilder) networks = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  for (guint i = 0; cs_network_names[i] != NULL; i++)
    if (!is_judged (self->verdicts, cs_network_names[i]))
      g_strv_builder_add (networks, cs_network_names[i]);

  names = g_strv_builder_end (networks);
  if (names[0] == NULL)
    {
      gtk_widget_set_visible (self->others, FALSE);
      return;
    }

  g_variant_dict_insert (&args, "id", "s", self->id);
  g_variant_dict_insert (&args, "networks", "^as", names);
  cs_page_run (CS_PAGE (self), "media.check", g_variant_dict_end (&args), on_others_checked,
               g_object_ref (self));
}

/* The answer to media.check. */
void
cs_clip_take_verdicts (CsClipPage *self,
                       GVariant   *verdicts)
{
  if (!same_verdicts (self->verdicts, verdicts))
    {
      g_ptr_array_set_size (self->verdicts, 0);
      for (gsize i = 0; i < g_variant_n_children (verdicts); i++)
        g_ptr_array_add (self->verdicts, g_variant_get_child_value (verdicts, i));
      show_verdicts (self->fits_list, verdicts);
    }

  cs_clip_update_fix (self);
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(CsClipPage) self = user_data;
  g_autoptr(GVariant) verdicts = cs_library_run_finish (CS_LIBRARY (source), result, NULL);

  /* What went wrong is said by the answer to media.show. */
  if (verdicts == NULL)
    return;

  cs_clip_take_verdicts (self, verdicts);
  check_others (self);
}

static void
cs_clip_page_refresh (CsPage *page)
{
  CsClipPage *self = CS_CLIP_PAGE (page);

  cs_page_run (page, "media.show", cs_clip_id_args (self), on_shown, g_object_ref (self));
  cs_page_run (page, "media.check", cs_clip_id_args (self), on_checked, g_object_ref (self));
  if (cs_query_get_state (self->posts) == CS_QUERY_IDLE)
    cs_query_ask (self->posts);
}

static void
on_again (CsClipPage *self)
{
  if (self->view == NULL)
    gtk_stack_set_visible_child_name (self->stack, "loading");
  cs_clip_page_refresh (CS_PAGE (self));
}

static void
on_post_activated (AdwActionRow *row,
                   CsClipPage   *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-post", "s",
                              gtk_widget_get_name (GTK_WIDGET (row)));
}

static void
add_post (CsClipPage *self,
          CsItem     *item)
{
  g_auto(CsReading) reading = cs_reading_here ();
  const char *state = cs_item_get_text (item, "state");
  gint64 due = cs_item_get_int (item, "done_at", cs_item_get_int (item, "due", 0));
  g_autofree char *when = due != 0 ? cs_words_when (&reading, due) : NULL;
  g_autofree char *words = g_strjoin (" · ", cs_words_state (state), when, NULL);
  GtkWidget *mark = cs_state_mark_new ();
  GtkWidget *row = add_row (self->used_list, cs_item_get_text (item, "title"), words);

  cs_state_mark_set_compact (CS_STATE_MARK (mark), TRUE);
  cs_state_mark_set_state (CS_STATE_MARK (mark), state);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_widget_set_name (row, cs_item_get_text (item, "post"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_post_activated), self,
                           G_CONNECT_DEFAULT);
}

static void
show_posts (CsClipPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->posts));

  gtk_list_box_remove_all (self->used_list);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(CsItem) item = g_list_model_get_item (G_LIST_MODEL (self->posts), i);

      add_post (self, item);
    }

  if (n == 0 && cs_query_get_state (self->posts) == CS_QUERY_READY)
    add_row (self->used_list, _("Not used yet"), NULL);
}

/* The tasks of this clip that are under way or have failed. */
static void
show_tasks (CsClipPage *self)
{
  gboolean any = FALSE;

  gtk_list_box_remove_all (self->task_list);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->work)); i++)
    {
      g_autoptr(CsMediaTask) task = g_list_model_get_item (G_LIST_MODEL (self->work), i);

      if (g_strcmp0 (cs_media_task_get_subject (task), self->id) != 0)
        continue;

      gtk_list_box_append (self->task_list, cs_media_task_row_new (self->work, task));
      any = TRUE;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->task_list), any);
  cs_clip_update_fix (self);
}

static void
on_work_changed (GListModel *work,
                 guint       position,
                 guint       removed,
                 guint       added,
                 CsClipPage *self)
{
  show_tasks (self);
}

static void
on_banner (CsClipPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "clip.locate", NULL);
}

static void
cs_clip_page_dispose (GObject *object)
{
  CsClipPage *self = CS_CLIP_PAGE (object);

  if (self->posts != NULL)
    g_signal_handlers_disconnect_by_data (self->posts, self);
  if (self->work != NULL)
    g_signal_handlers_disconnect_by_data (self->work, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_CLIP_PAGE);
  g_clear_object (&self->posts);
  g_clear_object (&self->work);
  g_clear_pointer (&self->view, g_variant_unref);

  G_OBJECT_CLASS (cs_clip_page_parent_class)->dispose (object);
}

static void
cs_clip_page_finalize (GObject *object)
{
  CsClipPage *self = CS_CLIP_PAGE (object);

  g_free (self->id);
  g_free (self->opened);
  g_clear_pointer (&self->facts, cs_record_unref);
  g_ptr_array_unref (self->verdicts);

  G_OBJECT_CLASS (cs_clip_page_parent_class)->finalize (object);
}

static void
cs_clip_page_class_init (CsClipPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_clip_page_dispose;
  object_class->finalize = cs_clip_page_finalize;
  CS_PAGE_CLASS (klass)->refresh = cs_clip_page_refresh;
  CS_PAGE_CLASS (klass)->kinds = "media rendition account";

  g_type_ensure (CS_TYPE_PLAYER_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/media/cs-clip-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, banner);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, stale);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, player);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, task_list);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, fix_all);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, fits_list);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, others);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, others_list);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, versions);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, versions_list);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, used_list);
  gtk_widget_class_bind_template_child (widget_class, CsClipPage, about_list);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_banner);
  cs_clip_install_actions (widget_class);
}

static void
cs_clip_page_init (CsClipPage *self)
{
  self->verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

/* Of the file with that id. */
CsClipPage *
cs_clip_page_new (CsLibrary  *library,
                  const char *id)
{
  CsClipPage *self = g_object_new (CS_TYPE_CLIP_PAGE, "library", library, NULL);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  self->id = g_strdup (id);
  self->work = g_object_ref (cs_media_work_get (library));
  g_signal_connect (self->work, "items-changed", G_CALLBACK (on_work_changed), self);
  show_tasks (self);

  self->posts = cs_query_new (library, "post.rows", "post target outbox media");
  g_variant_dict_insert (&args, "media", "s", id);
  g_variant_dict_insert (&args, "limit", "x", (gint64) POSTS_MAX);
  cs_query_set_args (self->posts, g_variant_dict_end (&args));
  g_signal_connect_swapped (self->posts, "notify::state", G_CALLBACK (show_posts), self);
  g_signal_connect_swapped (self->posts, "items-changed", G_CALLBACK (show_posts), self);
  g_signal_connect_swapped (self->posts, "edited", G_CALLBACK (show_posts), self);

  return self;
}

CsPlayerView *
cs_clip_page_get_player (CsClipPage *self)
{
  return self->player;
}
