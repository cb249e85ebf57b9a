#!/usr/bin/env python3
"""Each command does what it says, and leaves a trace where it should: the commands
that the journey, the seam and the face of the program do not go through.
README.md names what proves which file of src/cli.

  commands.py BUILD/src FIXTURES

SPDX-License-Identifier: GPL-3.0-or-later
"""
import glob
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys

from harness import Bench, Connected, Tap, journey, refusal, text_of, wait_until

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'src', 'cli')


def ids_of(rows):
    return [row['post'] for row in rows]


def account_case(bench):
    """An account that cannot publish is shown, and the exit code says why; the others are asked all the same."""
    with Connected(bench) as there:
        journey.post_text(there.servers['control'] + '/faults',
                          'on GET /api/v1/accounts/verify_credentials times=9 do status=401\n')
        one = bench.run('account', 'check', 'mastodon')
        as_json = bench.run('--json', 'account', 'check', 'mastodon')
        every = bench.run('account', 'check', '--all')
        listed = bench.run('account', 'list')
    if (one.returncode, as_json.returncode, every.returncode, listed.returncode) != (6, 6, 6, 0):
        return f'they end with {one} {as_json} {every} {listed}'
    if b'sign-in' not in one.stdout or there.mastodon['handle'].encode() not in one.stderr:
        return f'it says {one}'
    if [name in line for name, line in zip(('"state":"sign-in"', '"code":"sign-in"'),
                                           as_json.stdout.decode().replace(' ', '').splitlines())] != [True, True]:
        return f'as JSON it says {as_json.stdout}'
    if b'sign-in' not in every.stdout or b'ready' not in every.stdout:
        return f'of all it says {every}'
    return None


def waiting_case(bench):
    """What waits for an account goes on as soon as a check finds it ready, and the clock stands."""
    with Connected(bench) as there:
        for account, at in ((there.mastodon, '+9d'), (there.bluesky, '+8d')):
            post = bench.answer('post', 'new', '--text', 'Patience', '--account', account['id'])['id']
            bench.answer('post', 'schedule', post, '--at', at)
        journey.post_text(there.servers['control'] + '/faults',
                          'on GET /api/v1/accounts/verify_credentials times=1 do status=401\n')
        away = bench.run('account', 'check', 'mastodon').returncode
        bench.clock.advance(8 * 86400)
        # The other account's says that the publisher has looked.
        looked = wait_until(lambda: bench.answer('receipts'))
        waiting = [row for row in bench.answer('outbox', 'list') if row['network'] == 'mastodon']
        back = bench.run('account', 'check', 'mastodon').returncode
        handed = wait_until(lambda: [row for row in bench.answer('outbox', 'list') if row['state'] == 'handed-off'])
        rows = bench.answer('outbox', 'list')
    if away != 6 or not looked or waiting:
        return f'it does not wait: {away} {waiting} {rows}'
    return None if back == 0 and handed else f'it does not go on: {back} {rows}'


def pause_case(bench):
    """Nothing goes out while it is paused; then it does."""
    with Connected(bench) as there:
        said = text_of(bench, 'publishing', 'pause')
        post = bench.answer('post', 'new', '--text', 'Patience', '--account', there.mastodon['id'])['id']
        bench.answer('post', 'publish', post)
        bench.clock.advance(60)
        with bench.clock.running():
            status = bench.answer('status')
            held = bench.answer('receipts')
        resumed_at = bench.clock.now()
        again = text_of(bench, 'publishing', 'resume')
        with bench.clock.running():
            if not wait_until(lambda: bench.answer('receipts'), 60):
                return f'it does not go out again: {bench.answer("outbox", "list")}'
        receipt = bench.answer('receipts')[0]
        after = bench.answer('status')
    if 'until creatorsync-cli publishing resume' not in said or 'again' not in again:
        return f'{said}{again}'
    if not status['paused'] or 'publishing resume' not in status['sentence'] or after['paused'] or held:
        return f'{status} {held} {after}'
    if receipt['published_at'] < int(resumed_at):
        return f'it went out at {receipt["published_at"]}, before {resumed_at}'
    return None


def read_until(terminal, text):
    """What a terminal shows, until that is there."""
    said = ''
    while text not in said:
        if not select.select([terminal], [], [], 30)[0]:
            raise AssertionError(f'the terminal shows {said!r}, and no {text!r}')
        said += os.read(terminal, 65536).decode()
    return said


def render_case(bench):
    """A render waits while it is paused, whoever asks for that, and its bar and who watches say so."""
    script, go = (os.path.join(bench.folder, name) for name in ('helper', 'go'))
    with open(script, 'w', encoding='utf-8') as file:
        # A render's own helper is started with two words.
        file.write(f'#!/bin/sh\n[ $# -eq 2 ] && while [ ! -e {go} ]; do sleep 0.01; done\n'
                   f'exec {bench.env["CREATORSYNC_MEDIA_HELPER"]} "$@"\n')
    os.chmod(script, 0o700)
    bench.env['CREATORSYNC_MEDIA_HELPER'] = script
    owner = bench.own()
    media = bench.answer('media', 'add', os.path.join(bench.fixtures, 'clips', 'ten-bit.mkv'))['id']
    nothing = text_of(bench, 'job', 'list')
    watcher = bench.start('--json', 'watch')
    joined = watcher.stdout.readline()
    terminal, end = pty.openpty()
    fix = subprocess.Popen([bench.cli, '--workspace', bench.workspace, 'media', 'fix', media, '--network', 'mastodon'],
                           env=bench.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=end)
    bench.processes.append(fix)
    os.close(end)
    if not wait_until(lambda: bench.answer('job', 'list')):
        return 'no render is listed'
    job = bench.answer('job', 'list')[0]
    said = [text_of(bench, 'job', 'pause', job['id']), text_of(bench, 'job', 'list')]
    bars = [read_until(terminal, 'paused')]
    offered = subprocess.run([bench.cli, '__complete', '--workspace', bench.workspace, 'job', 'resume', job['id'][:9]],
                             env=bench.env, capture_output=True, check=True).stdout.decode()
    with open(go, 'w', encoding='utf-8'):
        pass
    held = not wait_until(lambda: fix.poll() is not None, 0.5)
    paused = bench.answer('job', 'list')
    said += [text_of(bench, 'job', 'resume', job['id'])]
    bars += [read_until(terminal, '%')]
    code = fix.wait(60)
    bench.processes.remove(fix)
    os.close(terminal)
    after = bench.answer('job', 'list')
    watcher.send_signal(signal.SIGINT)
    heard = [line for line in map(json.loads, watcher.communicate(timeout=20)[0].splitlines())
             if line.get('changed') == 'job']
    bench.processes.remove(watcher)
    bench.stop(owner)
    if (job['state'], job['command'], job['subject'], job['title']) != ('running', 'media.fix', media, 'ten-bit.mkv'):
        return f'{job}'
    if 'job resume' not in said[0] or f'{job["id"]}  paused' not in said[1] or 'goes on' not in said[2] \
            or nothing != 'Nothing is rendered now.\n':
        return f'{said} {nothing}'
    if not held or paused[0]['state'] != 'paused' or code != 0 or after:
        return f'it does not wait, or does not end: {held} {paused} {code} {after}'
    if '0 %  paused' not in bars[0] or 'paused' in bars[1]:
        return f'the bars are {bars}'
    if not offered.startswith(f'{job["id"]}\tten-bit.mkv paused'):
        return f'the shells are told {offered!r}'
    if 'joined' not in joined or heard != 4 * [{'changed': 'job', 'ids': [job['id']]}]:
        return f'who watches hears {heard}'
    return None


def added_twice_case(bench):
    clip = os.path.join(bench.fixtures, 'clips', 'pass.mp4')
    first, again = text_of(bench, 'media', 'add', clip), text_of(bench, 'media', 'add', clip)
    if 'added before' in first or 'added before' not in again or len(bench.answer('media', 'list')) != 1:
        return f'{first}{again}'
    return None


def files_case(bench):
    """A file is renamed, lost, found and forgotten."""
    here, there = (os.path.join(bench.folder, name) for name in ('here.mp4', 'there.mp4'))
    shutil.copy(os.path.join(bench.fixtures, 'clips', 'pass.mp4'), here)
    media = bench.answer('media', 'add', here)['id']
    other = bench.answer('media', 'add', os.path.join(bench.fixtures, 'clips', 'ten-bit.mkv'))['id']
    text_of(bench, 'media', 'rename', media, ' Kiln day ')
    if [one['title'] for one in bench.answer('media', 'list', '--search', 'kiln')] != ['Kiln day']:
        return f'it is called {bench.answer("media", "list")}'
    titles = [one['title'] for one in bench.answer('media', 'list', '--order', 'title')]
    newest = [one['id'] for one in bench.answer('media', 'list', '--limit', '1', '--offset', '1')]
    if titles != ['Kiln day', 'ten-bit.mkv'] or newest != [media]:
        return f'{titles} {newest}'
    said = [refusal(bench, 'media', 'rename', media, '  '), refusal(bench, 'media', 'rename', media, 'x' * 201)]
    if not all('1 to 200' in sentence for sentence in said):
        return f'{said}'
    os.rename(here, there)
    if 'media locate' not in text_of(bench, 'media', 'show', media):
        return f'nothing says that it is missing: {text_of(bench, "media", "show", media)}'
    wrong = refusal(bench, 'media', 'locate', media, os.path.join(bench.fixtures, 'clips', 'ten-bit.mkv'))
    found = text_of(bench, 'media', 'locate', media, there)
    if 'is not the file' not in wrong or there not in found or bench.answer('media', 'show', media)['state'] != 'there':
        return f'{wrong}{found}'
    post = bench.answer('post', 'new', '--text', 'With a file', '--media', media)['id']
    shown = refusal(bench, 'media', 'remove', other, media)
    if '“Kiln day”: 1 post shows this file' not in shown or len(bench.answer('media', 'list')) != 2:
        return f'one that is shown is forgotten, or one beside it: {shown}'
    text_of(bench, 'post', 'delete', post)
    said = text_of(bench, 'media', 'remove', other, media), text_of(bench, 'undo'), text_of(bench, 'media', 'remove', media, media)
    left = [one['id'] for one in bench.answer('media', 'list')]
    if said != ('Forgotten: 2 files\n', 'Undone: Remove “2 files”\n', 'Forgotten: Kiln day\n') or left != [other]:
        return f'{said} {left}'
    return None if os.path.exists(there) else 'the file itself is gone'


def backup_case(bench):
    """A workspace that was damaged is as it was when it was kept; what was there stays beside it."""
    kept = bench.answer('post', 'new', '--text', 'Kept')['id']
    made = text_of(bench, 'workspace', 'backup')
    listed = text_of(bench, 'workspace', 'backups')
    path = bench.answer('workspace', 'backups')[0]['path']
    checked = text_of(bench, 'workspace', 'check')
    if path not in made or path not in listed or not re.search(r'\d [kM]B', listed.replace('\xa0', ' ')):
        return f'{made}{listed}'
    if 'is whole. Backups of it: 1.' not in checked:
        return checked
    lost = bench.answer('post', 'new', '--text', 'Written since')['id']
    owner = bench.own()
    busy = refusal(bench, 'workspace', 'restore', code=10)
    bench.stop(owner)
    with open(os.path.join(bench.workspace, 'main.db'), 'r+b') as file:
        file.seek(3 * 8192)
        file.write(b'\xff' * 16 * 8192)
    damaged = refusal(bench, 'workspace', 'check', code=9)
    restored = bench.answer('workspace', 'restore')
    posts = [post['id'] for post in bench.answer('post', 'list')]
    if 'end it' not in busy or 'workspace restore' not in damaged:
        return f'{busy}{damaged}'
    if posts != [kept] or lost in posts or restored['path'] != path:
        return f'{posts} {restored}'
    if not os.path.exists(os.path.join(restored['aside'], 'main.db')):
        return f'what was there is gone: {restored}'
    said = text_of(bench, 'workspace', 'restore', '--from', path)
    return None if 'is kept in' in said and 'whole' in text_of(bench, 'workspace', 'check') else said


def search_case(bench):
    """Posts, files and accounts, by beginnings of words."""
    with Connected(bench) as there:
        post = bench.answer('post', 'new', '--title', 'Kiln day', '--text', 'The passage is warm')['id']
        bench.answer('post', 'new', '--text', 'Another kiln')
        kinds = [(one['kind'], one['id']) for one in bench.answer('search', 'pass')]
        both = [(one['kind'], one['id']) for one in bench.answer('search', 'kil', 'da')]
        people = {one['id'] for one in bench.answer('search', 'alice')}
        first = bench.answer('search', '--limit', '1', 'kiln')
        nothing = text_of(bench, 'search', 'zebra')
        refused = refusal(bench, 'search', '--limit', '0', 'kiln', code=2)
    if kinds != [('post', post), ('media', there.media['id'])] or both != [('post', post)]:
        return f'{kinds} {both}'
    if people != {there.mastodon['id'], there.bluesky['id']} or len(first) != 1 or '1 or more' not in refused:
        return f'{people} {first} {refused}'
    return None if nothing == 'Nothing is like that.\n' else nothing


def rows_case(bench):
    """Every filter of the list of posts, alone and with others."""
    with Connected(bench) as there:
        draft = bench.answer('post', 'new', '--text', 'A kiln draft')['id']
        soon = bench.answer('post', 'new', '--text', 'Soon', '--account', there.mastodon['id'])['id']
        later = bench.answer('post', 'new', '--text', 'Later, a kiln', '--account', there.bluesky['id'],
                             '--media', there.media['id'], '--alt', 'A kiln')['id']
        bench.answer('post', 'schedule', later, '--at', '2026-12-01 10:00', '--zone', 'UTC')
        bench.answer('post', 'schedule', soon, '--at', '2026-11-24 10:00', '--zone', 'UTC')
        bench.clock.advance(1)
        bench.answer('post', 'edit', draft, '--title', 'Changed last')
        for words, expected in (
                (['--from', '2026-11-23', '--until', '2026-11-30'], [soon]),
                (['--from', '2026-11-23', '--until', '2026-11-30', '--drafts'], [soon, draft]),
                (['--until', '2026-12-02'], [soon, later]), (['--from', '2026-11-25'], [later]),
                (['--until', '2026-12-02', '--reverse'], [later, soon]),
                (['--state', 'draft'], [draft]), (['--state', 'scheduled', '--order', 'time'], [soon, later]),
                (['--state', 'published'], []), (['--search', 'kiln', '--order', 'time'], [later, draft]),
                (['--account', 'bluesky'], [later]), (['--account', 'mastodon', '--search', 'kiln'], []),
                (['--media', there.media['id']], [later]), (['--order', 'time', '--limit', '1'], [soon]),
                (['--order', 'changed', '--limit', '1'], [draft])):
            rows = ids_of(bench.answer('post', 'rows', *words))
            if rows != expected:
                return f'{words}: {rows}, not {expected}'
        lights = {row['post']: row['light'] for row in bench.answer('post', 'rows', '--light')}
        told = text_of(bench, 'post', 'rows', '--light', '--state', 'draft')
        none = text_of(bench, 'post', 'rows', '--state', 'failed')
        day = refusal(bench, 'post', 'rows', '--from', 'soon', code=2)
        state = refusal(bench, 'post', 'rows', '--state', 'odd')
    if lights[draft] != 'red' or lights[soon] != 'green' or 'choose an account' not in told:
        return f'{lights} {told}'
    if none != 'No post is like that.\n' or '2026-11-22' not in day or 'draft' not in state:
        return f'{none}{day}{state}'
    return None


def check_case(bench):
    """What each network would say, of what is written and of what is not; nothing is kept of it."""
    with Connected(bench) as there:
        accounts = ['--account', there.mastodon['id'], '--account', there.bluesky['id']]
        post = bench.answer('post', 'new', '--text', 'Short', *accounts)['id']
        before = bench.dump()
        short = text_of(bench, 'post', 'check', post)
        long = bench.answer('post', 'check', post, '--text', 'x' * 400)
        new = bench.answer('post', 'check', '--text', 'Not written', *accounts)
        only = bench.answer('post', 'check', post, '--text', 'y' * 600, '--only', 'mastodon')
        piped = bench.run('post', 'check', *accounts, stdin=b'From a pipe')
        nowhere = text_of(bench, 'post', 'check', '--text', 'Nowhere')
        told = text_of(bench, 'post', 'check', post, '--text', 'x' * 400)
        after = bench.dump()
    lights = [{one['network']: one['light'] for one in answer} for answer in (long, new, only)]
    if lights != [{'mastodon': 'green', 'bluesky': 'red'}, {'mastodon': 'green', 'bluesky': 'green'},
                  {'mastodon': 'red', 'bluesky': 'green'}]:
        return f'{lights}'
    if short.count('ready') != 2 or 'would be refused  400 of 300' not in told or piped.stdout.count(b'ready') != 2:
        return f'{short}{told}{piped}'
    if after != before or 'say --account' not in nowhere:
        return f'something was kept, or {nowhere}'
    return None


def steps_case(bench):
    """What was done is listed, taken back and done again; wishes are kept beside it."""
    post = bench.answer('post', 'new', '--text', 'A step')['id']
    said = text_of(bench, 'undo'), text_of(bench, 'redo')
    states = [(step['state'], step['title']) for step in bench.answer('history', '--limit', '1')]
    if said != ('Undone: Write “A step”\n', 'Done again: Write “A step”\n') or states != [('done', 'Write “A step”')]:
        return f'{said} {states}'
    if [one['id'] for one in bench.answer('post', 'list')] != [post]:
        return 'the post did not come back'
    events = bench.answer('events')
    if [event['name'] for event in events] != ['step.undone', 'step.redone'] \
            or [event['name'] for event in bench.answer('events', '--after', str(events[0]['number']))] != ['step.redone']:
        return f'{events}'
    if bench.answer('preference', 'set', 'late', 'drop')['late'] != 'drop' or 'late drop\n' not in text_of(bench, 'preference', 'list'):
        return text_of(bench, 'preference', 'list')
    if not text_of(bench, 'preference', 'list').startswith('zone system\ntime 18:30\nlate drop\nnotify-'):
        return text_of(bench, 'preference', 'list')
    unknown, wrong = refusal(bench, 'preference', 'set', 'x', 'y', code=3), refusal(bench, 'preference', 'set', 'late', 'y')
    return None if 'preference list' in unknown and 'ask, publish, drop' in wrong else unknown + wrong


def sample_case(bench):
    """It is not poured over what a person has written; tests/workspace/test-sample.c loads it whole."""
    post = bench.answer('post', 'new', '--text', 'Mine')['id']
    before = bench.dump()
    said = refusal(bench, 'sample', 'load')
    wrong = refusal(bench, 'sample', 'load', '--host', 'mastodon', code=2)
    if bench.dump() != before or [one['id'] for one in bench.answer('post', 'list')] != [post]:
        return 'something has changed'
    return None if 'NETWORK=VALUE' in wrong and 'empty workspace only' in said else said + wrong


def locale_case(bench):
    """Whatever language a script asks for, what is told is UTF-8, and what is given is taken so."""
    env = dict(bench.env, LC_ALL='C', LANG='C')
    done = bench.run('--json', 'post', 'new', '--text', 'Grüße 漢字', env=env)
    listed = bench.run('--json', 'post', 'list', env=env)
    told = bench.run('post', 'list', env=env)
    for one in (done, listed, told):
        if one.returncode != 0 or 'Grüße 漢字'.encode() not in one.stdout:
            return f'{one}'
    return None


def table_case(bench):
    """README.md names each source of the program, and cases that are there."""
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, 'README.md'), encoding='utf-8') as file:
        rows = [[cell.strip(' `') for cell in line.strip('|\n').split('|')] for line in file if line.startswith('| `')]
    named = {row[0] for row in rows}
    sources = {os.path.basename(path) for path in glob.glob(os.path.join(SOURCES, '*.c'))}
    if named != sources:
        return f'only in the table: {named - sources}; only in src/cli: {sources - named}'
    for source, _, proofs in rows:
        for proof in re.findall(r'(bad_input|commands|completion|face|numbers|seam)/([\w-]+)', proofs):
            with open(os.path.join(here, proof[0] + '.py'), encoding='utf-8') as file:
                if proof[1] not in file.read():
                    return f'{source}: there is no case {"/".join(proof)}'
    return None


def main(programs, fixtures):
    tap = Tap()
    cases = [('account-check-tells-by-its-end', account_case), ('what-waits-for-an-account', waiting_case),
             ('publishing-is-paused', pause_case),
             ('a-render-is-paused', render_case), ('a-file-is-added-twice', added_twice_case), ('files', files_case), ('backups', backup_case),
             ('search', search_case), ('post-rows', rows_case), ('post-check', check_case), ('steps', steps_case),
             ('sample', sample_case), ('any-locale', locale_case), ('the-table-is-whole', table_case)]
    for name, case in cases:
        bench = Bench(programs, fixtures)
        try:
            problem = case(bench)
        except (AssertionError, journey.Failed, subprocess.TimeoutExpired, KeyError, ValueError, OSError) as error:
            problem = f'{type(error).__name__}: {error}'
        finally:
            bench.close()
        tap.case(f'/cli/commands/{name}', problem)
    return tap.end()


if __name__ == '__main__':
    sys.exit(main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])))
