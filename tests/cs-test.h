/* cs-test.h: what every test file begins with
 *
 * A test file defines CS_TESTS (name) { g_test_add_func (…); … } and its room's
 * main.c calls CS_ADD_TESTS (name).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#define CS_TESTS(name) \
  void cs_add_##name##_tests (void); \
  void cs_add_##name##_tests (void)

#define CS_ADD_TESTS(name) \
  G_STMT_START { \
    extern void cs_add_##name##_tests (void); \
    cs_add_##name##_tests (); \
  } G_STMT_END
