/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-fault.h"
#include "cs-error.h"

#include <string.h>

#define SLOW_DEFAULT (120 * G_TIME_SPAN_MILLISECOND)

/* What stands behind the "=" of an action. */
typedef enum
{
  NOTHING,
  HTTP_STATUS,
  BYTES,
  TIME,
  MAYBE_TIME,
  NAME,
} Value;

static const struct
{
  const char  *name;
  CsSimAction  action;
  Value        value;
} actions[] =
{
  { "status", CS_SIM_STATUS, HTTP_STATUS },
  { "html", CS_SIM_HTML, HTTP_STATUS },
  { "503before", CS_SIM_STATUS, NOTHING },
  { "503after", CS_SIM_STATUS, NOTHING },
  { "drop-before", CS_SIM_DROP_BEFORE, NOTHING },
  { "drop-after", CS_SIM_DROP_AFTER, NOTHING },
  { "truncate", CS_SIM_TRUNCATE, NOTHING },
  { "slow", CS_SIM_SLOW, MAYBE_TIME },
  { "hold", CS_SIM_HOLD, NOTHING },
  { "cut", CS_SIM_CUT, BYTES },
  { "early", CS_SIM_EARLY, HTTP_STATUS },
  { "stale-keepalive", CS_SIM_STALE_KEEPALIVE, NOTHING },
  { "short", CS_SIM_SHORT, BYTES },
  { "delay", CS_SIM_DELAY, TIME },
  { "token-expire", CS_SIM_TOKEN_EXPIRE, NOTHING },
  { "token-revoke", CS_SIM_TOKEN_REVOKE, NOTHING },
  { "scope-drop", CS_SIM_SCOPE_DROP, NAME },
  { "clock", CS_SIM_CLOCK, TIME },
};

static void
fault_clear (gpointer data)
{
  CsSimFault *self = data;

  g_free (self->line);
  g_free (self->method);
  g_clear_pointer (&self->path, g_pattern_spec_free);
  g_free (self->text);
  g_ptr_array_unref (self->headers);
}

CsSimFault *
cs_sim_fault_ref (CsSimFault *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
cs_sim_fault_unref (CsSimFault *self)
{
  g_atomic_rc_box_release_full (self, fault_clear);
}

static gboolean
parse_time (const char *text,
            gint64     *usec,
            GError    **error)
{
  static const struct { const char *unit; gint64 usec; } units[] =
  {
    { "", G_TIME_SPAN_SECOND },
    { "s", G_TIME_SPAN_SECOND },
    { "ms", G_TIME_SPAN_MILLISECOND },
    { "m", G_TIME_SPAN_MINUTE },
    { "h", G_TIME_SPAN_HOUR },
  };
  char *end;
  double number = g_ascii_strtod (text, &end);

  if (end != text && number > -1e9 && number < 1e9)
    for (guint i = 0; i < G_N_ELEMENTS (units); i++)
      if (g_str_equal (end, units[i].unit))
        {
          *usec = (gint64) (number * units[i].usec);
          return TRUE;
        }

  return cs_fail (error, CS_ERROR_USAGE, "“%s” is no time; write 5s, 120ms, 10m or 2h", text);
}

static gboolean
parse_number (const char *text,
              guint64     min,
              guint64     max,
              guint64    *number,
              GError    **error)
{
  return g_ascii_string_to_unsigned (text, 10, min, max, number, error);
}

static gboolean
parse_value (CsSimFault  *self,
             Value        kind,
             const char  *value,
             GError     **error)
{
  guint64 number = 0;

  switch (kind)
    {
    case HTTP_STATUS:
      if (!parse_number (value, 200, 599, &number, error))
        return FALSE;
      self->status = number;
      return TRUE;

    case BYTES:
      if (!parse_number (value, 0, G_MAXINT64, &number, error))
        return FALSE;
      self->amount = number;
      return TRUE;

    case TIME:
    case MAYBE_TIME:
      return parse_time (value, &self->amount, error);

    case NAME:
      self->text = g_strdup (value);
      return TRUE;

    case NOTHING:
    default:
      return cs_fail (error, CS_ERROR_USAGE, "“%s” stands where no value belongs", value);
    }
}

static gboolean
parse_action (CsSimFault  *self,
              const char  *word,
              GError     **error)
{
  g_auto(GStrv) parts = g_strsplit (word, "=", 2);

  self->amount = SLOW_DEFAULT;
  self->status = 503;
  self->after = g_str_equal (word, "503after");

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (parts[0], actions[i].name))
      {
        self->action = actions[i].action;

        if (parts[1] != NULL)
          return parse_value (self, actions[i].value, parts[1], error);

        return actions[i].value == NOTHING || actions[i].value == MAYBE_TIME
            || cs_fail (error, CS_ERROR_USAGE, "“%s” wants a value", word);
      }

  return cs_fail (error, CS_ERROR_USAGE, "There is no action “%s”", word);
}

static gboolean
parse_argument (CsSimFault  *self,
                const char  *word,
                GError     **error)
{
  if (g_str_has_prefix (word, "body="))
    g_set_str (&self->text, word + strlen ("body="));
  else if (g_str_has_prefix (word, "header=") && strchr (word, ':') != NULL)
    g_ptr_array_add (self->headers, g_strdup (word + strlen ("header=")));
  else if (g_str_equal (word, "after"))
    self->after = TRUE;
  else if (g_str_equal (word, "linger"))
    self->linger = TRUE;
  else if (!g_str_equal (word, "rst"))
    return cs_fail (error, CS_ERROR_USAGE, "“%s” is no argument of an action", word);

  return TRUE;
}

/* nth=N and times=N, which stand before "do". */
static gboolean
parse_count (CsSimFault  *self,
             const char  *word,
             GError     **error)
{
  guint64 number = 0;

  if (g_str_equal (word, "times=always"))
    {
      self->times = 0;
      return TRUE;
    }

  if (!g_str_has_prefix (word, "nth=") && !g_str_has_prefix (word, "times="))
    return cs_fail (error, CS_ERROR_USAGE, "“%s” is neither nth= nor times=", word);

  if (!parse_number (strchr (word, '=') + 1, 0, G_MAXINT32, &number, error))
    return FALSE;

  if (*word == 'n')
    self->nth = MAX (1, number);
  else
    self->times = MAX (1, number);

  return TRUE;
}

static gboolean
parse_line (CsSimFault  *self,
            const char  *line,
            GError     **error)
{
  g_auto(GStrv) words = NULL;
  int n_words = 0;
  int i = 3;

  if (!g_shell_parse_argv (line, &n_words, &words, error))
    return FALSE;

  if (n_words < 5 || !g_str_equal (words[0], "on"))
    return cs_fail (error, CS_ERROR_USAGE, "A fault is “on METHOD PATH do ACTION”");

  self->method = g_strdup (words[1]);
  self->path = g_pattern_spec_new (words[2]);

  for (; i < n_words && !g_str_equal (words[i], "do"); i++)
    if (!parse_count (self, words[i], error))
      return FALSE;

  if (i + 1 >= n_words)
    return cs_fail (error, CS_ERROR_USAGE, "The line names no action");

  if (!parse_action (self, words[i + 1], error))
    return FALSE;

  for (i += 2; i < n_words; i++)
    if (!parse_argument (self, words[i], error))
      return FALSE;

  return TRUE;
}

/* Adds a script's lines to @faults; none of them when one is wrong. */
gboolean
cs_sim_fault_parse (GPtrArray   *faults,
                    const char  *script,
                    GError     **error)
{
  g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_sim_fault_unref);
  g_auto(GStrv) lines = g_strsplit (script, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(CsSimFault) fault = NULL;

      g_strstrip (lines[i]);
      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;

      fault = g_atomic_rc_box_new0 (CsSimFault);
      fault->line = g_strdup (lines[i]);
      fault->nth = 1;
      fault->times = 1;
      fault->headers = g_ptr_array_new_with_free_func (g_free);

      if (!parse_line (fault, lines[i], error))
        {
          g_prefix_error (error, "Line %u of the fault script: ", i + 1);
          return FALSE;
        }

      g_ptr_array_add (added, g_steal_pointer (&fault));
    }

  g_ptr_array_extend_and_steal (faults, g_steal_pointer (&added));

  return TRUE;
}

static gboolean
fits (const CsSimFault *self,
      const char       *method,
      const char       *path,
      gboolean          is_reused)
{
  return (g_str_equal (self->method, "*") || g_str_equal (self->method, method))
      && g_pattern_spec_match_string (self->path, path)
      && (is_reused || self->action != CS_SIM_STALE_KEEPALIVE);
}

/* The fault that this request meets, or NULL; a line that has fired its last time goes. */
CsSimFault *
cs_sim_fault_take (GPtrArray  *faults,
                   const char *method,
                   const char *path,
                   gboolean    is_reused)
{
  CsSimFault *taken = NULL;
  guint at = 0;

  for (guint i = 0; i < faults->len; i++)
    {
      CsSimFault *fault = g_ptr_array_index (faults, i);

      if (!fits (fault, method, path, is_reused))
        continue;

      fault->seen++;
      if (taken == NULL && fault->seen >= fault->nth)
        {
          taken = cs_sim_fault_ref (fault);
          at = i;
        }
    }

  if (taken != NULL && taken->times == 1)
    g_ptr_array_remove_index (faults, at);
  else if (taken != NULL && taken->times > 1)
    taken->times--;

  return taken;
}
