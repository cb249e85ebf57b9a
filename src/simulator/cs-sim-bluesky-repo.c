/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-bluesky-private.h"
#include "cs-json.h"
#include "cs-sim-bluesky-record.h"
#include "cs-sim-cid.h"

#include <string.h>

#define CREATE_POINTS 3
#define UPDATE_POINTS 2
#define DELETE_POINTS 1

/* What a write asks for, as far as it was found right. */
typedef struct
{
  CsSimRepo  *repo;
  const char *collection;
  char       *rkey;
  JsonNode   *record;      /* borrowed */
  char       *cid;
  GPtrArray  *blobs;
} Write;

static void
write_clear (Write *write)
{
  g_free (write->rkey);
  g_free (write->cid);
  g_clear_pointer (&write->blobs, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Write, write_clear)

void
cs_sim_record_free (CsSimRecord *record)
{
  g_free (record->collection);
  g_free (record->rkey);
  g_free (record->cid);
  json_node_unref (record->value);
  g_free (record);
}

static char *
make_name (const char *collection,
           const char *rkey)
{
  return g_strdup_printf ("%s/%s", collection, rkey);
}

CsSimRecord *
cs_sim_bluesky_find_record (CsSimRepo  *repo,
                            const char *collection,
                            const char *rkey)
{
  g_autofree char *name = make_name (collection, rkey);

  return g_hash_table_lookup (repo->records, name);
}

/* Takes @record. */
void
cs_sim_bluesky_add_record (CsSimRepo   *repo,
                           CsSimRecord *record)
{
  g_ptr_array_add (repo->history, record);
  g_hash_table_insert (repo->records, make_name (record->collection, record->rkey), record);
}

/* It stays in the history. */
void
cs_sim_bluesky_remove_record (CsSimBluesky *self,
                              CsSimRepo    *repo,
                              CsSimRecord  *record)
{
  g_autofree char *name = make_name (record->collection, record->rkey);

  record->deleted_usec = cs_clock_now_usec (self->world->clock);
  g_hash_table_remove (repo->records, name);
}

char *
cs_sim_bluesky_dup_uri (CsSimRepo   *repo,
                        CsSimRecord *record)
{
  return g_strdup_printf ("at://%s/%s/%s", repo->did, record->collection, record->rkey);
}

static gboolean
is_rkey (const char *collection,
         const char *rkey)
{
  static const char allowed[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:~-";
  gsize length = strlen (rkey);

  if (g_str_equal (collection, CS_SIM_POST))
    return cs_sim_tid_is_valid (rkey);

  return length >= 1 && length <= 512 && strspn (rkey, allowed) == length
      && !g_str_equal (rkey, ".") && !g_str_equal (rkey, "..");
}

/* The parts of a write that concern no record; answers and FALSE when they are wrong. */
static gboolean
read_place (CsSimBluesky  *self,
            CsSimExchange *exchange,
            Write         *write)
{
  JsonObject *input = cs_sim_exchange_object (exchange);
  CsSimRepo *repo = cs_sim_bluesky_need (self, exchange);

  if (repo == NULL)
    return FALSE;

  if (input == NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest",
                             "Wrong request encoding (Content-Type), or no JSON object");
      return FALSE;
    }

  write->repo = cs_sim_bluesky_find_repo (self, cs_json_get_text (input, "repo"));
  write->collection = cs_json_get_text (input, "collection");
  write->rkey = g_strdup (cs_json_get_text (input, "rkey"));
  write->record = json_object_get_member (input, "record");

  if (write->collection == NULL || strchr (write->collection, '.') == NULL)
    cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest",
                           "Input/collection must be a valid nsid");
  else if (write->repo == NULL)
    cs_sim_bluesky_refuse (exchange, 403, "AccountNotFound", "Account not found");
  else if (write->repo != repo)
    cs_sim_bluesky_refuse (exchange, 401, "AuthenticationRequired", "Authentication Required");
  else if (write->rkey != NULL && !is_rkey (write->collection, write->rkey))
    cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest",
                           "Input/rkey must be a valid Record Key");
  else
    return TRUE;

  return FALSE;
}

static gboolean
read_record (CsSimBluesky  *self,
             CsSimExchange *exchange,
             Write         *write)
{
  g_autofree char *fault = NULL;
  g_autofree char *sentence = NULL;

  if (!read_place (self, exchange, write))
    return FALSE;

  if (write->record == NULL || !JSON_NODE_HOLDS_OBJECT (write->record))
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest", "Input/record must be an object");
      return FALSE;
    }

  fault = cs_sim_record_find_fault (json_node_get_object (write->record), write->collection,
                                    &write->blobs);
  write->cid = cs_sim_cid_of_record (write->record);
  if (fault == NULL && write->cid == NULL)
    fault = g_strdup ("the data model has no such value");

  if (fault != NULL)
    {
      sentence = g_strdup_printf ("Invalid %s record: %s", write->collection, fault);
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest", sentence);
      return FALSE;
    }

  return TRUE;
}

/* A blob must have been sent before; what a record says of it counts when it is first used. */
static gboolean
check_blob (CsSimExchange *exchange,
            CsSimBlobRef  *ref,
            CsSimBlob     *blob)
{
  g_autofree char *sentence = NULL;

  if (blob == NULL)
    {
      sentence = g_strdup_printf ("Could not find blob: %s", ref->cid);
      cs_sim_bluesky_refuse (exchange, 400, "BlobNotFound", sentence);
    }
  else if (blob->is_referenced)
    {
      return TRUE;
    }
  else if (!g_str_equal (blob->type, ref->mime))
    {
      sentence = g_strdup_printf ("Referenced Mimetype does not match stored blob. "
                                  "Expected: %s, Got: %s", blob->type, ref->mime);
      cs_sim_bluesky_refuse (exchange, 400, "InvalidMimeType", sentence);
    }
  else if (blob->upload->length != ref->size)
    {
      sentence = g_strdup_printf ("Referenced Size does not match stored blob. Expected: %"
                                  G_GINT64_FORMAT ", Got: %" G_GINT64_FORMAT,
                                  blob->upload->length, ref->size);
      cs_sim_bluesky_refuse (exchange, 400, "InvalidSize", sentence);
    }

  return sentence == NULL;
}

static gboolean
check_blobs (CsSimExchange *exchange,
             Write         *write)
{
  for (guint i = 0; i < write->blobs->len; i++)
    {
      CsSimBlobRef *ref = g_ptr_array_index (write->blobs, i);

      if (!check_blob (exchange, ref, g_hash_table_lookup (write->repo->blobs, ref->cid)))
        return FALSE;
    }

  return TRUE;
}

static void
set_commit (CsSimBluesky *self,
            JsonObject   *object)
{
  JsonObject *commit = json_object_new ();
  g_autofree char *seed = cs_sim_world_token (self->world, "commit");
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);
  g_autofree char *cid = cs_sim_cid_of_sha256 (sha256);
  g_autofree char *rev = cs_sim_tid (cs_clock_now_usec (self->world->clock), 0);

  json_object_set_string_member (commit, "cid", cid);
  json_object_set_string_member (commit, "rev", rev);
  json_object_set_object_member (object, "commit", commit);
}

static void
answer_written (CsSimBluesky  *self,
                CsSimExchange *exchange,
                Write         *write,
                gboolean       is_commit)
{
  JsonObject *object = json_object_new ();
  g_autofree char *uri = g_strdup_printf ("at://%s/%s/%s", write->repo->did, write->collection,
                                          write->rkey);

  json_object_set_string_member (object, "uri", uri);
  json_object_set_string_member (object, "cid", write->cid);

  if (is_commit)
    set_commit (self, object);

  json_object_set_string_member (object, "validationStatus",
                                 g_str_has_prefix (write->collection, "app.bsky.") ? "valid"
                                                                                   : "unknown");
  cs_sim_answer_object (exchange, 200, object);
}

static gboolean
take_points (CsSimBluesky  *self,
             CsSimExchange *exchange,
             CsSimRepo     *repo,
             gint64         points)
{
  return cs_sim_bluesky_take (self, exchange, &repo->day, 86400, 35000, points)
      && cs_sim_bluesky_take (self, exchange, &repo->hour, 3600, 5000, points);
}

static void
store (CsSimBluesky *self,
       Write        *write)
{
  CsSimRecord *record = cs_sim_bluesky_find_record (write->repo, write->collection, write->rkey);

  if (record == NULL)
    {
      record = g_new0 (CsSimRecord, 1);
      record->collection = g_strdup (write->collection);
      record->rkey = g_strdup (write->rkey);
      record->created_usec = cs_clock_now_usec (self->world->clock);
      cs_sim_bluesky_add_record (write->repo, record);
    }

  for (guint i = 0; i < write->blobs->len; i++)
    {
      CsSimBlobRef *ref = g_ptr_array_index (write->blobs, i);

      ((CsSimBlob *) g_hash_table_lookup (write->repo->blobs, ref->cid))->is_referenced = TRUE;
    }

  g_clear_pointer (&record->value, json_node_unref);
  record->value = json_node_copy (write->record);
  g_set_str (&record->cid, write->cid);
}

/* Whether the record stands where the caller thinks; null says "there is none". */
static gboolean
check_swap (CsSimExchange *exchange,
            CsSimRecord   *current)
{
  JsonObject *input = cs_sim_exchange_object (exchange);
  const char *swap = cs_json_get_text (input, "swapRecord");
  g_autofree char *sentence = NULL;

  if (!json_object_has_member (input, "swapRecord")
      || g_strcmp0 (swap, current != NULL ? current->cid : NULL) == 0)
    return TRUE;

  sentence = g_strdup_printf ("Record was at %s", current != NULL ? current->cid : "null");
  cs_sim_bluesky_refuse (exchange, 400, "InvalidSwap", sentence);

  return FALSE;
}

void
cs_sim_bluesky_put_record (gpointer       network,
                           CsSimExchange *exchange)
{
  CsSimBluesky *self = network;
  g_auto(Write) write = { NULL, };
  CsSimRecord *current;

  if (!read_record (self, exchange, &write))
    return;

  if (write.rkey == NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest",
                             "Input must have the property \"rkey\"");
      return;
    }

  /* The same content is no write at all, whatever swapRecord says: no commit, no points. */
  current = cs_sim_bluesky_find_record (write.repo, write.collection, write.rkey);
  if (current != NULL && g_str_equal (current->cid, write.cid))
    {
      answer_written (self, exchange, &write, FALSE);
      return;
    }

  if (!check_swap (exchange, current) || !check_blobs (exchange, &write)
      || !take_points (self, exchange, write.repo, current != NULL ? UPDATE_POINTS : CREATE_POINTS))
    return;

  store (self, &write);
  answer_written (self, exchange, &write, TRUE);
}

void
cs_sim_bluesky_create_record (gpointer       network,
                              CsSimExchange *exchange)
{
  CsSimBluesky *self = network;
  g_auto(Write) write = { NULL, };

  if (!read_record (self, exchange, &write))
    return;

  if (write.rkey == NULL)
    write.rkey = cs_sim_tid (cs_clock_now_usec (self->world->clock) + ++self->world->counter, 0);

  if (cs_sim_bluesky_find_record (write.repo, write.collection, write.rkey) != NULL)
    {
      cs_sim_bluesky_refuse (exchange, 500, "InternalServerError", "Internal Server Error");
      return;
    }

  if (!check_blobs (exchange, &write) || !take_points (self, exchange, write.repo, CREATE_POINTS))
    return;

  store (self, &write);
  answer_written (self, exchange, &write, TRUE);
}

/* A record that is not there is deleted too: 200 either way. */
void
cs_sim_bluesky_delete_record (gpointer       network,
                              CsSimExchange *exchange)
{
  CsSimBluesky *self = network;
  g_auto(Write) write = { NULL, };
  CsSimRecord *current;
  JsonObject *object;

  if (!read_place (self, exchange, &write))
    return;

  if (write.rkey == NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest",
                             "Input must have the property \"rkey\"");
      return;
    }

  current = cs_sim_bluesky_find_record (write.repo, write.collection, write.rkey);
  if (current != NULL
      && (!check_swap (exchange, current)
          || !take_points (self, exchange, write.repo, DELETE_POINTS)))
    return;

  object = json_object_new ();
  if (current != NULL)
    {
      set_commit (self, object);
      cs_sim_bluesky_remove_record (self, write.repo, current);
    }

  cs_sim_answer_object (exchange, 200, object);
}

static JsonObject *
describe_record (CsSimRepo   *repo,
                 CsSimRecord *record)
{
  JsonObject *object = json_object_new ();
  g_autofree char *uri = cs_sim_bluesky_dup_uri (repo, record);

  json_object_set_string_member (object, "uri", uri);
  json_object_set_string_member (object, "cid", record->cid);
  json_object_set_member (object, "value", json_node_copy (record->value));

  return object;
}

/* Needs no sign-in: what is in a repository is public. */
void
cs_sim_bluesky_get_record (gpointer       network,
                           CsSimExchange *exchange)
{
  const char *collection = cs_sim_exchange_param (exchange, "collection");
  const char *rkey = cs_sim_exchange_param (exchange, "rkey");
  const char *name = cs_sim_exchange_param (exchange, "repo");
  CsSimRepo *repo = cs_sim_bluesky_find_repo (network, name);
  CsSimRecord *record = NULL;
  g_autofree char *sentence = NULL;

  if (collection == NULL || rkey == NULL || name == NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest",
                             "Error: Params must have \"repo\", \"collection\" and \"rkey\"");
      return;
    }

  if (repo == NULL)
    {
      sentence = g_strdup_printf ("Could not find repo: %s", name);
      cs_sim_bluesky_refuse (exchange, 400, "RepoNotFound", sentence);
      return;
    }

  record = cs_sim_bluesky_find_record (repo, collection, rkey);
  if (record == NULL)
    {
      sentence =
        g_strdup_printf ("Could not locate record: at://%s/%s/%s", repo->did, collection, rkey);
      cs_sim_bluesky_refuse (exchange, 400, "RecordNotFound", sentence);
      return;
    }

  cs_sim_answer_object (exchange, 200, describe_record (repo, record));
}

static int
compare_rkeys (gconstpointer a,
               gconstpointer b)
{
  return -strcmp (((const CsSimRecord *) a)->rkey, ((const CsSimRecord *) b)->rkey);
}

/* Newest key first; the cursor is the last key of the page before. */
void
cs_sim_bluesky_list_records (gpointer       network,
                             CsSimExchange *exchange)
{
  const char *collection = cs_sim_exchange_param (exchange, "collection");
  const char *limit_text = cs_sim_exchange_param (exchange, "limit");
  const char *cursor = cs_sim_exchange_param (exchange, "cursor");
  guint limit = limit_text != NULL ? CLAMP (g_ascii_strtoull (limit_text, NULL, 10), 1, 100) : 50;
  CsSimRepo *repo = cs_sim_bluesky_find_repo (network, cs_sim_exchange_param (exchange, "repo"));
  g_autoptr(GList) all = NULL;
  JsonObject *object;
  JsonArray *records;
  const char *last = NULL;

  if (repo == NULL || collection == NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest", "Could not find repo");
      return;
    }

  object = json_object_new ();
  records = json_array_new ();
  all = g_list_sort (g_hash_table_get_values (repo->records), compare_rkeys);
  for (GList *at = all; at != NULL && json_array_get_length (records) < limit; at = at->next)
    {
      CsSimRecord *record = at->data;

      if (!g_str_equal (record->collection, collection)
          || (cursor != NULL && strcmp (record->rkey, cursor) >= 0))
        continue;

      json_array_add_object_element (records, describe_record (repo, record));
      last = record->rkey;
    }

  if (last != NULL)
    json_object_set_string_member (object, "cursor", last);
  json_object_set_array_member (object, "records", records);
  cs_sim_answer_object (exchange, 200, object);
}
