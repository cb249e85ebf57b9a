/* bench-upload: large files to the stand-in networks, beside curl and sha256sum
 *
 * The servers run in a process of their own. Our side hashes what it sends, so
 * the peer is curl and sha256sum together. Memory is the peak that the process
 * grew by while it sent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-http.h"
#include "cs-json.h"
#include "cs-platform.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define ROUNDS     5
#define MEMORY_MAX 32.0
#define RATIO_MAX  2.0

typedef struct
{
  GSubprocess *simulator;
  JsonObject  *urls;
  CsClock     *clock;
  CsSecrets   *secrets;
  char        *path;
  char        *sha256;
  gint64       size;
} Bench;

static double
cpu_seconds (int who)
{
  struct rusage usage;

  getrusage (who, &usage);

  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
         + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* VmHWM or VmRSS, in MiB. */
static double
read_memory (const char *name)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;

  line = strstr (status, name);

  return line != NULL ? g_ascii_strtoll (line + strlen (name) + 1, NULL, 10) / 1024.0 : 0;
}

/* From here on VmHWM counts anew (proc(5), clear_refs). */
static void
reset_peak (void)
{
  int fd = g_open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC, 0);

  if (fd < 0 || write (fd, "5", 1) != 1)
    g_printerr ("The peak of memory cannot be reset: it counts from the start\n");
  if (fd >= 0)
    g_close (fd, NULL);
}

static void
make_file (Bench  *bench,
           gint64  size)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *block = g_malloc (1024 * 1024);
  g_autoptr(GError) error = NULL;
  guint32 state = 1;
  int fd = g_file_open_tmp ("bench-XXXXXX", &bench->path, &error);

  g_assert_no_error (error);
  bench->size = size;

  for (gint64 left = size; left > 0; left -= MIN (left, 1024 * 1024))
    {
      gsize count = MIN (left, 1024 * 1024);

      for (gsize i = 0; i < count; i++)
        block[i] = (state = state * 1664525u + 1013904223u) >> 24;
      g_assert_cmpint (write (fd, block, count), ==, count);
      g_checksum_update (checksum, block, count);
    }

  g_close (fd, NULL);
  bench->sha256 = g_strdup (g_checksum_get_string (checksum));
}

static void
drop_file (Bench *bench)
{
  g_unlink (bench->path);
  g_clear_pointer (&bench->path, g_free);
  g_clear_pointer (&bench->sha256, g_free);
}

static void
start (Bench *bench)
{
  g_autoptr(GDataInputStream) lines = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  bench->simulator = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, SIMULATOR,
                                       "--set", "mastodon.rate-limits=no",
                                       "--set", "bluesky.rate-limits=no",
                                       "--set", "video.daily=1000", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (bench->simulator));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  bench->urls = cs_json_parse_object (line, -1, 0, &error);
  g_assert_no_error (error);
  bench->clock = cs_clock_new_system ();
  bench->secrets = cs_secrets_new_memory ();
}

static CsUpload *
make_upload (Bench *bench)
{
  CsUpload *upload = g_new0 (CsUpload, 1);

  upload->media_id = g_strdup ("m");
  upload->path = g_strdup (bench->path);
  upload->mime = g_strdup ("video/mp4");
  upload->alt = g_strdup ("");
  upload->sha256 = g_strdup (bench->sha256);
  upload->size = bench->size;
  upload->width = 1080;
  upload->height = 1920;
  upload->duration = 60 * G_USEC_PER_SEC;

  return upload;
}

static void
merge (CsOutboxRow *row,
       CsReply     *reply)
{
  GVariantIter iter;
  GVariantDict dict;
  const char *name;
  GVariant *value;

  if (reply->handles == NULL)
    return;

  g_variant_dict_init (&dict, row->handles);
  g_variant_iter_init (&iter, reply->handles);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    g_variant_dict_insert_value (&dict, name, value);
  g_clear_pointer (&row->handles, g_variant_unref);
  row->handles = g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* Steps until the server has all bytes: it then names a job or a medium. */
static void
upload_once (Bench      *bench,
             CsPlatform *platform,
             CsAccount  *account,
             const char *wanted)
{
  g_autoptr(CsPost) post = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsTarget) target = cs_record_new (CS_RECORD_TARGET);
  g_autoptr(CsOutboxRow) row = cs_record_new (CS_RECORD_OUTBOX_ROW);
  g_autoptr(GPtrArray) uploads = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_upload_free);
  CsCall call = {
    .account = account, .post = post, .target = target, .row = row, .uploads = uploads,
  };

  row->part = 0;
  row->key = cs_platform_make_key (platform, cs_clock_now_usec (bench->clock));
  g_ptr_array_add (uploads, make_upload (bench));

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsReply) reply = cs_platform_prepare (platform, &call, NULL, NULL, NULL, &error);
      g_autoptr(GVariant) found = NULL;

      g_assert_no_error (error);
      if (reply->klass != CS_REPLY_PENDING)
        g_error ("The upload failed: %s", reply->sentence);
      merge (row, reply);
      found = row->handles != NULL ? g_variant_lookup_value (row->handles, wanted, NULL) : NULL;
      if (found != NULL)
        return;
    }

  g_assert_not_reached ();
}

static void
run_peer (const char *const *argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) peer = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  g_subprocess_wait_check (peer, NULL, &error);
  g_assert_no_error (error);
}

static void
print_measure (const char *name,
               double      value,
               const char *unit,
               double      ratio,
               double      limit,
               gboolean    met)
{
  g_print ("{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"%s\"", name, value, unit);
  if (ratio > 0)
    g_print (",\"peer\":\"curl and sha256sum\",\"ratio\":%.3f", ratio);
  if (limit > 0)
    g_print (",\"limit\":%.1f,\"pass\":%s", limit, met ? "true" : "false");
  g_print ("}\n");
}

/* Ours and the peer in turn, so that a busy moment hits both; the best of each counts. */
static void
measure (Bench             *bench,
         const char        *name,
         CsPlatform        *platform,
         CsAccount         *account,
         const char        *wanted,
         const char *const *curl)
{
  const char *const hash[] = { "sha256sum", bench->path, NULL };
  double ours = G_MAXDOUBLE, peers = G_MAXDOUBLE, ours_cpu = G_MAXDOUBLE, peers_cpu = G_MAXDOUBLE;
  g_autofree char *wall_name = g_strdup_printf ("upload.%s.time", name);
  g_autofree char *cpu_name = g_strdup_printf ("upload.%s.cpu", name);
  g_autofree char *memory_name = g_strdup_printf ("upload.%s.memory", name);
  double before, growth;

  reset_peak ();
  before = read_memory ("VmRSS:");

  for (guint i = 0; i < ROUNDS; i++)
    {
      double cpu = cpu_seconds (RUSAGE_SELF);
      gint64 start = g_get_monotonic_time ();

      upload_once (bench, platform, account, wanted);
      ours = MIN (ours, (g_get_monotonic_time () - start) / 1e6);
      ours_cpu = MIN (ours_cpu, cpu_seconds (RUSAGE_SELF) - cpu);

      cpu = cpu_seconds (RUSAGE_CHILDREN);
      start = g_get_monotonic_time ();
      run_peer (curl);
      run_peer (hash);
      peers = MIN (peers, (g_get_monotonic_time () - start) / 1e6);
      peers_cpu = MIN (peers_cpu, cpu_seconds (RUSAGE_CHILDREN) - cpu);
    }

  growth = read_memory ("VmHWM:") - before;
  print_measure (wall_name, ours, "s", ours / peers, RATIO_MAX, ours / peers <= RATIO_MAX);
  print_measure (cpu_name, ours_cpu, "s", ours_cpu / peers_cpu, 0, TRUE);
  print_measure (memory_name, growth, "MiB", 0, MEMORY_MAX, growth < MEMORY_MAX);
}

static JsonObject *
get_json (Bench       *bench,
          const char  *url,
          const char  *token)
{
  g_autoptr(CsHttp) http = cs_http_new (bench->clock);
  g_autoptr(GError) error = NULL;
  CsHttpCall call = { .kind = CS_HTTP_READ, .method = "GET", .url = url, .token = token };
  g_autoptr(CsHttpAnswer) answer = cs_http_send (http, &call, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer->object);

  return json_object_ref (answer->object);
}

static void
measure_mastodon (Bench *bench)
{
  const char *host = cs_json_get_text (bench->urls, "mastodon");
  const char *control = cs_json_get_text (bench->urls, "control");
  g_autofree char *list = g_strconcat (control, "/accounts", NULL);
  g_autoptr(JsonObject) accounts = get_json (bench, list, NULL);
  JsonArray *people = cs_json_get_array (accounts, "mastodon");
  const char *token = cs_json_get_text (cs_json_at_object (people, 0), "token");
  g_autoptr(CsPlatform) platform = cs_platform_new (CS_NETWORK_MASTODON, bench->secrets,
                                                    bench->clock, NULL);
  g_autoptr(CsAccount) account = cs_record_new (CS_RECORD_ACCOUNT);
  g_autofree char *secret = g_strdup_printf ("{\"access_token\":\"%s\"}", token);
  g_autofree char *header = g_strdup_printf ("Authorization: Bearer %s", token);
  g_autofree char *url = g_strconcat (host, "/api/v2/media", NULL);
  g_autofree char *form = NULL;

  account->id = g_strdup ("mastodon");
  account->host = g_strdup (host);
  cs_secrets_store (bench->secrets, account->id, "token", "bench", secret, NULL, NULL);
  make_file (bench, 90 * 1024 * 1024);
  form = g_strdup_printf ("file=@%s;type=video/mp4", bench->path);
  measure (bench, "mastodon-90-mib", platform, account, "media.m",
           (const char *const[]) { "curl", "-sf", "-H", header, "-F", form, url, NULL });
  drop_file (bench);
}

static CsAccount *
sign_in (Bench      *bench,
         CsPlatform *platform)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) request = NULL;
  g_autoptr(GVariant) pending = NULL;
  CsAccount *account;

  request = g_variant_ref_sink (g_variant_new_parsed (
    "{'handle': <'alice.test'>, 'app_password': <'abcd-efgh-ijkl-mnop'>, "
    "'host': <%s>, 'plc': <%s>, 'video': <%s>}", cs_json_get_text (bench->urls, "bluesky"),
    cs_json_get_text (bench->urls, "plc"), cs_json_get_text (bench->urls, "video")));
  pending = cs_platform_begin_sign_in (platform, request, NULL, &error);
  g_assert_no_error (error);
  account = cs_platform_finish_sign_in (platform, pending, NULL, NULL, &error);
  g_assert_no_error (error);

  return account;
}

static void
measure_bluesky (Bench *bench)
{
  g_autoptr(CsPlatform) platform = cs_platform_new (CS_NETWORK_BLUESKY, bench->secrets,
                                                    bench->clock, NULL);
  g_autoptr(CsAccount) account = sign_in (bench, platform);
  char *session = cs_secrets_lookup (bench->secrets, account->id, "session", NULL, NULL);
  g_autoptr(JsonObject) object = cs_json_parse_object (session, -1, 0, NULL);
  g_autoptr(GUri) uri = g_uri_parse (account->host, G_URI_FLAGS_NONE, NULL);
  g_autofree char *ask = g_strdup_printf ("%s/xrpc/com.atproto.server.getServiceAuth"
                                          "?aud=did%%3Aweb%%3A%s%%253A%d"
                                          "&lxm=com.atproto.repo.uploadBlob", account->host,
                                          g_uri_get_host (uri), g_uri_get_port (uri));
  g_autoptr(JsonObject) service = NULL;
  g_autofree char *header = NULL;
  g_autofree char *url = NULL;

  cs_secret_free (session);
  service = get_json (bench, ask, cs_json_get_text (object, "accessJwt"));
  header = g_strdup_printf ("Authorization: Bearer %s", cs_json_get_text (service, "token"));
  url = g_strdup_printf ("%s/xrpc/app.bsky.video.uploadVideo?did=%s&name=a.mp4",
                         cs_json_get_text (bench->urls, "video"), account->remote_id);
  make_file (bench, 280 * 1000 * 1000);
  measure (bench, "bluesky-280-mb", platform, account, "job.m",
           (const char *const[]) { "curl", "-s", "-X", "POST", "-H", header, "-H",
                                   "Content-Type: video/mp4", "-T", bench->path, url, NULL });
  drop_file (bench);
}

int
main (int   argc,
      char *argv[])
{
  Bench bench = { 0, };

  start (&bench);
  measure_mastodon (&bench);
  measure_bluesky (&bench);

  g_subprocess_send_signal (bench.simulator, SIGTERM);
  g_subprocess_wait (bench.simulator, NULL, NULL);
  g_clear_object (&bench.simulator);
  g_clear_object (&bench.secrets);
  g_clear_object (&bench.clock);
  json_object_unref (bench.urls);

  return 0;
}
