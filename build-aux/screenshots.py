#!/usr/bin/env python3
"""screenshots.py [NAME…]: the pictures of the window in data/screenshots, which the README and software
centres show.

  ./dev build && ./dev shell python3 -B build-aux/screenshots.py analytics

Without names, all. They are taken as shots.py takes them, so that they change with the window alone.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import sys

from PIL import Image

import shots

ACTIONS = {
    'today': ('1000x700', 'win.show-page("today")'),
    'calendar': ('1100x720', 'win.show-page("calendar") calendar.show-month'),
    'analytics': ('1000x700', 'win.show-page("today") win.show-page("analytics")'),
}


def main():
    names = sys.argv[1:] or list(ACTIONS)
    if unknown := [name for name in names if name not in ACTIONS]:
        sys.exit(f'screenshots: there is none of {", ".join(unknown)}; there are {", ".join(ACTIONS)}')
    studio = shots.Studio(os.path.join(shots.TOP, 'build'), os.path.join(shots.TOP, 'build/screenshots'))
    studio.make_locales()
    light = shots.VARIANTS[0]
    taken = {name: shots.Shot('window', name, 'sample', *ACTIONS[name]) for name in names}
    shots.take(studio, light, 'sample', list(taken.values()))
    for name, shot in taken.items():
        path = os.path.join('data/screenshots', f'{name}.png')
        with Image.open(os.path.join(studio.out, shot.file(light))) as picture:
            picture.convert('RGB').save(os.path.join(shots.TOP, path), optimize=True)
        print(path)
    return 0


if __name__ == '__main__':
    sys.exit(main())
