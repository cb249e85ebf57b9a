/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-tool.h"

#include "cs-channel.h"
#include "cs-error.h"
#include "cs-json.h"
#include "cs-media-file.h"
#include "cs-media-process.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

/* How long nothing may move. A muxer's last act copies the file once more. */
#define PROBE_PATIENCE_MSEC  15000
#define RENDER_PATIENCE_MSEC 30000

/* Processes that wait for the next question. */
#define MAX_WARM 2

#define N_THUMBNAILS 3

#define SCRATCH ".creatorsync-"

/* Between its making and its holding, a scratch folder looks like a leftover. */
static GMutex scratch_lock;

static GMutex warm_lock;
static CsMediaProcess *warm[MAX_WARM];

static CsMediaProcess *
take_warm (GError **error)
{
  CsMediaProcess *process = NULL;

  g_mutex_lock (&warm_lock);
  for (guint i = 0; i < MAX_WARM && process == NULL; i++)
    process = g_steal_pointer (&warm[i]);
  g_mutex_unlock (&warm_lock);

  return process != NULL ? process : cs_media_process_new (NULL, error);
}

static void
give_back (CsMediaProcess *process)
{
  if (!cs_media_process_is_gone (process))
    {
      g_mutex_lock (&warm_lock);
      for (guint i = 0; i < MAX_WARM && process != NULL; i++)
        if (warm[i] == NULL)
          warm[i] = g_steal_pointer (&process);
      g_mutex_unlock (&warm_lock);
    }

  g_clear_pointer (&process, cs_media_process_free);
}

/* Ends the processes that wait for questions; the next question starts one anew. */
void
cs_media_tool_stop (void)
{
  g_mutex_lock (&warm_lock);
  for (guint i = 0; i < MAX_WARM; i++)
    g_clear_pointer (&warm[i], cs_media_process_free);
  g_mutex_unlock (&warm_lock);
}

/* Asks a warm process. If one dies that has answered before, a new one is asked the same:
 * it may have been ended from outside while it waited. */
static JsonObject *
ask_warm (JsonObject    *request,
          const int     *fds,
          guint          n_fds,
          GCancellable  *cancellable,
          GError       **error)
{
  for (;;)
    {
      CsMediaProcess *process = take_warm (error);
      g_autoptr(GError) why = NULL;
      JsonObject *result;
      gboolean again;

      if (process == NULL)
        return NULL;

      result = cs_media_process_ask (process, request, fds, n_fds, PROBE_PATIENCE_MSEC,
                                     NULL, NULL, cancellable, &why);
      again = cs_media_process_is_gone (process) && cs_media_process_answers (process) > 0
              && why->domain == CS_ERROR;
      give_back (process);

      if (again)
        continue;

      if (why != NULL)
        g_propagate_error (error, g_steal_pointer (&why));

      return result;
    }
}

static GVariant *
value_from_node (JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return g_variant_new_string (json_node_get_string (node));
    case G_TYPE_BOOLEAN:
      return g_variant_new_boolean (json_node_get_boolean (node));
    case G_TYPE_INT64:
      return g_variant_new_int64 (json_node_get_int (node));
    default:
      return NULL;
    }
}

static CsFacts *
facts_from_json (JsonObject  *object,
                 GError     **error)
{
  g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GVariant) value = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      GVariant *member = JSON_NODE_HOLDS_VALUE (node) ? value_from_node (node) : NULL;

      if (member != NULL)
        g_variant_dict_insert_value (&dict, name, member);
    }

  value = g_variant_ref_sink (g_variant_dict_end (&dict));

  return cs_record_from_variant (CS_RECORD_FACTS, value, error);
}

static void
name_file (GError     **error,
           const char  *path)
{
  g_autofree char *name = g_path_get_basename (path);

  if (error != NULL && *error != NULL && (*error)->domain == CS_ERROR)
    g_prefix_error (error, _("“%s”: "), name);
}

/**
 * cs_media_tool_probe:
 *
 * Blocks; any thread.
 *
 * Returns: (transfer full): what the file is, or NULL with a sentence
 */
CsFacts *
cs_media_tool_probe (const char    *path,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autofd int fd = cs_media_file_open (path, error);
  g_autoptr(JsonObject) request = json_object_new ();
  g_autoptr(JsonObject) result = NULL;
  CsFacts *facts = NULL;

  if (fd < 0)
    return NULL;

  json_object_set_string_member (request, "command", "probe");
  result = ask_warm (request, &fd, 1, cancellable, error);
  if (result != NULL)
    facts = facts_from_json (result, error);

  if (facts == NULL)
    name_file (error, path);

  return facts;
}

static void
set_record (JsonObject    *request,
            const char    *name,
            gconstpointer  record)
{
  g_autoptr(GVariant) value = g_variant_ref_sink (cs_record_to_variant (record));

  json_object_set_member (request, name, json_gvariant_serialize (value));
}

static JsonObject *
render_request (const CsFacts  *facts,
                const CsRecipe *recipe)
{
  JsonObject *request = json_object_new ();

  json_object_set_string_member (request, "command", "render");
  set_record (request, "facts", facts);
  set_record (request, "recipe", recipe);

  return request;
}

/* A name that nothing has yet; -1 with a sentence. */
static int
open_thumbnail (const char  *folder,
                GPtrArray   *paths,
                GError     **error)
{
  char *path = g_build_filename (folder, "thumbnail-XXXXXX.jpg", NULL);
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0644);

  if (fd < 0)
    {
      cs_media_file_fail (folder, errno, error);
      g_free (path);
    }
  else
    {
      g_ptr_array_add (paths, path);
    }

  return fd;
}

static guint
ask_for_thumbnails (int             in,
                    const CsFacts  *facts,
                    GPtrArray      *paths,
                    const char     *folder,
                    GCancellable   *cancellable,
                    GError        **error)
{
  g_auto(CsChannelFds) fds = CS_CHANNEL_NO_FDS;
  g_autoptr(JsonObject) request = json_object_new ();
  g_autoptr(JsonObject) result = NULL;
  JsonArray *times;

  fds.fd[0] = dup (in);
  for (guint i = 1; i <= N_THUMBNAILS; i++)
    if ((fds.fd[i] = open_thumbnail (folder, paths, error)) < 0)
      return 0;

  json_object_set_string_member (request, "command", "thumbnails");
  set_record (request, "facts", facts);
  result = ask_warm (request, fds.fd, 1 + N_THUMBNAILS, cancellable, error);
  times = result != NULL ? cs_json_get_array (result, "times") : NULL;

  return times != NULL ? MIN (json_array_get_length (times), N_THUMBNAILS) : 0;
}

/**
 * cs_media_tool_thumbnails:
 * @folder: where to put them; it must be there
 *
 * Makes up to three JPEGs of moments that look different, none of them blank if
 * the clip is not. Fewer when the clip does not show more. Blocks; any thread.
 *
 * Returns: (transfer full): their paths, in the order of time; NULL for a fault
 */
GStrv
cs_media_tool_thumbnails (const char     *path,
                          const CsFacts  *facts,
                          const char     *folder,
                          GCancellable   *cancellable,
                          GError        **error)
{
  g_autofd int in = cs_media_file_open (path, error);
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  guint made;

  if (in < 0)
    return NULL;

  made = ask_for_thumbnails (in, facts, paths, folder, cancellable, error);
  for (guint i = made; i < paths->len; i++)
    g_unlink (paths->pdata[i]);

  if (made == 0)
    {
      name_file (error, path);
      return NULL;
    }

  g_ptr_array_set_size (paths, made);
  g_ptr_array_add (paths, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}

static void
remove_folder (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }

  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (folder);
}

/* A descriptor that holds the folder as long as it is open; -1 if somebody else does. */
static int
hold_folder (const char *folder)
{
  g_autofd int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) < 0)
    return -1;

  return g_steal_fd (&fd);
}

/* What a killed program left: scratch folders that nobody holds any more. */
static void
remove_leftovers (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofd int held = -1;

      if (!g_str_has_prefix (name, SCRATCH))
        continue;

      held = hold_folder (path);
      if (held >= 0)
        remove_folder (path);
    }
}

/* A folder of this job alone, beside the file it makes, so that the last step is a rename. */
static char *
make_scratch (const char  *out_path,
              int         *held,
              GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (out_path);
  g_autofree char *scratch = g_build_filename (folder, SCRATCH "XXXXXX", NULL);

  g_mutex_lock (&scratch_lock);
  remove_leftovers (folder);
  if (g_mkdtemp_full (scratch, 0700) == NULL)
    {
      cs_media_file_fail (folder, errno, error);
      g_clear_pointer (&scratch, g_free);
    }
  else
    {
      *held = hold_folder (scratch);
    }
  g_mutex_unlock (&scratch_lock);

  return g_steal_pointer (&scratch);
}

/* On disk before it has its name: whoever sees the name sees the whole file. */
static gboolean
put_in_place (int          fd,
              const char  *made,
              const char  *out_path,
              GError     **error)
{
  if (fsync (fd) < 0 || g_rename (made, out_path) < 0)
    return cs_media_file_fail (out_path, errno, error);

  return TRUE;
}

/* Asks a helper of this job alone to make a file; in: -1 when it makes it of nothing. It is looked
 * at before it has its name: a failure or a cancel leaves what is there as it was. */
static CsFacts *
make_in (const char      *scratch,
         int              in,
         JsonObject      *request,
         const char      *out_path,
         CsProgressFunc   on_progress,
         gpointer         user_data,
         GCancellable    *cancellable,
         GError         **error)
{
  g_autofree char *made = g_build_filename (scratch, "made.mp4", NULL);
  g_autofd int out = open (made, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  int fds[] = { in, out };
  g_autoptr(CsMediaProcess) process = NULL;
  g_autoptr(JsonObject) result = NULL;
  g_autoptr(CsFacts) facts_made = NULL;

  if (out < 0)
    {
      cs_media_file_fail (out_path, errno, error);
      return NULL;
    }

  process = cs_media_process_new (scratch, error);
  if (process == NULL)
    return NULL;

  json_object_set_string_member (request, "scratch", scratch);
  result = cs_media_process_ask (process, request, in < 0 ? fds + 1 : fds, in < 0 ? 1 : 2,
                                 RENDER_PATIENCE_MSEC, on_progress, user_data, cancellable, error);

  if (result != NULL)
    facts_made = cs_media_tool_probe (made, cancellable, error);

  if (facts_made == NULL || !put_in_place (out, made, out_path, error))
    return NULL;

  return g_steal_pointer (&facts_made);
}

static CsFacts *
make (int              in,
      JsonObject      *request,
      const char      *out_path,
      CsProgressFunc   on_progress,
      gpointer         user_data,
      GCancellable    *cancellable,
      GError         **error)
{
  g_autofd int held = -1;
  g_autofree char *scratch = make_scratch (out_path, &held, error);
  CsFacts *made;

  if (scratch == NULL)
    return NULL;

  made = make_in (scratch, in, request, out_path, on_progress, user_data, cancellable, error);
  remove_folder (scratch);

  return made;
}

/**
 * cs_media_tool_render:
 * @path: the clip; it is not changed
 * @facts: what the clip is
 * @recipe: what to make of it; not %CS_RECIPE_NONE
 * @out_path: appears when it is whole, and never else
 * @on_progress: (nullable): microseconds of the clip; called on this thread
 *
 * Blocks as long as it takes; any thread.
 *
 * Returns: (transfer full): the facts of the new file, or NULL
 */
CsFacts *
cs_media_tool_render (const char      *path,
                      const CsFacts   *facts,
                      const CsRecipe  *recipe,
                      const char      *out_path,
                      CsProgressFunc   on_progress,
                      gpointer         user_data,
                      GCancellable    *cancellable,
                      GError         **error)
{
  g_autofd int in = cs_media_file_open (path, error);
  g_autoptr(JsonObject) request = NULL;
  CsFacts *made;

  if (in < 0)
    return NULL;

  request = render_request (facts, recipe);
  made = make (in, request, out_path, on_progress, user_data, cancellable, error);
  if (made == NULL)
    name_file (error, path);

  return made;
}

/**
 * cs_media_tool_sample:
 * @out_path: its name says what it is: .mp4, .mkv or .jpg; it appears when it is whole
 * @on_progress: (nullable): microseconds of the clip; called on this thread
 *
 * Makes a clip or picture of the sample workspace. Blocks; any thread.
 *
 * Returns: (transfer full): what it is
 */
CsFacts *
cs_media_tool_sample (const CsMediaSample  *sample,
                      const char           *out_path,
                      CsProgressFunc        on_progress,
                      gpointer              user_data,
                      GCancellable         *cancellable,
                      GError              **error)
{
  g_autoptr(JsonObject) request = json_object_new ();
  const char *container = g_str_has_suffix (out_path, ".jpg") ? "jpeg"
                        : g_str_has_suffix (out_path, ".mkv") ? "matroska" : "mp4";

  json_object_set_string_member (request, "command", "sample");
  json_object_set_string_member (request, "container", container);
  json_object_set_string_member (request, "scene", sample->scene);
  json_object_set_int_member (request, "width", sample->width);
  json_object_set_int_member (request, "height", sample->height);
  json_object_set_int_member (request, "seconds", sample->seconds);
  json_object_set_int_member (request, "seed", sample->seed);

  return make (-1, request, out_path, on_progress, user_data, cancellable, error);
}
