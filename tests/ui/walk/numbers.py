#!/usr/bin/env python3
"""The numbers of what was published, in the real window, by keys and by ear.

  build-aux/display.sh numbers.py BUILD

SPDX-License-Identifier: GPL-3.0-or-later
"""
import re
import sys

import driver
import filled

HOUR = 3600
ALICE = re.compile('^@alice@')


def page_is_come_to(bench):
    """Its key leads there; what was counted once is no line yet, and says so."""
    filled.fill(bench)
    window = bench.open()
    window.wait_for('list item', 'Analytics')
    window.key('ctrl+5')
    window.wait_for('heading', 'Followers')
    window.wait_for('heading', 'Posts')


def points_are_spoken(bench):
    """One stop of Tab; inside it the arrows go through time."""
    window = bench.window
    bench.clock.advance(HOUR + 60)
    window.press('button', 'Count Now')
    window.wait_for('image', 'Followers', seconds=60)
    window.tab_to('image', 'Followers')
    window.key('Home')
    window.key('Right')
    window.wait_spoken(re.compile('followers?'))
    window.key('Down')
    window.wait_spoken(re.compile('followers?'))


def chart_is_a_table(bench):
    """With what the points say as its rows."""
    window = bench.window
    window.tab_to('toggle button', re.compile('Show “Followers” as a Table'), 'shift+Tab')
    window.key('space')
    table = window.wait_for('tree table', 'Followers')
    table.wait_for('table row', re.compile('followers?'))
    window.key('space')
    window.wait_for('image', 'Followers')


def bar_opens_its_post(bench):
    window = bench.window
    window.tab_to('image', 'Posts')
    window.key('Home')
    window.key('Return')
    window.wait_for('button', 'Open Post')
    window.wait_for('heading', ALICE)
    window.press('button', 'Back')
    window.wait_for('heading', 'Posts')


def end(bench):
    bench.window.close()


if __name__ == '__main__':
    sys.exit(driver.run('numbers', sys.argv[1], [
        page_is_come_to, points_are_spoken, chart_is_a_table, bar_opens_its_post, end], secrets='keyring'))
