#!/usr/bin/env python3
"""The main job in the real window, by pointing.

  build-aux/display.sh pointer.py BUILD

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import shutil
import sys

import driver
from job import ACCOUNTS, ALT, CLIP, TEXT, chip_on, compare_with_networks, need_receipts


def first_run(bench):
    """A new workspace offers its two ways in, and a draft."""
    window = bench.open()
    for name in ('Connect an Account', 'Look Around With a Sample', 'Begin With a Draft'):
        window.wait_for('button', name)


def connect_mastodon(bench):
    """By the browser, which comes back by itself."""
    bench.networks = bench.start_networks()
    window = bench.window
    window.press('button', 'Connect an Account')
    window.press('list item', 'Mastodon')
    window.fill('Server', bench.networks['mastodon']['url'])
    window.press('button', 'Continue')
    window.wait_for('label', re.compile('^Connected @alice@'))


def connect_bluesky(bench):
    """By an app password, at a server of one's own."""
    window, server = bench.window, bench.networks['bluesky']
    window.press('list item', 'Connect an Account')
    window.press('list item', 'Bluesky')
    window.fill('Handle, as ana.bsky.social', server['handle'])
    window.fill('App Password', server['app_password'])
    window.press('list item', 'Another Server')
    window.fill('Server', server['pds'])
    window.fill('Identity Directory', server['plc'])
    window.fill('Video Service', server['video'])
    window.press('button', 'Sign In')
    window.wait_for('label', 'Connected alice.test')


def add_clip(bench):
    """One that fits neither network."""
    shutil.copy(os.path.join(driver.FIXTURES, 'clips', 'ten-bit.mkv'), os.path.join(bench.home, CLIP))
    window = bench.window
    window.press('list item', 'Media')
    window.press('button', 'Add Files…')
    window.wait_for('dialog', 'Add Clips and Pictures')
    window.focus()
    window.press('list item', re.compile('personal folder'))
    window.press('table row', re.compile(CLIP))
    window.press('button', 'Add')
    window.wait_gone('dialog', 'Add Clips and Pictures')
    window.focus()
    window.press('table cell', re.compile(f'^{CLIP}'))


def compose(bench):
    """For both accounts; both lights are red."""
    window = bench.window
    window.press('button', 'New Post')
    window.wait_for('text', 'Text').wait_state('focused')
    window.type(TEXT)
    window.fill(f'Description of {CLIP}', ALT)
    window.wait(lambda: len(window.find_all('label', 'Blocked')) == 2, 'both lights are red')
    window.wait_for('label', 'Saved')


def fix(bench):
    """The program makes it fit; both lights are green."""
    window = bench.window
    for account in ACCOUNTS:
        row = window.press('list item', account, 'expandable').above('list item')
        window.click(row.wait_for('button', re.compile('^Fix: The file is Matroska')))
    window.wait(lambda: len(window.find_all('label', 'Ready')) == 2, 'both lights are green')


def schedule(bench):
    window = bench.window
    window.press('button', 'Schedule')
    window.wait_for('dialog', 'When')
    window.press('label', '12')
    window.press('button', 'Done')
    window.wait_for('label', re.compile('^Scheduled for Tomorrow '))


def drag_to_another_day(bench):
    window = bench.window
    window.press('list item', 'Calendar')
    chip = window.wait(lambda: chip_on(window, 12), 'the post is on 12 November')
    there = window.wait_for('table cell', re.compile(' 17 November'))
    month = there.above('table')
    window.drag(chip, there, lambda: any(node.role == 'label' for node in month.children))    # the ghost
    window.wait(lambda: chip_on(window, 17), 'the post is on 17 November')
    window.wait_spoken('Tuesday 17 November 2026, 18:30, 1 post that day')


def drag_to_a_day_that_has_passed(bench):
    """It stays where it is, and the reason is spoken."""
    window = bench.window
    there = window.wait_for('table cell', re.compile(' 10 November'))
    month = there.above('table')
    window.drag(chip_on(window, 17), there, lambda: any(node.role == 'label' for node in month.children))
    window.wait_spoken(re.compile('passed'))
    if not chip_on(window, 17):
        raise window.failed('the post is not on 17 November any more')


def undo(bench):
    window = bench.window
    window.press('button', 'Undo')
    window.wait(lambda: chip_on(window, 12), 'the post is back on 12 November')


def publish_now(bench):
    window = bench.window
    window.click(chip_on(window, 12), times=2)
    window.press('toggle button', 'More Ways')
    window.press('menu item', None)    # the first one: GTK 4.18 tells no names of a menu's items
    window.wait_for('alert', 'Publish Now?')
    window.press('button', 'Publish')
    window.wait(lambda: len(window.find_all('label', 'Published')) == 2, 'both are out', 60)


def read_receipt(bench):
    """Where each went, and that the chain of receipts holds."""
    window = bench.window
    for account in ACCOUNTS:
        row = window.press('list item', account, 'expandable').above('list item')
        row.wait_for('button', 'Open the Post')
    need_receipts(bench)


def each_network_holds_one_post(bench):
    compare_with_networks(bench)


def end(bench):
    bench.window.close()


if __name__ == '__main__':
    sys.exit(driver.run('pointer', sys.argv[1], [
        first_run, connect_mastodon, connect_bluesky, add_clip, compose, fix, schedule, drag_to_another_day,
        drag_to_a_day_that_has_passed, undo, publish_now, read_receipt, each_network_holds_one_post, end]))
