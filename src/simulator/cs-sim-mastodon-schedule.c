/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-mastodon-private.h"

#define SCHEDULE_OFFSET 300
#define SCHEDULES_TOTAL 300
#define SCHEDULES_DAY   25

JsonObject *
cs_sim_mastodon_describe_schedule (CsSimMastodon *self,
                                   CsSimStatus   *status)
{
  JsonObject *object = json_object_new ();
  JsonObject *params = json_object_new ();
  JsonArray *media_ids = json_array_new ();
  g_autofree char *at = cs_sim_world_iso (status->scheduled * G_USEC_PER_SEC);

  for (guint i = 0; i < status->media->len; i++)
    json_array_add_string_element (media_ids,
                                   ((CsSimMedia *) g_ptr_array_index (status->media, i))->id);

  json_object_set_string_member (object, "id", status->schedule_id);
  json_object_set_string_member (object, "scheduled_at", at);

  json_object_set_string_member (params, "text", status->text);
  json_object_set_array_member (params, "media_ids", media_ids);
  json_object_set_string_member (params, "spoiler_text", status->spoiler);
  json_object_set_string_member (params, "visibility", status->visibility);
  json_object_set_boolean_member (params, "sensitive", status->is_sensitive);
  cs_sim_mastodon_set_text (params, "language", status->language);
  cs_sim_mastodon_set_text (params, "in_reply_to_id", status->in_reply_to);
  cs_sim_mastodon_set_text (params, "idempotency", NULL);
  json_object_set_object_member (object, "params", params);
  cs_sim_mastodon_set_media (self, object, status);

  return object;
}

gboolean
cs_sim_mastodon_read_schedule (CsSimMastodon  *self,
                               const char     *text,
                               gint64         *at,
                               char          **refusal)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) moment = text != NULL && *text != '\0'
                                ? g_date_time_new_from_iso8601 (text, utc) : NULL;
  gint64 now = cs_sim_world_now (self->world);

  *at = 0;
  if (text == NULL || *text == '\0' || self->world->options.mastodon_snac)
    return TRUE;

  if (moment == NULL)
    {
      *refusal = g_strdup_printf ("'%s' is not a valid datetime", text);
      return FALSE;
    }

  /* What should have gone out already goes out at once. */
  if (g_date_time_to_unix (moment) <= now)
    return TRUE;

  if (g_date_time_to_unix (moment) <= now + SCHEDULE_OFFSET)
    {
      *refusal = g_strdup ("Validation failed: Scheduled at must be in the future");
      return FALSE;
    }

  *at = g_date_time_to_unix (moment);

  return TRUE;
}

char *
cs_sim_mastodon_find_schedule_refusal (CsSimMastodon *self,
                                       CsSimPerson   *person,
                                       gint64         at)
{
  guint n_total = 0, n_day = 0;

  for (guint i = 0; i < self->statuses->len; i++)
    {
      CsSimStatus *other = g_ptr_array_index (self->statuses, i);

      if (!other->is_waiting || other->deleted_usec != 0 || other->person != person)
        continue;

      n_total++;
      n_day += other->scheduled / 86400 == at / 86400;
    }

  if (n_total >= SCHEDULES_TOTAL)
    return g_strdup_printf ("Validation failed: You have exceeded the limit of %d scheduled posts",
                            SCHEDULES_TOTAL);

  if (n_day >= SCHEDULES_DAY)
    return g_strdup_printf ("Validation failed: You have exceeded the limit of %d scheduled posts "
                            "for today", SCHEDULES_DAY);

  return NULL;
}

/* Schedules whose time has come turn into statuses, as of their time. */
void
cs_sim_mastodon_sweep (CsSimMastodon *self)
{
  gint64 now = cs_sim_world_now (self->world);

  cs_sim_mastodon_sweep_media (self);

  for (guint i = 0; i < self->statuses->len; i++)
    {
      CsSimStatus *status = g_ptr_array_index (self->statuses, i);

      if (!status->is_waiting || status->deleted_usec != 0 || status->scheduled > now)
        continue;

      status->is_waiting = FALSE;
      status->created_usec = status->scheduled * G_USEC_PER_SEC;
      g_free (status->id);
      status->id = cs_sim_mastodon_new_id (self);
    }
}

void
cs_sim_mastodon_list_scheduled (gpointer       network,
                                CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimToken *token = cs_sim_mastodon_need (self, exchange, "read:statuses");
  JsonArray *array;

  if (token == NULL)
    return;

  array = json_array_new ();
  for (guint i = self->statuses->len; i > 0; i--)
    {
      CsSimStatus *status = g_ptr_array_index (self->statuses, i - 1);

      if (status->is_waiting && status->deleted_usec == 0 && status->person == token->person)
        json_array_add_object_element (array, cs_sim_mastodon_describe_schedule (self, status));
    }

  cs_sim_answer_json (exchange, 200, cs_sim_take_array (array));
}

static CsSimStatus *
need_scheduled (CsSimMastodon *self,
                CsSimExchange *exchange,
                const char    *scope)
{
  CsSimToken *token = cs_sim_mastodon_need (self, exchange, scope);

  if (token == NULL)
    return NULL;

  for (guint i = 0; i < self->statuses->len; i++)
    {
      CsSimStatus *status = g_ptr_array_index (self->statuses, i);

      if (status->is_waiting && status->deleted_usec == 0 && status->person == token->person
          && g_str_equal (status->schedule_id, exchange->args[0]))
        return status;
    }

  cs_sim_mastodon_refuse (exchange, 404, "Record not found");

  return NULL;
}

void
cs_sim_mastodon_show_scheduled (gpointer       network,
                                CsSimExchange *exchange)
{
  CsSimStatus *status = need_scheduled (network, exchange, "read:statuses");

  if (status != NULL)
    cs_sim_mastodon_answer_status (network, exchange, status);
}

void
cs_sim_mastodon_move_scheduled (gpointer       network,
                                CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimStatus *status = need_scheduled (self, exchange, "write:statuses");
  g_autofree char *refusal = NULL;
  gint64 at = 0;

  if (status == NULL)
    return;

  if (!cs_sim_mastodon_read_schedule (self, cs_sim_exchange_param (exchange, "scheduled_at"), &at,
                                      &refusal)
      || at == 0)
    {
      cs_sim_mastodon_refuse (exchange, 422, refusal != NULL ? refusal
                              : "Validation failed: Scheduled at must be in the future");
      return;
    }

  status->scheduled = at;
  cs_sim_mastodon_answer_status (self, exchange, status);
}

void
cs_sim_mastodon_delete_scheduled (gpointer       network,
                                  CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimStatus *status = need_scheduled (self, exchange, "write:statuses");

  if (status == NULL)
    return;

  status->deleted_usec = cs_clock_now_usec (self->world->clock);
  for (guint i = 0; i < status->media->len; i++)
    ((CsSimMedia *) g_ptr_array_index (status->media, i))->is_attached = FALSE;

  cs_sim_answer_object (exchange, 200, json_object_new ());
}
