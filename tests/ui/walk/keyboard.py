#!/usr/bin/env python3
"""The main job in the real window, by the keyboard alone: what is read through AT-SPI is only looked at.

  build-aux/display.sh keyboard.py BUILD

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import shutil
import sys

import driver
from job import ACCOUNTS, ALT, CLIP, TEXT, chip_on, compare_with_networks, need_receipts


def first_run(bench):
    """The two ways in and a draft are reached from where the focus is at first."""
    window = bench.open()
    window.wait_for('button', 'Connect an Account')
    for name in ('Connect an Account', 'Look Around With a Sample', 'Begin With a Draft'):
        window.tab_to('button', name)


def connect_mastodon(bench):
    bench.networks = bench.start_networks()
    window = bench.window
    window.tab_to('button', 'Connect an Account', 'shift+Tab')
    window.key('Return')
    window.wait_focus('list item', 'Mastodon')
    window.key('Return')
    window.wait_focus('text', 'Server')
    window.type(bench.networks['mastodon']['url'])
    window.key('Return')
    window.wait_for('label', re.compile('^Connected @alice@'))


def connect_bluesky(bench):
    window, server = bench.window, bench.networks['bluesky']
    window.tab_to('list item', 'Connect an Account')
    window.key('Return')
    window.wait_focus('list item', 'Mastodon')
    window.key('Down', 'Return')
    window.wait_focus('text', 'Handle, as ana.bsky.social')
    window.type(server['handle'])
    window.tab_to('text', 'App Password')
    window.type(server['app_password'])
    window.tab_to('list item', 'Another Server')
    window.key('Return')
    for name, address in (('Server', 'pds'), ('Identity Directory', 'plc'), ('Video Service', 'video')):
        window.tab_to('text', name)
        window.type(server[address])
    window.key('Return')
    window.wait_for('label', 'Connected alice.test')


def add_clip(bench):
    shutil.copy(os.path.join(driver.FIXTURES, 'clips', 'ten-bit.mkv'), os.path.join(bench.home, CLIP))
    window = bench.window
    window.key('ctrl+4')
    window.wait_for('button', 'Add Files…')
    window.key('Insert')
    window.wait_for('dialog', 'Add Clips and Pictures')
    window.focus()
    window.key('alt+Home')
    window.wait_for('table row', re.compile(CLIP))
    window.tab_to('table row', re.compile(CLIP))
    window.key('Return')
    window.wait_gone('dialog', 'Add Clips and Pictures')
    window.focus()
    window.wait_for('table cell', re.compile(f'^{CLIP}'))
    window.tab_to('table cell', re.compile(f'^{CLIP}'))


def compose(bench):
    window = bench.window
    window.key('space')
    window.tab_to('button', 'New Post')
    window.key('Return')
    window.wait_focus('text', 'Text')
    window.type(TEXT)
    window.tab_to('text', f'Description of {CLIP}')
    window.type(ALT)
    window.wait(lambda: len(window.find_all('label', 'Blocked')) == 2, 'both lights are red')
    window.wait_for('label', 'Saved')


def fix(bench):
    window = bench.window
    for account in reversed(ACCOUNTS):
        window.tab_to('list item', account, state='expandable')
        window.key('Return')
        window.tab_to('button', re.compile('^Fix: The file is Matroska'))
        window.key('Return')
    window.wait(lambda: len(window.find_all('label', 'Ready')) == 2, 'both lights are green')


def schedule(bench):
    window = bench.window
    window.key('ctrl+Return')
    window.wait_for('dialog', 'When').wait_for(None, None, 'focused')    # its calendar, on today
    window.key('Right')
    window.tab_to('button', 'Done')
    window.key('Return')
    window.wait_for('label', re.compile('^Scheduled for Tomorrow '))


def move_to_another_day(bench):
    window = bench.window
    window.key('ctrl+2')
    window.wait(lambda: chip_on(window, 12), 'the post is on 12 November')
    window.tab_to('table cell', re.compile(' 11 November'))
    window.tab_to('table cell', re.compile(' 12 November'), 'Right')
    window.tab_to('button', re.compile(TEXT))
    window.key('alt+Right')
    window.wait(lambda: chip_on(window, 13), 'the post is on 13 November')
    window.wait_focus('button', re.compile(TEXT))
    window.wait_spoken('Friday 13 November 2026, 18:30, 1 post that day')
    window.key('alt+shift+Down')
    window.wait_spoken('Friday 13 November 2026, 18:45, 1 post that day')
    window.key('alt+shift+Up')
    window.wait_spoken('Friday 13 November 2026, 18:30, 1 post that day')


def turn_months(bench):
    """The day that the focus comes to is read; where it stays, the month is spoken."""
    window = bench.window
    window.key('Page_Down')
    window.wait_focus('table cell', re.compile('13 December'))
    window.key('t')
    window.wait_focus('table cell', re.compile('11 November'))
    window.tab_to('button', 'Next Month', 'shift+Tab')
    window.key('Page_Up')
    window.wait_spoken('October 2026')
    window.key('Return')
    window.wait_spoken('November 2026')
    window.tab_to('table cell', re.compile(' 11 November'))
    window.tab_to('table cell', re.compile(' 13 November'), 'Right')


def show_help(bench):
    bench.window.key('F1')
    bench.window.wait(lambda: os.path.exists(os.path.join(bench.folder, 'help:creatorsync')), 'help is shown')


def undo(bench):
    window = bench.window
    for _ in range(3):      # two of them were of minutes
        window.key('ctrl+z')
        window.wait_spoken(re.compile('^A toast appeared: Undone: '))
    window.wait(lambda: chip_on(window, 12), 'the post is back on 12 November')


def publish_now(bench):
    window = bench.window
    window.tab_to('button', re.compile(TEXT))
    window.key('Return')
    window.wait_for('toggle button', 'More Ways')
    window.tab_to('toggle button', 'More Ways', 'shift+Tab')
    window.key('Return')
    window.wait_focus('menu item')
    window.key('Return')
    window.wait_for('alert', 'Publish Now?')
    window.wait_focus('button', 'Publish')
    window.key('Return')
    window.wait(lambda: len(window.find_all('label', 'Published')) == 2, 'both are out', 60)
    window.wait_focus('list item', ACCOUNTS[1])    # where it says what became of it


def read_receipt(bench):
    window = bench.window
    for account in reversed(ACCOUNTS):
        row = window.tab_to('list item', account, state='expandable')
        window.key('Return')
        row.above('list item').wait_for('button', 'Open the Post')
        window.tab_to('button', 'Open the Post')
    need_receipts(bench)


def each_network_holds_one_post(bench):
    compare_with_networks(bench)


def end(bench):
    bench.window.close()


if __name__ == '__main__':
    sys.exit(driver.run('keyboard', sys.argv[1], [
        first_run, connect_mastodon, connect_bluesky, add_clip, compose, fix, schedule, move_to_another_day,
        turn_months, show_help, undo, publish_now, read_receipt, each_network_holds_one_post, end]))
