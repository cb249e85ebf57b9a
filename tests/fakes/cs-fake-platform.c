/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-fake-platform.h"

#include "cs-error.h"

#include <string.h>

#define KEY_KEPT   (60 * 60)
#define SLOW       2
#define RATE       60
#define HELD       "/held"    /* ends a body that asks to be held */
#define HOLD_MIN   (5 * 60)   /* what is due sooner is not held, but refused */
#define LINK       "https://fake.example/@ana/"

struct _CsFakePlatform
{
  GObject      parent_instance;

  CsFakeWorld *world;
  CsClock     *clock;
  GMutex       lock;
  GCond        gathered;
  GHashTable  *calling;      /* accounts with a call under way */
};

static void cs_fake_platform_iface (CsPlatformInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsFakePlatform, cs_fake_platform, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CS_TYPE_PLATFORM, cs_fake_platform_iface))

/* A network keeps the right time, whatever our clock shows. */
static gint64
network_now (CsFakePlatform *self)
{
  return cs_clock_now (self->clock) - self->world->clock_ahead;
}

static CsReply *
reply_to_fault (CsFakePlatform  *self,
                CsFakeFault      fault,
                GError         **error)
{
  CsReply *reply;

  switch (fault)
    {
    case CS_FAKE_LOCKED:
      return cs_fail_null (error, CS_ERROR_NEEDS_YOU, "The keyring is locked");

    case CS_FAKE_BROKEN:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, "The pipe broke");
      return NULL;

    case CS_FAKE_UNREACHED:
      return cs_reply_new (CS_REPLY_RETRY, "The network could not be reached.");

    case CS_FAKE_RATE:
      reply = cs_reply_new (CS_REPLY_RATE, "The network asks to wait.");
      reply->not_before = cs_clock_now (self->clock) + RATE + self->world->longer;
      return reply;

    case CS_FAKE_REJECTED:
      return cs_reply_new (CS_REPLY_REJECTED, "The network refuses this text.");

    case CS_FAKE_REFRESH:
      return cs_reply_new (CS_REPLY_REFRESH, "The token has ended.");

    case CS_FAKE_SIGN_IN:
      return cs_reply_new (CS_REPLY_SIGN_IN, "The token is refused.");

    case CS_FAKE_NEW_UPLOAD:
      return cs_reply_new (CS_REPLY_NEW_UPLOAD, "The upload is gone.");

    default:
      return cs_reply_new (CS_REPLY_PROBE, "The answer was lost.");
    }
}

static char *
make_key (CsPlatform *platform,
          gint64      now_usec)
{
  CsFakePlatform *self = CS_FAKE_PLATFORM (platform);

  if (self->world->same_keys == 0)
    return g_uuid_string_random ();

  self->world->same_keys--;

  return g_strdup ("the same key");
}

/* What a body says, without how long it is to be held. */
static char *
content_of (const CsCall *call)
{
  const char *body = call->row->body;
  gsize held = g_str_has_suffix (body, HELD) ? strlen (HELD) : 0;

  return g_strndup (body, strlen (body) - held);
}

static gboolean
fits (CsFakePlatform   *self,
      const CsFakePost *post,
      const CsCall     *call)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, post - self->world->posts + 1000);
  g_autofree char *content = content_of (call);

  if (!self->world->is_careless && call->taken != NULL && g_hash_table_contains (call->taken, id))
    return FALSE;

  return strcmp (post->account, call->row->account_id) == 0
      && strcmp (post->content, content) == 0;
}

/* What the network has of this row, as far as it would show it. */
static CsFakePost *
find (CsFakePlatform *self,
      const CsCall   *call,
      gint64          now)
{
  CsFakeWorld *world = self->world;

  for (guint i = 0; i < world->n_posts; i++)
    if (fits (self, &world->posts[i], call) && world->posts[i].made_at <= now)
      return &world->posts[i];

  return NULL;
}

/* The post that this key made, if the network still knows. */
static CsFakePost *
find_by_key (CsFakePlatform *self,
             const CsCall   *call,
             gint64          now)
{
  CsFakeWorld *world = self->world;

  for (guint i = 0; i < world->n_posts; i++)
    {
      CsFakePost *post = &world->posts[i];

      if (strcmp (post->key, call->row->key) == 0
          && (world->is_put || (world->honours_key && now - post->made_at < KEY_KEPT)))
        return post;
    }

  return NULL;
}

static CsFakePost *
apply (CsFakePlatform *self,
       const CsCall   *call,
       gint64          at)
{
  CsFakeWorld *world = self->world;
  CsFakePost *post = find_by_key (self, call, at);
  g_autofree char *content = content_of (call);

  if (post != NULL)
    return post;

  g_assert_cmpuint (world->n_posts, <, CS_FAKE_POSTS);
  post = &world->posts[world->n_posts];
  g_strlcpy (post->account, call->row->account_id, sizeof post->account);
  g_strlcpy (post->key, call->row->key, sizeof post->key);
  g_strlcpy (post->content, content, sizeof post->content);
  post->made_at = at;
  post->clock_at = cs_clock_now (self->clock);
  post->scheduled = g_str_has_suffix (call->row->body, HELD);
  world->n_posts++;

  return post;
}

static CsReply *
shown (CsFakePlatform   *self,
       const CsFakePost *post,
       const CsCall     *call)
{
  gint64 number = post - self->world->posts;
  CsReply *reply = cs_reply_new (CS_REPLY_DONE, "Published.");

  if (post->scheduled && network_now (self) < call->row->due)
    {
      GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

      g_variant_builder_add (&builder, "{sv}", "scheduled_id", g_variant_new_string ("s1"));
      reply->handles = g_variant_ref_sink (g_variant_builder_end (&builder));
      return reply;
    }

  reply->remote_id = g_strdup_printf ("%" G_GINT64_FORMAT, number + 1000);
  reply->remote_url = g_strconcat (LINK, reply->remote_id, NULL);
  reply->remote_cid = g_strconcat ("cid-", reply->remote_id, NULL);
  reply->published_at = post->scheduled ? call->row->due : post->made_at;

  return reply;
}

/* Two calls for one account at a time are a fault of the caller's. */
static void
enter (CsFakePlatform *self,
       const CsCall   *call)
{
  g_assert_true (g_hash_table_add (self->calling, g_strdup (call->row->account_id)));
}

static void
leave (CsFakePlatform *self,
       const CsCall   *call)
{
  g_hash_table_remove (self->calling, call->row->account_id);
}

/* An upload takes until as many as are expected are under way. */
static void
upload (CsFakePlatform *self,
        const CsCall   *call)
{
  CsFakeWorld *world = self->world;

  enter (self, call);
  world->uploading++;
  world->uploading_most = MAX (world->uploading_most, world->uploading);

  if (world->uploading >= world->gather)
    {
      world->gather = 0;
      g_cond_broadcast (&self->gathered);
    }

  while (world->uploading < world->gather)
    g_cond_wait (&self->gathered, &self->lock);

  world->uploading--;
  leave (self, call);
}

static CsReply *
prepare (CsPlatform      *platform,
         const CsCall    *call,
         CsProgressFunc   on_progress,
         gpointer         user_data,
         GCancellable    *cancellable,
         GError         **error)
{
  CsFakePlatform *self = CS_FAKE_PLATFORM (platform);

  G_MUTEX_AUTO_LOCK (&self->lock, locker);
  self->world->n_prepares++;
  upload (self, call);

  if (self->world->prepare_fault != CS_FAKE_NONE)
    return reply_to_fault (self, self->world->prepare_fault, error);

  for (guint i = 0; i < call->uploads->len; i++)
    {
      const CsUpload *upload = g_ptr_array_index (call->uploads, i);
      g_autofree char *name = g_strconcat ("media.", upload->media_id, NULL);
      GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
      g_autoptr(GVariant) had = call->row->handles != NULL
                                  ? g_variant_lookup_value (call->row->handles, name, NULL) : NULL;
      CsReply *reply;

      g_variant_builder_add (&builder, "{sv}", name, g_variant_new_string (upload->path));

      if (had != NULL)
        {
          g_variant_builder_clear (&builder);
          continue;
        }

      reply = cs_reply_new (CS_REPLY_PENDING, "One more is uploaded.");
      reply->handles = g_variant_ref_sink (g_variant_builder_end (&builder));
      return reply;
    }

  return cs_reply_new (CS_REPLY_DONE, "All is uploaded.");
}

static char *
freeze (CsPlatform    *platform,
        const CsCall  *call,
        GCancellable  *cancellable,
        GError       **error)
{
  CsFakePlatform *self = CS_FAKE_PLATFORM (platform);

  if (self->world->wants_cid && call->parent != NULL && call->parent->remote_cid == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID, "The part before this one is not published");

  if (self->world->all_the_same)
    return g_strdup ("the same");

  return g_strdup_printf ("%s/%d%s", call->target->id, (int) call->row->part,
                          call->hold_until > 0 ? HELD : "");
}

static CsReply *
commit (CsPlatform    *platform,
        const CsCall  *call,
        GCancellable  *cancellable,
        GError       **error)
{
  CsFakePlatform *self = CS_FAKE_PLATFORM (platform);
  CsFakeWorld *world = self->world;
  gint64 now = network_now (self);
  CsFakeFault fault;
  CsReply *reply;

  G_MUTEX_AUTO_LOCK (&self->lock, locker);
  g_assert_false (g_hash_table_contains (self->calling, call->row->account_id));
  world->n_commits++;
  fault = world->next_fault < world->n_faults ? world->faults[world->next_fault++] : CS_FAKE_NONE;

  if (g_str_has_suffix (call->row->body, HELD) && call->row->due <= now + HOLD_MIN)
    return reply_to_fault (self, CS_FAKE_REJECTED, error);

  switch (fault)
    {
    case CS_FAKE_NONE:
      reply = shown (self, apply (self, call, now), call);
      reply->budget = world->budget;
      return reply;

    case CS_FAKE_DROP:
    case CS_FAKE_TRUNCATED:
    case CS_FAKE_503_AFTER:
    case CS_FAKE_BROKEN:
      apply (self, call, now);
      return reply_to_fault (self, fault, error);

    case CS_FAKE_SLOW:
      apply (self, call, now + SLOW);
      return reply_to_fault (self, fault, error);

    case CS_FAKE_CANCELLED:
      apply (self, call, now);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return NULL;

    default:
      return reply_to_fault (self, fault, error);
    }
}

static CsReply *
probe (CsPlatform    *platform,
       const CsCall  *call,
       GCancellable  *cancellable,
       GError       **error)
{
  CsFakePlatform *self = CS_FAKE_PLATFORM (platform);
  CsFakePost *post;

  G_MUTEX_AUTO_LOCK (&self->lock, locker);
  g_assert_false (g_hash_table_contains (self->calling, call->row->account_id));
  self->world->n_probes++;

  if (self->world->on_probe != NULL)
    g_steal_pointer (&self->world->on_probe) (self->world->on_probe_data);

  if (self->world->blind > 0)
    {
      self->world->blind--;
      return reply_to_fault (self, self->world->probe_fault, error);
    }

  post = find (self, call, network_now (self));

  return post != NULL ? shown (self, post, call)
                      : cs_reply_new (CS_REPLY_ABSENT, "It is not there.");
}

static CsReply *
poll_held (CsPlatform    *platform,
           const CsCall  *call,
           GCancellable  *cancellable,
           GError       **error)
{
  CsFakePlatform *self = CS_FAKE_PLATFORM (platform);
  CsFakePost *post;

  G_MUTEX_AUTO_LOCK (&self->lock, locker);
  self->world->n_polls++;

  if (self->world->blind > 0)
    {
      self->world->blind--;
      return reply_to_fault (self, self->world->probe_fault, error);
    }

  post = find (self, call, network_now (self));

  if (post == NULL)
    return cs_reply_new (CS_REPLY_ABSENT, "It is not there.");

  if (network_now (self) < call->row->due)
    return cs_reply_new (CS_REPLY_PENDING, "It is held.");

  return shown (self, post, call);
}

static CsReply *
withdraw (CsPlatform    *platform,
          const CsCall  *call,
          GCancellable  *cancellable,
          GError       **error)
{
  CsFakePlatform *self = CS_FAKE_PLATFORM (platform);
  CsFakePost *post;

  G_MUTEX_AUTO_LOCK (&self->lock, locker);
  post = find (self, call, network_now (self));

  if (post == NULL || network_now (self) >= call->row->due)
    return cs_reply_new (CS_REPLY_ABSENT, "It is held no more.");

  post->content[0] = '\0';

  return cs_reply_new (CS_REPLY_DONE, "Given back.");
}

static gint64
ask_time (CsPlatform      *platform,
          const CsAccount *account,
          GCancellable    *cancellable)
{
  CsFakePlatform *self = CS_FAKE_PLATFORM (platform);

  if (self->world->on_ask_time != NULL)
    self->world->on_ask_time (self->world->on_ask_time_data);

  if (self->world->n_silent > 0)
    {
      self->world->n_silent--;
      return 0;
    }

  if (self->world->is_timeless)
    return CS_UNKNOWN;

  return self->world->is_silent ? 0 : network_now (self);
}

static CsReply *
find_linked (CsPlatform       *platform,
             const CsAccount  *account,
             const char       *link,
             GCancellable     *cancellable,
             GError          **error)
{
  CsFakePlatform *self = CS_FAKE_PLATFORM (platform);
  CsFakeWorld *world = self->world;
  CsReply *reply;

  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  if (world->is_silent)
    return cs_fail_null (error, CS_ERROR_OFFLINE, "The network does not answer.");

  for (guint i = 0; i < world->n_posts; i++)
    {
      g_autofree char *address = g_strdup_printf (LINK "%u", i + 1000);

      if (strcmp (address, link) != 0 || strcmp (world->posts[i].account, account->id) != 0)
        continue;

      reply = cs_reply_new (CS_REPLY_DONE, "Found.");
      reply->remote_id = g_strdup_printf ("%u", i + 1000);
      reply->remote_url = g_steal_pointer (&address);
      reply->remote_cid = g_strdup_printf ("cid-%u", i + 1000);
      reply->published_at = world->posts[i].made_at;
      return reply;
    }

  return cs_fail_null (error, CS_ERROR_INVALID, "The account has no such post.");
}

static void
cs_fake_platform_finalize (GObject *object)
{
  CsFakePlatform *self = CS_FAKE_PLATFORM (object);

  g_clear_object (&self->clock);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->gathered);
  g_hash_table_unref (self->calling);

  G_OBJECT_CLASS (cs_fake_platform_parent_class)->finalize (object);
}

static void
cs_fake_platform_class_init (CsFakePlatformClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_fake_platform_finalize;
}

static void
cs_fake_platform_iface (CsPlatformInterface *iface)
{
  iface->make_key = make_key;
  iface->prepare = prepare;
  iface->freeze = freeze;
  iface->commit = commit;
  iface->probe = probe;
  iface->poll = poll_held;
  iface->withdraw = withdraw;
  iface->ask_time = ask_time;
  iface->find = find_linked;
}

static void
cs_fake_platform_init (CsFakePlatform *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->gathered);
  self->calling = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

CsPlatform *
cs_fake_platform_new (CsFakeWorld *world,
                      CsClock     *clock)
{
  CsFakePlatform *self = g_object_new (CS_TYPE_FAKE_PLATFORM, NULL);

  self->world = world;
  self->clock = g_object_ref (clock);

  return CS_PLATFORM (self);
}

/* How many copies of a content the network has, or will have. */
guint
cs_fake_world_count (CsFakeWorld *world,
                     const char  *content)
{
  guint n = 0;

  for (guint i = 0; i < world->n_posts; i++)
    n += strcmp (world->posts[i].content, content) == 0;

  return n;
}

/* Where the first copy of a content is; NULL: nowhere. */
char *
cs_fake_world_link (CsFakeWorld *world,
                    const char  *content)
{
  for (guint i = 0; i < world->n_posts; i++)
    if (strcmp (world->posts[i].content, content) == 0)
      return g_strdup_printf (LINK "%u", i + 1000);

  return NULL;
}

/* Whether a copy of a content was made public before its time: as our clock showed it, or further
 * before it than that clock may be wrong. */
gboolean
cs_fake_world_early (CsFakeWorld *world,
                     const char  *content,
                     gint64       due,
                     gint64       wrong_most)
{
  for (guint i = 0; i < world->n_posts; i++)
    {
      const CsFakePost *post = &world->posts[i];

      if (strcmp (post->content, content) == 0 && !post->scheduled
          && (post->clock_at < due || post->made_at < due - wrong_most))
        return TRUE;
    }

  return FALSE;
}
