/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-search-provider.h"

#include <string.h>

#define OBJECT_PATH "/io/github/creatorsync/CreatorSync/Publisher/SearchProvider"
#define APP_NAME    "io.github.creatorsync.CreatorSync"
#define APP_PATH    "/io/github/creatorsync/CreatorSync"
#define OF_EACH     5

static const char xml[] =
  "<node>"
  " <interface name='org.gnome.Shell.SearchProvider2'>"
  "  <method name='GetInitialResultSet'>"
  "   <arg type='as' direction='in'/><arg type='as' direction='out'/>"
  "  </method>"
  "  <method name='GetSubsearchResultSet'>"
  "   <arg type='as' direction='in'/><arg type='as' direction='in'/>"
  "   <arg type='as' direction='out'/>"
  "  </method>"
  "  <method name='GetResultMetas'>"
  "   <arg type='as' direction='in'/><arg type='aa{sv}' direction='out'/>"
  "  </method>"
  "  <method name='ActivateResult'>"
  "   <arg type='s' direction='in'/><arg type='as' direction='in'/><arg type='u' direction='in'/>"
  "  </method>"
  "  <method name='LaunchSearch'>"
  "   <arg type='as' direction='in'/><arg type='u' direction='in'/>"
  "  </method>"
  " </interface>"
  "</node>";

struct _CsSearchProvider
{
  GDBusConnection  *connection;
  CsWorkspace     **workspace;
  GDBusNodeInfo    *node;
  guint             registration;
  GHashTable       *found;      /* views of the last answer, by "kind:id" */
  GCancellable     *cancellable;
};

typedef struct
{
  CsSearchProvider      *provider;
  GDBusMethodInvocation *invocation;
} Asking;

static void
answer_ids (GDBusMethodInvocation *invocation,
            GVariantBuilder       *ids)
{
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(as)", ids));
}

/* Remembers what was found, as the shell asks for its looks next. */
static void
take_found (CsSearchProvider *self,
            GVariant         *answer,
            GVariantBuilder  *ids)
{
  g_hash_table_remove_all (self->found);

  for (gsize i = 0; i < g_variant_n_children (answer); i++)
    {
      g_autoptr(GVariant) view = g_variant_get_child_value (answer, i);
      const char *kind = NULL;
      const char *id = NULL;
      char *name;

      if (!g_variant_lookup (view, "kind", "&s", &kind)
          || !g_variant_lookup (view, "id", "&s", &id))
        continue;

      name = g_strconcat (kind, ":", id, NULL);
      g_variant_builder_add (ids, "s", name);
      g_hash_table_replace (self->found, name, g_variant_ref (view));
    }
}

/* A search that fails finds nothing: the shell has no place for a reason. */
static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree Asking *asking = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_workspace_run_finish (result, &error);
  GVariantBuilder ids = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);

  if (answer == NULL)
    g_debug ("A search from the shell: %s", error->message);
  else
    take_found (asking->provider, answer, &ids);

  answer_ids (asking->invocation, &ids);
}

static void
search (CsSearchProvider      *self,
        GDBusMethodInvocation *invocation,
        const char *const     *terms)
{
  g_autofree char *query = g_strjoinv (" ", (GStrv) terms);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  Asking *asking;

  if (*self->workspace == NULL)
    {
      GVariantBuilder none = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);

      g_variant_dict_clear (&args);
      answer_ids (invocation, &none);
      return;
    }

  asking = g_new0 (Asking, 1);
  asking->provider = self;
  asking->invocation = invocation;
  g_variant_dict_insert (&args, "query", "s", query);
  g_variant_dict_insert (&args, "limit", "x", (gint64) OF_EACH);
  cs_workspace_run_async (*self->workspace, "search", g_variant_dict_end (&args), NULL,
                          self->cancellable, on_answered, asking);
}

static void
add_meta (CsSearchProvider *self,
          GVariantBuilder  *metas,
          const char       *name)
{
  GVariant *view = g_hash_table_lookup (self->found, name);
  const char *title = NULL;
  const char *snippet = NULL;

  if (view == NULL)
    return;

  g_variant_lookup (view, "title", "&s", &title);
  g_variant_lookup (view, "snippet", "&s", &snippet);
  g_variant_builder_open (metas, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (name));
  g_variant_builder_add (metas, "{sv}", "name", g_variant_new_string (title != NULL ? title : ""));
  g_variant_builder_add (metas, "{sv}", "description",
                         g_variant_new_string (snippet != NULL ? snippet : ""));
  g_variant_builder_add (metas, "{sv}", "gicon", g_variant_new_string (APP_NAME));
  g_variant_builder_close (metas);
}

static void
describe (CsSearchProvider      *self,
          GDBusMethodInvocation *invocation,
          const char *const     *names)
{
  GVariantBuilder metas = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; names[i] != NULL; i++)
    add_meta (self, &metas, names[i]);

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &metas));
}

/* The window shows it; the session bus starts it when there is none. */
static void
show (CsSearchProvider *self,
      const char       *kind,
      const char       *id)
{
  GVariantBuilder parameters = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));

  g_variant_builder_add (&parameters, "v", g_variant_new ("(ss)", kind, id));
  g_dbus_connection_call (self->connection, APP_NAME, APP_PATH, "org.freedesktop.Application",
                          "ActivateAction",
                          g_variant_new ("(sav@a{sv})", "show", &parameters,
                                         g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0)),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, NULL, NULL);
}

static void
activate (CsSearchProvider *self,
          const char       *name)
{
  const char *colon = strchr (name, ':');
  g_autofree char *kind = NULL;

  if (colon == NULL)
    return;

  kind = g_strndup (name, colon - name);
  show (self, kind, colon + 1);
}

static void
on_call (GDBusConnection       *connection,
         const char            *sender,
         const char            *path,
         const char            *interface,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  CsSearchProvider *self = user_data;
  g_autofree const char **texts = NULL;
  g_autofree char *query = NULL;
  const char *name;

  if (strcmp (method, "GetInitialResultSet") == 0)
    {
      g_variant_get (parameters, "(^a&s)", &texts);
      search (self, invocation, texts);
    }
  else if (strcmp (method, "GetSubsearchResultSet") == 0)
    {
      g_variant_get (parameters, "(as^a&s)", NULL, &texts);
      search (self, invocation, texts);
    }
  else if (strcmp (method, "GetResultMetas") == 0)
    {
      g_variant_get (parameters, "(^a&s)", &texts);
      describe (self, invocation, texts);
    }
  else if (strcmp (method, "ActivateResult") == 0)
    {
      g_variant_get (parameters, "(&sasu)", &name, NULL, NULL);
      activate (self, name);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else
    {
      g_variant_get (parameters, "(^a&su)", &texts, NULL);
      query = g_strjoinv (" ", (GStrv) texts);
      show (self, "search", query);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

CsSearchProvider *
cs_search_provider_new (GDBusConnection  *connection,
                        CsWorkspace     **workspace)
{
  static const GDBusInterfaceVTable vtable = { on_call, NULL, NULL, };
  CsSearchProvider *self = g_new0 (CsSearchProvider, 1);
  g_autoptr(GError) error = NULL;

  self->connection = g_object_ref (connection);
  self->workspace = workspace;
  self->node = g_dbus_node_info_new_for_xml (xml, NULL);
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_variant_unref);
  self->cancellable = g_cancellable_new ();
  self->registration = g_dbus_connection_register_object (connection, OBJECT_PATH,
                                                          self->node->interfaces[0], &vtable,
                                                          self, NULL, &error);
  if (self->registration == 0)
    g_debug ("The shell cannot search here: %s", error->message);

  return self;
}

/* Answers that are awaited have to have come: the workspace is closed before. */
void
cs_search_provider_free (CsSearchProvider *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->found);
  g_dbus_node_info_unref (self->node);
  g_object_unref (self->connection);
  g_free (self);
}
