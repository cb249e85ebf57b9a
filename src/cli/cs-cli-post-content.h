/* cs-cli-post-content.h: the options that say what a post is, written or to be written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-cli.h"

G_BEGIN_DECLS

/* What --media and --alt say, in the order in which they stand. */
typedef struct
{
  GPtrArray *media;   /* of char* */
  GPtrArray *alts;    /* beside it; NULL: none was given */
} CsCliAttached;

typedef struct
{
  char           *text;
  char           *file;
  char           *title;
  char           *warning;
  char           *visibility;
  char           *language;
  char          **thread;
  char          **accounts;
  char           *only;
  gboolean        no_media;
  CsCliAttached   attached;
} CsCliContent;

gboolean cs_cli_content_parse    (const CsCliCommand   *command,
                                  gboolean              edits,
                                  CsCliContent         *options,
                                  int                   min,
                                  int                   max,
                                  int                  *argc,
                                  char               ***argv,
                                  GError              **error);
gboolean cs_cli_content_read     (CsCli                *cli,
                                  CsCliContent         *options,
                                  gboolean              wants_text,
                                  GError              **error);
gboolean cs_cli_content_is_given (const CsCliContent   *options);
void     cs_cli_content_add      (const CsCliContent   *options,
                                  GVariantDict         *args);
void     cs_cli_content_add_own  (CsCliContent         *options,
                                  GVariantDict         *args);
void     cs_cli_content_clear    (CsCliContent         *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsCliContent, cs_cli_content_clear)

G_END_DECLS
