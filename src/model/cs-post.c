/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post.h"

#include "cs-record-private.h"

const char *const cs_visibility_names[] = {
  [CS_VISIBILITY_PUBLIC] = "public",
  [CS_VISIBILITY_UNLISTED] = "unlisted",
  [CS_VISIBILITY_FOLLOWERS] = "followers",
  NULL
};

static const CsField attachment_fields[] = {
  CS_FIELD (CsAttachment, media_id, CS_FIELD_TEXT),
  CS_FIELD (CsAttachment, alt, CS_FIELD_TEXT),
  CS_FIELD (CsAttachment, part, CS_FIELD_INT),
};

const CsRecordClass cs_attachment_class =
  CS_RECORD_CLASS (CsAttachment, "attachment", attachment_fields);

static const CsField post_fields[] = {
  CS_FIELD (CsPost, id, CS_FIELD_TEXT),
  CS_FIELD (CsPost, title, CS_FIELD_TEXT),
  CS_FIELD (CsPost, text, CS_FIELD_TEXT),
  CS_FIELD (CsPost, thread, CS_FIELD_TEXTS),
  CS_FIELD_OF (CsPost, attachments, CS_FIELD_RECORDS, CS_RECORD_ATTACHMENT),
  CS_FIELD (CsPost, language, CS_FIELD_TEXT),
  CS_FIELD (CsPost, warning, CS_FIELD_TEXT),
  CS_FIELD_NAMED (CsPost, visibility, cs_visibility_names),
  CS_FIELD (CsPost, labels, CS_FIELD_TEXTS),
  CS_FIELD (CsPost, created_at, CS_FIELD_INT),
  CS_FIELD (CsPost, changed_at, CS_FIELD_INT),
};

const CsRecordClass cs_post_class = CS_RECORD_CLASS (CsPost, "post", post_fields);

/* What a post of that title and text is called: the name that its author gave, else its text.
 * Either may be NULL; a post of files alone has no name: "". Borrowed. */
const char *
cs_post_name (const char *title,
              const char *text)
{
  if (title != NULL && *title != '\0')
    return title;

  return text != NULL ? text : "";
}

/* As lists call it, in one line: as cs_post_name(), but of the text the first line that says
 * something. NULL for a post of files alone. */
char *
cs_post_dup_title (const char *title,
                   const char *text)
{
  const char *name = cs_post_name (title, text);
  g_auto(GStrv) lines = NULL;

  if (name == title)
    return g_strdup (name);

  lines = g_strsplit (name, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      return g_strdup (lines[i]);

  return NULL;
}
