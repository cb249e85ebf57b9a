#!/usr/bin/env python3
"""What a person at a terminal sees: tables, posts with everything that belongs to
them, accounts by name, words that complete in a real bash, and an export that
holds all there is.

  face.py BUILD/src FIXTURES

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import fcntl
import glob
import json
import os
import pty
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'build-aux'))
from harness import Bench, Connected, Tap, journey, refusal, text_of, wait_until  # noqa: E402
from pseudo import make_pseudo  # noqa: E402

CONTENT = ['--text', 'The first part\nwith two lines', '--thread', 'The second part', '--title', 'Kiln day',
           '--warning', 'bright light', '--language', 'de']


def width(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in text)


def on_terminal(bench, columns, *words):
    """What a command prints on a terminal of that width."""
    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
    process = subprocess.Popen([bench.cli, '--workspace', bench.workspace, *words], env=bench.env, stdout=terminal,
                               stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(terminal)
    said = b''
    try:
        while chunk := os.read(master, 65536):
            said += chunk
    except OSError:
        pass    # that is how a terminal ends
    os.close(master)
    assert process.wait(30) == 0
    return said.decode().replace('\r\n', '\n')


def write(there, *words):
    """A thread of two parts with a file, for both accounts."""
    return there.bench.answer('post', 'new', *CONTENT, '--media', there.media['id'], '--alt', 'A kiln glows',
                              '--account', there.mastodon['id'], '--account', there.bluesky['id'], *words)


def publish(there, post):
    there.bench.answer('post', 'publish', post['id'])
    deadline = time.monotonic() + 90
    with there.bench.clock.running():
        while len(there.bench.answer('receipts')) < 4:
            assert time.monotonic() < deadline, there.bench.answer('outbox', 'list')
            time.sleep(0.1)


def zone_of(bench, post, here='UTC'):
    """The zone that is meant by a time without one, to a person who sees the clock of a place."""
    done = bench.run('--json', 'post', 'schedule', post['id'], '--at', '2027-01-05 10:00', env=dict(bench.env, TZ=here))
    return json.loads(done.stdout)['targets'][0]['zone']


def show_case(bench):
    """Everything a post is, and what differs at one account."""
    with Connected(bench) as there:
        post = write(there)
        bench.answer('post', 'edit', post['id'], '--only', 'bluesky', '--text', 'For the sky alone')
        bench.answer('post', 'schedule', post['id'], '--at', '2026-11-22 18:30', '--zone', 'Europe/Berlin')
        text = text_of(bench, 'post', 'show', post['id'])
        shown = bench.answer('post', 'show', post['id'])
        walls = [zone_of(bench, post), zone_of(bench, post, 'Asia/Tokyo')]
        bench.answer('preference', 'set', 'zone', 'Europe/Lisbon')
        walls.append(zone_of(bench, post, 'Asia/Tokyo'))
    if walls != ['UTC', 'Asia/Tokyo', 'Europe/Lisbon']:
        return f'by the clock of whoever owns the workspace: {walls}'
    for part in ('title           Kiln day\n', 'text            The first part\n                  with two lines\n',
                 'part 2          The second part\n', f'pass.mp4 ({there.media["id"]})', 'shows: A kiln glows',
                 'content warning bright light\n', 'language        de\n', 'text            For the sky alone\n',
                 '2026-11-22 18:30 Europe/Berlin (2026-11-22 17:30:00 UTC here)', 'if late         ask\n'):
        if part not in text:
            return f'“{part}” is not in {text}'
    own = [target.get('text') for target in shown['targets']]
    if own != [None, 'For the sky alone'] or shown['attachments'][0]['title'] != 'pass.mp4' \
            or shown['attachments'][0]['alt'] != 'A kiln glows' or shown['thread'] != ['The second part']:
        return f'as JSON it is {shown}'
    return None


def named_case(bench):
    """Rows and receipts say whose they are; what does not hold says what to do."""
    with Connected(bench) as there:
        publish(there, write(there))
        rows, receipts = text_of(bench, 'outbox', 'list'), text_of(bench, 'receipts')
        verified = text_of(bench, 'receipts', '--verify')
        shown = text_of(bench, 'post', 'show', bench.answer('post', 'list')[0]['id'])
        named = {row['account'] for row in bench.answer('outbox', 'list')}
    for handle in (there.mastodon['handle'], there.bluesky['handle']):
        if handle not in rows or handle not in receipts or handle not in named:
            return f'{handle} is not in {rows} or {receipts}'
    if shown.count('part 1          done  http') != 2 or shown.count('part 2          done  http') != 2:
        return f'it does not show how far the parts got: {shown}'
    if verified != '4 receipts, and the chain holds.\n':
        return f'it says {verified}'
    with sqlite3.connect(os.path.join(bench.workspace, 'main.db')) as db:
        db.execute("UPDATE receipt SET url = 'https://elsewhere.example' WHERE number = 2")
    db.close()
    said = refusal(bench, 'receipts', '--verify', code=9)
    return None if 'Receipt 2 was changed' in said and 'put back a copy' in said else said


def tables_case(bench):
    """Columns stand under each other, whatever letters are in them, and none ends in a dash."""
    names = ['plain.mp4', '漢字.mp4', 'u\u0308ber\u0301.mp4']
    for name in names:
        path = os.path.join(bench.folder, name)
        shutil.copy(os.path.join(bench.fixtures, 'clips', 'pass.mp4'), path)
        bench.answer('media', 'add', path)
    lines = text_of(bench, 'media', 'list').splitlines()
    columns = {width(line[:line.index('81.3')]) for line in lines}
    if len(lines) != 3 or len(columns) != 1:
        return f'they do not stand in columns: {columns} {lines}'
    bench.answer('post', 'new', '--text', 'Red \x1b[31mletters\x07')
    bench.answer('post', 'new', '--media', bench.answer('media', 'list')[0]['id'], '--file', '/dev/null')
    listed = text_of(bench, 'post', 'list')
    if '\x1b' in listed or '\x07' in listed or 'Red' not in listed:
        return f'a post steers the terminal: {listed!r}'
    if any(line.rstrip().endswith(' -') or line != line.rstrip() for line in listed.splitlines()):
        return f'a line ends in nothing: {listed!r}'
    narrow = on_terminal(bench, 60, 'media', 'list').splitlines()
    long = [line for line in narrow if width(line) > 60 and ' ' in line.strip()]
    if long or len(narrow) <= 3 or not narrow[1].startswith('    '):
        return f'a narrow terminal shows {narrow}'
    return None


def counts_case(bench):
    before = text_of(bench, 'status')
    with Connected(bench) as there:
        two = text_of(bench, 'status')
        removed = text_of(bench, 'account', 'remove', there.bluesky['id'])
        one = text_of(bench, 'status')
    if '0 accounts,' not in before or '2 accounts,' not in two or '1 account,' not in one:
        return f'{before}{two}{one}'
    if 'Removed: alice.test.' not in removed or 'ready' in removed:
        return f'the removal says {removed}'
    return None


def check_case(bench):
    """Several accounts, all of them; one that is not there keeps nobody from being asked."""
    nobody = refusal(bench, 'account', 'check', '--all', code=3)
    with Connected(bench) as there:
        everyone = text_of(bench, 'account', 'check', '--all')
        both = bench.answer('account', 'check', there.mastodon['id'], there.bluesky['id'])
        one = bench.answer('account', 'check', 'bluesky')
        some = bench.run('account', 'check', 'mastodon', 'nobody', 'bluesky')
        refusal(bench, 'account', 'check', code=2)
        refusal(bench, 'account', 'check', '--all', 'mastodon', code=2)
    if 'account add' not in nobody or everyone.count('ready') != 2 or len(both) != 2 or one['state'] != 'ready':
        return f'{nobody} {everyone} {both} {one}'
    if some.returncode != 3 or some.stdout.count(b'ready') != 2 or b'nobody' not in some.stderr:
        return f'{some}'
    return None


def clock_case(bench):
    """Times are meant and shown by the preferred clock, and a day alone has its usual time."""
    bench.answer('preference', 'set', 'zone', 'Asia/Tokyo')
    bench.answer('preference', 'set', 'time', '07:15')
    with Connected(bench) as there:
        post = bench.answer('post', 'new', '--text', 'Early', '--account', there.bluesky['id'])['id']
        bench.answer('post', 'schedule', post, '--at', '2026-11-25')
        text = text_of(bench, 'post', 'show', post)
        if '2026-11-25 07:15 Asia/Tokyo' not in text or ' here)' in text:
            return f'the post says {text}'
        # 22:15 UTC of the day before.
        day = bench.answer('post', 'rows', '--from', '2026-11-25', '--until', '2026-11-26')
        if len(day) != 1 or bench.answer('post', 'rows', '--from', '2026-11-24', '--until', '2026-11-25'):
            return f'the day has {day}'
        bench.answer('preference', 'set', 'zone', 'UTC')
        if '2026-11-24 22:15' not in text_of(bench, 'post', 'show', post):
            return text_of(bench, 'post', 'show', post)
    return None


def removed_case(bench):
    """What was missed says how its account comes back, and where it may go instead."""
    with Connected(bench) as there:
        post = bench.answer('post', 'new', '--text', 'Late', '--account', there.bluesky['id'])['id']
        bench.answer('post', 'schedule', post, '--at', '2026-11-22 16:05', '--zone', 'UTC', '--late', 'drop')
        bench.clock.advance(7200)
        with bench.clock.running():
            journey.need(wait_missed(bench), 'it was not missed')
        text = text_of(bench, 'post', 'show', post)
        if 'missed' not in text or f'post schedule {post}' not in text:
            return f'a missed post says {text}'
        bench.answer('account', 'remove', there.bluesky['id'])
        said = refusal(bench, 'post', 'publish', post, code=6)
        if 'alice.test was removed' not in said or 'account add bluesky --handle alice.test' not in said:
            return said
        moved = bench.answer('post', 'edit', post, '--account', there.mastodon['id'])
        if [target['account'] for target in moved['targets']] != [there.mastodon['handle']]:
            return f'it goes to {moved["targets"]}'
        bench.answer('undo')
        cli = journey.Cli(bench.cli, bench.workspace, bench.env)
        if journey.sign_in_bluesky(cli, there.servers['bluesky'])['id'] != there.bluesky['id']:
            return 'it came back as another'
        bench.answer('post', 'schedule', post, '--at', '2026-12-24 18:00', '--zone', 'UTC')
        bench.answer('post', 'unschedule', post)
    return None


def wait_missed(bench):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if any(row['state'] == 'missed' for row in bench.answer('outbox', 'list')):
            return True
        time.sleep(0.05)
    return False


def plan_case(bench):
    """Refusals of the plan, in words, without a step."""
    with Connected(bench) as there:
        post = bench.answer('post', 'new', '--text', 'A draft', '--account', there.mastodon['id'])['id']
        steps = bench.answer('history')
        said = [refusal(bench, 'post', 'unschedule', post)]
        at = ['post', 'schedule', post, '--at', '2027-01-01 10:00']
        said.append(refusal(bench, *at, '--late', 'drop', '--late-limit', '30'))
        said.append(refusal(bench, *at, '--late-limit', '30'))
        said.append(refusal(bench, *at, '--late', 'foo'))
        if bench.answer('history') != steps:
            return 'a refusal left a step'
        bench.answer(*at, '--late', 'publish', '--late-limit', '30')
    words = ['draft', '--late publish', '--late publish', 'choose from ask, publish, drop']
    missing = [f'{one} lacks {word}' for one, word in zip(said, words) if word not in one]
    return '\n'.join(missing) or None


def publish_case(bench):
    """Who sends a post is told where it goes, or what it waits for, and what is next."""
    with Connected(bench) as there:
        names = [there.mastodon['handle'], there.bluesky['handle']]
        both = [word for name in names for word in ('--account', name)]
        posts = [bench.answer('post', 'new', '--text', f'Post {number}', *both)['id'] for number in range(3)]
        text_of(bench, 'publishing', 'pause')
        paused = text_of(bench, 'post', 'publish', posts[0])
        text_of(bench, 'publishing', 'resume')
        one = text_of(bench, 'post', 'publish', posts[1], '--account', names[0])
        now = text_of(bench, 'post', 'publish', posts[1], '--account', names[1])
    nobody = text_of(bench, 'post', 'publish', posts[2])
    for said, words in ((paused, ['once publishing is resumed', *names]), (one, [' now: ', names[0]]),
                        (now, [' now: ', 'outbox list', 'receipts', names[1]]),
                        (nobody, ['as soon as something publishes: creatorsync-cli run', *names])):
        if said.count('\n') != 1 or not all(word in said for word in words):
            return f'“{said}” lacks one of {words}'
    return f'“{one}” names both' if names[1] in one else None


def json_case(bench):
    """Every command that answers, as one JSON value a line."""
    with Connected(bench) as there:
        post = write(there)['id']
        media = there.media['id']
        export = os.path.join(bench.folder, 'all.json')
        for words in (['account', 'list'], ['account', 'check', 'bluesky'], ['media', 'list'], ['media', 'show', media],
                      ['media', 'check', media], ['media', 'fix', media], ['post', 'list'], ['post', 'show', post],
                      ['post', 'schedule', post, '--at', '2027-01-01 10:00'], ['post', 'unschedule', post], ['undo'],
                      ['redo'], ['history'], ['status'], ['events'], ['outbox', 'list'], ['receipts'],
                      ['receipts', '--verify'], ['export'], ['export', '-'], ['export', export], ['post', 'delete', post],
                      ['account', 'remove', 'bluesky'], ['watch', '--lines', '1']):
            done = bench.run('--json', *words)
            lines = done.stdout.decode().splitlines()
            if done.returncode != 0 or len(lines) != 1 or done.stderr:
                return f'{words} ended with {done.returncode}: {done.stdout[:300]!r} {done.stderr!r}'
            json.loads(lines[0])
    return None


def export_case(bench):
    """All that is in the workspace is in the file, and any program can read it."""
    with Connected(bench) as there:
        post = write(there)
        publish(there, post)
        text_of(bench, 'preference', 'set', 'zone', 'Europe/Berlin')
        path = os.path.join(bench.folder, 'all.json')
        text_of(bench, 'export', path)
        printed = json.loads(text_of(bench, 'export'))
        receipts = bench.answer('receipts')
        again = refusal(bench, 'export', path)
        text_of(bench, 'export', '--replace', path)
    with open(path, encoding='utf-8') as file:
        held = json.load(file)
    if os.stat(path).st_mode & 0o777 != 0o600 or '--replace' not in again:
        return f'{oct(os.stat(path).st_mode)} {again}'
    if {key for key in held} != {key for key in printed} or held['format'] != 'creatorsync-export-1':
        return f'what is printed has other parts: {list(held)} {list(printed)}'
    if held['preferences']['zone'] != 'Europe/Berlin' or held['preferences']['late'] != 'ask':
        return f'the preferences are {held["preferences"]}'
    kept = held['posts'][0]
    if (kept['text'], kept['thread'], kept['title'], kept['warning'], kept['language']) != \
            ('The first part\nwith two lines', ['The second part'], 'Kiln day', 'bright light', 'de') \
            or kept['attachments'] != [{'media_id': there.media['id'], 'alt': 'A kiln glows', 'part': 0}]:
        return f'the post is {kept}'
    media = held['media'][0]
    if (media['id'], media['sha256'], media['path']) != tuple(there.media[key] for key in ('id', 'sha256', 'path')) \
            or media['facts'] != there.media['facts']:
        return f'the file is {media}'
    if sorted(account['id'] for account in held['accounts']) != sorted([there.mastodon['id'], there.bluesky['id']]):
        return f'the accounts are {held["accounts"]}'
    if held['receipts'] != receipts or len(receipts) != 4 or \
            {receipt['account_id'] for receipt in receipts} != {there.mastodon['id'], there.bluesky['id']}:
        return f'the receipts are {held["receipts"]}'
    if {target['post_id'] for target in held['targets']} != {post['id']} or len(held['targets']) != 2:
        return f'the targets are {held["targets"]}'
    names = {event['name'] for event in held['events']}
    if not {'media.added', 'post.published', 'account.added'} <= names or len(held['outbox']) != 4:
        return f'the events are {names}, the rows {len(held["outbox"])}'
    return None


def fill(bench):
    """More than a message between two processes holds."""
    bench.answer('post', 'new', '--text', 'A post')
    with contextlib.closing(sqlite3.connect(os.path.join(bench.workspace, 'main.db'))) as db, db:
        db.executemany("INSERT INTO event (at, name, kind, subject) VALUES (1, 'test', 'post', ?)",
                       ((chr(ord('a') + number % 26) * (1 << 20),) for number in range(66)))


def seen_while(bench, process):
    """Every name that is in the workspace's folder at any time until the process ends."""
    seen = set(os.listdir(bench.workspace))
    while process.poll() is None:
        seen.update(os.listdir(bench.workspace))
    return seen


def held_answers(process):
    """The answers to others that a process has open."""
    held = []
    for link in glob.glob(f'/proc/{process.pid}/fd/*'):
        with contextlib.suppress(FileNotFoundError):    # closed meanwhile
            held.append(os.readlink(link))
    return [name for name in held if 'creatorsync-answer' in name]


def ask_for_all(bench, owner, path):
    """An export that is being answered right now, unless it is quicker than the eye."""
    guest = bench.start('export', '--replace', path)
    while guest.poll() is None and not held_answers(owner):
        pass
    return guest


def export_killed_case(bench):
    """Whoever of the two is killed, no copy of everything is left, not even for a moment."""
    fill(bench)
    owner = bench.own()
    before = set(os.listdir(bench.workspace))
    path = os.path.join(bench.folder, 'all.json')
    whole = bench.start('export', path)
    seen = seen_while(bench, whole)
    if seen != before or whole.returncode != 0:
        return f'{seen ^ before} came or went meanwhile; it ended with {whole.returncode}'
    for how in (signal.SIGINT, signal.SIGKILL):
        guest = ask_for_all(bench, owner, path)
        guest.send_signal(how)
        seen = seen_while(bench, guest)
        if seen != before:
            return f'after {how.name}: {seen ^ before} came or went'
        if not wait_until(lambda: not held_answers(owner)):
            return f'after {how.name} the owner holds an answer that nobody takes'
    guest = ask_for_all(bench, owner, path)
    bench.stop(owner, signal.SIGKILL)
    guest.communicate(timeout=60)
    left = {name for name in os.listdir(bench.workspace) if name not in before}
    return f'the killed owner left {left}' if left else None


def export_large_case(bench):
    """What no message between two processes holds comes all the same."""
    fill(bench)
    owner = bench.own()
    path = os.path.join(bench.folder, 'all.json')
    try:
        said = text_of(bench, 'export', path)
        printed = json.loads(text_of(bench, 'export'))
    finally:
        bench.stop(owner)
    with open(path, encoding='utf-8') as file:
        held = json.load(file)
    size = sum(len(event['subject']) for event in held['events'] if event['name'] == 'test')
    if size != 66 << 20 or printed['events'] != held['events']:
        return f'{len(held["events"])} events of {size} letters, printed {len(printed["events"])}'
    return None if path in said else f'it said {said}'


def export_refused_case(bench):
    """Nothing is written over, and GLib's own words are not shown."""
    bench.answer('post', 'new', '--text', 'A post')
    folder = os.path.join(bench.folder, 'full of things')
    os.makedirs(folder)
    mine = os.path.join(folder, 'mine.mp4')
    with open(mine, 'wb') as file:
        file.write(b'mine')
    said = [(refusal(bench, 'export', folder), 'is a folder'), (refusal(bench, 'export', folder + '/'), 'is a folder'),
            (refusal(bench, 'export', mine), 'is there already'),
            (refusal(bench, 'export', os.path.join(bench.folder, 'no', 'where.json')), 'make the folder first'),
            (refusal(bench, 'export', os.path.join(mine, 'x.json')), 'make the folder first')]
    for sentence, words in said:
        if words not in sentence or 'rename' in sentence or 'Failed' in sentence:
            return f'“{sentence}” does not say “{words}”'
    if os.listdir(folder) != ['mine.mp4'] or open(mine, 'rb').read() != b'mine':
        return f'the folder holds {os.listdir(folder)}'
    return None


def full_disk_case(bench):
    mount = os.path.join(bench.folder, 'small')
    os.makedirs(mount)
    for number in range(4):
        bench.answer('post', 'new', '--file', '-', stdin=f'{number}'.encode() + b'x' * 50000)
    if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', mount], capture_output=True,
                      check=False).returncode != 0:
        raise NotImplementedError('no file system can be mounted here')
    try:
        said = refusal(bench, 'export', os.path.join(mount, 'all.json'), code=9)
        left = os.listdir(mount)
    finally:
        subprocess.run(['umount', '-l', mount], check=False)
    return None if 'free some space' in said and not left else f'{said} {left}'


def language_case(bench):
    """Sentences are in the language of who reads them; what a program reads, and how a command ends, is not."""
    words, locales = os.path.join(bench.folder, 'words'), os.path.join(bench.folder, 'locales')
    make_pseudo(os.path.join(words, 'en_XA', 'LC_MESSAGES'))
    os.mkdir(locales)
    subprocess.run(['localedef', '-i', 'de_DE', '-f', 'UTF-8', os.path.join(locales, 'de_DE.UTF-8')], check=True,
                   env=dict(os.environ, LC_ALL='C'))
    env = dict(bench.env, LC_ALL='de_DE.UTF-8', LOCPATH=locales, LANGUAGE='en_XA', CREATORSYNC_LOCALE_DIR=words)
    clip = bench.answer('media', 'add', os.path.join(bench.fixtures, 'clips', 'pass.mp4'))['id']
    bench.answer('post', 'new', '--media', clip)
    text = os.path.join(bench.folder, 'text.mp4')
    with open(text, 'w', encoding='utf-8') as file:
        file.write('This is no video.' * 100)
    for words in (['status'], ['--help'], ['post', 'new', '--help'], ['post', 'list', '--limit', '0'], ['post', 'show', '4711'],
                  ['media', 'remove', clip], ['media', 'add', text], ['media', 'check', clip], ['redo']):
        plain, here = bench.run(*words), bench.run(*words, env=env)
        left = [said for said in re.findall(rb'[A-Z][a-z]+(?: [a-z]+){2}', plain.stderr) if said in here.stderr]
        if here.returncode != plain.returncode or left or '⟦' not in (here.stdout + here.stderr).decode():
            return f'{words}: {plain}, and in another language {here}'
        plain, here = bench.run('--json', *words), bench.run('--json', *words, env=env)
        said = [re.sub(rb'"owner":\d+', b'', done.stdout) for done in (plain, here)]
        if '--help' not in words and (here.returncode, said[1]) != (plain.returncode, said[0]):
            return f'{words}: as JSON {plain}, and in another language {here}'
    return None


def main(programs, fixtures):
    tap = Tap()
    cases = [('a-post-with-everything', show_case), ('rows-and-receipts-name-the-account', named_case),
             ('tables', tables_case), ('counts', counts_case), ('accounts-are-checked-together', check_case),
             ('the-preferred-clock', clock_case), ('a-removed-account', removed_case), ('plans-that-are-refused', plan_case),
             ('what-publishing-says', publish_case),
             ('json-everywhere', json_case), ('export-holds-all', export_case), ('export-of-any-size', export_large_case),
             ('an-export-that-is-killed', export_killed_case),
             ('export-is-refused', export_refused_case), ('export-onto-a-full-disk', full_disk_case),
             ('in-another-language', language_case)]
    for name, case in cases:
        bench = Bench(programs, fixtures)
        try:
            tap.case(f'/cli/face/{name}', case(bench))
        except NotImplementedError as reason:
            tap.skip(f'/cli/face/{name}', reason)
        except (AssertionError, journey.Failed, subprocess.TimeoutExpired, KeyError, ValueError, OSError) as error:
            tap.case(f'/cli/face/{name}', f'{type(error).__name__}: {error}')
        finally:
            bench.close()
    return tap.end()


if __name__ == '__main__':
    sys.exit(main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])))
