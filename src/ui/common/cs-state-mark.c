/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-state-mark.h"

#include "cs-standing.h"
#include "cs-words.h"

#include <string.h>

struct _CsStateMark
{
  GtkWidget  parent_instance;

  char      *state;
  gboolean   compact;

  GtkWidget *icon;
  GtkWidget *word;
};

G_DEFINE_FINAL_TYPE (CsStateMark, cs_state_mark, GTK_TYPE_WIDGET)

enum
{
  PROP_STATE = 1,
  PROP_COMPACT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static const struct
{
  const char *icon;
  const char *css_class;    /* NULL: as the text around it */
} looks[] = {
  [CS_STANDING_DRAFT] = { "cs-state-draft-symbolic", "dimmed" },
  [CS_STANDING_SCHEDULED] = { "cs-state-scheduled-symbolic", NULL },
  [CS_STANDING_WAITING] = { "cs-state-waiting-symbolic", NULL },
  [CS_STANDING_PUBLISHING] = { "cs-state-publishing-symbolic", "accent" },
  [CS_STANDING_PUBLISHED] = { "cs-state-published-symbolic", "success" },
  [CS_STANDING_NEEDS_YOU] = { "cs-state-needs-you-symbolic", "warning" },
  [CS_STANDING_FAILED] = { "cs-state-failed-symbolic", "error" },
  [CS_STANDING_MISSED] = { "cs-state-missed-symbolic", "warning" },
};

const char *
cs_state_icon_name (const char *state)
{
  int standing;

  return state != NULL && cs_enum_from_name (cs_standing_names, state, &standing)
         ? looks[standing].icon : NULL;
}

/* Of libadwaita's classes; NULL for none. */
const char *
cs_state_css_class (const char *state)
{
  int standing;

  return state != NULL && cs_enum_from_name (cs_standing_names, state, &standing)
         ? looks[standing].css_class : NULL;
}

static void
update (CsStateMark *self)
{
  const char *word = self->state != NULL ? cs_words_state (self->state) : "";
  const char *css_class = cs_state_css_class (self->state);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), cs_state_icon_name (self->state));
  gtk_label_set_label (GTK_LABEL (self->word), word);
  gtk_widget_set_visible (self->word, !self->compact);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), self->compact ? word : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
  gtk_widget_set_css_classes (GTK_WIDGET (self), (const char *[]) { css_class, NULL });
}

static void
cs_state_mark_dispose (GObject *object)
{
  CsStateMark *self = CS_STATE_MARK (object);

  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->word, gtk_widget_unparent);

  G_OBJECT_CLASS (cs_state_mark_parent_class)->dispose (object);
}

static void
cs_state_mark_finalize (GObject *object)
{
  g_free (CS_STATE_MARK (object)->state);

  G_OBJECT_CLASS (cs_state_mark_parent_class)->finalize (object);
}

static void
cs_state_mark_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  CsStateMark *self = CS_STATE_MARK (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_string (value, self->state);
      break;

    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cs_state_mark_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  CsStateMark *self = CS_STATE_MARK (object);

  switch (prop_id)
    {
    case PROP_STATE:
      cs_state_mark_set_state (self, g_value_get_string (value));
      break;

    case PROP_COMPACT:
      cs_state_mark_set_compact (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cs_state_mark_class_init (CsStateMarkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_state_mark_dispose;
  object_class->finalize = cs_state_mark_finalize;
  object_class->get_property = cs_state_mark_get_property;
  object_class->set_property = cs_state_mark_set_property;

  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                   | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "statemark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cs_state_mark_init (CsStateMark *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->icon = g_object_new (GTK_TYPE_IMAGE,
                             "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->word = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  gtk_widget_set_parent (self->word, GTK_WIDGET (self));
  update (self);
}

GtkWidget *
cs_state_mark_new (void)
{
  return g_object_new (CS_TYPE_STATE_MARK, NULL);
}

void
cs_state_mark_set_state (CsStateMark *self,
                         const char  *state)
{
  if (!g_set_str (&self->state, state))
    return;

  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
cs_state_mark_set_compact (CsStateMark *self,
                           gboolean     compact)
{
  if (self->compact == compact)
    return;

  self->compact = compact;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}
