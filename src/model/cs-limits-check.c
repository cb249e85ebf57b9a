/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-limits-private.h"

#include "cs-error.h"
#include "cs-post.h"
#include "cs-text.h"

static const struct
{
  const char *low;
  const char *high;
} ordered[] = {
  { "text_min", "text_max" },
  { "title_min", "title_max" },
  { "tag_min", "tag_max" },
  { "video_min_duration", "video_max_duration" },
  { "video_min_fps", "video_max_fps" },
  { "video_min_side", "video_max_side" },
  { "video_min_side", "video_max_short_side" },
  { "video_min_side", "video_max_width" },
  { "video_max_short_side", "video_max_side" },
  { "video_min_aspect", "video_max_aspect" },
  { "image_min_width", "image_max_width" },
  { "image_min_aspect", "image_max_aspect" },
  { "chunk_min", "chunk_max" },
  { "poll_start", "poll_max" },
  { "poll_max", "poll_give_up" },
};

/* Pairs of a limit and the unit it is counted in. */
static const char *const counted[][2] = {
  { "text_max", "text_unit" },
  { "title_max", "title_unit" },
  { "tag_max", "tag_unit" },
  { "alt_max", "alt_unit" },
};

static gint64
number_of (const CsLimits *self,
           const char     *name)
{
  const CsField *field = cs_record_find_field (CS_RECORD_LIMITS, name);

  return *(const gint64 *) cs_field_place (self, field);
}

static const char *
text_of (const CsLimits *self,
         const char     *name)
{
  const CsField *field = cs_record_find_field (CS_RECORD_LIMITS, name);

  return *(char *const *) cs_field_place (self, field);
}

static gboolean
check_numbers (const CsLimits  *self,
               GError         **error)
{
  const CsRecordClass *klass = cs_record_class (CS_RECORD_LIMITS);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const char *name = klass->fields[i].name;

      if (klass->fields[i].type == CS_FIELD_INT
          && number_of (self, name) < 0 && number_of (self, name) != CS_UNKNOWN)
        return cs_fail (error, CS_ERROR_INVALID, "“%s” is less than nothing", name);
    }

  for (guint i = 0; i < G_N_ELEMENTS (ordered); i++)
    {
      gint64 low = number_of (self, ordered[i].low);
      gint64 high = number_of (self, ordered[i].high);

      if (low != CS_UNKNOWN && high != CS_UNKNOWN && low > high)
        return cs_fail (error, CS_ERROR_INVALID, "“%s” is more than “%s”",
                        ordered[i].low, ordered[i].high);
    }

  return TRUE;
}

static gboolean
check_units (const CsLimits  *self,
             GError         **error)
{
  CsTextUnit unit;

  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    {
      const char *name = text_of (self, counted[i][1]);

      if (name == NULL && number_of (self, counted[i][0]) == CS_UNKNOWN)
        continue;

      if (name == NULL || !cs_text_unit_from (name, &unit))
        return cs_fail (error, CS_ERROR_INVALID, "“%s” names no unit that texts are counted in",
                        counted[i][1]);
    }

  return TRUE;
}

static gboolean
check_names (const CsLimits  *self,
             GError         **error)
{
  int value;

  for (guint i = 0; self->visibility != NULL && self->visibility[i] != NULL; i++)
    if (!cs_enum_from_name (cs_visibility_names, self->visibility[i], &value))
      return cs_fail (error, CS_ERROR_INVALID, "“visibility” has “%s”, which is none",
                      self->visibility[i]);

  for (guint i = 0; self->unverified != NULL && self->unverified[i] != NULL; i++)
    if (cs_record_find_field (CS_RECORD_LIMITS, self->unverified[i]) == NULL)
      return cs_fail (error, CS_ERROR_INVALID, "“unverified” has “%s”, which is no limit",
                      self->unverified[i]);

  return TRUE;
}

/* Whether the values go together; the sentence names the field. */
gboolean
cs_limits_check (const CsLimits  *self,
                 GError         **error)
{
  if (self->text_max == CS_UNKNOWN)
    return cs_fail (error, CS_ERROR_INVALID, "“text_max” is missing");

  return check_numbers (self, error) && check_units (self, error) && check_names (self, error);
}
