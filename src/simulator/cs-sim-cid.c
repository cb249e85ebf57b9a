/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-cid.h"

#include <string.h>

#define RAW      0x55
#define DAG_CBOR 0x71
#define CID_SIZE 36
#define BASE32   "abcdefghijklmnopqrstuvwxyz234567"
#define TID32    "234567abcdefghijklmnopqrstuvwxyz"

/* CBOR major types (RFC 8949 §3.1). */
#define UNSIGNED 0
#define NEGATIVE 1
#define BYTES    2
#define TEXT     3
#define ARRAY    4
#define MAP      5
#define TAG      6

/* RFC 4648 §6, lower case, without padding. */
char *
cs_sim_base32 (const guint8 *bytes,
               gsize         length)
{
  GString *out = g_string_new (NULL);
  guint bits = 0;
  guint32 value = 0;

  for (gsize i = 0; i < length; i++)
    {
      value = value << 8 | bytes[i];
      for (bits += 8; bits >= 5; bits -= 5)
        g_string_append_c (out, BASE32[value >> (bits - 5) & 31]);
    }

  if (bits > 0)
    g_string_append_c (out, BASE32[value << (5 - bits) & 31]);

  return g_string_free_and_steal (out);
}

static char *
format_cid (guint8        codec,
            const guint8 *digest)
{
  guint8 cid[CID_SIZE] = { 1, codec, 0x12, 32 };
  g_autofree char *text = NULL;

  memcpy (cid + 4, digest, 32);
  text = cs_sim_base32 (cid, sizeof cid);

  return g_strconcat ("b", text, NULL);
}

/* The CID of raw bytes whose SHA-256 is this, in hexadecimal. */
char *
cs_sim_cid_of_sha256 (const char *sha256)
{
  guint8 digest[32];

  for (guint i = 0; i < sizeof digest; i++)
    digest[i] =
      g_ascii_xdigit_value (sha256[2 * i]) << 4 | g_ascii_xdigit_value (sha256[2 * i + 1]);

  return format_cid (RAW, digest);
}

static gboolean
parse_cid (const char *text,
           guint8      cid[CID_SIZE])
{
  guint32 value = 0;
  guint bits = 0, n = 0;

  if (text == NULL || *text != 'b' || strlen (text) != 59)
    return FALSE;

  for (const char *at = text + 1; *at != '\0'; at++)
    {
      const char *digit = strchr (BASE32, *at);

      if (digit == NULL)
        return FALSE;

      value = value << 5 | (guint32) (digit - BASE32);
      bits += 5;
      if (bits >= 8 && n < CID_SIZE)
        {
          bits -= 8;
          cid[n++] = value >> bits & 0xff;
        }
    }

  return n == CID_SIZE && cid[0] == 1 && (cid[1] == RAW || cid[1] == DAG_CBOR)
      && cid[2] == 0x12 && cid[3] == 32;
}

gboolean
cs_sim_cid_is_valid (const char *cid)
{
  guint8 bytes[CID_SIZE];

  return parse_cid (cid, bytes);
}

static void
put_head (GByteArray *out,
          guint       type,
          guint64     value)
{
  guint8 head[9];
  guint size = value < 24            ? 0
               : value <= 0xff       ? 1
               : value <= 0xffff     ? 2
               : value <= 0xffffffff ? 4
                                     : 8;

  head[0] = type << 5 | (size == 0 ? value : size == 1 ? 24 : size == 2 ? 25 : size == 4 ? 26 : 27);
  for (guint i = 0; i < size; i++)
    head[1 + i] = value >> (8 * (size - 1 - i)) & 0xff;

  g_byte_array_append (out, head, 1 + size);
}

static void
put_text (GByteArray *out,
          const char *text)
{
  put_head (out, TEXT, strlen (text));
  g_byte_array_append (out, (const guint8 *) text, strlen (text));
}

/* Shorter names first, then by bytes: the order that DAG-CBOR demands. */
static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  gsize length_a = strlen (a), length_b = strlen (b);

  return length_a != length_b ? (length_a < length_b ? -1 : 1) : strcmp (a, b);
}

static gboolean put_node (GByteArray *out, JsonNode *node);

static gboolean
put_link (GByteArray *out,
          const char *cid)
{
  guint8 bytes[1 + CID_SIZE] = { 0, };

  if (!parse_cid (cid, bytes + 1))
    return FALSE;

  put_head (out, TAG, 42);
  put_head (out, BYTES, sizeof bytes);
  g_byte_array_append (out, bytes, sizeof bytes);

  return TRUE;
}

static gboolean
put_object (GByteArray *out,
            JsonObject *object)
{
  g_autoptr(GList) names = g_list_sort (json_object_get_members (object), compare_names);

  if (json_object_get_size (object) == 1 && json_object_has_member (object, "$link"))
    {
      JsonNode *link = json_object_get_member (object, "$link");

      return JSON_NODE_HOLDS_VALUE (link) && put_link (out, json_node_get_string (link));
    }

  put_head (out, MAP, json_object_get_size (object));
  for (GList *at = names; at != NULL; at = at->next)
    {
      put_text (out, at->data);
      if (!put_node (out, json_object_get_member (object, at->data)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
put_value (GByteArray *out,
           JsonNode   *node)
{
  GType type = json_node_get_value_type (node);
  gint64 number;

  if (type == G_TYPE_STRING)
    {
      put_text (out, json_node_get_string (node));
      return TRUE;
    }

  if (type == G_TYPE_BOOLEAN)
    {
      g_byte_array_append (out, (const guint8 *)(json_node_get_boolean (node) ? "\xf5" : "\xf4"),
                           1);
      return TRUE;
    }

  /* The data model has no fractions. */
  if (type != G_TYPE_INT64)
    return FALSE;

  number = json_node_get_int (node);
  if (number >= 0)
    put_head (out, UNSIGNED, number);
  else
    put_head (out, NEGATIVE, -(number + 1));

  return TRUE;
}

static gboolean
put_node (GByteArray *out,
          JsonNode   *node)
{
  JsonArray *array;

  if (JSON_NODE_HOLDS_NULL (node))
    {
      g_byte_array_append (out, (const guint8 *) "\xf6", 1);
      return TRUE;
    }

  if (JSON_NODE_HOLDS_OBJECT (node))
    return put_object (out, json_node_get_object (node));

  if (JSON_NODE_HOLDS_VALUE (node))
    return put_value (out, node);

  array = json_node_get_array (node);
  put_head (out, ARRAY, json_array_get_length (array));
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!put_node (out, json_array_get_element (array, i)))
      return FALSE;

  return TRUE;
}

/* NULL for JSON that the data model cannot hold: a fraction, a broken link. */
char *
cs_sim_cid_of_record (JsonNode *record)
{
  g_autoptr(GByteArray) cbor = g_byte_array_new ();
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  if (!put_node (cbor, record))
    return NULL;

  g_checksum_update (checksum, cbor->data, cbor->len);
  g_checksum_get_digest (checksum, digest, &length);

  return format_cid (DAG_CBOR, digest);
}

/* A timestamp identifier (atproto.com/specs/tid): 53 bits of time, 10 of the clock. */
char *
cs_sim_tid (gint64 usec,
            guint  clock_id)
{
  guint64 value = ((guint64) usec & ((G_GUINT64_CONSTANT (1) << 53) - 1)) << 10 | (clock_id & 1023);
  char *text = g_malloc (14);

  for (guint i = 0; i < 13; i++)
    text[i] = TID32[value >> (5 * (12 - i)) & 31];
  text[13] = '\0';

  return text;
}

gboolean
cs_sim_tid_is_valid (const char *tid)
{
  return strlen (tid) == 13 && strspn (tid, TID32) == 13
         && strchr ("234567abcdefghij", *tid) != NULL;
}
