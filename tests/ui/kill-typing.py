#!/usr/bin/env python3
"""The window is killed while somebody types: at most a second of text is lost.

  build-aux/display.sh kill-typing.py BUILD

Types through a real window with xdotool, kills it with signal 9 at a moment of its own in each
round, and reads what is in the workspace afterwards.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROUNDS = 3
LOST_SECONDS = 1.0
WORDS = 'The kiln was cold by noon and every bowl rang when we tapped it. '


def xdotool(*words):
    return subprocess.run(['xdotool', *words], capture_output=True, text=True).stdout.strip()


def wait_for_window(process):
    for _ in range(300):
        found = xdotool('search', '--onlyvisible', '--pid', str(process.pid)).split()
        if found:
            return found[-1]
        assert process.poll() is None, 'the window did not come'
        time.sleep(0.1)
    raise AssertionError('the window did not come')


def posts(build, folder):
    done = subprocess.run([f'{build}/src/cli/creatorsync-cli', '--workspace', folder, '--json', 'post', 'list'],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def type_and_kill(build, seconds):
    """What was typed with when each letter was, the moment of the kill, and what is kept."""
    folder = tempfile.mkdtemp(prefix='creatorsync-kill-')
    window = subprocess.Popen([f'{build}/src/ui/creatorsync', '--workspace', folder],
                              stderr=subprocess.DEVNULL)
    typed = []
    try:
        shown = wait_for_window(window)
        time.sleep(2)
        xdotool('windowfocus', '--sync', shown)
        xdotool('key', 'ctrl+n')
        time.sleep(2)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            letter = WORDS[len(typed) % len(WORDS)]
            xdotool('key', {' ': 'space', '.': 'period'}.get(letter, letter))
            typed.append((time.monotonic(), letter))
        killed = time.monotonic()
        window.send_signal(signal.SIGKILL)
        window.wait()
        kept = posts(build, folder)
        assert len(kept) == 1, kept
        return typed, killed, kept[0].get('text') or ''
    finally:
        if window.poll() is None:
            window.kill()
            window.wait()
        shutil.rmtree(folder, ignore_errors=True)


def main():
    build = os.path.abspath(sys.argv[1])
    seed = int(os.environ.get('SEED', random.randrange(10 ** 6)))
    chance = random.Random(seed)
    good = True
    for number in range(1, ROUNDS + 1):
        typed, killed, kept = type_and_kill(build, chance.uniform(3, 6))
        text = ''.join(letter for _, letter in typed)
        is_beginning = text.startswith(kept) and kept != ''
        lost = killed - typed[len(kept)][0] if is_beginning and len(kept) < len(text) else 0.0
        passed = is_beginning and lost <= LOST_SECONDS
        good = good and passed
        print(f'{"ok" if passed else "not ok"} {number} /ui/kill-typing/{number}')
        print(f'# {len(text)} letters typed, {len(kept)} kept, {lost:.2f} s lost (seed {seed})')
        if not is_beginning:
            print(f'# kept {kept!r} of {text!r}')
    print(f'1..{ROUNDS}')
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
