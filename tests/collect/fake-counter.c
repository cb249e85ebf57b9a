/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-counter.h"

#define FAKE_TYPE_COUNTER (fake_counter_get_type ())
G_DECLARE_FINAL_TYPE (FakeCounter, fake_counter, FAKE, COUNTER, GObject)

struct _FakeCounter
{
  GObject      parent_instance;

  FakeNetwork *network;
};

static void fake_counter_platform_init (CsPlatformInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeCounter, fake_counter, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CS_TYPE_PLATFORM,
                                                      fake_counter_platform_init))

/* What a post has at a moment: differs by post and by second. */
gint64
fake_network_likes (const char *remote_id,
                    gint64      at)
{
  return g_str_hash (remote_id) % 1000 + at % 1000000;
}

static CsReply *
next_reply (FakeNetwork   *network,
            guint          n_posts,
            const char    *first,
            GError       **error)
{
  FakeAsked asked = { cs_clock_now (network->clock), n_posts, g_strdup (first) };
  CsReply *reply;

  g_array_append_val (network->asked, asked);
  network->n_sent += MAX (1, network->cost);

  if (network->error != NULL)
    {
      g_propagate_error (error, g_error_copy (network->error));
      return NULL;
    }

  if (network->breaks_after > 0 && network->breaks_after-- == 1)
    network->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Broken off");

  reply = cs_reply_new (GPOINTER_TO_INT (g_queue_pop_head (&network->replies)), "As scripted");
  reply->unreached = reply->klass == CS_REPLY_RETRY && network->is_unreached;
  reply->not_before = network->wait > 0 ? asked.at + network->wait : 0;
  reply->budget = network->budget;
  reply->skew = reply->klass == CS_REPLY_RETRY ? 0 : network->skew;
  reply->timed_at = reply->klass == CS_REPLY_RETRY || network->is_mute ? 0 : asked.at;

  return reply;
}

static void
read_post (FakeNetwork *network,
           const char  *id,
           gboolean     is_list,
           CsReading   *reading)
{
  gboolean is_gone = g_hash_table_contains (network->gone, id);

  cs_counts_clear (reading->counts);

  if (is_list && (is_gone || g_hash_table_contains (network->left_out, id)))
    reading->state = CS_READING_LEFT_OUT;
  else if (is_gone)
    reading->state = CS_READING_GONE;
  else if (g_hash_table_contains (network->unseen, id))
    reading->state = CS_READING_UNSEEN;
  else
    reading->state = CS_READING_COUNTED;

  if (reading->state != CS_READING_COUNTED || network->is_silent)
    return;

  reading->counts[CS_METRIC_LIKES] = fake_network_likes (id, cs_clock_now (network->clock));
  reading->counts[CS_METRIC_SHARES] = 0;
}

static guint
get_sent (CsPlatform *platform)
{
  return FAKE_COUNTER (platform)->network->n_sent;
}

static guint
count_max (CsPlatform      *platform,
           const CsAccount *account)
{
  return FAKE_COUNTER (platform)->network->most;
}

static CsReply *
count (CsPlatform       *platform,
       const CsAccount  *account,
       GPtrArray        *tallies,
       GArray           *readings,
       char            **source,
       GCancellable     *cancellable,
       GError          **error)
{
  FakeNetwork *network = FAKE_COUNTER (platform)->network;
  const CsTally *first = g_ptr_array_index (tallies, 0);
  CsReply *reply = next_reply (network, tallies->len, first->remote_id, error);

  g_assert_cmpuint (tallies->len, <=, network->most);
  if (reply == NULL || reply->klass != CS_REPLY_DONE)
    return reply;

  *source = g_strdup ("fake.example");

  for (guint i = 0; i < tallies->len; i++)
    {
      const CsTally *tally = g_ptr_array_index (tallies, i);
      CsReading reading;

      read_post (network, tally->remote_id, tallies->len > 1, &reading);
      g_array_append_val (readings, reading);
    }

  return reply;
}

static CsReply *
count_account (CsPlatform       *platform,
               const CsAccount  *account,
               CsAccountSample **sample,
               GCancellable     *cancellable,
               GError          **error)
{
  FakeNetwork *network = FAKE_COUNTER (platform)->network;
  CsReply *reply = next_reply (network, 0, NULL, error);

  if (reply == NULL || reply->klass != CS_REPLY_DONE)
    return reply;

  *sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);
  (*sample)->account_id = g_strdup (account->id);
  (*sample)->source = g_strdup ("fake.example");
  (*sample)->followers = fake_network_likes ("followers", cs_clock_now (network->clock));

  return reply;
}

static gint64
ask_time (CsPlatform      *platform,
          const CsAccount *account,
          GCancellable    *cancellable)
{
  FakeNetwork *network = FAKE_COUNTER (platform)->network;

  network->n_sent++;
  network->n_times++;

  return network->is_mute ? 0 : cs_clock_now (network->clock) + network->skew;
}

static void
fake_counter_platform_init (CsPlatformInterface *iface)
{
  iface->ask_time = ask_time;
  iface->get_sent = get_sent;
  iface->count_max = count_max;
  iface->count = count;
  iface->count_account = count_account;
}

static void
fake_counter_class_init (FakeCounterClass *klass)
{
}

static void
fake_counter_init (FakeCounter *self)
{
}

CsPlatform *
fake_counter_new (FakeNetwork *network)
{
  FakeCounter *self = g_object_new (FAKE_TYPE_COUNTER, NULL);

  self->network = network;

  return CS_PLATFORM (self);
}

static void
clear_asked (gpointer data)
{
  g_free (((FakeAsked *) data)->first);
}

void
fake_network_init (FakeNetwork *self,
                   CsClock     *clock)
{
  *self = (FakeNetwork) { .clock = clock, .most = 20 };
  self->gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unseen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->left_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->asked = g_array_new (FALSE, FALSE, sizeof (FakeAsked));
  g_array_set_clear_func (self->asked, clear_asked);
  g_queue_init (&self->replies);
}

void
fake_network_clear (FakeNetwork *self)
{
  g_hash_table_unref (self->gone);
  g_hash_table_unref (self->unseen);
  g_hash_table_unref (self->left_out);
  g_array_unref (self->asked);
  g_queue_clear (&self->replies);
  g_clear_error (&self->error);
}

/* The next answers, before all is well again. */
void
fake_network_reply (FakeNetwork *self,
                    CsReplyClass klass,
                    guint        times)
{
  for (guint i = 0; i < times; i++)
    g_queue_push_tail (&self->replies, GINT_TO_POINTER (klass));
}
