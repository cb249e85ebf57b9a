/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-world.h"
#include "cs-error.h"

#include <string.h>

typedef enum
{
  TEXT,
  NUMBER,
  SWITCH,
} Kind;

typedef struct
{
  const char *name;
  Kind        kind;
  gsize       offset;
  const char *fallback;
} Setting;

#define AT(field) G_STRUCT_OFFSET (CsSimOptions, field)

/* Defaults are what the networks' own servers ship with; times are kept short. */
static const Setting settings[] =
{
  { "mastodon.version", TEXT, AT (mastodon_version), "4.5.0" },
  { "mastodon.person", TEXT, AT (mastodon_person), "alice" },
  { "mastodon.max-characters", NUMBER, AT (mastodon_max_characters), "500" },
  { "mastodon.max-media", NUMBER, AT (mastodon_max_media), "4" },
  { "mastodon.description-limit", NUMBER, AT (mastodon_description_limit), "1500" },
  { "mastodon.image-size", NUMBER, AT (mastodon_image_size), "16777216" },
  { "mastodon.video-size", NUMBER, AT (mastodon_video_size), "103809024" },
  { "mastodon.processing", NUMBER, AT (mastodon_processing), "3" },
  { "mastodon.processing-fails", SWITCH, AT (mastodon_processing_fails), "no" },
  { "mastodon.ignore-idempotency", SWITCH, AT (mastodon_ignore_key), "no" },
  { "mastodon.snac", SWITCH, AT (mastodon_snac), "no" },
  { "mastodon.auto-approve", SWITCH, AT (mastodon_auto_approve), "no" },
  { "mastodon.rate-limits", SWITCH, AT (mastodon_rate_limits), "yes" },
  { "mastodon.calls", NUMBER, AT (mastodon_calls), "300" },
  { "bluesky.person", TEXT, AT (bluesky_person), "alice.test" },
  { "bluesky.blob-size", NUMBER, AT (bluesky_blob_size), "52428800" },
  { "bluesky.blob-lifetime", NUMBER, AT (bluesky_blob_lifetime), "0" },
  { "bluesky.access-lifetime", NUMBER, AT (bluesky_access_lifetime), "7200" },
  { "bluesky.auth-factor", SWITCH, AT (bluesky_auth_factor), "no" },
  { "bluesky.email-confirmed", SWITCH, AT (bluesky_email_confirmed), "yes" },
  { "bluesky.rate-limits", SWITCH, AT (bluesky_rate_limits), "yes" },
  { "bluesky.appview", SWITCH, AT (bluesky_appview), "yes" },
  { "bluesky.appview-lag", NUMBER, AT (bluesky_appview_lag), "0" },
  { "video.shape", TEXT, AT (video_shape), "wrapped" },
  { "video.processing", NUMBER, AT (video_processing), "8" },
  { "video.failure", TEXT, AT (video_failure), "" },
  { "video.blob-size", NUMBER, AT (video_blob_size), "0" },
  { "video.part-size", NUMBER, AT (video_part_size), "8388608" },
  { "video.daily", NUMBER, AT (video_daily), "25" },
  { "video.multipart", SWITCH, AT (video_multipart), "yes" },
  { "video.other-job", SWITCH, AT (video_other_job), "no" },
  { "growth", SWITCH, AT (growth), "no" },
  { "growth.seed", NUMBER, AT (growth_seed), "1" },
  { "growth.purge-at", NUMBER, AT (growth_purge_at), "0" },
  { "growth.purge-percent", NUMBER, AT (growth_purge_percent), "30" },
  { "growth.vanish-quotes-at", NUMBER, AT (growth_vanish_quotes_at), "0" },
  { "strict-media", SWITCH, AT (strict_media), "no" },
  { "keep-media", SWITCH, AT (keep_media), "no" },
};

static gboolean
set_value (CsSimOptions   *options,
           const Setting  *setting,
           const char     *value,
           GError        **error)
{
  gpointer field = G_STRUCT_MEMBER_P (options, setting->offset);
  gboolean yes =
    g_str_equal (value, "yes") || g_str_equal (value, "true") || g_str_equal (value, "1");
  gboolean no =
    g_str_equal (value, "no") || g_str_equal (value, "false") || g_str_equal (value, "0");

  if (setting->kind == NUMBER)
    return g_ascii_string_to_signed (value, 10, 0, G_MAXINT64, field, error);

  if (setting->kind == TEXT)
    {
      g_set_str ((char **) field, value);
      return TRUE;
    }

  if (!yes && !no)
    return cs_fail (error, CS_ERROR_USAGE, "“%s” is yes or no, not “%s”", setting->name, value);

  *(gboolean *) field = yes;

  return TRUE;
}

void
cs_sim_world_init (CsSimWorld *self,
                   CsClock    *clock)
{
  memset (self, 0, sizeof *self);
  self->clock = g_object_ref (clock);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    set_value (&self->options, &settings[i], settings[i].fallback, NULL);
}

void
cs_sim_world_clear (CsSimWorld *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (settings[i].kind == TEXT)
      g_clear_pointer ((char **) G_STRUCT_MEMBER_P (&self->options, settings[i].offset), g_free);

  for (guint i = 0; i < CS_SIMULATOR_N_FACES; i++)
    g_clear_pointer (&self->urls[i], g_free);

  g_clear_pointer (&self->media_dir, g_free);
  g_clear_pointer (&self->told, g_hash_table_unref);
  g_clear_object (&self->clock);
}

/* A switch by its name: "video.shape=bare". */
gboolean
cs_sim_world_set (CsSimWorld  *self,
                  const char  *setting,
                  GError     **error)
{
  g_auto(GStrv) parts = g_strsplit (setting, "=", 2);

  if (g_strv_length (parts) != 2)
    return cs_fail (error, CS_ERROR_USAGE, "A setting is NAME=VALUE, not “%s”", setting);

  g_strstrip (parts[0]);
  g_strstrip (parts[1]);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_str_equal (settings[i].name, parts[0]))
      return set_value (&self->options, &settings[i], parts[1], error);

  return cs_fail (error, CS_ERROR_USAGE, "There is no setting “%s”", parts[0]);
}

/* Every switch with what it is when nobody sets it, one a line. */
char *
cs_sim_world_list (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    g_string_append_printf (text, "  %s=%s\n", settings[i].name, settings[i].fallback);

  return g_string_free_and_steal (text);
}

gint64
cs_sim_world_now (CsSimWorld *self)
{
  return cs_clock_now (self->clock);
}

/* As both networks write moments: UTC with milliseconds. */
char *
cs_sim_world_iso (gint64 usec)
{
  g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc_usec (usec);
  g_autofree char *seconds = at != NULL ? g_date_time_format (at, "%Y-%m-%dT%H:%M:%S") : NULL;

  if (seconds == NULL)
    return g_strdup ("1970-01-01T00:00:00.000Z");

  return g_strdup_printf ("%s.%03dZ", seconds, g_date_time_get_microsecond (at) / 1000);
}

/* A name that looks drawn by lot and is the same in every run: prefix and counter, hashed. */
char *
cs_sim_world_token (CsSimWorld *self,
                    const char *prefix)
{
  g_autofree char *seed = g_strdup_printf ("%s-%" G_GUINT64_FORMAT, prefix, ++self->counter);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);

  hash[40] = '\0';

  return g_strdup_printf ("%s_%s", prefix, hash);
}

/* Takes points from this window; FALSE, and nothing taken, when they are not left. */
gboolean
cs_sim_window_take (CsSimWindow *self,
                    gint64       now,
                    gint64       length,
                    gint64       limit,
                    gint64       points)
{
  if (now >= self->began + length || now < self->began)
    {
      self->began = now - now % length;
      self->used = 0;
    }

  if (self->used + points > limit)
    return FALSE;

  self->used += points;

  return TRUE;
}
