/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-zone.h"

#include "cs-error.h"
#include "cs-zone-rule-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define HEADER_SIZE 44
/* The longest of today’s files has 3,800 bytes. */
#define FILE_MAX (256 * 1024)

typedef struct
{
  gint64 at;
  int    before;   /* seconds east of Greenwich */
  int    after;
} Change;

struct _CsZone
{
  GArray *changes;   /* Change, by time */
  int     first;     /* the offset before them */
  gint64  mtime;     /* of the file: what tells new rules from old */
  guint64 inode;
};

/* The part of a TZif file that is being read; left is 0 once it was too short. */
typedef struct
{
  const guchar *at;
  gsize         left;
  gboolean      failed;
} Reader;

G_LOCK_DEFINE_STATIC (zones);
static GHashTable *zones;   /* name → CsZone */

static void
zone_clear (gpointer data)
{
  CsZone *self = data;

  g_array_unref (self->changes);
}

void
cs_zone_unref (CsZone *self)
{
  g_atomic_rc_box_release_full (self, zone_clear);
}

static const guchar *
take (Reader *self,
      gsize   length)
{
  const guchar *at = self->at;

  if (length > self->left)
    {
      self->failed = TRUE;
      return NULL;
    }

  self->at += length;
  self->left -= length;

  return at;
}

static gint64
big_endian (const guchar *at,
            guint         size)
{
  guint64 value = at[0] & 0x80 ? G_MAXUINT64 : 0;

  for (guint i = 0; i < size; i++)
    value = value << 8 | at[i];

  return (gint64) value;
}

static void
add_change (CsZone *self,
            gint64  at,
            int     offset)
{
  const Change *last = self->changes->len > 0
                       ? &g_array_index (self->changes, Change, self->changes->len - 1) : NULL;
  Change change = { at, last != NULL ? last->after : self->first, offset };

  if ((last == NULL || at > last->at) && change.before != change.after)
    g_array_append_val (self->changes, change);
}

/* The changes of every year after the last one in the table. */
static gboolean
add_rule (CsZone     *self,
          const char *text)
{
  CsZoneRule rule;

  if (!cs_zone_rule_read (text, &rule))
    return FALSE;

  for (int year = 1970; rule.has_summer && year <= CS_ZONE_LAST_YEAR; year++)
    {
      gint64 starts = cs_zone_rule_start (&rule, year);
      gint64 ends = cs_zone_rule_end (&rule, year);

      if (starts < ends)
        add_change (self, starts, rule.summer);

      add_change (self, ends, rule.standard);

      if (starts >= ends)
        add_change (self, starts, rule.summer);
    }

  return TRUE;
}

/* Skips one block of data, of which the header tells how long it is with times of @size bytes. */
static gsize
block_length (const guchar *header,
              guint         size)
{
  gsize n_ut = big_endian (header + 20, 4);
  gsize n_std = big_endian (header + 24, 4);
  gsize n_leaps = big_endian (header + 28, 4);
  gsize n_times = big_endian (header + 32, 4);
  gsize n_types = big_endian (header + 36, 4);
  gsize n_chars = big_endian (header + 40, 4);

  if (MAX (MAX (MAX (n_ut, n_std), MAX (n_leaps, n_times)), MAX (n_types, n_chars)) > FILE_MAX)
    return G_MAXSIZE;

  return n_times * (size + 1) + n_types * 6 + n_chars + n_leaps * (size + 4) + n_std + n_ut;
}

static gboolean
read_table (CsZone       *self,
            const guchar *header,
            const guchar *block)
{
  gsize n_times = big_endian (header + 32, 4);
  gsize n_types = big_endian (header + 36, 4);
  const guchar *indices = block + n_times * 8;
  const guchar *types = indices + n_times;

  if (n_types == 0)
    return FALSE;

  self->first = (int) big_endian (types, 4);

  for (gsize i = 0; i < n_times; i++)
    {
      const guchar *type = types + indices[i] * 6;

      if (indices[i] >= n_types)
        return FALSE;

      add_change (self, big_endian (block + i * 8, 8), (int) big_endian (type, 4));
    }

  return TRUE;
}

/* RFC 9636: an old block with times of 4 bytes, the same with 8, and the rule for the rest. */
static gboolean
read_file (CsZone     *self,
           const char *bytes,
           gsize       length)
{
  Reader reader = { (const guchar *) bytes, length, FALSE };
  const guchar *header = take (&reader, HEADER_SIZE);
  const guchar *block;
  g_autofree char *rule = NULL;

  if (header == NULL || memcmp (header, "TZif", 4) != 0 || header[4] < '2'
      || take (&reader, block_length (header, 4)) == NULL)
    return FALSE;

  header = take (&reader, HEADER_SIZE);

  if (header == NULL || memcmp (header, "TZif", 4) != 0)
    return FALSE;

  block = take (&reader, block_length (header, 8));

  if (block == NULL || !read_table (self, header, block))
    return FALSE;

  if (reader.left < 2 || reader.at[0] != '\n' || reader.at[reader.left - 1] != '\n')
    return FALSE;

  rule = g_strndup ((const char *) reader.at + 1, reader.left - 2);

  return *rule == '\0' || add_rule (self, rule);
}

/* Area/Place as tzdata names zones today: no US/…, no EST5EDT, no offset, no path. */
static gboolean
is_canonical (const char *name)
{
  static const char *const areas[] = {
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/",
    "Etc/", "Europe/", "Indian/", "Pacific/",
  };
  gsize length = strlen (name);

  if (strcmp (name, "UTC") == 0)
    return TRUE;

  if (length > 64 || name[length - 1] == '/' || strstr (name, "//") != NULL
      || strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/")
         != length)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    if (g_str_has_prefix (name, areas[i]) && name[strlen (areas[i])] != '\0')
      return TRUE;

  return FALSE;
}

static const char *
zone_folder (void)
{
  const char *folder = g_getenv ("TZDIR");

  return folder != NULL && *folder != '\0' ? folder : "/usr/share/zoneinfo";
}

static CsZone *
zone_load (const char      *path,
           const GStatBuf  *st)
{
  g_autoptr(CsZone) self = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  if (!S_ISREG (st->st_mode) || st->st_size > FILE_MAX
      || !g_file_get_contents (path, &bytes, &length, NULL))
    return NULL;

  self = g_atomic_rc_box_new0 (CsZone);
  self->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  self->mtime = st->st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + st->st_mtim.tv_nsec;
  self->inode = st->st_ino;

  return read_file (self, bytes, length) ? g_steal_pointer (&self) : NULL;
}

static CsZone *
zone_cached (const char     *path,
             const GStatBuf *st)
{
  CsZone *zone = NULL;

  G_LOCK (zones);

  if (zones == NULL)
    zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                   (GDestroyNotify) cs_zone_unref);

  zone = g_hash_table_lookup (zones, path);

  if (zone == NULL || zone->inode != st->st_ino
      || zone->mtime != st->st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + st->st_mtim.tv_nsec)
    {
      zone = zone_load (path, st);

      if (zone != NULL)
        g_hash_table_insert (zones, g_strdup (path), zone);
    }

  if (zone != NULL)
    g_atomic_rc_box_acquire (zone);

  G_UNLOCK (zones);

  return zone;
}

/**
 * cs_zone_open:
 * @name: a name of today’s tzdata, such as Europe/Berlin, or UTC
 *
 * Returns: (transfer full): its rules; or NULL with %CS_ERROR_INVALID if there
 *   is no such zone, with %CS_ERROR_NEEDS_YOU if the system has none at all
 */
CsZone *
cs_zone_open (const char  *name,
              GError     **error)
{
  g_autofree char *path = NULL;
  CsZone *self = NULL;
  GStatBuf st;

  if (name == NULL || *name == '\0')
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "A time needs a time zone: name one, such as Europe/Berlin");

  if (!g_file_test (zone_folder (), G_FILE_TEST_IS_DIR))
    return cs_fail_null (error, CS_ERROR_NEEDS_YOU,
                         "The time zones are missing from this system: install tzdata");

  path = g_build_filename (zone_folder (), name, NULL);

  if (is_canonical (name) && g_stat (path, &st) == 0)
    self = zone_cached (path, &st);

  if (self == NULL)
    cs_fail (error, CS_ERROR_INVALID,
             "There is no time zone “%s”: name it by area and place, such as Europe/Berlin", name);

  return self;
}

/* How many changes are at or before @time, by the clock that @shift chooses. */
static guint
count_changes (const CsZone *self,
               gint64        time,
               int         (*shift) (const Change *change))
{
  guint low = 0;
  guint high = self->changes->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const Change *change = &g_array_index (self->changes, Change, middle);

      if (change->at + shift (change) <= time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static int
offset_after (const CsZone *self,
              guint         n_changes)
{
  return n_changes == 0 ? self->first
                        : g_array_index (self->changes, Change, n_changes - 1).after;
}

static int
no_shift (const Change *change)
{
  return 0;
}

static int
late_shift (const Change *change)
{
  return MAX (change->before, change->after);
}

static int
early_shift (const Change *change)
{
  return MIN (change->before, change->after);
}

/* Seconds that are added to UTC at an instant. */
int
cs_zone_get_offset (CsZone *self,
                    gint64  instant)
{
  return offset_after (self, count_changes (self, instant, no_shift));
}

/**
 * cs_zone_find:
 * @wall: seconds that a clock on the wall would have counted since 1970-01-01
 *
 * The two clocks are those of fold 0 and 1 in PEP 495: the one stays with the
 * old offset as long as it can, the other takes the new one at once.
 */
CsZoneTimes
cs_zone_find (CsZone *self,
              gint64  wall)
{
  guint early = count_changes (self, wall, early_shift);
  CsZoneTimes times;

  times.first = wall - offset_after (self, count_changes (self, wall, late_shift));
  times.second = wall - offset_after (self, early);
  times.change = early > 0 ? g_array_index (self->changes, Change, early - 1).at : 0;

  return times;
}

/* The zone of this machine, or UTC if it has none by a name of today. */
char *
cs_zone_dup_local (void)
{
  g_autoptr(GTimeZone) local = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (local);
  g_autoptr(CsZone) zone = NULL;

  /* TZ=:Europe/Berlin is the form of POSIX. */
  if (name != NULL)
    name += *name == ':';

  zone = cs_zone_open (name, NULL);

  return g_strdup (zone != NULL ? name : "UTC");
}

/* “# version 2026c”, which edition of tzdata the system has; NULL if it does not say. */
char *
cs_zone_dup_version (void)
{
  g_autofree char *path = g_build_filename (zone_folder (), "tzdata.zi", NULL);
  g_autofree char *bytes = NULL;

  if (!g_file_get_contents (path, &bytes, NULL, NULL) || bytes[0] != '#')
    return NULL;

  bytes[strcspn (bytes, "\r\n")] = '\0';

  return g_utf8_make_valid (bytes, -1);
}
