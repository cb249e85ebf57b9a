"""The main job, whoever does it by what: its words, and what must be there after it.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import re

from driver import journey

CLIP = 'Kiln.mkv'
TEXT = 'The kiln was cold by noon'
ALT = 'A kiln glows'
ACCOUNTS = ['alice.test', re.compile('^@alice@')]


def chip_on(window, day):
    """The post on a day of November; None: it is not there."""
    cell = window.find('table cell', re.compile(f' {day} November, '))
    return cell.find('button', re.compile(TEXT)) if cell is not None else None


def need_receipts(bench):
    """One a network, in a chain that holds."""
    receipts = bench.cli.run('receipts')
    journey.need(sorted(receipt['network'] for receipt in receipts) == ['bluesky', 'mastodon'],
                 f'the receipts are {receipts}')
    bench.cli.run('receipts', '--verify')


def compare_with_networks(bench):
    """Each has the post, once, with its clip and what the clip shows."""
    posts = journey.get_json(bench.networks['control'] + '/posts')
    for network in ('mastodon', 'bluesky'):
        journey.need(len(posts[network]) == 1, f'{network} holds {len(posts[network])} posts')
        post = posts[network][0]
        journey.need(post['text'] == TEXT, f'{network} holds {post["text"]!r}')
        journey.need(len(post['media']) == 1, f'{network} holds {len(post["media"])} files')
    journey.need(posts['mastodon'][0]['media'][0]['description'] == ALT, 'Mastodon lacks the description')
    journey.need(posts['bluesky'][0]['record']['embed']['alt'] == ALT, 'Bluesky lacks the description')
