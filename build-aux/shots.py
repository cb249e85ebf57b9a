#!/usr/bin/env python3
"""Pictures of every page and state (tests/ui/shots.list) of the window on the
sample workspace, in all variants, and a contact sheet a page.

  shots.py [PAGE] [--check] [--build FOLDER] [--out FOLDER]

Seed, clock, time zone, locale and fonts are fixed, so a second run gives the
same bytes. --check looks for texts that are not whole and for states that look
the same, at 360 px and at 200 %, and fails when there are any.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import dataclasses
import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(TOP, 'tests', 'journey'))
from clockfile import Clock  # noqa: E402
from pseudo import make_pseudo  # noqa: E402

CELL, GAP, HEAD, COLUMNS = 480, 16, 32, 4
FONT = '/usr/share/fonts/opentype/inter/Inter-Regular.otf'
NOW = 1778754240     # Thursday 14 May 2026, 12:24 in Berlin
SAMPLE_SOURCES = ['src/workspace/sample', 'src/workspace/cs-sample-plan.c', 'src/workspace/cs-sample-past.c',
                  'src/workspace/cs-sample-numbers.c', 'src/workspace/cs-commands-sample.c', 'src/base/cs-growth.c',
                  'src/store/migrations', 'src/media-helper/cs-pot.c',
                  'src/media-helper/cs-sample.c', 'src/media-helper/cs-scene.c', 'src/media-helper/cs-thumbnail.c',
                  'build-aux/shots.py']


@dataclasses.dataclass
class Variant:
    name: str
    env: dict = dataclasses.field(default_factory=dict)
    width: int = None
    options: tuple = ()
    checked: bool = False


PSEUDO = {'LANGUAGE': 'en_XA'}
VARIANTS = [
    Variant('light'),
    Variant('dark', {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}),
    Variant('contrast', {'ADW_DEBUG_HIGH_CONTRAST': '1'}),
    Variant('narrow', width=360, checked=True),
    Variant('large', options=('--text-scale', '2'), checked=True),
    Variant('rtl', {'GTK_DEBUG': 'invert-text-dir'}),
    Variant('pseudo', PSEUDO),
]


@dataclasses.dataclass
class Shot:
    page: str
    state: str
    workspace: str
    size: str
    actions: str

    def file(self, variant):
        return f'{self.page}-{self.state}-{variant.name}.png'

    def size_in(self, variant):
        height = int(self.size.split('x')[1])
        if variant.width is None:
            return self.size
        return f'{variant.width}x{height * 3 // 2 if height > 1000 else 640}'


def read_list(path, page):
    shots = []
    with open(path, encoding='utf-8') as file:
        for line in file:
            words = line.split(None, 4)
            if words and not words[0].startswith('#') and page in (None, words[0]):
                shots.append(Shot(*words[:4], words[4].strip() if len(words) > 4 else ''))
    if not shots:
        sys.exit(f'shots: no page is called {page}; tests/ui/shots.list names them')
    return shots


def digest_of(paths):
    digest = hashlib.sha256()
    for path in paths:
        full = os.path.join(TOP, path)
        files = [full] if os.path.isfile(full) else sorted(os.path.join(full, name) for name in os.listdir(full))
        for name in files:
            with open(name, 'rb') as file:
                digest.update(file.read())
    return digest.hexdigest()[:16]


def take_posts_away(path):
    database = sqlite3.connect(path)
    for name in ('receipt', 'outbox_log', 'outbox', 'attachment', 'target', 'post'):
        database.execute(f'DELETE FROM {name}')
    database.commit()
    database.close()


def take_tables_away(path):
    """What is asked of it fails, and it opens all the same."""
    database = sqlite3.connect(path)
    database.execute('PRAGMA legacy_alter_table = ON')
    for name in ('account', 'media', 'outbox', 'post', 'target'):
        database.execute(f'ALTER TABLE {name} RENAME TO {name}_away')
    database.commit()
    database.close()


def make_young(path):
    """An account since two hours ago, counted once, and its one post, which is an hour old."""
    database = sqlite3.connect(path)
    account, tally, post, out = database.execute(
        'SELECT t.account, t.nr, p.id, t.published_at FROM tally AS t JOIN post AS p ON p.id = t.post_id'
        " WHERE p.title = 'Parcels leave Friday'").fetchone()
    names = {'account': account, 'tally': tally, 'post': post, 'later': NOW - 3600 - out, 'now': NOW}
    for name in ('outbox_log', 'outbox', 'attachment', 'gap', 'account_day'):
        database.execute(f'DELETE FROM {name}')
    for rows in ('receipt WHERE post_id != :post', 'target WHERE post != (SELECT nr FROM post WHERE id = :post)',
                 'post WHERE id != :post', 'sample WHERE tally != :tally OR age > 3600',
                 'latest WHERE tally != :tally', 'tally WHERE nr != :tally',
                 'account_sample WHERE account != :account OR taken_at != (SELECT MAX(taken_at) FROM account_sample'
                 ' WHERE account = :account)', 'account WHERE nr != :account'):
        database.execute(f'DELETE FROM {rows}', names)
    for change in ('tally SET published_at = published_at + :later, next_at = :now + 900',
                   'account SET added_at = :now - 7200',
                   'latest SET (taken_at, likes, comments, shares, quotes, engagement) ='
                   ' (SELECT :now - 3600 + age, likes, comments, shares, quotes, likes + comments + shares FROM sample'
                   ' ORDER BY age DESC LIMIT 1)'):
        database.execute(f'UPDATE {change}', names)
    database.execute('INSERT INTO account_day (account, day, posts) VALUES (:account, :now / 86400, 1)', names)
    database.commit()
    database.close()


def take_view_away(path):
    """The server of the account on Bluesky has no AppView, and never had one: nobody counts there."""
    database = sqlite3.connect(path)
    account, = database.execute("SELECT nr FROM account WHERE network = 'bluesky'").fetchone()
    for rows in ('sample WHERE tally IN (SELECT nr FROM tally WHERE account = ?)', 'latest WHERE account = ?',
                 'account_sample WHERE account = ?', 'account_day WHERE account = ?', 'gap WHERE account = ?'):
        database.execute(f'DELETE FROM {rows}', (account,))
    database.execute('UPDATE tally SET followers = NULL WHERE account = ?', (account,))
    database.execute('INSERT INTO gap (account, from_at, code, sentence) SELECT nr, added_at, ?, ?'
                     ' FROM account WHERE nr = ?',
                     ('config', 'pds.example has no AppView, so nobody counts there: name one in the account’s'
                      ' settings, or ask who runs the server', account))
    database.commit()
    database.close()


class Studio:
    """The workspaces, the clock and the locales that pictures are taken with."""
    def __init__(self, build, out):
        self.build = build
        self.out = out
        self.work = os.path.join(build, 'shots-work')
        os.makedirs(self.work, exist_ok=True)
        os.makedirs(out, exist_ok=True)
        self.lock = open(os.path.join(self.work, 'lock'), 'w', encoding='utf-8')
        fcntl.flock(self.lock, fcntl.LOCK_EX)     # another run uses the same clock and folders
        clock = os.path.join(self.work, 'clock')
        Clock(clock, NOW).close()
        self.env = dict(os.environ, CREATORSYNC_CLOCK=clock, CREATORSYNC_SECRETS='memory', TZ='Europe/Berlin',
                        CREATORSYNC_MEDIA_HELPER=os.path.join(build, 'src/media-helper/creatorsync-media'),
                        GSETTINGS_SCHEMA_DIR=os.path.join(build, 'data'), GTK_A11Y='none', G_DEBUG='fatal-warnings',
                        CREATORSYNC_SCREEN='1600x2200x24',
                        LOCPATH=os.path.join(self.work, 'locale'), LANG='en_GB.UTF-8', LANGUAGE='en',
                        CREATORSYNC_LOCALE_DIR=os.path.join(self.work, 'mo'))
        self.env.pop('LC_ALL', None)

    def folder(self, kind):
        return os.path.join(self.work, kind)

    def make_sample(self, language):
        """Made once for its sources; every run of the window gets it as it was. What is said in it stays
        in the language that it was made in."""
        catalogue = os.path.join(self.env['CREATORSYNC_LOCALE_DIR'], language, 'LC_MESSAGES', 'creatorsync.mo')
        sources = SAMPLE_SOURCES + ([catalogue] if os.path.exists(catalogue) else [])
        archive = os.path.join(self.work, f'sample-{language}-{digest_of(sources)}.tar')
        if os.path.exists(archive):
            return archive
        print('shots: making the sample workspace', flush=True)
        shutil.rmtree(self.folder('sample'), ignore_errors=True)
        subprocess.run([os.path.join(self.build, 'src/cli/creatorsync-cli'), '--workspace', self.folder('sample'),
                        'sample', 'load'], env=dict(self.env, XDG_RUNTIME_DIR=self.work, LANGUAGE=language),
                       check=True, stdout=subprocess.DEVNULL)
        subprocess.run(['tar', '--format=posix', '-C', self.work, '-cf', archive + '.part', 'sample'], check=True)
        os.rename(archive + '.part', archive)
        return archive

    def lay_out(self, kind, language):
        """The workspace as it is before anybody looked."""
        shutil.rmtree(self.folder('sample'), ignore_errors=True)
        shutil.rmtree(self.folder(kind), ignore_errors=True)
        subprocess.run(['tar', '-C', self.work, '-xf', self.make_sample(language)], check=True)
        if kind in ('calm', 'gone', 'uncounted', 'unreadable', 'young'):
            shutil.copytree(self.folder('sample'), self.folder(kind))
        elif kind != 'sample':
            os.makedirs(self.folder(kind))
        if kind == 'calm':
            take_posts_away(os.path.join(self.folder(kind), 'main.db'))
        if kind == 'young':
            make_young(os.path.join(self.folder(kind), 'main.db'))
        if kind == 'uncounted':
            take_view_away(os.path.join(self.folder(kind), 'main.db'))
        if kind == 'gone':
            shutil.rmtree(os.path.join(self.folder('sample'), 'clips'))
        if kind == 'unreadable':
            take_tables_away(os.path.join(self.folder(kind), 'main.db'))
        if kind == 'broken':
            with open(os.path.join(self.folder(kind), 'main.db'), 'w', encoding='utf-8') as file:
                file.write('This is no database.\n' * 400)

    def resolve(self, actions):
        """@post:TITLE@ and the like, as the ids of the sample."""
        tables = {'post': 'SELECT id FROM post WHERE title = ?',
                  'media': "SELECT id FROM media WHERE REPLACE(title, '_', ' ') = ?",
                  'account': 'SELECT id FROM account WHERE handle = ?'}

        def find(match):
            database = sqlite3.connect(os.path.join(self.folder('sample'), 'main.db'))
            row = database.execute(tables[match.group(1)], (match.group(2).replace('_', ' '),)).fetchone()
            database.close()
            if row is None:
                sys.exit(f'shots: the sample has no {match.group(1)} “{match.group(2)}”')
            return row[0]
        return re.sub(r'@(post|media|account):(.*?)@(?=")', find, actions)

    def make_locales(self):
        folder = self.env['LOCPATH']
        if not os.path.isdir(os.path.join(folder, 'en_GB.UTF-8')):
            os.makedirs(folder, exist_ok=True)
            subprocess.run(['localedef', '-i', 'en_GB', '-f', 'UTF-8', os.path.join(folder, 'en_GB.UTF-8')],
                           check=True, env=dict(os.environ, LC_ALL='C'))
        make_pseudo(os.path.join(self.env['CREATORSYNC_LOCALE_DIR'], 'en_XA', 'LC_MESSAGES'))


def take(studio, variant, kind, shots):
    """One run of the window: the shots of a variant on one workspace. What its labels lack."""
    studio.lay_out(kind, variant.env.get('LANGUAGE', 'en'))
    lines = ''.join(f'{os.path.join(studio.out, shot.file(variant))} {shot.size_in(variant)} 1 '
                    f'{studio.resolve(shot.actions)}\n' for shot in shots)
    options = list(variant.options) + (['--labels'] if variant.checked else [])
    done = subprocess.run([os.path.join(HERE, 'display.sh'), os.path.join(studio.build, 'tests/ui/creatorsync-shots'),
                           '--workspace', studio.folder(kind), *options], env=dict(studio.env, **variant.env), cwd=TOP,
                          input=lines, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f'shots: {variant.name} on {kind} ended with {done.returncode}:\n{done.stderr[-3000:]}')
    return [line.replace(studio.out + os.sep, '') for line in done.stdout.splitlines() if '.png: ' in line]


def find_same(studio, variant, shots):
    """Two states that look the same: one of them is not seen."""
    seen, faults = {}, []
    for shot in shots:
        with open(os.path.join(studio.out, shot.file(variant)), 'rb') as file:
            digest = hashlib.sha256(file.read()).digest()
        if digest in seen:
            faults.append(f'{shot.file(variant)}: is the same picture as {seen[digest]}')
        seen.setdefault(digest, shot.file(variant))
    return faults


def make_sheet(studio, page, shots, variants):
    """A block of pictures a state, each under its name."""
    from PIL import Image, ImageDraw, ImageFont
    font = ImageFont.truetype(FONT, 18) if os.path.exists(FONT) else ImageFont.load_default()
    cells = []
    for shot in shots:
        for variant in variants:
            picture = Image.open(os.path.join(studio.out, shot.file(variant))).convert('RGB')
            scale = min(1, CELL / picture.width)
            size = (round(picture.width * scale), round(picture.height * scale))
            cells.append((f'{shot.state} · {variant.name}', picture.resize(size, Image.Resampling.LANCZOS)))
    across = min(COLUMNS, len(variants))
    rows = []
    for first in range(0, len(cells), len(variants)):
        block = cells[first:first + len(variants)]
        rows += [block[i:i + across] for i in range(0, len(block), across)]
    heights = [max(picture.height for _, picture in row) + HEAD for row in rows]
    sheet = Image.new('RGB', (across * (CELL + GAP) + GAP, sum(heights) + GAP * (len(rows) + 1)), '#777777')
    draw = ImageDraw.Draw(sheet)
    y = GAP
    for row, height in zip(rows, heights):
        for i, (name, picture) in enumerate(row):
            draw.text((GAP + i * (CELL + GAP), y + 4), name, fill='white', font=font)
            sheet.paste(picture, (GAP + i * (CELL + GAP), y + HEAD))
        y += height + GAP
    sheet.save(os.path.join(studio.out, page + '.png'))


def main():
    parser = argparse.ArgumentParser(prog='./dev shots')
    parser.add_argument('page', nargs='?')
    parser.add_argument('--check', action='store_true', help='fail for texts that are not whole and states that look the same')
    parser.add_argument('--variant', action='append', help='only this one (light, dark, narrow …)')
    parser.add_argument('--build', default='build')
    parser.add_argument('--out', default='build/shots')
    options = parser.parse_args()
    shots = read_list(os.path.join(TOP, 'tests/ui/shots.list'), options.page)
    variants = [variant for variant in VARIANTS
                if (not options.check or variant.checked) and (not options.variant or variant.name in options.variant)]
    if not variants:
        known = ', '.join(variant.name for variant in VARIANTS if not options.check or variant.checked)
        parser.error(f'there is nothing to picture: --variant is one of {known}')
    studio = Studio(os.path.join(TOP, options.build), os.path.join(TOP, options.out))
    studio.make_locales()

    faults = []
    for variant in variants:
        for kind in dict.fromkeys(shot.workspace for shot in shots):
            faults += take(studio, variant, kind, [shot for shot in shots if shot.workspace == kind])
        if variant.checked:
            faults += find_same(studio, variant, shots)
    for page in dict.fromkeys(shot.page for shot in shots):
        make_sheet(studio, page, [shot for shot in shots if shot.page == page], variants)
        count = sum(1 for fault in faults if fault.startswith(page + '-'))
        print(f'{os.path.relpath(studio.out, TOP)}/{page}.png' + (f': {count} faults' if count else ''))
    for fault in faults:
        print(f'  {fault}')
    return 1 if options.check and faults else 0


if __name__ == '__main__':
    sys.exit(main())
