/* cs-cli.h: what the commands of creatorsync-cli share
 *
 * A command reads its words, runs rows of the workspace's command table, and
 * prints. With --json an answer is one JSON value a line on standard output;
 * else it is text. An error is one sentence on standard error.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-workspace.h"

G_BEGIN_DECLS

typedef struct
{
  char         *folder;         /* NULL: the default one */
  gboolean      json;
  gboolean      plans_here;     /* by the clock of this process, as nobody prefers another */
  gboolean      is_terminal;    /* standard error is one: progress bars may be drawn */
  gboolean      streams;        /* tells as it happens: a reader that leaves has not seen enough */
  CsWorkspace  *workspace;      /* opened by the first call */
  GCancellable *cancellable;    /* Ctrl+C */
} CsCli;

typedef gboolean (*CsCliFunc) (CsCli   *cli,
                               int      argc,
                               char   **argv,
                               GError **error);

typedef struct
{
  const char *name;       /* "post new" */
  const char *words;      /* "ID [ACCOUNT…]": what follows the options */
  const char *summary;    /* one line of the list */
  CsCliFunc   run;
} CsCliCommand;

/* Each ends with a row without a name. */
extern const CsCliCommand cs_cli_account_commands[];
extern const CsCliCommand cs_cli_completion_commands[];
extern const CsCliCommand cs_cli_export_commands[];
extern const CsCliCommand cs_cli_history_commands[];
extern const CsCliCommand cs_cli_job_commands[];
extern const CsCliCommand cs_cli_media_commands[];
extern const CsCliCommand cs_cli_numbers_commands[];
extern const CsCliCommand cs_cli_numbers_files_commands[];
extern const CsCliCommand cs_cli_outbox_commands[];
extern const CsCliCommand cs_cli_post_commands[];
extern const CsCliCommand cs_cli_preference_commands[];
extern const CsCliCommand cs_cli_receipts_commands[];
extern const CsCliCommand cs_cli_rows_commands[];
extern const CsCliCommand cs_cli_run_commands[];
extern const CsCliCommand cs_cli_sample_commands[];
extern const CsCliCommand cs_cli_search_commands[];
extern const CsCliCommand cs_cli_status_commands[];
extern const CsCliCommand cs_cli_watch_commands[];
extern const CsCliCommand cs_cli_workspace_commands[];

/* What is to be known of a record besides its fields; NULL: nothing. */
typedef char *(*CsCliNoteFunc) (GVariant *record);

/* One of a command's options, as the shells are told of it. Borrowed texts. */
typedef struct
{
  const char *name;    /* without the -- */
  const char *value;   /* what it wants: ACCOUNT, first|second; NULL: nothing */
  const char *what;
} CsCliOption;

const CsCliCommand *cs_cli_command_at      (guint                index);
const CsCliCommand *cs_cli_command_find    (int                  n_words,
                                            char               **words);
GArray             *cs_cli_command_options (CsCli               *cli,
                                            const CsCliCommand  *command);
void                cs_cli_set_folder      (CsCli               *cli,
                                            const char          *folder);

gboolean   cs_cli_parse        (const CsCliCommand  *command,
                                GOptionEntry        *entries,
                                int                  min,
                                int                  max,
                                int                 *argc,
                                char              ***argv,
                                GError             **error);
gboolean   cs_cli_parse_with   (const CsCliCommand  *command,
                                GOptionEntry        *entries,
                                gpointer             user_data,
                                int                  min,
                                int                  max,
                                int                 *argc,
                                char              ***argv,
                                GError             **error);
void       cs_cli_add_text     (GVariantDict        *args,
                                const char          *name,
                                const char          *text);
gboolean   cs_cli_add_limit    (GVariantDict        *args,
                                int                  limit,
                                GError             **error);
gboolean   cs_cli_open         (CsCli               *cli,
                                CsWorkspaceMode      mode,
                                GError             **error);
GVariant  *cs_cli_call         (CsCli               *cli,
                                const char          *name,
                                GVariant            *args,
                                GError             **error);

void       cs_cli_print_json   (GVariant            *value);
void       cs_cli_print_text   (const char          *format,
                                ...) G_GNUC_PRINTF (1, 2);
gboolean   cs_cli_is_heard     (void);
char      *cs_cli_printable    (const char          *text);
int        cs_cli_width        (const char          *text);
void       cs_cli_print_row    (GVariant            *record,
                                const char          *columns);
void       cs_cli_print_rows   (GVariant            *list,
                                const char          *columns);
void       cs_cli_print_headed (GVariant            *list,
                                const char          *columns,
                                CsCliNoteFunc        dup_note);
gboolean   cs_cli_print_list   (CsCli               *cli,
                                GVariant            *list,
                                const char          *columns,
                                const char          *empty);
char      *cs_cli_cell         (GVariant            *record,
                                const char          *column);
const char *cs_cli_text        (GVariant            *record,
                                const char          *name);
gint64     cs_cli_int          (GVariant            *record,
                                const char          *name,
                                gint64               fallback);
void       cs_cli_set_zone     (const char          *name);
GTimeZone *cs_cli_dup_zone     (void);
char      *cs_cli_time         (gint64               seconds);

char      *cs_cli_read_text    (CsCli               *cli,
                                const char          *path,
                                GError             **error);
char      *cs_cli_read_secret  (CsCli               *cli,
                                const char          *prompt,
                                GError             **error);

G_END_DECLS
