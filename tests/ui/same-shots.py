#!/usr/bin/env python3
"""Two runs of ./dev shots give the same bytes, and a run that tells of labels says
so by its status.

  same-shots.py BUILD

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def run(build, out, *words):
    done = subprocess.run([sys.executable, '-B', os.path.join(TOP, 'build-aux/shots.py'), *words, '--build', build,
                           '--out', out], text=True, capture_output=True, check=False)
    return done.returncode, done.stdout + done.stderr


def pictures(out):
    found = {}
    for name in sorted(os.listdir(out)):
        if name.endswith('.png'):
            with open(os.path.join(out, name), 'rb') as file:
                found[name] = file.read()
    return found


def main(build):
    print('1..2')
    out = tempfile.mkdtemp(prefix='same-shots-', dir=build)
    try:
        status, said = run(build, out, 'posts', '--variant', 'light', '--variant', 'pseudo')
        first = pictures(out)
        again, also = run(build, out, 'posts', '--variant', 'light', '--variant', 'pseudo')
        second = pictures(out)
        good = status == 0 and again == 0 and len(first) > 4 and first == second
        print('ok 1' if good else 'not ok 1', '/shots/same-bytes')
        if not good:
            other = [name for name in first if first[name] != second.get(name)]
            print('\n'.join('# ' + line for line in [f'differ: {other}', *(said + also).splitlines()]))
        status, said = run(build, out, 'nothing')
        good = good and status != 0
        print('ok 2' if status != 0 else 'not ok 2', '/shots/unknown-page')
    finally:
        shutil.rmtree(out)
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main(os.path.abspath(sys.argv[1])))
