/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-read.h"
#include "cs-test.h"

#include <string.h>

/* Friday, 20 November 2026, 10:00 UTC, and four days later. */
#define OUT G_GINT64_CONSTANT (1795168800)
#define NOW (OUT + 4 * 86400)

static void
free_counted (gpointer data)
{
  CsCounted *post = data;

  cs_record_unref (post->tally);
  cs_record_unref (post->account);
  g_free (post);
}

static void
add_post (GPtrArray  *posts,
          const char *id,
          const char *account_id,
          CsNetwork   network,
          const char *handle)
{
  CsCounted *post = g_new0 (CsCounted, 1);

  post->tally = cs_record_new (CS_RECORD_TALLY);
  post->tally->target_id = g_strdup_printf ("target-%s-%s", id, account_id);
  post->tally->post_id = g_strdup_printf ("post-%s", id);
  post->tally->account_id = g_strdup (account_id);
  post->tally->remote_id = g_strdup_printf ("remote-%s-%s", id, account_id);
  post->tally->url = g_strdup_printf ("https://%s.example/%s", account_id, id);
  post->tally->published_at = OUT;
  post->account = cs_record_new (CS_RECORD_ACCOUNT);
  post->account->id = g_strdup (account_id);
  post->account->network = network;
  post->account->handle = g_strdup (handle);
  g_ptr_array_add (posts, post);
}

/* One post on two networks, and one on the first. */
static GPtrArray *
make_posts (void)
{
  GPtrArray *posts = g_ptr_array_new_with_free_func (free_counted);

  add_post (posts, "1", "ana", CS_NETWORK_MASTODON, "@ana@example.social");
  add_post (posts, "1", "bo", CS_NETWORK_BLUESKY, "bo.example");
  add_post (posts, "2", "ana", CS_NETWORK_MASTODON, "@ana@example.social");

  return posts;
}

static GPtrArray *
make_accounts (void)
{
  GPtrArray *accounts = cs_records_new ();
  CsAccount *ana = cs_record_new (CS_RECORD_ACCOUNT);
  CsAccount *bo = cs_record_new (CS_RECORD_ACCOUNT);

  ana->id = g_strdup ("ana");
  ana->handle = g_strdup ("@ana@example.social");
  bo->id = g_strdup ("bo");
  bo->network = CS_NETWORK_BLUESKY;
  bo->handle = g_strdup ("bo.example");
  g_ptr_array_add (accounts, ana);
  g_ptr_array_add (accounts, bo);

  return accounts;
}

static CsNumbersFile *
read_bytes (GPtrArray  *posts,
            const char *text,
            gsize       length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, length);

  g_autoptr(GPtrArray) accounts = make_accounts ();

  return cs_numbers_read (bytes, posts, accounts, NOW);
}

static CsNumbersFile *
read_text (GPtrArray  *posts,
           const char *text)
{
  return read_bytes (posts, text, strlen (text));
}

static const CsNumbersRow *
row_at (CsNumbersFile *file,
        guint          place)
{
  g_assert_cmpuint (place, <, file->rows->len);

  return &g_array_index (file->rows, CsNumbersRow, place);
}

static void
test_every_way_to_say_it (void)
{
  g_autoptr(GPtrArray) posts = make_posts ();
  g_autoptr(CsNumbersFile) file = read_text (posts,
    "Post, taken_at ,likes,shares\r\n"
    "https://ana.example/1,2026-11-21T10:00:00Z,10,\r\n"
    "remote-1-bo,2026-11-21T11:00:00+01:00,,3\r\n"
    "target-2-ana,1795255200, 5 ,0\r\n"
    "post-2,\"2026-11-22T10:00:00.5Z\",6,\r\n");

  g_assert_cmpuint (file->bad->len, ==, 0);
  g_assert_cmpuint (file->rows->len, ==, 4);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (row_at (file, i)->taken_at, ==, OUT + 86400);
  g_assert_cmpint (row_at (file, 3)->taken_at, ==, OUT + 2 * 86400);
  g_assert_true (row_at (file, 0)->post == posts->pdata[0]);
  g_assert_true (row_at (file, 1)->post == posts->pdata[1]);
  g_assert_true (row_at (file, 2)->post == posts->pdata[2]);
  g_assert_true (row_at (file, 3)->post == posts->pdata[2]);
  g_assert_cmpint (row_at (file, 0)->counts[CS_METRIC_LIKES], ==, 10);
  g_assert_cmpint (row_at (file, 0)->counts[CS_METRIC_SHARES], ==, CS_UNKNOWN);
  g_assert_cmpint (row_at (file, 1)->counts[CS_METRIC_LIKES], ==, CS_UNKNOWN);
  g_assert_cmpint (row_at (file, 2)->counts[CS_METRIC_SHARES], ==, 0);
  g_assert_cmpuint (row_at (file, 3)->line, ==, 5);
}

/* A post on several accounts is told apart by the account or the network. */
static void
test_accounts_tell_apart (void)
{
  g_autoptr(GPtrArray) posts = make_posts ();
  g_autoptr(CsNumbersFile) file = read_text (posts,
    "post,account,network,taken_at,likes\n"
    "post-1,@ana@example.social,,1795255200,1\n"
    "post-1,Bo.Example,,1795255200,2\n"
    "post-1,,bluesky,1795255201,3\n"
    "post-1,ana,Mastodon,1795255201,4\n"
    "post-1,'@ana@example.social,,1795255202,4\n");

  g_assert_cmpuint (file->bad->len, ==, 0);
  for (guint i = 0; i < 5; i++)
    g_assert_true (row_at (file, i)->post == posts->pdata[i == 1 || i == 2]);
}

#define HEAD "post,taken_at,likes,views\n"
#define POST "https://ana.example/1,"
#define ROW POST "2026-11-21T10:00:00Z,"
#define LONG "post,taken_at,metric,value,revision\n"

static void
test_bad_rows_are_named (void)
{
  static const struct { const char *text; guint line; const char *reason; } cases[] = {
    { "", 1, "nothing in it" },
    { "post,taken_at,likes,colour\n", 1, "“colour”" },
    { "post,taken_at,likes,likes\n", 1, "two columns" },
    { "post;taken_at;likes\n", 1, "commas" },
    { "{\"format\":\"creatorsync-numbers-1\",\n\"samples\":[]}\n", 1, "JSON" },
    { "taken_at,likes\n", 1, "“post”" },
    { "post,likes\n", 1, "“taken_at”" },
    { "post,taken_at\n", 1, "numbers" },
    { HEAD "https://nobody.example/1,2026-11-21T10:00:00Z,1,\n", 2, "No post" },
    { HEAD ",2026-11-21T10:00:00Z,1,\n", 2, "no post" },
    { HEAD "post-1,2026-11-21T10:00:00Z,1,\n", 2, "more than once" },
    { HEAD "=HYPERLINK(1),2026-11-21T10:00:00Z,1,\n", 2, "formula" },
    { HEAD POST "yesterday,1,\n", 2, "no moment" },
    { HEAD POST "2026-11-21,1,\n", 2, "no moment" },
    { HEAD POST "2026-11-21T10:00:00,1,\n", 2, "no moment" },
    { HEAD POST ",1,\n", 2, "no moment" },
    { HEAD POST "2026-11-24T10:00:01Z,1,\n", 2, "yet to come" },
    { HEAD POST "99999999999999999999,1,\n", 2, "no moment" },
    { HEAD POST "2026-11-20T09:59:59Z,1,\n", 2, "before the post" },
    { HEAD ROW "-1,\n", 2, "less than nothing" },
    { HEAD ROW "=1+1,\n", 2, "formula" },
    { HEAD ROW "+1,\n", 2, "formula" },
    { HEAD ROW "@1,\n", 2, "formula" },
    { HEAD ROW "1.5,\n", 2, "whole number" },
    { HEAD ROW "1 000,\n", 2, "whole number" },
    { HEAD ROW "many,\n", 2, "whole number" },
    { HEAD ROW "99999999999999999999,\n", 2, "anybody" },
    { HEAD ROW "1000000000000000000000000000000,\n", 2, "anybody" },
    { HEAD ROW "9007199254740993,\n", 2, "anybody" },
    { HEAD ROW "\"1,000\",\n", 2, "whole number" },
    { HEAD ROW "1,000,\n", 2, "5 cells" },
    { HEAD ROW "1e3,\n", 2, "whole number" },
    { HEAD ROW "0x10,\n", 2, "whole number" },
    { HEAD ROW "＝1,\n", 2, "formula" },
    { HEAD POST "2026-02-30T10:00:00Z,1,\n", 2, "no moment" },
    { HEAD POST "-1,1,\n", 2, "no moment" },
    { HEAD POST "0,1,\n", 2, "before there was any" },
    { HEAD POST "1104537600,1,\n", 2, "before the post" },
    { "post,taken_at,followers\n" ROW "9\n", 2, "not a post’s" },
    { "account,taken_at,followers\n,2026-11-21T10:00:00Z,9\n", 2, "no account" },
    { "account,taken_at,followers\ncleo,2026-11-21T10:00:00Z,9\n", 2, "“cleo”" },
    { "account,taken_at,followers\nana,2026-11-24T10:00:01Z,9\n", 2, "yet to come" },
    { "account,taken_at,followers\nana,46347,9\n", 2, "before there was any" },
    { "account,taken_at,followers\nana,20251120,9\n", 2, "before there was any" },
    { "account,taken_at,followers\nana,0001-01-01T00:00:00Z,9\n", 2, "before there was any" },
    { "account,taken_at,likes,followers\nana,2026-11-21T10:00:00Z,1,\n", 2, "no post" },
    { "account,taken_at,likes\n", 1, "“post”" },
    { "post,taken_at,metric\n", 1, "“value”" },
    { "post,taken_at,value\n", 1, "“metric”" },
    { "post,taken_at,metric,value,likes\n", 1, "leave out" },
    { LONG ROW "joy,1,\n", 2, "joy" },
    { LONG ROW "engagement,1,\n", 2, "engagement" },
    { LONG ROW ",1,\n", 2, "name of a number" },
    { LONG ROW "likes,,\n", 2, "no number" },
    { LONG ROW "likes,-1,\n", 2, "less than nothing" },
    { LONG ROW "likes,1,first\n", 2, "revision" },
    { LONG ROW "likes,1,0\n" ROW "likes,2,0\n", 3, "Line 2" },
    { HEAD ROW "1,5\n", 2, "views" },
    { HEAD ROW ",\n", 2, "no number" },
    { HEAD POST "2026-11-21T10:00:00Z\n", 2, "Half a row" },
    { HEAD ROW "1,,\n", 2, "5 cells" },
    { HEAD ROW "\"1\n", 2, "Half a row" },
    { HEAD ROW "1\"1,\n", 2, "Quotes" },
    { HEAD ROW "1,", 2, "half a row" },
    { "post,taken_at,likes\n" ROW "12", 2, "half a row" },
    { HEAD ROW "1,\n" ROW "2,\n", 3, "Line 2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) posts = make_posts ();
      g_autoptr(CsNumbersFile) file = read_text (posts, cases[i].text);
      const CsNumbersBad *bad = &g_array_index (file->bad, CsNumbersBad, 0);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (file->bad->len, ==, 1);
      g_assert_cmpuint (bad->line, ==, cases[i].line);
      g_test_message ("%s", bad->reason);
      g_assert_nonnull (strstr (bad->reason, cases[i].reason));
    }
}

static void
test_all_that_is_wrong_is_named (void)
{
  g_autoptr(GPtrArray) posts = make_posts ();
  g_autoptr(CsNumbersFile) file = read_text (posts,
    HEAD ROW "1,\n" ROW "x,\n\n" POST "\"now\nor never\",1,\nhttps://ana.example/2,1795255200,7,\n"
    "half\n");

  g_assert_cmpuint (file->rows->len, ==, 2);
  g_assert_cmpuint (file->bad->len, ==, 3);
  g_assert_cmpuint (g_array_index (file->bad, CsNumbersBad, 0).line, ==, 3);
  g_assert_cmpuint (g_array_index (file->bad, CsNumbersBad, 1).line, ==, 5);
  g_assert_cmpuint (g_array_index (file->bad, CsNumbersBad, 2).line, ==, 8);
}

static void
test_encodings_and_cells (void)
{
  static const char utf16[] = "\xff\xfep\0o\0s\0t\0";
  static const char zero[] = HEAD ROW "1\0002,\n";
  g_autoptr(GPtrArray) posts = make_posts ();
  g_autoptr(CsNumbersFile) wide = read_bytes (posts, utf16, sizeof utf16 - 1);
  g_autoptr(CsNumbersFile) holed = read_bytes (posts, zero, sizeof zero - 1);
  g_autofree char *cell = g_strnfill (65 * 1024, '1');
  g_autofree char *text = g_strconcat (HEAD ROW, cell, ",\n" ROW "1,\n", NULL);
  g_autoptr(CsNumbersFile) big = read_text (posts, text);
  g_autoptr(CsNumbersFile) marked = read_text (posts, "\xef\xbb\xbf" HEAD ROW "1,\n");

  g_assert_cmpuint (wide->bad->len, ==, 1);
  g_assert_nonnull (strstr (g_array_index (wide->bad, CsNumbersBad, 0).reason, "UTF-16"));
  g_assert_cmpuint (holed->bad->len, ==, 1);
  g_assert_nonnull (strstr (g_array_index (holed->bad, CsNumbersBad, 0).reason, "UTF-8"));
  g_assert_cmpuint (big->bad->len, ==, 1);
  g_assert_cmpuint (g_array_index (big->bad, CsNumbersBad, 0).line, ==, 2);
  g_assert_nonnull (strstr (g_array_index (big->bad, CsNumbersBad, 0).reason, "64 KiB"));
  g_assert_cmpuint (marked->bad->len, ==, 0);
  g_assert_cmpuint (marked->rows->len, ==, 1);
}

/* The same twice is the same once. */
static void
test_twice (void)
{
  g_autoptr(GPtrArray) posts = make_posts ();
  g_autoptr(CsNumbersFile) file = read_text (posts, HEAD ROW "1,\n" POST "1795255200,1,\n");

  g_assert_cmpuint (file->bad->len, ==, 0);
  g_assert_cmpuint (file->rows->len, ==, 1);
}

/* As an export has it: a number a row, of one moment wherever they stand; and followers without a
 * post. A correction comes after what it corrects. */
static void
test_a_number_a_row (void)
{
  g_autoptr(GPtrArray) posts = make_posts ();
  g_autoptr(CsNumbersFile) file = read_text (posts,
    "network,account,target,post,taken_at,revision,metric,value,title\n"
    ",,target-2-ana,post-2,2026-11-21T10:00:00Z,1,likes,7,\"'=1+1\"\n"
    ",,target-2-ana,post-2,2026-11-21T10:00:00Z,0,likes,9,\n"
    ",,target-2-ana,post-2,2026-11-21T10:00:00Z,0,shares,2,\n"
    "bluesky,bo.example,,,2026-11-21T10:00:00Z,0,followers,40,\n");
  const CsNumbersRow *followers, *first, *second;

  g_assert_cmpuint (file->bad->len, ==, 0);
  g_assert_cmpuint (file->n_read, ==, 4);
  g_assert_cmpuint (file->rows->len, ==, 3);
  followers = row_at (file, 0);
  first = row_at (file, 1);
  second = row_at (file, 2);
  g_assert_null (followers->post);
  g_assert_cmpstr (followers->account->id, ==, "bo");
  g_assert_cmpint (followers->counts[CS_MEANING_FOLLOWERS], ==, 40);
  g_assert_true (first->post == posts->pdata[2] && second->post == posts->pdata[2]);
  g_assert_true (first->is_superseded && !second->is_superseded && !followers->is_superseded);
  g_assert_cmpint (first->counts[CS_METRIC_LIKES], ==, 9);
  g_assert_cmpint (first->counts[CS_METRIC_SHARES], ==, 2);
  g_assert_cmpint (second->counts[CS_METRIC_LIKES], ==, 7);
  g_assert_cmpint (second->counts[CS_METRIC_SHARES], ==, CS_UNKNOWN);
}

CS_TESTS (numbers_read)
{
  g_test_add_func ("/workspace/numbers-read/a-number-a-row", test_a_number_a_row);
  g_test_add_func ("/workspace/numbers-read/every-way-to-say-it", test_every_way_to_say_it);
  g_test_add_func ("/workspace/numbers-read/accounts-tell-apart", test_accounts_tell_apart);
  g_test_add_func ("/workspace/numbers-read/bad-rows-are-named", test_bad_rows_are_named);
  g_test_add_func ("/workspace/numbers-read/all-that-is-wrong-is-named",
                   test_all_that_is_wrong_is_named);
  g_test_add_func ("/workspace/numbers-read/encodings-and-cells", test_encodings_and_cells);
  g_test_add_func ("/workspace/numbers-read/twice-the-same-is-once", test_twice);
}
