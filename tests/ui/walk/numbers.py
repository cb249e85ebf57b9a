#!/usr/bin/env python3
"""The numbers of what was published, in the real window, by keys and by ear.

  build-aux/display.sh numbers.py BUILD

What is to be heard is made of what the command line says of the same workspace: each sentence whole,
and each other than the one before.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import csv
import datetime
import os
import re
import sqlite3
import subprocess
import sys

import driver
import filled
from driver import journey

HOUR = 3600
DAY = 24 * HOUR
FIRST = filled.OUT
SECOND = 'Handles, pulled'
LIKES = {FIRST: 7, SECOND: 2}
REMOVED = 'old.test'
SOME = '2 of 3 Accounts'
ABOUT = 'What “Followers” Means'
ALL, WEEK, MONTH = 'All Accounts', 'Last 7 Days', 'Last 30 Days'
AGE = r'\d+ h\w*( \d+ min)? after publishing'


def as_table(title):
    return f'Show “{title}” as a Table'


def overview(bench, *words):
    return bench.cli.run('numbers', 'show', *words)


def say_time(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime('%-d %B %Y, %H:%M')


def say_followers(account, alone=False):
    """What is to be heard of each of its points."""
    whose = '' if alone else account['handle'] + ', '
    return [f'{whose}{say_time(at)}: {count} followers' for at, count, _ in account['followers']]


def say_bars(bench, what):
    """What is to be heard of each post, but for how old it is: the first that went out first."""
    posts = sorted(overview(bench)['posts'], key=lambda post: post['published_at'])
    measure = {'Engagement': 'engagement', 'Likes': 'likes'}[what]
    return [re.compile('^' + re.escape(f'“{post["title"]}”, {post["handle"]}, {say_time(post["published_at"])}: '
                                       f'{what}: {post[measure]}.') + ' Counted: .*$') for post in posts]


def hear(window, key, *sentences):
    """One sentence after each press of a key."""
    for sentence in sentences:
        window.bench.speech.clear()
        window.key(key)
        window.wait_spoken(sentence)


def come_to(window, title, sentences):
    """Where the keys were in it before, or to what is newest."""
    window.bench.speech.clear()
    window.tab_to('image', title)
    window.wait_spoken(re.compile('|'.join(getattr(words, 'pattern', None) or f'^{re.escape(words)}$'
                                           for words in sentences)))


def row_names(table):
    """As the program says them now: rows are used again."""
    rows = table.find_all('table row', None, 'selectable')
    for row in rows:
        row.ask(lambda it: it.clear_cache_single(), None)
    return [row.name for row in rows]


def show_table(window, title):
    window.tab_to('toggle button', as_table(title))
    window.key('space')
    window.wait_gone('image', title)
    return window.wait_for('tree table', title)


def show_chart(window, title):
    window.tab_to('toggle button', as_table(title), 'shift+Tab')
    window.key('space')
    window.wait_gone('tree table', title)
    return window.wait_for('image', title)


def choose(window, was, choice, *keys, back='shift+Tab'):
    """Of a drop-down, which has what is chosen as its name, by the keys that lead there: GTK 4.18 tells no
    names of its items."""
    window.tab_to('toggle button', was, back)
    window.key('space')
    window.wait_focus('list item', '')
    window.key(*keys, 'Return')
    window.wait_focus('toggle button', choice)


def choose_accounts(window, was, becomes, *toggled):
    """What the button says before and then; the accounts that get another check, in their order."""
    window.tab_to('toggle button', was, 'shift+Tab')
    window.key('space')
    window.wait_focus('check box', ALL)
    for name in toggled:
        check = window.tab_to('check box', name, 'Down')
        is_on = check.is_('checked')
        window.key('space')
        check.wait_state('checked', not is_on)
    window.key('Escape')
    window.wait_focus('toggle button', becomes)


def remove_an_account(bench):
    """That once was there, too: no network knows it."""
    with contextlib.closing(sqlite3.connect(os.path.join(bench.cli.workspace, 'main.db'))) as db:
        db.row_factory = sqlite3.Row
        row = dict(db.execute('SELECT * FROM account WHERE handle = ?', [bench.accounts['bluesky']]).fetchone(), nr=None,
                   id='old-account', handle=REMOVED, remote_id='did:plc:old')
        db.execute(f'INSERT INTO account ({", ".join(row)}) VALUES ({", ".join("?" * len(row))})', list(row.values()))
        db.commit()
    tell_followers(bench, [5])
    bench.cli.run('account', 'remove', REMOVED)


def tell_followers(bench, counts):
    """Of the account that was removed, an hour apart and until now."""
    path = os.path.join(bench.folder, 'old.csv')
    now = int(bench.clock.now())
    with open(path, 'w', encoding='utf-8') as file:
        file.write('account,taken_at,followers\n')
        file.writelines(f'{REMOVED},{now - HOUR * nr},{count}\n' for nr, count in enumerate(counts))
    bench.cli.run('numbers', 'import', path)


def tell(bench, network, which, name, count):
    journey.post_text(bench.networks['control'] + '/numbers', f'{network} {which} {name}={count}\n')


def count_later(bench, seconds, ask=lambda: None):
    """Until both accounts have a number more."""
    before = overview(bench)['accounts']
    bench.clock.advance(seconds)
    ask()
    bench.window.wait(lambda: all(len(now['followers']) > len(was['followers'])
                                  for now, was in zip(overview(bench)['accounts'], before)), 'both are counted again', 60)
    bench.lines = [say_followers(account) for account in overview(bench)['accounts']]


def page_is_come_to(bench):
    """By its key."""
    bench.networks = filled.fill(bench)
    mastodon, bluesky = bench.cli.run('account', 'list')
    bench.accounts = {'mastodon': mastodon['handle'], 'bluesky': bluesky['handle']}
    bench.cli.run('post', 'publish', bench.cli.run('post', 'new', '--text', SECOND, '--account', bluesky['id'])['id'])
    bench.cli.lines('run', '--until-quiet', timeout=60)
    remove_an_account(bench)
    tell(bench, 'mastodon', bench.networks['mastodon']['id'], 'followers', 1200)
    tell(bench, 'bluesky', bench.networks['bluesky']['did'], 'followers', 340)
    for network, posts in journey.get_json(bench.networks['control'] + '/posts').items():
        for post in posts:
            tell(bench, network, post['id'], 'likes', LIKES[post['text']])
    window = bench.open()
    window.wait_for('list item', 'Analytics')
    window.key('ctrl+5')
    window.wait_for('heading', 'Followers')
    window.wait_for('heading', 'Posts')


def too_little_says_so(bench):
    """What was counted once is no line; the sentence stands where it would be."""
    window = bench.window
    choose_accounts(window, ALL, bench.accounts['mastodon'], f'{bench.accounts["bluesky"]}, Bluesky')
    why = overview(bench, '--account', bench.accounts['mastodon'])['too_little']['followers']
    window.wait_for('label', why)
    window.wait_gone('image', 'Followers')
    choose_accounts(window, bench.accounts['mastodon'], ALL, ALL)
    window.wait_gone('label', why)
    window.wait_for('image', 'Followers')


def points_are_spoken(bench):
    """One stop of Tab, which says where it comes to; inside it the arrows go through time, and from account
    to account."""
    window = bench.window
    count_later(bench, HOUR + 60, lambda: window.press('button', 'Count Now'))
    first, second = bench.lines
    table = show_table(window, 'Followers')
    window.wait(lambda: row_names(table) == first + second, f'the rows are {first + second}')
    show_chart(window, 'Followers')
    come_to(window, 'Followers', first)
    hear(window, 'Home', first[0])
    hear(window, 'End', first[-1])
    hear(window, 'Home', first[0])
    hear(window, 'Right', *first[1:])
    hear(window, 'Down', second[-1])
    hear(window, 'Left', *second[-2::-1])
    hear(window, 'End', second[-1])
    hear(window, 'Up', first[-1])


def the_row_stays(bench):
    """New numbers come above it and below it; the keys are at the same moment."""
    window = bench.window
    first, second = bench.lines
    table = show_table(window, 'Followers')
    window.tab_to('table row', first[0])
    for sentence in first[1:] + second[:1]:
        window.key('Down')
        window.wait_focus('table row', sentence)
    row = window.focused()
    count_later(bench, HOUR + 60)
    window.wait(lambda: row_names(table) == sum(bench.lines, []), f'the rows are {bench.lines}')
    if not (row.is_('focused') and row.name == second[0]):
        raise window.failed(f'the focus was on “{second[0]}”, and is on {window.focused()}')
    window.key('Up')
    window.wait_focus('table row', bench.lines[0][-1])
    show_chart(window, 'Followers')


def the_point_stays(bench):
    """New numbers come behind it; nothing is said of them, for nothing of it has changed."""
    window = bench.window
    first = bench.lines[0]
    come_to(window, 'Followers', first)
    hear(window, 'Home', first[0])
    hear(window, 'Right', first[1])
    count_later(bench, HOUR + 60)
    last = re.compile(re.escape(bench.lines[0][-1].split(', ', 1)[1].rsplit(':', 1)[0]))
    window.wait(lambda: last.search(window.find('image', 'Followers').description), 'the chart has them')
    if bench.speech.said:
        raise window.failed('something was said')
    hear(window, 'Right', *bench.lines[0][2:])


def bars_are_spoken(bench):
    """From the first that went out to the last; of the number that is chosen."""
    window = bench.window
    bars = say_bars(bench, 'Engagement')
    come_to(window, 'Posts', bars)
    hear(window, 'Home', bars[0])
    hear(window, 'Right', bars[1])
    hear(window, 'Left', bars[0])
    choose(window, 'Engagement', 'Likes', 'Down', 'Down')
    come_to(window, 'Posts', say_bars(bench, 'Likes')[:1])
    table = show_table(window, 'Posts')
    window.wait(lambda: len(row_names(table)) == 2 and all(
        fits.search(name) for fits, name in zip(say_bars(bench, 'Likes'), row_names(table))), 'a row a bar')
    show_chart(window, 'Posts')
    choose(window, 'Likes', 'Engagement', 'Up', 'Up')


def bar_opens_its_post(bench):
    """Its page has its curve, which is spoken and is a table, too, what was not counted among it; from there
    the way leads to the post."""
    window, handle = bench.window, bench.accounts['mastodon']
    first = say_bars(bench, 'Engagement')[0]
    come_to(window, 'Posts', [first])
    window.key('Return')
    window.wait_for('heading', FIRST)
    points = [re.compile(f'^{AGE}: {words}$') for words in (
        'Engagement: 0', r'not known\. Not counted from Today 10:.*: This program was not running, or the computer slept\.',
        'Engagement: 7')]
    window.wait_for('image', handle)
    come_to(window, handle, points[2:])
    hear(window, 'Home', points[0])
    hear(window, 'Right', *points[1:])
    table = show_table(window, handle)
    window.wait(lambda: all(fits.search(name) for fits, name in zip(points, row_names(table))), 'a row a point')
    show_chart(window, handle)
    choose(window, 'Engagement', 'Likes', 'Down')
    come_to(window, handle, [re.compile(f'^{AGE}: Favourites: 7$')])
    window.tab_to('button', 'Open Post', 'shift+Tab')
    window.key('Return')
    window.wait_for('text', 'Text')
    for gone, focused in ((('text', 'Text'), ('button', 'Open Post')), (('heading', FIRST), ('image', 'Posts'))):
        window.key('alt+Left')
        window.wait_gone(*gone)
        window.wait_focus(*focused)


def escape_leads_back(bench):
    """From what was opened to what opened it: a menu, what is chosen of it, and what a tile means."""
    window = bench.window
    window.tab_to('toggle button', 'Export', 'shift+Tab')
    window.key('space')
    window.wait_focus('menu item')
    window.key('Escape')
    window.wait_focus('toggle button', 'Export')
    window.key('space')
    window.wait_focus('menu item')
    window.key('Return')
    window.wait_for('dialog', 'Export')
    window.focus()
    window.key('Escape')
    window.wait(lambda: len(window.toplevels()) == 1, 'the dialog goes')
    window.focus()
    window.wait_focus('toggle button', 'Export')
    window.tab_to('toggle button', ABOUT)
    window.key('space')
    window.wait_for('label', re.compile('How many accounts follow'))
    window.key('Escape')
    window.wait_gone('label', re.compile('How many accounts follow'))
    window.wait_focus('toggle button', ABOUT)


def export_samples(bench, name):
    """To a new file, the rows of which are answered; where it is, is spoken."""
    window, path = bench.window, os.path.join(bench.folder, name)
    window.tab_to('toggle button', 'Export', 'shift+Tab')
    window.key('space')
    window.wait_focus('menu item')
    window.key('Return')
    window.wait_for('dialog', 'Export')
    window.focus()
    window.wait(lambda: window.focused() and window.focused().text.startswith('numbers'), 'the name can be written')
    window.key('ctrl+a')
    window.type(path)
    bench.speech.clear()
    window.key('Return')
    window.wait_spoken(re.compile(f'Saved as “{name}”'))
    window.focus()
    with open(path, encoding='utf-8') as file:
        return file.read().splitlines()


def samples_become_a_file(bench):
    """With what the command line says of them."""
    rows = export_samples(bench, 'taken along.csv')
    said = subprocess.run(bench.cli.command('numbers', 'export')[:3] + ['numbers', 'export'], env=bench.env, text=True,
                          capture_output=True, check=True).stdout.splitlines()
    if len(rows) < 10 or not set(rows) <= set(said):
        raise bench.window.failed(f'{rows} is not in {said}')


def time_and_account_are_chosen(bench):
    """What was counted before is not there; of one account, nothing says whose it is."""
    window, handle = bench.window, bench.accounts['bluesky']
    for later in (10 * DAY, HOUR + 60):
        count_later(bench, later)
    choose(window, MONTH, WEEK, 'Up')
    choose_accounts(window, ALL, handle, f'{bench.accounts["mastodon"]}, Mastodon')
    account, = overview(bench, '--account', handle, '--period', '7d')['accounts']
    table = show_table(window, 'Followers')
    window.wait(lambda: row_names(table)[:1] == say_followers(account, alone=True)[:1]
                and len(row_names(table)) == len(account['followers']), f'the rows are of {account}')
    show_chart(window, 'Followers')


def some_accounts_are_chosen(bench):
    """Two of three, one of which was removed, as is told; tiles and files are of those. The last of them stays."""
    window, handle = bench.window, bench.accounts['bluesky']
    tell_followers(bench, [25, 20])
    choose_accounts(window, handle, SOME, f'{REMOVED}, Bluesky · removed here')
    window.wait_for('label', 'This account was removed here: it is not counted any more')
    sum_of_both = overview(bench, '--account', handle, '--account', REMOVED, '--period', '7d')['tiles']['followers']['value']
    window.wait_for('label', f'{sum_of_both:.0f}')
    whose = {row['account'] for row in csv.DictReader(export_samples(bench, 'of both.csv'))}
    if whose != {handle, REMOVED}:
        raise window.failed(f'the file is of {whose}')
    choose_accounts(window, SOME, REMOVED, f'{handle}, Bluesky')
    window.tab_to('toggle button', REMOVED)
    window.key('space')
    window.wait_for('check box', f'{REMOVED}, Bluesky · removed here')
    if window.find('check box', f'{REMOVED}, Bluesky · removed here', 'sensitive'):
        raise window.failed('nothing can be chosen')
    window.key('Escape')
    choose_accounts(window, REMOVED, SOME, f'{handle}, Bluesky')


def choices_are_remembered(bench):
    """On another page it is made anew."""
    window = bench.window
    window.key('ctrl+1')
    window.wait_for('heading', 'Needs You')
    window.key('ctrl+5')
    window.wait_for('heading', 'Followers')
    window.wait_for('toggle button', WEEK)
    window.wait_for('toggle button', SOME)


def end(bench):
    bench.window.close()


if __name__ == '__main__':
    sys.exit(driver.run('numbers', sys.argv[1], [
        page_is_come_to, too_little_says_so, points_are_spoken, the_row_stays, the_point_stays,
        bars_are_spoken, bar_opens_its_post, escape_leads_back, samples_become_a_file,
        time_and_account_are_chosen, some_accounts_are_chosen, choices_are_remembered, end], secrets='keyring'))
