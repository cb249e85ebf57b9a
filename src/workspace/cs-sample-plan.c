/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sample-plan.h"

#include "cs-clock.h"
#include "cs-error.h"
#include "cs-id.h"
#include "cs-json.h"
#include "cs-outbox-claim.h"
#include "cs-sample-resource.h"
#include "cs-slot.h"

#include <stdio.h>
#include <string.h>

#define DAY_MINUTES (24 * 60)

/* In the order of CsSampleState. */
static const char *const state_names[] = {
  "planned", "published", "publishing", "waiting", "handed-off", "unknown", "late", "sign-in",
  "failed", "missed", NULL
};

static void
clip_free (gpointer data)
{
  CsSampleClip *clip = data;

  cs_record_unref (clip->media);
  g_free (clip);
}

static void
target_free (gpointer data)
{
  CsSampleTarget *target = data;

  cs_record_unref (target->target);
  g_free (target);
}

void
cs_sample_plan_free (CsSamplePlan *self)
{
  g_rand_free (self->rand);
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->clips);
  g_ptr_array_unref (self->posts);
  g_ptr_array_unref (self->targets);
  g_clear_pointer ((JsonObject **) &self->story, json_object_unref);
  g_hash_table_unref (self->by_key);
  g_free (self->zone);
  g_free (self);
}

/* As cs_id_new(), but the same for the same seed. */
char *
cs_sample_plan_new_id (CsSamplePlan *self,
                       gint64        seconds)
{
  guint8 random[10];

  for (guint i = 0; i < sizeof random; i++)
    random[i] = g_rand_int_range (self->rand, 0, 256);

  return cs_id_new_from (seconds * G_USEC_PER_SEC, random);
}

/* Leaves *value as it is where the story says nothing. */
static gboolean
choose (const char *const *names,
        const char        *name,
        int               *value)
{
  return name != NULL && cs_enum_from_name (names, name, value);
}

/* Monday is 0; the first of January 1970 was a Thursday. */
static int
weekday_of (gint64 wall)
{
  return (wall / DAY_MINUTES + 3) % 7;
}

static gint64
read_week (CsSamplePlan *self,
           int           weeks,
           const char   *day)
{
  static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL };
  int number = 0;

  choose (days, day, &number);

  return self->wall / DAY_MINUTES - weekday_of (self->wall) + weeks * 7 + number;
}

/* "-3 tue 18:30", "d-1 19:00", "now+80m", "now-3h": minutes on the wall. */
static gboolean
read_time (CsSamplePlan  *self,
           const char    *text,
           gint64        *wall,
           GError       **error)
{
  char day[4], unit;
  int n, hour, minute;

  if (sscanf (text, "now%d%c", &n, &unit) == 2)
    *wall = (self->wall + n * (unit == 'h' ? 60 : 1)) / (ABS (n) < 10 ? 1 : 5)
            * (ABS (n) < 10 ? 1 : 5);
  else if (sscanf (text, "d%d %d:%d", &n, &hour, &minute) == 3)
    *wall = (self->wall / DAY_MINUTES + n) * DAY_MINUTES + hour * 60 + minute;
  else if (sscanf (text, "%d %3s %d:%d", &n, day, &hour, &minute) == 4)
    *wall = read_week (self, n, day) * DAY_MINUTES + hour * 60 + minute;
  else
    return cs_fail (error, CS_ERROR_FAILED, "The sample has a time that cannot be read: %s", text);

  return TRUE;
}

static void
read_account (CsSamplePlan *self,
              JsonObject   *story)
{
  CsAccount *account = cs_record_new (CS_RECORD_ACCOUNT);
  int state = CS_ACCOUNT_READY;
  int way = CS_VIDEO_UNDECIDED;

  cs_network_from_name (cs_json_get_text (story, "network"), &account->network);
  choose (cs_account_state_names, cs_json_get_text (story, "state"), &state);
  choose (cs_video_way_names, cs_json_get_text (story, "video_way"), &way);
  account->handle = g_strdup (cs_json_get_text (story, "handle"));
  account->display_name = g_strdup (cs_json_get_text (story, "display_name"));
  account->remote_id = g_strdup (cs_json_get_text (story, "remote_id"));
  account->host = g_strdup (cs_json_get_text (story, "host"));
  account->reason = g_strdup (cs_json_get_text (story, "reason"));
  account->state = state;
  account->video_way = way;
  account->honours_key = cs_json_get_bool (story, "honours_key", FALSE);
  account->can_schedule = cs_json_get_bool (story, "can_schedule", FALSE);
  account->added_at = self->now + cs_json_get_int (story, "added", 0) * CS_DAY_SECONDS;
  account->checked_at = self->now - 20 * 60;
  account->id = cs_sample_plan_new_id (self, account->added_at);

  g_hash_table_insert (self->by_key, g_strdup (cs_json_get_text (story, "key")), account);
  g_ptr_array_add (self->accounts, account);
}

static void
read_clip (CsSamplePlan *self,
           JsonObject   *story)
{
  CsSampleClip *clip = g_new0 (CsSampleClip, 1);
  CsMedia *media = cs_record_new (CS_RECORD_MEDIA);

  media->title = g_strdup (cs_json_get_text (story, "file"));
  media->path = g_strdup (media->title);
  media->added_at = self->now + cs_json_get_int (story, "added", 0) * CS_DAY_SECONDS
                    - g_rand_int_range (self->rand, 0, 5 * 3600);
  media->id = cs_sample_plan_new_id (self, media->added_at);

  clip->media = media;
  clip->sample = (CsMediaSample) {
    .scene = cs_json_get_text (story, "scene"),
    .width = cs_json_get_int (story, "width", 0),
    .height = cs_json_get_int (story, "height", 0),
    .seconds = cs_json_get_int (story, "seconds", 0),
    .seed = cs_json_get_int (story, "seed", 0),
  };

  g_hash_table_insert (self->by_key, g_strdup (cs_json_get_text (story, "key")), media);
  g_ptr_array_add (self->clips, clip);
}

static gboolean
read_attachments (CsSamplePlan  *self,
                  JsonObject    *story,
                  CsPost        *post,
                  GError       **error)
{
  JsonArray *all = cs_json_get_array (story, "media");

  post->attachments = cs_records_new ();
  for (guint i = 0; all != NULL && i < json_array_get_length (all); i++)
    {
      JsonObject *one = cs_json_at_object (all, i);
      CsAttachment *attachment = cs_record_new (CS_RECORD_ATTACHMENT);
      const CsMedia *media = g_hash_table_lookup (self->by_key, cs_json_get_text (one, "key"));

      g_ptr_array_add (post->attachments, attachment);
      if (media == NULL)
        return cs_fail (error, CS_ERROR_FAILED, "The sample has no file “%s”",
                        cs_json_get_text (one, "key"));

      attachment->media_id = g_strdup (media->id);
      attachment->alt = g_strdup (cs_json_get_text (one, "alt"));
      attachment->part = cs_json_get_int (one, "part", 0);
    }

  return TRUE;
}

static GStrv
dup_texts (JsonObject *story,
           const char *name)
{
  JsonArray *all = cs_json_get_array (story, name);
  g_autoptr(GStrvBuilder) texts = g_strv_builder_new ();

  for (guint i = 0; all != NULL && i < json_array_get_length (all); i++)
    g_strv_builder_add (texts, cs_json_at_text (all, i));

  return all != NULL ? g_strv_builder_end (texts) : NULL;
}

/* Written some days before it is due, and never in the time to come. */
static gint64
written_at (CsSamplePlan *self,
            JsonObject   *story,
            gint64        due)
{
  gint64 before = g_rand_int_range (self->rand, 1, 7) * CS_DAY_SECONDS
                  + g_rand_int_range (self->rand, 0, 6 * 3600);

  if (due == 0)
    return self->now + cs_json_get_int (story, "written", 0) * CS_DAY_SECONDS
           - before % 3600 - 7200;

  return MIN (due, self->now) - before;
}

static CsPost *
read_post (CsSamplePlan  *self,
           JsonObject    *story,
           gint64         due,
           GError       **error)
{
  CsPost *post = cs_record_new (CS_RECORD_POST);
  const char *language = cs_json_get_text (story, "language");

  g_ptr_array_add (self->posts, post);
  post->created_at = written_at (self, story, due);
  post->changed_at = MIN (post->created_at + g_rand_int_range (self->rand, 60, 20 * 3600),
                          self->now - 600);
  post->id = cs_sample_plan_new_id (self, post->created_at);
  post->title = g_strdup (cs_json_get_text (story, "title"));
  post->text = g_strdup (cs_json_get_text (story, "text"));
  post->warning = g_strdup (cs_json_get_text (story, "warning"));
  post->language = g_strdup (language != NULL ? language : "en");
  post->thread = dup_texts (story, "thread");
  post->labels = dup_texts (story, "labels");

  return read_attachments (self, story, post, error) ? post : NULL;
}

/* What one account has of its own, else what the post says. */
static const char *
own_text (JsonObject *story,
          const char *account,
          const char *name,
          gboolean    inherit)
{
  g_autofree char *path = g_strdup_printf ("own.%s.%s", account, name);
  const char *text = cs_json_get_text (story, path);

  return text != NULL || !inherit ? text : cs_json_get_text (story, name);
}

static gboolean
plan_target (CsSamplePlan  *self,
             JsonObject    *story,
             const char    *key,
             CsTarget      *target,
             GError       **error)
{
  const char *at = own_text (story, key, "at", TRUE);
  const char *zone = cs_json_get_text (story, "zone");

  target->state = CS_TARGET_DRAFT;
  target->fold = 0;
  if (at == NULL)
    return TRUE;

  target->state = CS_TARGET_SCHEDULED;
  target->zone = g_strdup (zone != NULL ? zone : self->zone);

  return read_time (self, at, &target->wall, error)
      && cs_slot_resolve (target->wall, target->zone, 0, &target->due, error);
}

/* What the story does not say follows from the time, by the publisher's own rule. */
static CsSampleState
state_of (CsSamplePlan         *self,
          JsonObject           *story,
          const char           *key,
          const CsSampleTarget *one)
{
  int state = CS_SAMPLE_PLANNED;

  if (one->target->due == CS_UNKNOWN)
    return CS_SAMPLE_PLANNED;

  if (choose (state_names, own_text (story, key, "state", TRUE), &state))
    return state;

  if (cs_claim_may_hand_over (one->account, one->post, one->target, self->now))
    return CS_SAMPLE_HANDED_OFF;

  return one->target->due + 60 <= self->now ? CS_SAMPLE_PUBLISHED : CS_SAMPLE_PLANNED;
}

static gboolean
read_target (CsSamplePlan  *self,
             JsonObject    *story,
             const CsPost  *post,
             const char    *key,
             GError       **error)
{
  CsSampleTarget *one = g_new0 (CsSampleTarget, 1);
  CsTarget *target = cs_record_new (CS_RECORD_TARGET);
  int lateness = CS_LATE_ASK;

  g_ptr_array_add (self->targets, one);
  one->target = target;
  one->post = post;
  one->account = g_hash_table_lookup (self->by_key, key);
  if (one->account == NULL)
    return cs_fail (error, CS_ERROR_FAILED, "The sample has no account “%s”", key);

  target->id = cs_sample_plan_new_id (self, post->created_at);
  target->post_id = g_strdup (post->id);
  target->account_id = g_strdup (one->account->id);
  target->text = g_strdup (own_text (story, key, "text", FALSE));
  target->warning = g_strdup (own_text (story, key, "warning", FALSE));
  choose (cs_lateness_names, own_text (story, key, "lateness", FALSE), &lateness);
  target->lateness = lateness;

  if (!plan_target (self, story, key, target, error))
    return FALSE;

  one->state = state_of (self, story, key, one);
  one->sentence = own_text (story, key, "sentence", TRUE);

  return TRUE;
}

static gboolean
read_story (CsSamplePlan  *self,
            JsonObject    *story,
            GError       **error)
{
  JsonArray *to = cs_json_get_array (story, "to");
  const char *at = cs_json_get_text (story, "at");
  gint64 wall;
  gint64 due = 0;
  CsPost *post;

  if (at != NULL && (!read_time (self, at, &wall, error)
                     || !cs_slot_resolve (wall, self->zone, 0, &due, error)))
    return FALSE;

  post = read_post (self, story, due, error);

  for (guint i = 0; post != NULL && to != NULL && i < json_array_get_length (to); i++)
    if (!read_target (self, story, post, cs_json_at_text (to, i), error))
      return FALSE;

  return post != NULL;
}

static gboolean
read_counted (CsSamplePlan  *self,
              JsonObject    *story,
              GError       **error)
{
  const struct { const char *name; gint64 *at; } moments[] = {
    { "since", &self->counted.since },
    { "offline", &self->counted.offline },
    { "online", &self->counted.online },
    { "quotes_end", &self->counted.quotes_end },
    { "sign_in_end", &self->counted.sign_in_end },
  };

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      gint64 wall;

      if (!read_time (self, cs_json_get_text (story, moments[i].name), &wall, error)
          || !cs_slot_resolve (wall, self->zone, 0, moments[i].at, error))
        return FALSE;
    }

  return TRUE;
}

static int
compare_due (gconstpointer a,
             gconstpointer b)
{
  const CsTarget *x = (*(CsSampleTarget *const *) a)->target;
  const CsTarget *y = (*(CsSampleTarget *const *) b)->target;

  return x->due != y->due ? (x->due > y->due) - (x->due < y->due) : strcmp (x->id, y->id);
}

static gboolean
read_all (CsSamplePlan  *self,
          GError       **error)
{
  JsonArray *accounts = cs_json_get_array (self->story, "accounts");
  JsonArray *clips = cs_json_get_array (self->story, "media");
  JsonArray *posts = cs_json_get_array (self->story, "posts");

  for (guint i = 0; i < json_array_get_length (accounts); i++)
    read_account (self, cs_json_at_object (accounts, i));

  for (guint i = 0; i < json_array_get_length (clips); i++)
    read_clip (self, cs_json_at_object (clips, i));

  for (guint i = 0; i < json_array_get_length (posts); i++)
    if (!read_story (self, cs_json_at_object (posts, i), error))
      return FALSE;

  g_ptr_array_sort (self->targets, compare_due);

  return read_counted (self, cs_json_get_object (self->story, "counted"), error);
}

/**
 * cs_sample_plan_new:
 * @now: seconds since 1970; what lies before it is published
 * @zone: what the potter's wall clock shows
 *
 * Returns: (transfer full): the records, stored nowhere yet
 */
CsSamplePlan *
cs_sample_plan_new (gint64        now,
                    const char   *zone,
                    guint32       seed,
                    GError      **error)
{
  g_autoptr(CsSamplePlan) self = g_new0 (CsSamplePlan, 1);
  g_autoptr(GBytes) bytes = NULL;
  gint64 fold;

  self->now = now;
  self->zone = g_strdup (zone);
  self->rand = g_rand_new_with_seed (seed);
  self->accounts = cs_records_new ();
  self->clips = g_ptr_array_new_with_free_func (clip_free);
  self->posts = cs_records_new ();
  self->targets = g_ptr_array_new_with_free_func (target_free);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  bytes = g_resource_lookup_data (cs_sample_get_resource (),
                                  "/io/github/creatorsync/CreatorSync/sample.json",
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;

  self->story = cs_json_parse_object (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                      CS_JSON_MAX_DEFAULT, error);

  if (self->story == NULL
      || !cs_slot_from_instant (now, zone, &self->wall, &fold, error)
      || !read_all (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* The first account of a network is at @host, which holds nothing yet: it will be given that. */
void
cs_sample_plan_place (CsSamplePlan *self,
                      CsNetwork     network,
                      const char   *host,
                      const char   *remote_id)
{
  CsAccount *account = NULL;

  for (guint i = 0; i < self->accounts->len && account == NULL; i++)
    if (((CsAccount *) self->accounts->pdata[i])->network == network)
      account = self->accounts->pdata[i];

  if (account == NULL)
    return;

  g_set_str (&account->host, host);
  g_set_str (&account->remote_id, remote_id);

  for (guint i = 0; i < self->targets->len; i++)
    {
      CsSampleTarget *one = self->targets->pdata[i];

      if (one->account == account && one->state == CS_SAMPLE_HANDED_OFF)
        one->state = CS_SAMPLE_PLANNED;
    }
}
