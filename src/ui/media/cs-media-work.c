/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-work.h"

#include "cs-toast.h"

#include <glib/gi18n.h>
#include <string.h>

#define AT_ONCE 2    /* files that are read together: more only makes the disk wait */

struct _CsMediaWork
{
  GObject    parent_instance;

  CsLibrary *library;     /* not owned: it owns this */
  GPtrArray *tasks;       /* CsMediaTask */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsMediaWork, cs_media_work, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
cs_media_work_get_item_type (GListModel *model)
{
  return CS_TYPE_MEDIA_TASK;
}

static guint
cs_media_work_get_n_items (GListModel *model)
{
  return CS_MEDIA_WORK (model)->tasks->len;
}

static gpointer
cs_media_work_get_item (GListModel *model,
                        guint       position)
{
  CsMediaWork *self = CS_MEDIA_WORK (model);

  return position < self->tasks->len ? g_object_ref (self->tasks->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = cs_media_work_get_item_type;
  iface->get_n_items = cs_media_work_get_n_items;
  iface->get_item = cs_media_work_get_item;
}

/* What renders is not counted: the person asked for it now. */
static void
start_next (CsMediaWork *self)
{
  guint running = 0;

  for (guint i = 0; i < self->tasks->len; i++)
    running += cs_media_task_get_state (self->tasks->pdata[i]) == CS_MEDIA_TASK_RUNNING
               && strcmp (cs_media_task_get_command (self->tasks->pdata[i]), "media.add") == 0;

  for (guint i = 0; i < self->tasks->len && running < AT_ONCE; i++)
    if (cs_media_task_get_state (self->tasks->pdata[i]) == CS_MEDIA_TASK_WAITING)
      {
        running++;
        cs_media_task_start (self->tasks->pdata[i], self->library);
      }
}

static void
on_task_changed (CsMediaTask *task,
                 CsMediaWork *self)
{
  CsMediaTaskState state = cs_media_task_get_state (task);

  if (state == CS_MEDIA_TASK_DONE || state == CS_MEDIA_TASK_CANCELLED)
    cs_media_work_dismiss (self, task);

  if (cs_media_task_has_ended (task))
    start_next (self);
}

static void
append (CsMediaWork *self,
        CsMediaTask *task)
{
  /* After those that show it, so that they see how it ended before it is gone. */
  g_signal_connect_object (task, "changed", G_CALLBACK (on_task_changed), self, G_CONNECT_AFTER);
  g_ptr_array_add (self->tasks, task);
  g_list_model_items_changed (G_LIST_MODEL (self), self->tasks->len - 1, 0, 1);
}

static void
cs_media_work_finalize (GObject *object)
{
  CsMediaWork *self = CS_MEDIA_WORK (object);

  g_ptr_array_unref (self->tasks);

  G_OBJECT_CLASS (cs_media_work_parent_class)->finalize (object);
}

static void
cs_media_work_class_init (CsMediaWorkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_media_work_finalize;
}

static void
cs_media_work_init (CsMediaWork *self)
{
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Returns: (transfer none): the one of this library */
CsMediaWork *
cs_media_work_get (CsLibrary *library)
{
  CsMediaWork *self = g_object_get_data (G_OBJECT (library), "cs-media-work");

  if (self == NULL)
    {
      self = g_object_new (CS_TYPE_MEDIA_WORK, NULL);
      self->library = library;
      g_object_set_data_full (G_OBJECT (library), "cs-media-work", self, g_object_unref);
    }

  return self;
}

/* Adds files one after the other; one that is being added already is not added again. */
void
cs_media_work_add (CsMediaWork *self,
                   GListModel  *files)
{
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);
      g_autofree char *title = NULL;
      CsMediaTask *known;
      GVariantDict args;

      if (path == NULL || !g_utf8_validate (path, -1, NULL))
        path = g_file_get_parse_name (file);

      known = cs_media_work_find (self, "media.add", path);
      if (known != NULL && !cs_media_task_has_ended (known))
        continue;

      if (known != NULL)
        cs_media_work_dismiss (self, known);

      title = g_filename_display_basename (path);
      g_variant_dict_init (&args, NULL);
      g_variant_dict_insert (&args, "path", "s", path);
      append (self, cs_media_task_new ("media.add", path, title, g_variant_dict_end (&args)));
    }

  start_next (self);
}

/**
 * cs_media_work_run:
 * @id: of the file that it is about
 * @title: what a person calls that
 * @args: of the command; sunk if floating
 *
 * Returns: (transfer none): the task, begun; the one that is under way when there is one
 */
CsMediaTask *
cs_media_work_run (CsMediaWork *self,
                   const char  *command,
                   const char  *id,
                   const char  *title,
                   GVariant    *args)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink (args);
  CsMediaTask *task = cs_media_work_find (self, command, id);

  if (task != NULL && !cs_media_task_has_ended (task))
    return task;

  if (task != NULL)
    cs_media_work_dismiss (self, task);

  task = cs_media_task_new (command, id, title, owned);
  append (self, task);
  cs_media_task_start (task, self->library);

  return task;
}

/* Returns: (transfer none) (nullable) */
CsMediaTask *
cs_media_work_find (CsMediaWork *self,
                    const char  *command,
                    const char  *subject)
{
  for (guint i = 0; i < self->tasks->len; i++)
    if (strcmp (cs_media_task_get_command (self->tasks->pdata[i]), command) == 0
        && g_strcmp0 (cs_media_task_get_subject (self->tasks->pdata[i]), subject) == 0)
      return self->tasks->pdata[i];

  return NULL;
}

/* Returns: (transfer none) (nullable): the run of a task that can be paused now */
CsItem *
cs_media_work_find_job (CsMediaWork *self,
                        CsMediaTask *task)
{
  CsItem *run = NULL;

  if (cs_media_task_get_state (task) == CS_MEDIA_TASK_RUNNING)
    run = cs_library_find_run (self->library, cs_media_task_get_command (task),
                               cs_media_task_get_subject (task));

  return run != NULL && cs_item_get_bool (run, "can_pause") ? run : NULL;
}

/* Lets a job wait, or go on; a refusal is shown above @widget. */
void
cs_media_work_pause (CsMediaWork *self,
                     CsMediaTask *task,
                     GtkWidget   *widget)
{
  CsItem *job = cs_media_work_find_job (self, task);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (job == NULL)
    return;

  g_variant_dict_insert (&args, "id", "s", cs_item_get_id (job));
  cs_act_run (widget, self->library, cs_item_get_bool (job, "paused") ? "job.resume" : "job.pause",
              g_variant_dict_end (&args), NULL);
}

void
cs_media_work_dismiss (CsMediaWork *self,
                       CsMediaTask *task)
{
  guint position;

  if (!g_ptr_array_find (self->tasks, task, &position))
    return;

  g_signal_handlers_disconnect_by_func (task, on_task_changed, self);
  g_ptr_array_remove_index (self->tasks, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}
