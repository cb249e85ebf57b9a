/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-question.h"

#include "cs-test.h"
#include "display.h"

/* Longer than changes are gathered. */
#define GATHERED_MSEC 100

/* Of a workspace that opens when it is told to: until then each answer is awaited. */
typedef struct
{
  Display    *display;
  CsLibrary  *library;
  CsQuestion *question;
  guint       n_answers;
} Asker;

static void
on_answered (GVariant     *answer,
             const GError *error,
             gpointer      owner)
{
  Asker *self = owner;

  g_assert_no_error (error);
  g_assert_nonnull (answer);
  self->n_answers++;
}

static Asker *
asker_new (void)
{
  Asker *self = g_new0 (Asker, 1);
  g_autofree char *folder = NULL;

  self->display = display_new ();
  folder = g_build_filename (self->display->folder, "asked", NULL);
  self->library = cs_library_new (folder);
  self->question = cs_question_new (self->library, "post.list", "post target", on_answered, self);

  return self;
}

static void
asker_free (Asker *self)
{
  cs_question_stop (self->question);
  g_assert_finalize_object (self->question);
  cs_library_close (self->library);
  g_object_unref (self->library);
  display_free (self->display);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asker, asker_free)

static void
change (Asker      *self,
        const char *kind)
{
  const char *ids[] = { "one", NULL };

  g_signal_emit_by_name (self->library, "changed", kind, ids);
}

static void
open_and_wait (Asker *self)
{
  Display other = *self->display;

  other.library = self->library;
  cs_library_open (self->library);
  g_variant_unref (display_run (&other, "status", NULL));
  wait_past (GATHERED_MSEC);
  g_variant_unref (display_run (&other, "status", NULL));
}

/* Many changes while an answer is awaited are one question more; of another kind they are none. */
static void
test_what_changes_meanwhile_is_asked_for (void)
{
  g_autoptr(Asker) asker = asker_new ();

  change (asker, "post");
  wait_past (GATHERED_MSEC);
  cs_question_ask (asker->question);
  change (asker, "post");
  change (asker, "target");
  wait_past (GATHERED_MSEC);
  change (asker, "post");
  wait_past (GATHERED_MSEC);
  open_and_wait (asker);
  g_assert_cmpuint (asker->n_answers, ==, 2);

  change (asker, "media");
  open_and_wait (asker);
  g_assert_cmpuint (asker->n_answers, ==, 2);
}

/* Its owner may be gone, while the library still has the question. */
static void
test_stopped_is_not_heard_of_again (void)
{
  g_autoptr(Asker) asker = asker_new ();

  cs_question_ask (asker->question);
  cs_question_stop (asker->question);
  change (asker, "post");
  wait_past (GATHERED_MSEC);
  open_and_wait (asker);
  g_assert_cmpuint (asker->n_answers, ==, 0);

  cs_question_ask (asker->question);
  open_and_wait (asker);
  g_assert_cmpuint (asker->n_answers, ==, 1);
}

static void
test_held_is_asked_by_the_last_release (void)
{
  g_autoptr(Asker) asker = asker_new ();

  cs_question_ask (asker->question);
  cs_question_hold (asker->question);
  cs_question_hold (asker->question);
  change (asker, "post");
  cs_question_ask (asker->question);
  cs_question_release (asker->question);
  open_and_wait (asker);
  g_assert_cmpuint (asker->n_answers, ==, 0);

  cs_question_release (asker->question);
  open_and_wait (asker);
  g_assert_cmpuint (asker->n_answers, ==, 1);
}

CS_TESTS (question)
{
  g_test_add_func ("/ui/question/what-changes-meanwhile-is-asked-for",
                   test_what_changes_meanwhile_is_asked_for);
  g_test_add_func ("/ui/question/stopped-is-not-heard-of-again",
                   test_stopped_is_not_heard_of_again);
  g_test_add_func ("/ui/question/held-is-asked-by-the-last-release",
                   test_held_is_asked_by_the_last_release);
}
