/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-control.h"
#include "cs-error.h"
#include "cs-sim-numbers.h"

static JsonNode *
list_accounts (CsSimulator *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_member (object, "mastodon", cs_sim_mastodon_accounts (self->mastodon));
  json_object_set_member (object, "bluesky", cs_sim_bluesky_accounts (self->bluesky));
  json_node_take_object (node, object);

  return node;
}

static JsonNode *
list_posts (CsSimulator *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_member (object, "mastodon", cs_sim_mastodon_posts (self->mastodon));
  json_object_set_member (object, "bluesky", cs_sim_bluesky_posts (self->bluesky));
  json_node_take_object (node, object);

  return node;
}

/* "late" are requests that were dropped and are still to be applied. */
static JsonNode *
list_counts (CsSimulator *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "mastodon", cs_sim_mastodon_count (self->mastodon));
  json_object_set_int_member (object, "bluesky", cs_sim_bluesky_count (self->bluesky));
  json_object_set_int_member (object, "late", self->late->len);
  json_object_set_int_member (object, "faults", self->faults->len);
  json_node_take_object (node, object);

  return node;
}

static JsonNode *
list_journal (CsSimulator *self)
{
  return cs_sim_journal_list (self->journal);
}

/* What a client is told of every post and account, by their ids; posts that are not there are not
 * in it. */
static void
answer_numbers (CsSimulator   *self,
                CsSimExchange *exchange)
{
  const char *text = cs_sim_exchange_param (exchange, "at");
  gint64 at = text != NULL ? g_ascii_strtoll (text, NULL, 10) : cs_sim_world_now (&self->world);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "at", at);
  json_object_set_member (object, "mastodon", cs_sim_mastodon_numbers (self->mastodon, at));
  json_object_set_member (object, "bluesky", cs_sim_bluesky_numbers (self->bluesky, at));
  cs_sim_answer_object (exchange, 200, object);
}

static gboolean
add_post (CsSimulator  *self,
          const char   *line,
          GError      **error)
{
  g_auto(GStrv) words = g_strsplit (line, " ", 5);
  gint64 created;

  if (g_strv_length (words) != 5)
    return cs_fail (error, CS_ERROR_USAGE, "A line is NETWORK ACCOUNT ID SECONDS TEXT, not “%s”",
                    line);

  if (!g_ascii_string_to_signed (words[3], 10, 0, G_MAXINT32, &created, error))
    return FALSE;

  if (g_str_equal (words[0], "mastodon")
      ? cs_sim_mastodon_add_post (self->mastodon, words[1], words[2], created, words[4])
      : cs_sim_bluesky_add_post (self->bluesky, words[1], words[2], created, words[4]))
    return TRUE;

  return cs_fail (error, CS_ERROR_INVALID, "“%s” cannot have the post “%s”", words[1], words[2]);
}

static gboolean
delete_post (CsSimulator  *self,
             const char   *line,
             GError      **error)
{
  g_auto(GStrv) words = g_strsplit (line, " ", 2);
  gboolean is_mastodon = g_strcmp0 (words[0], "mastodon") == 0;

  if (g_strv_length (words) != 2)
    return cs_fail (error, CS_ERROR_USAGE, "A line is NETWORK ID, not “%s”", line);

  return (is_mastodon ? cs_sim_mastodon_delete_post (self->mastodon, words[1])
                      : cs_sim_bluesky_delete_post (self->bluesky, words[1]))
      || cs_fail (error, CS_ERROR_NOT_FOUND, "There is no post “%s”", words[1]);
}

static gboolean
set (CsSimulator  *self,
     const char   *line,
     GError      **error)
{
  return cs_sim_world_set (&self->world, line, error);
}

static gboolean
tell (CsSimulator  *self,
      const char   *line,
      GError      **error)
{
  return cs_sim_numbers_tell (&self->world, line, error);
}

/* What each request with lines does with one of them. */
static const struct
{
  const char *path;
  gboolean  (*take) (CsSimulator  *self,
                     const char   *line,
                     GError      **error);
} takers[] = {
  { "/settings", set }, { "/numbers", tell }, { "/posts", add_post }, { "/deletions", delete_post },
};

gboolean
cs_sim_control_take (CsSimulator  *self,
                     const char   *path,
                     const char   *lines,
                     GError      **error)
{
  g_auto(GStrv) list = g_strsplit (lines, "\n", -1);

  if (g_str_equal (path, "/faults"))
    return cs_sim_fault_parse (self->faults, lines, error);

  for (guint i = 0; i < G_N_ELEMENTS (takers); i++)
    if (g_str_equal (path, takers[i].path))
      {
        for (guint k = 0; list[k] != NULL; k++)
          if (*g_strstrip (list[k]) != '\0' && !takers[i].take (self, list[k], error))
            return FALSE;

        return TRUE;
      }

  return cs_fail (error, CS_ERROR_NOT_FOUND, "There is no “%s”", path);
}

/* The body of a control request as text. */
static gboolean
take_body (CsSimulator    *self,
           CsSimExchange  *exchange,
           GError        **error)
{
  g_autofree char *text = NULL;

  if (exchange->text->len == 0)
    return cs_fail (error, CS_ERROR_INVALID,
                    "The request is empty: send the lines for “%s” in its body", exchange->path);

  text = g_strndup ((char *) exchange->text->data, exchange->text->len);

  return cs_sim_control_take (self, exchange->path, text, error);
}

void
cs_sim_control_answer (CsSimulator   *self,
                       CsSimExchange *exchange)
{
  static const struct { const char *path; JsonNode *(*list) (CsSimulator *self); } lists[] =
  {
    { "/accounts", list_accounts }, { "/posts", list_posts }, { "/counts", list_counts },
    { "/journal", list_journal },
  };
  g_autoptr(GError) error = NULL;
  gboolean is_get = g_str_equal (exchange->method, "GET");

  for (guint i = 0; is_get && i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (exchange->path, lists[i].path))
      {
        cs_sim_answer_json (exchange, 200, lists[i].list (self));
        return;
      }

  if (is_get && g_str_equal (exchange->path, "/numbers"))
    {
      answer_numbers (self, exchange);
      return;
    }

  if (!g_str_equal (exchange->method, "POST"))
    {
      cs_sim_answer_error (exchange, 404, "There is nothing here", NULL, NULL);
      return;
    }

  if (g_str_equal (exchange->path, "/reset"))
    cs_simulator_reset (self);
  else
    take_body (self, exchange, &error);

  if (error != NULL)
    cs_sim_answer_error (exchange, 400, error->message, NULL, NULL);
  else
    cs_sim_answer_json (exchange, 200, list_counts (self));
}
