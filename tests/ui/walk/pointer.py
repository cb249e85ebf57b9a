#!/usr/bin/env python3
"""The main job in the real window, by pointing.

  build-aux/display.sh pointer.py BUILD

SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys

import driver


def first_run(bench):
    """A new workspace offers its two ways in, and a draft."""
    window = bench.open()
    for name in ('Connect an Account', 'Look Around With a Sample', 'Begin With a Draft'):
        window.wait_for('button', name)


def end(bench):
    bench.window.close()


if __name__ == '__main__':
    sys.exit(driver.run('pointer', sys.argv[1], [first_run, end]))
