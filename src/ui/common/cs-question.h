/* cs-question.h: what is asked of the workspace, and again after a change
 *
 * A command, its arguments, and the kinds of things that make an answer old. One
 * answer is awaited at a time, many changes within a moment are one, and what
 * changes while an answer is awaited is asked for after it. A library that opens
 * late, or again, is asked anew. Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

G_BEGIN_DECLS

/* One of @answer and @error is NULL. */
typedef void (*CsAnswerFunc) (GVariant     *answer,
                              const GError *error,
                              gpointer      owner);

#define CS_TYPE_QUESTION (cs_question_get_type ())
G_DECLARE_FINAL_TYPE (CsQuestion, cs_question, CS, QUESTION, GObject)

CsQuestion *cs_question_new      (CsLibrary    *library,
                                  const char   *command,
                                  const char   *kinds,
                                  CsAnswerFunc  func,
                                  gpointer      owner);

gboolean    cs_question_set_args (CsQuestion   *self,
                                  GVariant     *args);
void        cs_question_ask      (CsQuestion   *self);
void        cs_question_stop     (CsQuestion   *self);

/* Between the two it is not asked; the last release asks. */
void        cs_question_hold     (CsQuestion   *self);
void        cs_question_release  (CsQuestion   *self);

G_END_DECLS
