/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-json.h"
#include "cs-order.h"
#include "cs-test.h"

static CsOrder *
read_order (const char  *text,
            GError     **error)
{
  g_autoptr(JsonObject) request = cs_json_parse_object (text, -1, 0, NULL);

  return cs_order_new (request, error);
}

static void
test_what_is_not_said_is_as_in_the_source (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsOrder) order =
    read_order ("{\"scratch\":\"/s\","
                "\"facts\":{\"duration\":5,\"readable\":3,\"fps_num\":25,\"fps_den\":1},"
                "\"recipe\":{\"action\":\"encode\",\"constant_rate\":true}}", &error);

  g_assert_no_error (error);
  g_assert_cmpint (order->action, ==, CS_ORDER_ENCODE);
  g_assert_cmpint (order->width, ==, CS_AS_SOURCE);
  g_assert_cmpint (order->audio_channels, ==, CS_AS_SOURCE);
  g_assert_cmpint (order->fps_num, ==, 25);
  g_assert_cmpint (order->source_duration, ==, 3);
}

static void
test_nonsense_is_refused (void)
{
  static const char *const requests[] = {
    "{}",
    "{\"scratch\":\"/s\",\"recipe\":{}}",
    "{\"scratch\":\"/s\",\"recipe\":{\"action\":\"none\"}}",
    "{\"scratch\":\"/s\",\"recipe\":{\"action\":\"encode\",\"width\":15,\"height\":20}}",
    "{\"scratch\":\"/s\",\"recipe\":{\"action\":\"encode\",\"width\":640}}",
    "{\"scratch\":\"/s\",\"recipe\":{\"action\":\"encode\",\"width\":640,\"height\":99999}}",
    "{\"scratch\":\"/s\",\"recipe\":{\"action\":\"encode\",\"fps_num\":0}}",
    "{\"scratch\":\"/s\",\"recipe\":{\"action\":\"encode\",\"fps_num\":30,\"fps_den\":0}}",
    "{\"recipe\":{\"action\":\"encode\"}}",
    "{\"scratch\":\"/s\",\"recipe\":{\"action\":\"encode\"},\"facts\":{\"width\":1,\"height\":1}}",
    "{\"scratch\":\"/s\",\"recipe\":{\"action\":\"encode\"},"
      "\"facts\":{\"width\":20000,\"height\":90}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (read_order (requests[i], &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    }
}

CS_TESTS (order)
{
  g_test_add_func ("/media-helper/order/what-is-not-said-is-as-in-the-source",
                   test_what_is_not_said_is_as_in_the_source);
  g_test_add_func ("/media-helper/order/nonsense-is-refused", test_nonsense_is_refused);
}
