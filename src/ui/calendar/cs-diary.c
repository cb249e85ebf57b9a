/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-diary.h"

#include "cs-day.h"
#include "cs-job.h"
#include "cs-question.h"

struct _CsDiary
{
  GObject       parent_instance;

  CsQuestion   *question;
  gint64        first;
  guint         n_days;
  CsEntries    *entries;      /* NULL: not known yet */
  char         *trouble;      /* NULL: none */
  GCancellable *reading;      /* of the answer that a worker reads; NULL: none */
};

G_DEFINE_FINAL_TYPE (CsDiary, cs_diary, G_TYPE_OBJECT)

static guint changed_signal;

/* What a worker reads. */
typedef struct
{
  GVariant  *rows;
  gint64     first;
  guint      n_days;
  CsReading  reading;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->rows, g_variant_unref);
  cs_reading_clear (&answer->reading);
  g_free (answer);
}

static gpointer
read_job (CsJob         *job,
          gpointer       input,
          GCancellable  *cancellable,
          GError       **error)
{
  Answer *answer = input;
  CsEntries *entries = cs_entries_read (answer->rows, answer->first, answer->n_days,
                                        &answer->reading);

  /* Thousands of rows take longer to free than the main thread has. */
  g_clear_pointer (&answer->rows, g_variant_unref);

  return entries;
}

static void
tell (CsDiary    *self,
      const char *trouble)
{
  g_set_str (&self->trouble, trouble);
  g_signal_emit (self, changed_signal, 0);
}

static void
forget_reading (CsDiary *self)
{
  if (self->reading == NULL)
    return;

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(CsDiary) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(CsEntries) entries = cs_job_finish (result, &error);

  /* A job that is done when it is cancelled has its result all the same. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  g_clear_object (&self->reading);
  if (entries != NULL)
    {
      g_clear_pointer (&self->entries, cs_entries_unref);
      self->entries = g_steal_pointer (&entries);
    }

  tell (self, error != NULL ? error->message : NULL);
}

static void
on_answered (GVariant     *rows,
             const GError *error,
             gpointer      user_data)
{
  CsDiary *self = user_data;
  Answer *answer;

  forget_reading (self);
  if (rows == NULL)
    {
      tell (self, error->message);
      return;
    }

  answer = g_new0 (Answer, 1);
  answer->rows = g_variant_ref (rows);
  answer->first = self->first;
  answer->n_days = self->n_days;
  answer->reading = cs_reading_here ();
  self->reading = g_cancellable_new ();
  cs_job_start (CS_JOB_SHORT, read_job, answer, answer_free, (GDestroyNotify) cs_entries_unref,
                NULL, self->reading, on_read, g_object_ref (self));
}

static void
cs_diary_dispose (GObject *object)
{
  CsDiary *self = CS_DIARY (object);

  cs_diary_stop (self);
  g_clear_object (&self->question);

  G_OBJECT_CLASS (cs_diary_parent_class)->dispose (object);
}

static void
cs_diary_finalize (GObject *object)
{
  CsDiary *self = CS_DIARY (object);

  g_clear_pointer (&self->entries, cs_entries_unref);
  g_free (self->trouble);

  G_OBJECT_CLASS (cs_diary_parent_class)->finalize (object);
}

static void
cs_diary_class_init (CsDiaryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_diary_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_diary_finalize;

  changed_signal = g_signal_new ("changed", CS_TYPE_DIARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
cs_diary_init (CsDiary *self)
{
}

CsDiary *
cs_diary_new (CsLibrary *library)
{
  CsDiary *self = g_object_new (CS_TYPE_DIARY, NULL);

  self->question = cs_question_new (library, "post.rows",
                                    "post target outbox-row receipt account media", on_answered,
                                    self);

  return self;
}

/* NULL while nothing is known of the days that are shown. */
CsEntries *
cs_diary_get_entries (CsDiary *self)
{
  return self->entries;
}

/* Why they could not be read, in words. */
const char *
cs_diary_get_trouble (CsDiary *self)
{
  return self->trouble;
}

/* Other days; asks at once. Days that were shown before keep what is known of them. */
void
cs_diary_show (CsDiary *self,
               gint64   first,
               guint    n_days)
{
  if (self->first == first && self->n_days == n_days)
    return;

  self->first = first;
  self->n_days = n_days;
  cs_diary_stop (self);
  cs_diary_ask (self);
}

/* The moment at which a day of the local wall begins. */
static gint64
begin_of (gint64           day,
          const CsReading *reading)
{
  GDate date = cs_day_get_date (day);
  g_autoptr(GDateTime) time = g_date_time_new (reading->zone, g_date_get_year (&date),
                                               g_date_get_month (&date), g_date_get_day (&date),
                                               0, 0, 0);

  return g_date_time_to_unix (time);
}

void
cs_diary_ask (CsDiary *self)
{
  g_auto(CsReading) reading = cs_reading_here ();
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  /* Nothing was known, and now it may be. */
  if (self->trouble != NULL && self->entries == NULL)
    tell (self, NULL);

  g_variant_dict_insert (&args, "from", "x", begin_of (self->first, &reading));
  g_variant_dict_insert (&args, "until", "x", begin_of (self->first + self->n_days, &reading));
  cs_question_set_args (self->question, g_variant_dict_end (&args));
  cs_question_ask (self->question);
}

/* Awaits no answer any more; what is known stays. */
void
cs_diary_stop (CsDiary *self)
{
  if (self->question != NULL)
    cs_question_stop (self->question);
  forget_reading (self);
}

/* Shows @entry as it is about to be; to be followed by a release. */
void
cs_diary_hold (CsDiary *self,
               CsEntry *entry)
{
  CsEntries *next;

  cs_question_hold (self->question);
  forget_reading (self);
  if (self->entries == NULL)
    return;

  next = cs_entries_with (self->entries, entry);
  g_clear_pointer (&self->entries, cs_entries_unref);
  self->entries = next;
  tell (self, self->trouble);
}

/* The change is made, or was refused: what is true is asked for. */
void
cs_diary_release (CsDiary *self)
{
  cs_question_release (self->question);
}
