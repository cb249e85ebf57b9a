/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-question.h"

#define TOGETHER_MSEC 30    /* changes that come within this are one */

struct _CsQuestion
{
  GObject       parent_instance;

  CsLibrary    *library;
  char         *command;
  GStrv         kinds;
  GVariant     *args;
  CsAnswerFunc  func;
  gpointer      owner;
  gboolean      asked;        /* and not stopped: changes matter */
  GCancellable *asking;       /* NULL when nothing is awaited */
  gboolean      stale;        /* changed while an answer is awaited */
  guint         n_held;
  guint         soon;
};

G_DEFINE_FINAL_TYPE (CsQuestion, cs_question, G_TYPE_OBJECT)

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(CsQuestion) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->asking);
  self->func (answer, error, self->owner);

  if (self->stale)
    cs_question_ask (self);
}

static gboolean
on_soon (gpointer user_data)
{
  CsQuestion *self = user_data;

  self->soon = 0;
  cs_question_ask (self);

  return G_SOURCE_REMOVE;
}

static void
on_changed (CsLibrary   *library,
            const char  *kind,
            const char **ids,
            CsQuestion  *self)
{
  if (self->asked && self->soon == 0
      && g_strv_contains ((const char *const *) self->kinds, kind))
    self->soon = g_timeout_add (TOGETHER_MSEC, on_soon, self);
}

/* Refused while it could not be opened. */
static void
on_state (CsQuestion *self)
{
  if (self->asked && self->asking == NULL
      && cs_library_get_state (self->library) == CS_LIBRARY_OPEN)
    cs_question_ask (self);
}

static void
cs_question_dispose (GObject *object)
{
  CsQuestion *self = CS_QUESTION (object);

  cs_question_stop (self);
  if (self->library != NULL)
    g_signal_handlers_disconnect_by_data (self->library, self);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (cs_question_parent_class)->dispose (object);
}

static void
cs_question_finalize (GObject *object)
{
  CsQuestion *self = CS_QUESTION (object);

  g_free (self->command);
  g_strfreev (self->kinds);
  g_clear_pointer (&self->args, g_variant_unref);

  G_OBJECT_CLASS (cs_question_parent_class)->finalize (object);
}

static void
cs_question_class_init (CsQuestionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_question_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_question_finalize;
}

static void
cs_question_init (CsQuestion *self)
{
}

/**
 * cs_question_new:
 * @kinds: what makes it ask again, as "post target": kinds of the signal changed
 * @owner: borrowed: it stops the question before it goes
 *
 * It asks for the first time when cs_question_ask() is called.
 */
CsQuestion *
cs_question_new (CsLibrary    *library,
                 const char   *command,
                 const char   *kinds,
                 CsAnswerFunc  func,
                 gpointer      owner)
{
  CsQuestion *self = g_object_new (CS_TYPE_QUESTION, NULL);

  self->library = g_object_ref (library);
  self->command = g_strdup (command);
  self->kinds = g_strsplit (kinds, " ", -1);
  self->func = func;
  self->owner = owner;
  g_signal_connect (library, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (library, "notify::state", G_CALLBACK (on_state), self);

  return self;
}

/* FALSE if they are the same; else nothing is awaited any more. @args is sunk if floating. */
gboolean
cs_question_set_args (CsQuestion *self,
                      GVariant   *args)
{
  g_autoptr(GVariant) owned = args != NULL ? g_variant_ref_sink (args) : NULL;

  if (owned == self->args
      || (owned != NULL && self->args != NULL && g_variant_equal (owned, self->args)))
    return FALSE;

  cs_question_stop (self);
  g_clear_pointer (&self->args, g_variant_unref);
  self->args = g_steal_pointer (&owned);

  return TRUE;
}

void
cs_question_ask (CsQuestion *self)
{
  self->asked = TRUE;
  if (self->n_held > 0)
    return;

  self->stale = self->asking != NULL;
  if (self->stale)
    return;

  self->asking = g_cancellable_new ();
  cs_library_run (self->library, self->command, self->args, self->asking, on_answered,
                  g_object_ref (self));
}

/* Awaits no answer any more, and hears of no change until it is asked again. */
void
cs_question_stop (CsQuestion *self)
{
  g_clear_handle_id (&self->soon, g_source_remove);
  self->stale = FALSE;
  self->asked = FALSE;

  if (self->asking == NULL)
    return;

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

void
cs_question_hold (CsQuestion *self)
{
  self->n_held++;
  cs_question_stop (self);
}

void
cs_question_release (CsQuestion *self)
{
  g_return_if_fail (self->n_held > 0);

  if (--self->n_held == 0)
    cs_question_ask (self);
}
