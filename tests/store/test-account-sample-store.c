/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-day-store.h"
#include "cs-account-sample-store.h"
#include "cs-error.h"
#include "cs-store-fixture.h"
#include "cs-tally.h"
#include "cs-test.h"

#define DAY CS_DAY_SECONDS
#define TODAY (NOW / DAY)

static CsAccountSample *
new_sample (const CsAccount *account,
            gint64           taken_at,
            gint64           followers)
{
  CsAccountSample *sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);

  sample->account_id = g_strdup (account->id);
  sample->taken_at = taken_at;
  sample->source = g_strdup ("example.social");
  sample->followers = followers;
  sample->posts = 12;

  return sample;
}

static gboolean
add (CsTx            *tx,
     const CsAccount *account,
     gint64           taken_at,
     gint64           followers)
{
  g_autoptr(CsAccountSample) sample = new_sample (account, taken_at, followers);
  gboolean is_new;

  assert_holds (cs_account_sample_store_add (tx, sample, &is_new, why));

  return is_new;
}

static gint64
followers_of (CsTx            *tx,
              const CsAccount *account,
              gint64           day)
{
  g_autoptr(GPtrArray) days = cs_account_day_store_list (tx, account->id, day, day + 1, NULL);

  return days->len > 0 ? ((CsAccountDay *) days->pdata[0])->followers : CS_UNKNOWN;
}

/* The last that is known of a day stands for it, in whatever order they come. */
static void
test_followers_of_a_day (Store         *store,
                         gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "ana");
  g_autoptr(GPtrArray) samples = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(CsAccountSample) expected = new_sample (account, NOW, 100);
  g_autoptr(CsTx) tx = begin (store);

  save_account (tx, account);
  g_assert_true (add (tx, account, NOW, 100));
  g_assert_false (add (tx, account, NOW, 100));
  g_assert_true (add (tx, account, NOW + 7200, 103));
  g_assert_true (add (tx, account, NOW + 3600, 101));
  g_assert_true (add (tx, account, NOW + 9000, CS_UNKNOWN));
  g_assert_cmpint (followers_of (tx, account, TODAY), ==, 103);
  g_assert_cmpint (followers_of (tx, account, TODAY + 1), ==, CS_UNKNOWN);

  /* What a correction takes back does not count. */
  g_assert_true (add (tx, account, NOW + 7200, CS_UNKNOWN));
  g_assert_cmpint (followers_of (tx, account, TODAY), ==, 101);

  samples = cs_account_sample_store_list (tx, account->id, 0, NOW + 7201, NULL);
  all = cs_account_sample_store_list_all (tx, account->id, 0, 0, NULL);
  g_assert_cmpuint (samples->len, ==, 3);
  g_assert_cmpuint (all->len, ==, 5);
  expected->revision = 0;
  g_assert_true (cs_record_equal (samples->pdata[0], expected));
  g_assert_cmpint (((CsAccountSample *) samples->pdata[2])->revision, ==, 1);
}

static void
test_nearest (Store         *store,
              gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "ana");
  g_autoptr(CsAccountSample) near = NULL;
  g_autoptr(CsAccountSample) far = NULL;
  g_autoptr(CsTx) tx = begin (store);

  save_account (tx, account);
  add (tx, account, NOW - 100, 1);
  add (tx, account, NOW + 90, 2);
  add (tx, account, NOW + 10, CS_UNKNOWN);
  assert_holds (cs_account_sample_store_find_near (tx, account->id, NOW, 100, &near, why));
  g_assert_cmpint (near->followers, ==, 2);
  assert_holds (cs_account_sample_store_find_near (tx, account->id, NOW, 89, &far, why));
  g_assert_null (far);
}

static void
assert_last (CsTx            *tx,
             const CsAccount *account,
             gint64           before,
             gint64           followers)
{
  g_autoptr(CsAccountSample) last = NULL;

  assert_holds (cs_account_sample_store_find_last (tx, account->id, before, &last, why));
  g_assert_cmpint (last != NULL ? last->followers : CS_UNKNOWN, ==, followers);
}

/* What a correction took back was not told. */
static void
test_last (Store         *store,
           gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "ana");
  g_autoptr(CsTx) tx = begin (store);

  save_account (tx, account);
  assert_last (tx, account, 0, CS_UNKNOWN);
  add (tx, account, NOW - 100, 1);
  add (tx, account, NOW, 2);
  add (tx, account, NOW, 3);
  add (tx, account, NOW + 10, 4);
  add (tx, account, NOW + 10, CS_UNKNOWN);

  assert_last (tx, account, 0, 3);
  assert_last (tx, account, NOW + 1, 3);
  assert_last (tx, account, NOW, 1);
  assert_last (tx, account, NOW - 100, CS_UNKNOWN);
}

static void
test_nonsense_is_refused (Store         *store,
                          gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "ana");
  g_autoptr(CsAccountSample) negative = new_sample (account, NOW, -1);
  g_autoptr(CsAccountSample) foreign = new_sample (account, NOW, 1);
  g_autoptr(CsTx) tx = begin (store);

  save_account (tx, account);
  g_set_str (&foreign->account_id, "nobody");
  assert_fails (cs_account_sample_store_add (tx, negative, NULL, why), CS_ERROR_INVALID);
  assert_fails (cs_account_sample_store_add (tx, foreign, NULL, why), CS_ERROR_NOT_FOUND);
}

CS_TESTS (account_sample_store)
{
  STORE_TEST ("/store/account-sample/followers-of-a-day", test_followers_of_a_day);
  STORE_TEST ("/store/account-sample/nearest", test_nearest);
  STORE_TEST ("/store/account-sample/last", test_last);
  STORE_TEST ("/store/account-sample/nonsense-is-refused", test_nonsense_is_refused);
}
