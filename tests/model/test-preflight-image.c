/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "preflight.h"

static const MediaCase image_cases[] = {
  { "{'kind': <'image'>}", NONE, YOUTUBE, "media.kind", BLOCK, CS_FIX_NONE,
    "YouTube takes videos alone" },
  { "{'mime': <'image/png'>}", NONE, INSTAGRAM, "image.type", BLOCK, CS_FIX_NONE,
    "The picture is PNG; Instagram Reels takes JPEG" },
  { "{'mime': <'nothing'>}", NONE, INSTAGRAM, "image.type", BLOCK, CS_FIX_NONE, "cannot be told" },
  { "{'size': <int64 2500000>}", NONE, BLUESKY, "image.bytes", BLOCK, CS_FIX_NONE,
    "2.5 MB; Bluesky takes at most 2 MB" },
  { "{'container': <'gif'>, 'mime': <'image/gif'>, 'size': <int64 14000000>}", NONE, X, "", 0, 0,
    NULL },
  { "{'container': <'gif'>, 'mime': <'image/gif'>, 'size': <int64 16000000>}", NONE, X,
    "image.bytes", BLOCK, CS_FIX_NONE, "15 MB" },
  { "{'container': <'gif'>, 'mime': <'image/gif'>, 'frames': <int64 351>}", NONE, X,
    "image.frames", BLOCK, CS_FIX_NONE, "351 frames; X takes at most 350" },
  { "{'width': <int64 8000>, 'height': <int64 5000>}", NONE, MASTODON, "image.pixels", BLOCK,
    CS_FIX_NONE,
    "33177600" },
  { "{'width': <int64 300>, 'height': <int64 300>}", NONE, INSTAGRAM, "image.size", BLOCK,
    CS_FIX_NONE,
    "at least 320" },
  { "{'width': <int64 1600>, 'height': <int64 1600>}", NONE, INSTAGRAM, "image.size", BLOCK,
    CS_FIX_NONE,
    "at most 1440" },
  { "{'height': <int64 1920>}", NONE, INSTAGRAM, "image.aspect", BLOCK, CS_FIX_NONE,
    "narrower than 0.8" },
  { "{'height': <int64 540>}", NONE, INSTAGRAM, "image.aspect", BLOCK, CS_FIX_NONE,
    "broader than 1.91" },
  { "{'height': <int64 540>, 'width': <'nothing'>}", NONE, INSTAGRAM, "", 0, 0, NULL },
  { "{'damaged': <true>}", NONE, MASTODON, "image.damaged", BLOCK, CS_FIX_NONE,
    "before it is complete" },
};

static void
test_one_fault_of_a_picture_is_one_rule (void)
{
  g_autoptr(CsFacts) picture = good_picture ();

  try_media_case (picture, &(MediaCase) { NONE, NONE, INSTAGRAM, "", 0, 0, NULL });

  for (guint i = 0; i < G_N_ELEMENTS (image_cases); i++)
    try_media_case (picture, &image_cases[i]);
}

CS_TESTS (preflight_image)
{
  g_test_add_func ("/model/preflight-image/one-fault-is-one-rule",
                   test_one_fault_of_a_picture_is_one_rule);
}
