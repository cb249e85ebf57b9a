/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-browser.h"
#include "cs-error.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean run_add    (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_list   (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_check  (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_remove (CsCli *cli, int argc, char **argv, GError **error);

#define COLUMNS "id network handle state reason"

const CsCliCommand cs_cli_account_commands[] = {
  { "account add", "mastodon|bluesky", N_("Connect an account: by the browser, or an app password"),
    run_add },
  { "account list", "", N_("The accounts that are connected"), run_list },
  { "account check", "[ACCOUNT…]",
    N_("Ask the server who it is and what it allows; ends with 6 where one must sign in again"),
    run_check },
  { "account remove", "ACCOUNT", N_("Sign out and forget the account"), run_remove },
  { NULL, },
};

typedef struct
{
  char   *host;
  char   *handle;
  char  **endpoints;
  gboolean paste;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->host);
  g_free (options->handle);
  g_strfreev (options->endpoints);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
add_endpoints (GVariantDict  *args,
               char         **endpoints,
               GError       **error)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));

  for (guint i = 0; endpoints != NULL && endpoints[i] != NULL; i++)
    {
      const char *equals = strchr (endpoints[i], '=');
      g_autofree char *name = NULL;

      if (equals != NULL)
        name = g_strndup (endpoints[i], equals - endpoints[i]);

      if (name == NULL || *name == '\0')
        {
          g_variant_builder_clear (&builder);
          return cs_fail (error, CS_ERROR_USAGE,
                          "“%s” is no endpoint: write it as --endpoint NAME=URL", endpoints[i]);
        }
      g_variant_builder_add (&builder, "{ss}", name, equals + 1);
    }

  g_variant_dict_insert_value (args, "endpoints", g_variant_builder_end (&builder));

  return TRUE;
}

/* What the network wants to know first; secrets come from the terminal, never from argv. */
static gboolean
make_request (CsCli         *cli,
              const char    *network,
              const Options *options,
              GVariantDict  *args,
              GError       **error)
{
  g_autofree char *password = NULL;

  g_variant_dict_insert (args, "network", "s", network);
  if (options->host != NULL)
    g_variant_dict_insert (args, "host", "s", options->host);

  if (strcmp (network, "mastodon") == 0)
    {
      if (options->host == NULL)
        return cs_fail (error, CS_ERROR_USAGE,
                        "Say on which server the account is: --host mastodon.example");

      g_variant_dict_insert (args, "redirect", "b", !options->paste);
      return add_endpoints (args, options->endpoints, error);
    }

  if (strcmp (network, "bluesky") == 0)
    {
      if (options->handle == NULL)
        return cs_fail (error, CS_ERROR_USAGE, "Say whose account it is: --handle ana.bsky.social");

      password = cs_cli_read_secret (cli, _("App password"), error);
      if (password == NULL)
        return FALSE;

      g_variant_dict_insert (args, "handle", "s", options->handle);
      g_variant_dict_insert (args, "app_password", "s", password);
      explicit_bzero (password, strlen (password));
      return add_endpoints (args, options->endpoints, error);
    }

  return cs_fail (error, CS_ERROR_USAGE, "“%s” is no network: mastodon or bluesky", network);
}

/* Shows the page; the code comes back by the browser, or is pasted. */
static gboolean
visit (CsCli         *cli,
       const Options *options,
       const char    *url,
       char         **answer,
       GError       **error)
{
  g_autoptr(GError) cause = NULL;

  g_printerr ("%s\n  %s\n", _("Sign in on this page:"), url);
  if (!cs_browser_open (url, &cause))
    g_printerr ("%s\n", cause->message);

  if (!options->paste)
    return TRUE;

  *answer = cs_cli_read_secret (cli, "Code", error);

  return *answer != NULL;
}

static gboolean
print_account (CsCli    *cli,
               GVariant *account)
{
  if (account == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (account);
  else
    cs_cli_print_row (account, COLUMNS);

  return TRUE;
}

static gboolean
sign_in (CsCli         *cli,
         const Options *options,
         GVariantDict  *args,
         GError       **error)
{
  g_autoptr(GVariant) begun = NULL;
  g_autoptr(GVariant) account = NULL;
  g_autofree char *answer = NULL;
  GVariantDict finish = G_VARIANT_DICT_INIT (NULL);
  const char *url;

  begun = cs_cli_call (cli, "account.begin-sign-in", g_variant_dict_end (args), error);
  if (begun == NULL)
    return FALSE;

  url = cs_cli_text (begun, "url");
  if (url != NULL && !visit (cli, options, url, &answer, error))
    return FALSE;

  g_variant_dict_insert (&finish, "id", "s", cs_cli_text (begun, "id"));
  if (answer != NULL)
    g_variant_dict_insert (&finish, "answer", "s", answer);
  account = cs_cli_call (cli, "account.finish-sign-in", g_variant_dict_end (&finish), error);

  return print_account (cli, account);
}

static gboolean
run_add (CsCli   *cli,
         int      argc,
         char   **argv,
         GError **error)
{
  g_auto(Options) options = { 0, };
  GOptionEntry entries[] = {
    { "host", 0, 0, G_OPTION_ARG_STRING, &options.host, N_("The account’s server"), "HOST" },
    { "handle", 0, 0, G_OPTION_ARG_STRING, &options.handle, N_("Who the account is (Bluesky)"),
      "HANDLE" },
    { "paste", 0, 0, G_OPTION_ARG_NONE, &options.paste,
      N_("Paste the code that the page shows, instead of waiting for the browser"), NULL },
    { "endpoint", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.endpoints,
      N_("Another address for a part of the network: pds, video, plc …"), "NAME=URL" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_account_commands[0], entries, 1, 1, &argc, &argv, error)
      || !make_request (cli, argv[0], &options, &args, error))
    {
      g_variant_dict_clear (&args);
      return FALSE;
    }

  return sign_in (cli, &options, &args, error);
}

static gboolean
run_list (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_autoptr(GVariant) accounts = NULL;

  if (!cs_cli_parse (&cs_cli_account_commands[1], NULL, 0, 0, &argc, &argv, error))
    return FALSE;

  accounts = cs_cli_call (cli, "account.list", NULL, error);

  return cs_cli_print_list (cli, accounts, COLUMNS,
                            _("No account yet: creatorsync-cli account add connects one."));
}

static GVariant *
call_with_id (CsCli       *cli,
              const char  *name,
              const char  *id,
              GError     **error)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "id", "s", id);

  return cs_cli_call (cli, name, g_variant_dict_end (&args), error);
}

static GStrv
list_ids (CsCli   *cli,
          GError **error)
{
  g_autoptr(GVariant) accounts = cs_cli_call (cli, "account.list", NULL, error);
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();

  if (accounts == NULL)
    return NULL;

  if (g_variant_n_children (accounts) == 0)
    return cs_fail_null (error, CS_ERROR_NOT_FOUND,
                         "No account yet: creatorsync-cli account add connects one");

  for (gsize i = 0; i < g_variant_n_children (accounts); i++)
    {
      g_autoptr(GVariant) account = g_variant_get_child_value (accounts, i);

      g_strv_builder_add (ids, cs_cli_text (account, "id"));
    }

  return g_strv_builder_end (ids);
}

/* An account that cannot publish is an answer, and yet a failure to whoever scripts this. */
static gboolean
check_ready (GVariant  *account,
             GError   **error)
{
  const char *state = cs_cli_text (account, "state");
  const char *reason = cs_cli_text (account, "reason");
  const char *handle = cs_cli_text (account, "handle");

  if (g_strcmp0 (state, "ready") == 0)
    return TRUE;

  /* Translators: an account, and why it cannot publish */
  return cs_fail (error, g_strcmp0 (state, "sign-in") == 0 ? CS_ERROR_SIGN_IN : CS_ERROR_NEEDS_YOU,
                  "%s: %s", handle, reason != NULL ? reason : _("sign in again with account add"));
}

/* The first failure is the result; those after it are told at once. */
static void
keep_first (CsCli   *cli,
            GError **first,
            GError  *cause)
{
  g_autoptr(GError) owned = cause;
  g_autofree char *clean = NULL;

  if (*first == NULL)
    *first = g_steal_pointer (&owned);
  else if (!cli->json)
    {
      clean = cs_cli_printable (owned->message);
      g_printerr ("creatorsync-cli: %s\n", clean);
    }
}

/* One that fails does not keep the others from being asked. */
static gboolean
check_each (CsCli   *cli,
            char   **ids,
            GError **error)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr(GVariant) list = NULL;
  GError *first = NULL;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      GError *cause = NULL;
      g_autoptr(GVariant) account = call_with_id (cli, "account.check", ids[i], &cause);

      if (account != NULL)
        g_variant_builder_add_value (&all, account);
      if (account == NULL || !check_ready (account, &cause))
        keep_first (cli, &first, cause);
    }

  list = g_variant_ref_sink (g_variant_builder_end (&all));
  if (first == NULL || g_variant_n_children (list) > 0)
    cs_cli_print_list (cli, list, COLUMNS, "");
  if (first != NULL)
    g_propagate_error (error, first);

  return first == NULL;
}

static gboolean
run_check (CsCli   *cli,
           int      argc,
           char   **argv,
           GError **error)
{
  const CsCliCommand *command = &cs_cli_account_commands[2];
  g_auto(GStrv) ids = NULL;
  gboolean every = FALSE;
  GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &every, N_("Every account"), NULL },
    { NULL, },
  };

  if (!cs_cli_parse (command, entries, 0, -1, &argc, &argv, error))
    return FALSE;

  if (every == (argc > 0))
    return cs_fail (error, CS_ERROR_USAGE, "Say which account, or --all of them");

  if (argc == 1)
    {
      g_autoptr(GVariant) account = call_with_id (cli, "account.check", argv[0], error);

      return print_account (cli, account) && check_ready (account, error);
    }

  ids = every ? list_ids (cli, error) : g_strdupv (argv);

  return ids != NULL && check_each (cli, ids, error);
}

static gboolean
run_remove (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autoptr(GVariant) account = NULL;

  if (!cs_cli_parse (&cs_cli_account_commands[3], NULL, 1, 1, &argc, &argv, error))
    return FALSE;

  account = call_with_id (cli, "account.remove", argv[0], error);
  if (account == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (account);
  else
    cs_cli_print_text (_("Removed: %s. What went out stays there; creatorsync-cli account add "
                         "connects it again."), cs_cli_text (account, "handle"));

  return TRUE;
}
