/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-mastodon-instance.h"
#include "cs-sim-mastodon-private.h"
#include "cs-sim-numbers.h"

#include <string.h>

static const char *const mime_types[] =
{
  "image/jpeg", "image/png", "image/gif", "image/heic", "image/heif", "image/webp", "image/avif",
  "video/webm", "video/mp4", "video/quicktime", "video/ogg", "audio/wave", "audio/wav",
  "audio/x-wav", "audio/x-pn-wave", "audio/vnd.wave", "audio/ogg", "audio/vorbis", "audio/mpeg",
  "audio/mp3", "audio/webm", "audio/flac", "audio/aac", "audio/m4a", "audio/x-m4a", "audio/mp4",
  "audio/3gpp", "video/x-ms-asf", NULL,
};

gboolean
cs_sim_mastodon_supports (const char *mime_type)
{
  return g_strv_contains (mime_types, mime_type);
}

static JsonObject *
describe_media_limits (CsSimMastodon *self)
{
  const CsSimOptions *options = &self->world->options;
  JsonObject *object = json_object_new ();
  JsonArray *types = json_array_new ();

  for (guint i = 0; mime_types[i] != NULL; i++)
    json_array_add_string_element (types, mime_types[i]);

  json_object_set_array_member (object, "supported_mime_types", types);
  json_object_set_int_member (object, "image_size_limit", options->mastodon_image_size);
  json_object_set_int_member (object, "image_matrix_limit", 33177600);
  json_object_set_int_member (object, "video_size_limit", options->mastodon_video_size);
  json_object_set_int_member (object, "video_frame_rate_limit", 120);
  json_object_set_int_member (object, "video_matrix_limit", 8294400);
  if (cs_sim_mastodon_version (self) >= 404)
    json_object_set_int_member (object, "description_limit", options->mastodon_description_limit);

  return object;
}

static JsonObject *
describe_configuration (CsSimMastodon *self)
{
  const CsSimOptions *options = &self->world->options;
  JsonObject *object = json_object_new ();
  JsonObject *statuses = json_object_new ();
  JsonObject *polls = json_object_new ();

  json_object_set_int_member (statuses, "max_characters", options->mastodon_max_characters);
  json_object_set_int_member (statuses, "max_media_attachments", options->mastodon_max_media);
  json_object_set_int_member (statuses, "characters_reserved_per_url", 23);
  json_object_set_object_member (object, "statuses", statuses);
  json_object_set_object_member (object, "media_attachments", describe_media_limits (self));

  json_object_set_int_member (polls, "max_options", 4);
  json_object_set_int_member (polls, "max_characters_per_option", 50);
  json_object_set_int_member (polls, "min_expiration", 300);
  json_object_set_int_member (polls, "max_expiration", 2629746);
  json_object_set_object_member (object, "polls", polls);

  return object;
}

static const char *
get_host (CsSimMastodon *self)
{
  const char *url = self->world->urls[CS_SIMULATOR_MASTODON];

  return url != NULL ? strstr (url, "://") + 3 : "127.0.0.1";
}

void
cs_sim_mastodon_show_instance_v2 (gpointer       network,
                                  CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  JsonObject *object;
  JsonObject *configuration;
  JsonObject *urls;
  JsonObject *registrations;

  if (self->world->options.mastodon_snac)
    {
      cs_sim_answer_text (exchange, 404, "text/html", "<h1>404 Not Found</h1>");
      return;
    }

  object = json_object_new ();
  configuration = describe_configuration (self);
  urls = json_object_new ();
  registrations = json_object_new ();
  json_object_set_string_member (object, "domain", get_host (self));
  json_object_set_string_member (object, "title", "Mastodon");
  json_object_set_string_member (object, "version", self->world->options.mastodon_version);
  json_object_set_string_member (object, "source_url", "https://github.com/mastodon/mastodon");
  json_object_set_string_member (object, "description", "");

  json_object_set_string_member (urls, "streaming", self->world->urls[CS_SIMULATOR_MASTODON]);
  json_object_set_object_member (configuration, "urls", urls);
  json_object_set_object_member (object, "configuration", configuration);

  json_object_set_boolean_member (registrations, "enabled", FALSE);
  json_object_set_object_member (object, "registrations", registrations);

  /* The numbers that 4.3, 4.4 and 4.5 give; older servers give none. */
  if (cs_sim_mastodon_version (self) >= 403)
    {
      JsonObject *api_versions = json_object_new ();
      guint version = cs_sim_mastodon_version (self);

      json_object_set_int_member (api_versions, "mastodon",
                                  version >= 405   ? 7
                                  : version >= 404 ? 6
                                                   : 2);
      json_object_set_object_member (object, "api_versions", api_versions);
    }

  cs_sim_answer_object (exchange, 200, object);
}

void
cs_sim_mastodon_show_instance_v1 (gpointer       network,
                                  CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "uri", get_host (self));
  json_object_set_string_member (object, "title", "Mastodon");
  json_object_set_string_member (object, "version", self->world->options.mastodon_snac
                                                    ? "4.0.0 (not true; really snac/2.96)"
                                                    : self->world->options.mastodon_version);
  json_object_set_boolean_member (object, "registrations", FALSE);
  json_object_set_object_member (object, "configuration", describe_configuration (self));

  cs_sim_answer_object (exchange, 200, object);
}

JsonObject *
cs_sim_mastodon_describe (CsSimMastodon *self,
                          CsSimPerson   *person)
{
  JsonObject *object = json_object_new ();
  g_autofree char *url = g_strdup_printf ("%s/@%s", self->world->urls[CS_SIMULATOR_MASTODON],
                                          person->username);
  gint64 counts[CS_SIMULATOR_N_COUNTS];

  cs_sim_mastodon_count_person (self, person, cs_sim_world_now (self->world), counts);
  json_object_set_string_member (object, "id", person->id);
  json_object_set_string_member (object, "username", person->username);
  json_object_set_string_member (object, "acct", person->username);
  json_object_set_string_member (object, "display_name", person->username);
  json_object_set_boolean_member (object, "locked", FALSE);
  json_object_set_boolean_member (object, "bot", FALSE);
  json_object_set_string_member (object, "url", url);
  json_object_set_string_member (object, "uri", url);
  cs_sim_numbers_set (object, "followers_count", counts[CS_SIMULATOR_FOLLOWERS]);
  cs_sim_numbers_set (object, "following_count", counts[CS_SIMULATOR_FOLLOWING]);
  cs_sim_numbers_set (object, "statuses_count", counts[CS_SIMULATOR_POSTS]);

  return object;
}

void
cs_sim_mastodon_verify (gpointer       network,
                        CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimToken *token = cs_sim_mastodon_need (self, exchange, "read:accounts");

  if (token != NULL)
    cs_sim_answer_object (exchange, 200, cs_sim_mastodon_describe (self, token->person));
}

CsSimPerson *
cs_sim_mastodon_find_person (CsSimMastodon *self,
                             const char    *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->people); i++)
    if (g_str_equal (self->people[i].id, id))
      return &self->people[i];

  return NULL;
}

void
cs_sim_mastodon_show_account (gpointer       network,
                              CsSimExchange *exchange)
{
  CsSimPerson *person = cs_sim_mastodon_find_person (network, exchange->args[0]);

  if (person != NULL)
    cs_sim_answer_object (exchange, 200, cs_sim_mastodon_describe (network, person));
  else
    cs_sim_mastodon_refuse (exchange, 404, "Record not found");
}
