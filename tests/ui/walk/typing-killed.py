#!/usr/bin/env python3
"""The window is killed while somebody types: at most a second of text is lost.

  build-aux/display.sh typing-killed.py BUILD

Each round types into a new post and kills the window with signal 9 at a moment of its own; what is
in the workspace afterwards is compared with when each letter was typed.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import random
import sys
import time

import driver
from driver import journey

ROUNDS = 3
LOST_SECONDS = 1.0
WORDS = 'The kiln was cold by noon and every bowl rang when we tapped it. '
CHANCE = random.Random(int(os.environ.get('SEED', '7')))


def kept_text(bench, known):
    """What the workspace has of the new post."""
    posts = [post for post in bench.cli.run('post', 'list') if post['id'] not in known]
    journey.need(len(posts) == 1, f'there are {len(posts)} new posts')
    return posts[0].get('text') or ''


def round_of_typing(bench):
    known = [post['id'] for post in bench.cli.run('post', 'list')]
    window = bench.open()
    window.key('ctrl+n')
    window.wait_focus('text', 'Text')
    typed = []
    end = time.monotonic() + CHANCE.uniform(2, 5)
    while time.monotonic() < end:
        letter = WORDS[len(typed) % len(WORDS)]
        window.key({' ': 'space', '.': 'period'}.get(letter, letter))
        typed.append((time.monotonic(), letter))
    killed = time.monotonic()
    window.kill()
    kept = kept_text(bench, known)
    text = ''.join(letter for _, letter in typed)
    journey.need(kept != '' and text.startswith(kept), f'kept {kept!r} of {text!r}')
    lost = killed - typed[len(kept)][0] if len(kept) < len(text) else 0.0
    print(f'# {len(text)} letters typed, {len(kept)} kept, {lost:.2f} s lost')
    journey.need(lost <= LOST_SECONDS, f'{lost:.2f} s of text are lost')


def make_round(number):
    def case(bench):
        round_of_typing(bench)
    case.__name__ = f'round-{number}'
    return case


if __name__ == '__main__':
    sys.exit(driver.run('typing-killed', sys.argv[1], [make_round(number) for number in range(1, ROUNDS + 1)]))
