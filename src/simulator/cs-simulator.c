/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-simulator-private.h"
#include "cs-json.h"
#include "cs-sim-control.h"

#include <glib/gstdio.h>
#include <string.h>

const char *const cs_simulator_face_names[] =
{
  "mastodon", "bluesky", "video", "plc", "appview", "control", NULL
};

/* A request whose client was sent away before it was applied. */
typedef struct
{
  CsSimExchange *exchange;
  gint64         due_usec;
} Late;

G_DEFINE_FINAL_TYPE (CsSimulator, cs_simulator, G_TYPE_OBJECT)

static void
late_free (gpointer data)
{
  Late *late = data;

  cs_sim_exchange_free (late->exchange);
  g_free (late);
}

static void
make_networks (CsSimulator *self)
{
  self->mastodon = cs_sim_mastodon_new (&self->world);
  self->bluesky = cs_sim_bluesky_new (&self->world);
  self->video = cs_sim_video_new (&self->world, self->bluesky);
}

static void
clear_networks (CsSimulator *self)
{
  g_clear_pointer (&self->video, cs_sim_video_free);
  g_clear_pointer (&self->bluesky, cs_sim_bluesky_free);
  g_clear_pointer (&self->mastodon, cs_sim_mastodon_free);
}

static void
remove_media (CsSimulator *self)
{
  g_autoptr (GDir) dir =
    self->world.media_dir != NULL ? g_dir_open (self->world.media_dir, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->world.media_dir, name, NULL);

      g_unlink (path);
    }
}

static void
cs_simulator_finalize (GObject *object)
{
  CsSimulator *self = CS_SIMULATOR (object);

  cs_simulator_stop (self);
  clear_networks (self);
  remove_media (self);
  if (self->world.media_dir != NULL)
    g_rmdir (self->world.media_dir);
  g_ptr_array_unref (self->faults);
  g_ptr_array_unref (self->late);
  cs_sim_journal_free (self->journal);
  cs_sim_world_clear (&self->world);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (cs_simulator_parent_class)->finalize (object);
}

static void
cs_simulator_class_init (CsSimulatorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_simulator_finalize;
}

static void
cs_simulator_init (CsSimulator *self)
{
  g_mutex_init (&self->lock);
  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_sim_fault_unref);
  self->late = g_ptr_array_new_with_free_func (late_free);
  self->journal = cs_sim_journal_new ();
}

CsSimulator *
cs_simulator_new (CsClock *clock)
{
  CsSimulator *self = g_object_new (CS_TYPE_SIMULATOR, NULL);

  cs_sim_world_init (&self->world, clock);
  make_networks (self);

  return self;
}

/* For --help: the switches and their defaults. */
char *
cs_simulator_list_settings (void)
{
  return cs_sim_world_list ();
}

/**
 * cs_simulator_set:
 * @setting: a switch and its value, "mastodon.max-characters=11000"
 *
 * A person is named before the start: the networks are empty afterwards.
 *
 * Returns: FALSE with %CS_ERROR_USAGE when there is no such switch or value
 */
gboolean
cs_simulator_set (CsSimulator  *self,
                  const char   *setting,
                  GError      **error)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  if (!cs_sim_world_set (&self->world, setting, error))
    return FALSE;

  /* Who is there was read when the networks were made. */
  if (strstr (setting, ".person") != NULL)
    {
      clear_networks (self);
      make_networks (self);
    }

  return TRUE;
}

/* Adds lines to the fault script; see cs-sim-fault.h for what they may say. */
gboolean
cs_simulator_add_faults (CsSimulator  *self,
                         const char   *script,
                         GError      **error)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  return cs_sim_fault_parse (self->faults, script, error);
}

gboolean
cs_simulator_start (CsSimulator  *self,
                    GError      **error)
{
  g_return_val_if_fail (self->server == NULL, FALSE);

  if (self->world.options.keep_media && self->world.media_dir == NULL)
    {
      self->world.media_dir = g_dir_make_tmp ("creatorsync-simulator-XXXXXX", error);
      if (self->world.media_dir == NULL)
        return FALSE;
    }

  self->server = cs_sim_server_start (self, error);
  if (self->server == NULL)
    return FALSE;

  for (guint i = 0; i < CS_SIMULATOR_N_FACES; i++)
    self->world.urls[i] = g_strdup_printf ("http://127.0.0.1:%u", cs_sim_server_get_port (self->server, i));

  return TRUE;
}

/* Ends every connection; what was posted stays until the object goes. */
void
cs_simulator_stop (CsSimulator *self)
{
  g_clear_pointer (&self->server, cs_sim_server_stop);
}

const char *
cs_simulator_get_url (CsSimulator     *self,
                      CsSimulatorFace  face)
{
  return self->world.urls[face];
}

/* One line of JSON with the address of each face. */
char *
cs_simulator_describe (CsSimulator *self)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);

  json_object_set_boolean_member (object, "ready", TRUE);
  for (guint i = 0; i < CS_SIMULATOR_N_FACES; i++)
    json_object_set_string_member (object, cs_simulator_face_names[i], self->world.urls[i]);

  return cs_json_to_text (node);
}

/* How many posts were ever made on a network: the number that most tests ask for. */
guint
cs_simulator_count (CsSimulator     *self,
                    CsSimulatorFace  face)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  if (face == CS_SIMULATOR_MASTODON)
    return cs_sim_mastodon_count (self->mastodon);

  return face == CS_SIMULATOR_BLUESKY ? cs_sim_bluesky_count (self->bluesky) : 0;
}

/* What a network calls the first account that it has: a number, or a DID. */
char *
cs_simulator_dup_person (CsSimulator     *self,
                         CsSimulatorFace  face)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  return g_strdup (face == CS_SIMULATOR_MASTODON ? cs_sim_mastodon_person (self->mastodon)
                                                 : cs_sim_bluesky_person (self->bluesky));
}

CsClock *
cs_simulator_get_clock (CsSimulator *self)
{
  return self->world.clock;
}

/* Where uploads are kept; NULL when they are only counted and hashed. */
char *
cs_simulator_dup_media_dir (CsSimulator *self)
{
  return g_strdup (self->world.media_dir);
}

/* As if it had just been started, but for the switches. Its lock is held. */
void
cs_simulator_reset (CsSimulator *self)
{
  clear_networks (self);
  remove_media (self);
  g_ptr_array_set_size (self->faults, 0);
  g_ptr_array_set_size (self->late, 0);
  cs_sim_journal_clear (self->journal);
  g_hash_table_remove_all (self->world.told);
  self->world.counter = 0;
  make_networks (self);
}

static void
answer_network (CsSimulator   *self,
                CsSimExchange *exchange)
{
  /* A multipart body that broke off in the middle, or bytes that are no UTF-8; no network looks
   * further. */
  if (exchange->status == SOUP_STATUS_BAD_REQUEST)
    {
      cs_sim_answer_error (exchange, 400, "InvalidRequest", "message", "The request is broken");
      return;
    }

  switch (exchange->face)
    {
    case CS_SIMULATOR_MASTODON:
      cs_sim_mastodon_answer (self->mastodon, exchange);
      break;

    case CS_SIMULATOR_BLUESKY:
      cs_sim_bluesky_answer (self->bluesky, exchange);
      break;

    case CS_SIMULATOR_VIDEO:
      cs_sim_video_answer (self->video, exchange);
      break;

    case CS_SIMULATOR_PLC:
      cs_sim_bluesky_answer_plc (self->bluesky, exchange);
      break;

    case CS_SIMULATOR_APPVIEW:
      cs_sim_bluesky_answer_appview (self->bluesky, exchange);
      break;

    case CS_SIMULATOR_CONTROL:
    default:
      cs_sim_control_answer (self, exchange);
    }
}

/* What is due by now happens before anybody looks: schedules, jobs, late requests. */
static void
sweep (CsSimulator *self)
{
  gint64 now = cs_clock_now_usec (self->world.clock);

  cs_sim_mastodon_sweep (self->mastodon);
  cs_sim_video_sweep (self->video);
  cs_sim_bluesky_sweep (self->bluesky);

  for (guint i = 0; i < self->late->len;)
    {
      Late *late = g_ptr_array_index (self->late, i);

      if (late->due_usec > now)
        {
          i++;
          continue;
        }

      answer_network (self, late->exchange);
      g_ptr_array_remove_index (self->late, i);
    }
}

/**
 * cs_simulator_tell:
 * @lines: "mastodon ID likes=5 quotes=none", one a line
 *
 * From now on the networks say these counts of a post or an account; “none” is a
 * number that they leave out.
 */
gboolean
cs_simulator_tell (CsSimulator  *self,
                   const char   *lines,
                   GError      **error)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  return cs_sim_control_take (self, "/numbers", lines, error);
}

/**
 * cs_simulator_add_posts:
 * @lines: "mastodon alice ID 1795000000 Some words", one a line
 *
 * Posts that went out before the simulator was there, at that second.
 */
gboolean
cs_simulator_add_posts (CsSimulator  *self,
                        const char   *lines,
                        GError      **error)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  return cs_sim_control_take (self, "/posts", lines, error);
}

/**
 * cs_simulator_delete_posts:
 * @lines: "bluesky at://…", one a line
 *
 * Their authors delete them, with whatever client.
 */
gboolean
cs_simulator_delete_posts (CsSimulator  *self,
                           const char   *lines,
                           GError      **error)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  sweep (self);

  return cs_sim_control_take (self, "/deletions", lines, error);
}

/**
 * cs_simulator_counts_at:
 * @id: a status or an account of Mastodon; a uri or a DID of Bluesky
 * @counts: (out): what a client would have been told then; %CS_SIMULATOR_UNTOLD is
 *   what would have been left out
 *
 * Returns: FALSE when nothing of that id was there at @at, seconds since 1970
 */
gboolean
cs_simulator_counts_at (CsSimulator     *self,
                        CsSimulatorFace  face,
                        const char      *id,
                        gint64           at,
                        gint64           counts[CS_SIMULATOR_N_COUNTS])
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  sweep (self);

  return face == CS_SIMULATOR_MASTODON
         ? cs_sim_mastodon_counts_at (self->mastodon, id, at, counts)
         : cs_sim_bluesky_counts_at (self->bluesky, id, at, counts);
}

/* The request line is there: which fault does it meet? */
CsSimFault *
cs_simulator_open (CsSimulator   *self,
                   CsSimExchange *exchange,
                   gboolean       is_reused)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  if (exchange->face == CS_SIMULATOR_CONTROL)
    return NULL;

  return cs_sim_fault_take (self->faults, exchange->method, exchange->path, is_reused);
}

/* Faults that change the world before the request meets it. */
void
cs_simulator_change (CsSimulator   *self,
                     CsSimExchange *exchange,
                     CsSimFault    *fault)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  if (fault->action == CS_SIM_CLOCK && cs_clock_is_virtual (self->world.clock))
    cs_clock_step (self->world.clock, fault->amount);
  else if (exchange->face == CS_SIMULATOR_MASTODON)
    cs_sim_mastodon_change (self->mastodon, fault);
  else
    cs_sim_bluesky_change (self->bluesky, fault);
}

void
cs_simulator_apply (CsSimulator   *self,
                    CsSimExchange *exchange)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  sweep (self);
  answer_network (self, exchange);
}

/* Takes @exchange. */
void
cs_simulator_apply_later (CsSimulator   *self,
                          CsSimExchange *exchange,
                          gint64         delay_usec)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);
  Late *late = g_new0 (Late, 1);

  late->exchange = exchange;
  late->due_usec = cs_clock_now_usec (self->world.clock) + delay_usec;
  g_ptr_array_add (self->late, late);
}

void
cs_simulator_record (CsSimulator   *self,
                     CsSimExchange *exchange,
                     CsSimFault    *fault,
                     gboolean       is_answered)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  if (exchange->face != CS_SIMULATOR_CONTROL)
    cs_sim_journal_add (self->journal, exchange, fault, is_answered,
                        cs_clock_now_usec (self->world.clock));
}
