/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preview.h"

#include "cs-limits.h"
#include "cs-media-view.h"
#include "cs-preview-text.h"
#include "cs-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define AVATAR 40
#define COLUMN 480     /* of a timeline, by which lines are counted */

struct _CsPreview
{
  AdwBin      parent_instance;

  char       *account;     /* that is shown */
  GPtrArray  *warnings;    /* of GtkToggleButton in the child: what opens each part */
};

G_DEFINE_FINAL_TYPE (CsPreview, cs_preview, ADW_TYPE_BIN)

/* How a part’s warning was left when it was drawn last. */
typedef struct
{
  gboolean is_open;
  gboolean has_focus;
} Left;

/* What is drawn. */
typedef struct
{
  CsPreview       *self;
  CsDraft         *draft;
  const CsAccount *account;
  GHashTable      *media;
  const char      *folder;
  const char      *warning;    /* NULL: none, or the network has none */
  GArray          *left;       /* of Left: by part */
} Scene;

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Links in the colour of this desktop; whose they are does not matter. */
static PangoAttrList *
new_attributes (GArray *links,
                gsize   from,
                gsize   until)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  PangoAttrList *list = pango_attr_list_new ();
  GdkRGBA accent, shown;

  adw_accent_color_to_rgba (adw_style_manager_get_accent_color (manager), &accent);
  adw_rgba_to_standalone (&accent, adw_style_manager_get_dark (manager), &shown);

  for (guint i = 0; i < links->len; i++)
    {
      const CsPreviewLink *link = &g_array_index (links, CsPreviewLink, i);
      PangoAttribute *colour;

      if (link->end <= from || link->start >= until)
        continue;

      colour = pango_attr_foreground_new (shown.red * 65535, shown.green * 65535,
                                          shown.blue * 65535);
      colour->start_index = MAX (link->start, from) - from;
      colour->end_index = MIN (link->end, until) - from;
      pango_attr_list_insert (list, colour);
    }

  return list;
}

static GtkWidget *
new_text (const char *text,
          GArray     *links,
          gsize       from,
          gsize       until)
{
  g_autofree char *piece = g_strndup (text + from, until - from);
  g_autoptr(PangoAttrList) attributes = new_attributes (links, from, until);
  GtkWidget *label = new_label (piece, NULL);

  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);

  return label;
}

/* Where the line begins that a timeline does not show; the length of the text: it shows all. */
static gsize
find_fold (Scene      *scene,
           const char *text)
{
  guint lines = cs_preview_fold_lines (scene->account->network);
  g_autoptr(PangoLayout) layout = NULL;

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (scene->self), text);
  pango_layout_set_width (layout, COLUMN * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (lines == 0 || pango_layout_get_line_count (layout) <= (int) lines)
    return strlen (text);

  return pango_layout_line_get_start_index (pango_layout_get_line_readonly (layout, lines));
}

static GtkWidget *
new_fold (Scene *scene)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *words = NULL;

  /* Translators: %s is a network: what comes below is seen only after a click */
  words = g_strdup_printf (_("%s folds it here"),
                           cs_network_get_title (scene->account->network));
  gtk_box_append (GTK_BOX (box), new_label (words, "caption"));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_widget_set_hexpand (gtk_widget_get_last_child (box), TRUE);
  gtk_widget_set_valign (gtk_widget_get_last_child (box), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "accent");

  return box;
}

static void
add_text (Scene      *scene,
          GtkWidget  *box,
          const char *text)
{
  g_autoptr(GArray) links = NULL;
  g_autofree char *shown = cs_preview_text (scene->account->network, text, &links);
  gsize length = strlen (shown);
  gsize fold = find_fold (scene, shown);

  if (length == 0)
    return;

  gtk_box_append (GTK_BOX (box), new_text (shown, links, 0, fold));
  if (fold == length)
    return;

  gtk_box_append (GTK_BOX (box), new_fold (scene));
  gtk_box_append (GTK_BOX (box), new_text (shown, links, fold, length));
  gtk_widget_add_css_class (gtk_widget_get_last_child (box), "dimmed");
}

static GtkWidget *
new_file (Scene              *scene,
          const CsAttachment *attachment,
          gboolean            alone)
{
  GVariant *media = g_hash_table_lookup (scene->media, attachment->media_id);
  GtkWidget *picture = cs_media_view_new_picture (media, scene->folder, -1, alone ? 220 : 120);

  gtk_widget_set_hexpand (picture, TRUE);
  if (attachment->alt != NULL)
    {
      GtkWidget *badge = gtk_label_new (C_("badge of a picture with a description", "ALT"));

      gtk_widget_set_halign (badge, GTK_ALIGN_START);
      gtk_widget_set_valign (badge, GTK_ALIGN_END);
      gtk_widget_set_tooltip_text (badge, attachment->alt);
      gtk_widget_add_css_class (badge, "osd");
      gtk_widget_add_css_class (badge, "badge");
      gtk_overlay_add_overlay (GTK_OVERLAY (picture), badge);
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  attachment->alt != NULL ? attachment->alt
                                                          : _("A file without a description"), -1);

  return picture;
}

static void
add_files (Scene     *scene,
           GtkWidget *box,
           guint      part)
{
  GPtrArray *files = cs_draft_get_post (scene->draft)->attachments;
  GtkWidget *grid = gtk_grid_new ();
  guint n = 0;
  guint n_all = 0;

  for (guint i = 0; i < files->len; i++)
    n_all += ((CsAttachment *) files->pdata[i])->part == part;

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 4);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  for (guint i = 0; i < files->len; i++)
    if (((CsAttachment *) files->pdata[i])->part == part)
      {
        gtk_grid_attach (GTK_GRID (grid), new_file (scene, files->pdata[i], n_all == 1), n % 2,
                         n / 2, 1, 1);
        n++;
      }

  gtk_widget_set_visible (grid, n > 0);
  gtk_box_append (GTK_BOX (box), grid);
}

static GtkWidget *
new_author (Scene *scene)
{
  const CsAccount *account = scene->account;
  const char *handle = account->handle != NULL ? account->handle : "";
  const char *name = account->display_name != NULL && *account->display_name != '\0'
                     ? account->display_name : handle;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *first = gtk_label_new (name);
  GtkWidget *second = gtk_label_new (handle);

  gtk_label_set_xalign (GTK_LABEL (first), 0);
  gtk_label_set_xalign (GTK_LABEL (second), 0);
  gtk_label_set_ellipsize (GTK_LABEL (first), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (second), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (first, "heading");
  gtk_widget_add_css_class (second, "dimmed");
  gtk_widget_add_css_class (second, "caption");
  gtk_widget_set_hexpand (names, TRUE);
  gtk_box_append (GTK_BOX (names), first);
  gtk_box_append (GTK_BOX (names), second);
  gtk_box_append (GTK_BOX (box), adw_avatar_new (AVATAR, name, TRUE));
  gtk_box_append (GTK_BOX (box), names);

  return box;
}

/* What a warning hides, and the button that shows it: as it was left. */
static GtkWidget *
add_warning (Scene     *scene,
             GtkWidget *box,
             guint      part)
{
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *revealer = gtk_revealer_new ();
  GtkWidget *button = gtk_toggle_button_new_with_label (_("Show More"));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_revealer_set_child (GTK_REVEALER (revealer), inner);
  if (part < scene->left->len)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                  g_array_index (scene->left, Left, part).is_open);
  g_object_bind_property (button, "active", revealer, "reveal-child", G_BINDING_SYNC_CREATE);
  g_ptr_array_add (scene->self->warnings, button);
  gtk_box_append (GTK_BOX (box), new_label (scene->warning, NULL));
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), revealer);

  return inner;
}

static GtkWidget *
new_part (Scene *scene,
          guint  part)
{
  const char *own = cs_draft_get_own_text (scene->draft, scene->account->id);
  const char *text = part == 0 && own != NULL && *own != '\0' ? own
                     : cs_draft_get_text (scene->draft, part);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *content = box;

  gtk_widget_add_css_class (box, "part");
  gtk_box_append (GTK_BOX (box), new_author (scene));
  if (scene->warning != NULL)
    content = add_warning (scene, box, part);

  add_text (scene, content, text);
  add_files (scene, content, part);

  return box;
}

/* Nothing where another account was shown. */
static GArray *
take_left (CsPreview  *self,
           const char *account)
{
  GArray *left = g_array_new (FALSE, FALSE, sizeof (Left));
  gboolean same = !g_set_str (&self->account, account);

  for (guint i = 0; same && i < self->warnings->len; i++)
    {
      GtkWidget *button = self->warnings->pdata[i];
      Left one = { gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)),
                   gtk_widget_is_focus (button) };

      g_array_append_val (left, one);
    }

  g_ptr_array_set_size (self->warnings, 0);

  return left;
}

static void
return_focus (CsPreview *self,
              GArray    *left)
{
  for (guint i = 0; i < MIN (left->len, self->warnings->len); i++)
    if (g_array_index (left, Left, i).has_focus)
      gtk_widget_grab_focus (self->warnings->pdata[i]);
}

static void
cs_preview_finalize (GObject *object)
{
  CsPreview *self = CS_PREVIEW (object);

  g_ptr_array_unref (self->warnings);
  g_free (self->account);

  G_OBJECT_CLASS (cs_preview_parent_class)->finalize (object);
}

static void
cs_preview_class_init (CsPreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_preview_finalize;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "preview");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
cs_preview_init (CsPreview *self)
{
  self->warnings = g_ptr_array_new ();
}

/* @media: by id, what the library says of each file. What was opened stays open. */
void
cs_preview_show (CsPreview       *self,
                 CsDraft         *draft,
                 const CsAccount *account,
                 GHashTable      *media,
                 const char      *folder)
{
  g_autoptr(CsLimits) limits = cs_limits_for_account (account);
  const char *own = cs_draft_get_own_warning (draft, account->id);
  const char *warning = own != NULL ? own : cs_draft_get_post (draft)->warning;
  g_autofree char *name = NULL;
  g_autoptr(GArray) left = take_left (self, account->id);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Scene scene = { self, draft, account, media, folder, limits->warnings ? warning : NULL, left };

  gtk_widget_add_css_class (box, "card");
  for (guint part = 0; part < cs_draft_get_n_parts (draft); part++)
    {
      if (part > 0)
        gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
      gtk_box_append (GTK_BOX (box), new_part (&scene, part));
    }

  /* Translators: a network, and an account there */
  name = g_strdup_printf (_("As %s shows it for %s"), cs_network_get_title (account->network),
                          account->handle != NULL ? account->handle : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_bin_set_child (ADW_BIN (self), box);
  return_focus (self, left);
}
