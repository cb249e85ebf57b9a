/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-target-about.h"

#include "cs-delivery.h"
#include "cs-finding-row.h"
#include "cs-item.h"
#include "cs-post.h"
#include "cs-toast.h"

struct _CsTargetAbout
{
  GtkListBoxRow  parent_instance;

  CsLibrary     *library;
  char          *account;
  GVariant      *delivery;    /* that is shown; NULL */
  GVariant      *findings;    /* that are shown; NULL */
  GPtrArray     *files;       /* CsAttachment, which the findings number */
  GPtrArray     *rows;        /* CsFindingRow */
  GHashTable    *fixing;      /* ids of media that are being fixed */

  GtkListBox    *list;
};

G_DEFINE_FINAL_TYPE (CsTargetAbout, cs_target_about, GTK_TYPE_LIST_BOX_ROW)

enum
{
  FIX,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
media_of (CsTargetAbout *self,
          GVariant      *finding)
{
  gint64 file = cs_view_int (finding, "file", -1);

  return file >= 0 && file < self->files->len
         ? ((CsAttachment *) self->files->pdata[file])->media_id : NULL;
}

static gboolean
is_render (GVariant *finding)
{
  const char *fix = cs_view_text (finding, "fix");

  return g_strcmp0 (fix, "remux") == 0 || g_strcmp0 (fix, "audio") == 0
      || g_strcmp0 (fix, "encode") == 0;
}

static gboolean
is_being_fixed (CsTargetAbout *self,
                GVariant      *finding)
{
  const char *media = is_render (finding) ? media_of (self, finding) : NULL;

  return media != NULL && g_hash_table_contains (self->fixing, media);
}

static void
show_idle (CsTargetAbout *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (!is_being_fixed (self, cs_finding_row_get_finding (self->rows->pdata[i])))
      cs_finding_row_set_idle (self->rows->pdata[i]);
}

/* A fix that was asked for, until it is done. */
typedef struct
{
  GWeakRef  about;
  char     *media;
} Fixing;

static void
on_fixed (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Fixing *fixing = user_data;
  g_autoptr(CsTargetAbout) self = g_weak_ref_get (&fixing->about);
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) verdicts = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (self != NULL)
    {
      g_hash_table_remove (self->fixing, fixing->media);
      show_idle (self);
      if (verdicts == NULL)
        cs_toast_error (GTK_WIDGET (self), error);
    }

  g_weak_ref_clear (&fixing->about);
  g_free (fixing->media);
  g_free (fixing);
}

static void
fix_media (CsTargetAbout *self,
           const char    *media)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  const char *accounts[] = { self->account, NULL };
  Fixing *fixing;

  if (!g_hash_table_add (self->fixing, g_strdup (media)))
    return;

  fixing = g_new0 (Fixing, 1);
  g_weak_ref_init (&fixing->about, self);
  fixing->media = g_strdup (media);
  g_variant_dict_insert (&args, "id", "s", media);
  g_variant_dict_insert (&args, "accounts", "^as", accounts);
  cs_library_run (self->library, "media.fix", g_variant_dict_end (&args), NULL, on_fixed, fixing);
}

static void
show_fixing (CsTargetAbout *self,
             const char    *media,
             double         fraction)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      CsFindingRow *row = self->rows->pdata[i];
      GVariant *finding = cs_finding_row_get_finding (row);

      if (is_render (finding) && g_strcmp0 (media_of (self, finding), media) == 0)
        cs_finding_row_set_progress (row, fraction);
    }
}

static void
on_progress (CsLibrary     *library,
             const char    *id,
             const char    *title,
             gint64         done,
             gint64         total,
             CsTargetAbout *self)
{
  if (g_hash_table_contains (self->fixing, id))
    show_fixing (self, id, total > 0 ? (double) done / total : -1);
}

static void
on_fix (CsTargetAbout *self,
        GVariant      *finding,
        CsFindingRow  *row)
{
  const char *media = media_of (self, finding);

  if (is_render (finding) && media != NULL)
    {
      fix_media (self, media);
      show_fixing (self, media, 0);
    }
  else if (g_strcmp0 (cs_view_text (finding, "rule"), "account.state") == 0)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-account", "s", self->account);
    }
  else if (g_strcmp0 (cs_view_text (finding, "fix"), "cut") == 0 && media != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-media", "s", media);
    }
  else
    {
      g_signal_emit (self, signals[FIX], 0, finding);
    }
}

static void
add_findings (CsTargetAbout *self)
{
  for (gsize i = 0; i < g_variant_n_children (self->findings); i++)
    {
      g_autoptr(GVariant) finding = g_variant_get_child_value (self->findings, i);
      GtkWidget *row = cs_finding_row_new (finding);

      g_signal_connect_swapped (row, "fix", G_CALLBACK (on_fix), self);
      gtk_list_box_append (self->list, row);
      g_ptr_array_add (self->rows, row);
      if (is_being_fixed (self, finding))
        cs_finding_row_set_progress (CS_FINDING_ROW (row), 0);
    }
}

static void
add_delivery (CsTargetAbout *self)
{
  g_autoptr(GPtrArray) rows = cs_delivery_new_rows (self->library, self->delivery);

  for (guint i = 0; i < rows->len; i++)
    gtk_list_box_append (self->list, rows->pdata[i]);
}

static void
cs_target_about_dispose (GObject *object)
{
  CsTargetAbout *self = CS_TARGET_ABOUT (object);

  g_ptr_array_set_size (self->rows, 0);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), NULL);   /* or both would let go of it */
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_TARGET_ABOUT);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (cs_target_about_parent_class)->dispose (object);
}

static void
cs_target_about_finalize (GObject *object)
{
  CsTargetAbout *self = CS_TARGET_ABOUT (object);

  g_free (self->account);
  g_clear_pointer (&self->delivery, g_variant_unref);
  g_clear_pointer (&self->findings, g_variant_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->fixing);

  G_OBJECT_CLASS (cs_target_about_parent_class)->finalize (object);
}

static void
cs_target_about_class_init (CsTargetAboutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_target_about_dispose;
  object_class->finalize = cs_target_about_finalize;

  signals[FIX] = g_signal_new ("fix", CS_TYPE_TARGET_ABOUT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_VARIANT);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/editor/cs-target-about.ui");
  gtk_widget_class_bind_template_child (widget_class, CsTargetAbout, list);
}

static void
cs_target_about_init (CsTargetAbout *self)
{
  self->rows = g_ptr_array_new ();
  self->fixing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once: the account that a clip is fixed for. */
void
cs_target_about_set_account (CsTargetAbout *self,
                             CsLibrary     *library,
                             const char    *account)
{
  g_return_if_fail (self->library == NULL);

  self->library = g_object_ref (library);
  self->account = g_strdup (account);
  g_signal_connect_object (library, "progress", G_CALLBACK (on_progress), self, G_CONNECT_DEFAULT);
}

static gboolean
take (GVariant **shown,
      GVariant  *value)
{
  if (*shown == value || (*shown != NULL && value != NULL && g_variant_equal (*shown, value)))
    return FALSE;

  g_clear_pointer (shown, g_variant_unref);
  *shown = value != NULL ? g_variant_ref (value) : NULL;

  return TRUE;
}

/**
 * cs_target_about_show:
 * @delivery: (nullable): the target as post.show answers it, when it is claimed
 * @check: (nullable): what its network would say
 * @files: (element-type CsAttachment): of the post, as the findings number them
 *
 * What is there is made anew only when it is about something else: the focus is
 * in it while one writes.
 */
void
cs_target_about_show (CsTargetAbout *self,
                      GVariant      *delivery,
                      GVariant      *check,
                      GPtrArray     *files)
{
  g_autoptr(GVariant) findings = NULL;
  gboolean changed;

  if (check != NULL)
    findings = g_variant_lookup_value (check, "findings", G_VARIANT_TYPE ("aa{sv}"));

  g_clear_pointer (&self->files, g_ptr_array_unref);
  self->files = g_ptr_array_ref (files);
  changed = take (&self->delivery, delivery);
  changed |= take (&self->findings, findings);
  if (!changed)
    return;

  g_ptr_array_set_size (self->rows, 0);
  gtk_list_box_remove_all (self->list);
  if (self->delivery != NULL)
    add_delivery (self);
  if (self->findings != NULL)
    add_findings (self);

  gtk_widget_set_visible (GTK_WIDGET (self), gtk_list_box_get_row_at_index (self->list, 0) != NULL);
}
