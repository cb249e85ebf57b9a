#!/usr/bin/env python3
"""Bad input on every command: one sentence, the documented exit code, no change.

A table: the name, what is asked, how it must end, and words that the sentence
must hold. What to do stands behind a colon, a semicolon or a full stop, if not all of
it says so. Each case runs twice, as text and with --json.

  bad_input.py BUILD/src FIXTURES

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import http.server
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading

from harness import Bench, Tap, journey, wait_until

NAMES = {1: 'failed', 2: 'usage', 3: 'not-found', 4: 'invalid', 5: 'offline', 6: 'sign-in', 7: 'rate-limited',
         8: 'rejected', 9: 'store', 10: 'busy', 11: 'needs-you'}
ANY_NUMBER = ['account check', 'media remove', 'post delete', 'search']    # of words
NOTHING_TO_DO = {'There is nothing to undo', 'There is nothing to redo'}
NOBODY = '01939999-0000-7000-8000-000000000000'


class Html(http.server.BaseHTTPRequestHandler):
    """A server that is no network: a page for whatever is asked."""
    status = 200
    kind = 'text/html'
    body = b'<!doctype html><title>Welcome</title><p>Log in to the Wi-Fi'

    def answer(self):
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        self.send_response(self.status)
        self.send_header('Content-Type', self.kind)
        self.send_header('Content-Length', str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_GET = do_POST = answer

    def log_message(self, *args):
        pass


class Other(Html):
    """A server of another network, which knows no such path."""
    status = 404
    kind = 'application/json'
    body = b'{"error":"NotFound"}'


def make_files(bench):
    """Files that are wrong in ways of their own."""
    def path(name):
        return os.path.join(bench.folder, name)

    with open(path('empty.mp4'), 'wb'):
        pass
    with open(path('latin1.txt'), 'wb') as file:
        file.write('Müde'.encode('latin-1'))
    with open(path('huge.txt'), 'wb') as file:
        for _ in range(200):
            file.write(b'a' * (1 << 20))
    with open(path('secret.mp4'), 'wb') as file:
        file.write(b'not for you')
    os.chmod(path('secret.mp4'), 0)
    os.makedirs(path('folder'), exist_ok=True)
    os.makedirs(path('folder.svg'), exist_ok=True)
    os.mkfifo(path('pipe.mp4'))
    os.symlink('loop.mp4', path('loop.mp4'))
    os.makedirs(path('half-made'))
    with open(path('half-made/media'), 'wb'):
        pass
    with open(path('not-a-folder'), 'wb'):
        pass
    return path


def usage_cases(bench):
    """What is left out or unknown, on every command that there is."""
    yield 'no-command', [], 2, ['--help']
    yield 'unknown-command', ['explode'], 2, ['explode']
    yield 'workspace-without-a-name', ['--workspace', '', 'status'], 2, ['--workspace DIR']
    for command in (['post', 'show'], ['media', 'add'], ['account', 'check'], ['export'], ['explode'], ['--workspace']):
        yield f'{"-".join(command)}-bytes', [*command, b'\xff'], 2, ['not UTF-8']
    yield 'watch-takes-nothing', ['watch', 'a'], 2, ['creatorsync-cli watch: see']
    for command in (['post', 'list'], ['post', 'rows'], ['media', 'list'], ['history'], ['events'], ['outbox', 'list']):
        yield f'{"-".join(command)}-limit', [*command, '--limit', '0'], 2, ['1 or more']
    yield 'media-list-offset', ['media', 'list', '--offset', '-1'], 2, ['0 or more']
    yield 'half-a-command', ['media'], 2, ['media add']
    helped = bench.run('--help').stdout.decode()
    commands = [line[2:19].strip() for line in helped.splitlines() if line.startswith('  ') and
                not line.startswith('  creatorsync-cli')]
    assert len(commands) > 25, helped
    for command in commands:
        words = command.split()
        yield f'{command.replace(" ", "-")}-unknown-option', [*words, '--explode'], 2, ['--explode']
        if command not in ANY_NUMBER:
            yield f'{command.replace(" ", "-")}-too-many-words', [*words, 'a', 'b', 'c', 'd'], 2, []


def file_cases(bench, path):
    clips = os.path.join(bench.fixtures, 'clips')
    yield 'media-add-missing', ['media', 'add', path('nowhere.mp4')], 3, ['nowhere.mp4']
    yield 'media-add-directory', ['media', 'add', path('folder')], 4, ['folder']
    yield 'media-add-text', ['media', 'add', os.path.join(clips, 'text.mp4')], 4, ['text.mp4']
    yield 'media-add-truncated', ['media', 'add', os.path.join(clips, 'truncated.mp4')], 4, ['truncated.mp4']
    yield 'media-add-pipe', ['media', 'add', path('pipe.mp4')], 4, ['not a file']
    yield 'media-add-under-a-file', ['media', 'add', path('empty.mp4/a.mp4')], 3, ['check the path']
    yield 'media-add-link-loop', ['media', 'add', path('loop.mp4')], 4, ['leads back to itself']
    yield 'media-add-long-name', ['media', 'add', path('a' * 300 + '.mp4')], 4, ['too long']
    yield 'post-new-under-a-file', ['post', 'new', '--file', path('empty.mp4/a.txt')], 3, ['check the path']
    yield 'post-new-link-loop', ['post', 'new', '--file', path('loop.mp4')], 4, ['leads back to itself']
    yield 'media-add-address', ['media', 'add', 'https://clips.example/a.mp4'], 4, ['download it']
    yield 'media-add-empty', ['media', 'add', path('empty.mp4')], 4, ['empty.mp4']
    yield 'post-new-missing-file', ['post', 'new', '--file', path('nowhere.txt')], 3, ['nowhere.txt']
    yield 'post-new-directory', ['post', 'new', '--file', path('folder')], 4, ['folder']
    yield 'post-new-200-megabytes', ['post', 'new', '--file', path('huge.txt')], 4, ['1 MiB']
    yield 'post-new-not-utf8', ['post', 'new', '--file', path('latin1.txt')], 4, ['UTF-8']
    yield 'post-new-both-texts', ['post', 'new', '--text', 'a', '--file', path('huge.txt')], 2, []
    yield 'post-edit-missing-file', ['post', 'edit', NOBODY, '--file', path('nowhere.txt')], 3, ['nowhere.txt']
    yield 'post-edit-200-megabytes', ['post', 'edit', NOBODY, '--file', path('huge.txt')], 4, ['1 MiB']
    yield 'workspace-restore-missing', ['workspace', 'restore', '--from', path('nowhere.db')], 3, ['nowhere.db']
    yield 'workspace-restore-text', ['workspace', 'restore', '--from', os.path.join(clips, 'text.mp4')], 4, ['text.mp4']
    yield 'workspace-restore-no-backup', ['workspace', 'restore'], 3, ['--from']
    yield 'export-into-nowhere', ['export', path('nowhere/all.json')], 4, ['all.json', 'make the folder']
    yield 'export-onto-a-folder', ['export', path('folder')], 4, ['is a folder', 'export.json']
    yield 'export-under-a-file', ['export', path('not-a-folder/all.json')], 4, ['all.json', 'make the folder']
    yield 'numbers-import-missing', ['numbers', 'import', path('nowhere.csv')], 3, ['nowhere.csv']
    yield 'numbers-import-directory', ['numbers', 'import', path('folder')], 4, ['folder']
    yield 'numbers-import-pipe', ['numbers', 'import', path('pipe.mp4')], 4, ['not a file']
    yield 'numbers-import-empty', ['numbers', 'import', path('empty.mp4')], 4, ['empty']
    yield 'numbers-import-address', ['numbers', 'import', 'https://numbers.example/a.csv'], 4, ['download it']
    yield 'numbers-chart-no-picture', ['numbers', 'chart', 'posts', '--out', path('chart.gif')], 2, ['.svg']
    yield 'numbers-chart-no-out', ['numbers', 'chart', 'posts'], 2, ['--out']
    yield 'numbers-chart-onto-a-folder', ['numbers', 'chart', 'posts', '--out', path('folder.svg')], 4, ['is a folder']
    yield 'numbers-chart-no-post', ['numbers', 'chart', 'post', '--out', path('a.svg')], 2, ['which post']
    yield 'numbers-chart-of-a-post', ['numbers', 'chart', 'posts', NOBODY, '--out', path('a.svg')], 2, ['chart post']
    yield 'numbers-chart-nonsense', ['numbers', 'chart', 'weather', '--out', path('a.svg')], 4, ['followers']
    yield 'numbers-chart-size', ['numbers', 'chart', 'posts', '--out', path('a.svg'), '--size', 'big'], 2, ['960x480']
    yield 'numbers-chart-huge', ['numbers', 'chart', 'posts', '--out', path('a.svg'), '--size', '99999x10'], 4, ['8000']
    yield 'numbers-chart-followers-metric', ['numbers', 'chart', 'followers', '--out', path('a.svg'), '--metric', 'likes'], 4, ['leave the metric out']
    yield 'numbers-chart-metric', ['numbers', 'chart', 'posts', '--out', path('a.svg'), '--metric', 'joy'], 4, ['likes']
    yield 'numbers-export-onto-a-file', ['numbers', 'export', '--out', path('not-a-folder')], 4, ['--replace']
    yield 'numbers-export-format', ['numbers', 'export', '--format', 'xls'], 4, ['csv']
    yield 'numbers-show-period', ['numbers', 'show', '--period', 'week'], 4, ['7d']
    yield 'numbers-show-backwards', ['numbers', 'show', '--period', '2026-11-30..2026-11-01'], 4, ['turn it around']
    yield 'export-onto-a-file', ['export', path('not-a-folder')], 4, ['--replace']


def name_cases():
    for words in (['account', 'check'], ['account', 'remove']):
        yield f'{"-".join(words)}-unknown', [*words, '@nobody@nowhere.example'], 3, ['@nobody@nowhere.example']
    for words in (['media', 'show'], ['media', 'check'], ['media', 'fix'], ['media', 'remove'], ['post', 'show'],
                  ['post', 'unschedule'], ['post', 'publish'], ['post', 'delete'],
                  ['outbox', 'cancel'], ['receipts']):
        yield f'{"-".join(words)}-unknown', [*words, NOBODY], 3, [NOBODY]
    yield 'post-schedule-unknown', ['post', 'schedule', NOBODY, '--at', '2027-01-01 10:00'], 3, [NOBODY]
    yield 'post-edit-unknown', ['post', 'edit', NOBODY, '--text', 'a'], 3, [NOBODY]
    yield 'numbers-show-nobody', ['numbers', 'show', '--post', NOBODY], 3, [NOBODY]
    yield 'numbers-show-unknown-account', ['numbers', 'show', '--account', 'nobody'], 3, ['nobody']
    yield 'numbers-export-unknown-account', ['numbers', 'export', '--account', 'nobody', '--account', 'nowhere'], 3, ['nobody']
    yield 'job-pause-nobody', ['job', 'pause', NOBODY], 3, [NOBODY]
    yield 'outbox-answer-unknown', ['outbox', 'answer', NOBODY, 'drop'], 3, [NOBODY]
    yield 'post-new-unknown-account', ['post', 'new', '--text', 'a', '--account', 'nobody'], 3, ['nobody']
    yield 'post-new-unknown-media', ['post', 'new', '--text', 'a', '--media', NOBODY], 3, [NOBODY]


def value_cases(post, media):
    def at(*words):
        return ['post', 'schedule', post, '--at', *words]

    yield 'post-new-empty', ['post', 'new', '--text', ''], 4, []
    yield 'post-new-empty-part', ['post', 'new', '--text', 'a', '--thread', 'b', '--thread', ''], 4, ['Part 3']
    yield 'post-new-visibility', ['post', 'new', '--text', 'a', '--visibility', 'loud'], 4, ['public']
    yield 'post-edit-only', ['post', 'edit', post, '--only', 'a.test', '--title', 'b'], 2, ['--only']
    yield 'post-new-alt-alone', ['post', 'new', '--text', 'a', '--alt', 'b'], 2, ['--media']
    yield 'post-new-alt-twice', ['post', 'new', '--text', 'a', '--media', media, '--alt', 'b', '--alt', 'c'], 2, ['twice']
    yield 'post-schedule-no-time', ['post', 'schedule', post], 2, ['--at']
    yield 'post-schedule-nonsense', at('someday'), 4, ['someday']
    yield 'post-schedule-past', at('2020-01-01 10:00'), 4, []
    yield 'post-schedule-no-such-day', at('2027-02-30 10:00'), 4, []
    yield 'post-schedule-zone', at('2027-01-01 10:00', '--zone', 'Mars/Olympus'), 4, ['Mars/Olympus']
    yield 'post-schedule-gap', at('2027-03-28 02:30', '--zone', 'Europe/Berlin'), 4, ['01:59', '03:00']
    yield 'post-schedule-overlap', at('2027-10-31 02:30', '--zone', 'Europe/Berlin'), 4, ['--fold']
    yield 'post-schedule-fold', at('2027-10-31 02:30', '--zone', 'Europe/Berlin', '--fold', 'third'), 4, ['first']
    yield 'post-schedule-late', at('2027-01-01 10:00', '--late', 'maybe'), 4, ['no choice', 'ask']
    yield 'post-schedule-late-limit', at('2027-01-01 10:00', '--late-limit', '361'), 4, ['360']
    yield 'post-schedule-late-before', at('2027-06-01 10:00', '--late', 'publish', '--late-limit', '-5'), 4, ['0 or more']
    yield 'post-schedule-account', at('2027-01-01 10:00', '--account', 'nobody'), 3, ['nobody']
    yield 'media-check-network', ['media', 'check', media, '--network', 'myspace'], 4, ['myspace']
    yield 'media-fix-account', ['media', 'fix', media, '--account', 'nobody'], 3, ['nobody']
    yield 'post-unschedule-no-account', ['post', 'unschedule', post], 4, ['no account yet', '--account']
    yield 'post-edit-nothing', ['post', 'edit', post], 2, ['--text']
    yield 'account-check-none', ['account', 'check'], 2, ['--all']
    yield 'account-check-both', ['account', 'check', '--all', 'mastodon'], 2, ['--all']
    yield 'outbox-answer-nonsense', ['outbox', 'answer', NOBODY, 'perhaps'], 4, ['there']
    yield 'completion-nonsense', ['completion', 'tcsh'], 2, ['tcsh']
    yield 'redo-nothing', ['redo'], 3, []


def account_cases(html, other):
    yield 'account-add-network', ['account', 'add', 'myspace'], 2, ['myspace']
    yield 'account-add-no-host', ['account', 'add', 'mastodon'], 2, ['--host']
    yield 'account-add-no-handle', ['account', 'add', 'bluesky'], 2, ['--handle']
    yield 'account-add-no-password', ['account', 'add', 'bluesky', '--handle', 'a.test'], 2, ['App password']
    yield 'account-add-no-address', ['account', 'add', 'mastodon', '--host', 'a b'], 4, ['https://example.social']
    yield 'account-add-endpoint', ['account', 'add', 'mastodon', '--host', html, '--endpoint', 'x'], 2, ['NAME=URL']
    yield 'account-add-html', ['account', 'add', 'mastodon', '--host', html], 11, []
    yield 'account-add-another-network', ['account', 'add', 'mastodon', '--host', other], 11, ['Mastodon server']
    yield 'account-add-offline', ['account', 'add', 'mastodon', '--host', 'http://127.0.0.1:1'], 5, []


def sentence_of(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].removeprefix('creatorsync-cli: ') if len(lines) == 1 else None


def judge(done, code, words, as_json):
    """None when it ended as it must; else what is wrong."""
    out, err = done.stdout.decode(errors='replace'), done.stderr.decode(errors='replace')
    if done.returncode != code:
        return f'ended with {done.returncode}, not {code}: {out[-300:]} {err[-300:]}'
    if as_json:
        try:
            error = json.loads(out)['error']
        except (ValueError, IndexError, KeyError):
            return f'no error as JSON: {out[-300:]!r}'
        sentence = error['message']
        if error['code'] != NAMES[code]:
            return f'the code is {error["code"]}'
    else:
        sentence = sentence_of(err)
    if not sentence or len(sentence) < 12:
        return f'not one sentence: {err[-400:]!r}'
    if sentence not in NOTHING_TO_DO and not re.search('[:;.] |^Say ', sentence):
        return f'“{sentence}” does not say what to do'
    missing = [word for word in words if word not in sentence]
    return f'“{sentence}” does not say {missing}' if missing else None


def run_cases(tap, bench, cases, **how):
    for name, words, code, said in cases:
        before = bench.dump()
        problem = None
        for as_json in (False, True):
            done = bench.run(*(['--json'] if as_json else []), *words, **how)
            problem = problem or judge(done, code, said, as_json)
        if bench.dump() != before:
            problem = f'{problem or ""}\nthe database has changed'
        tap.case(f'/cli/bad-input/{name}', problem)


def permission_case(tap, bench, path):
    """Root reads everything, so the capabilities that allow it are dropped."""
    before = ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-all']
    probe = subprocess.run([*before, 'cat', path('secret.mp4')], capture_output=True, check=False)
    if probe.returncode == 0 or b'Permission' not in probe.stderr:
        tap.skip('/cli/bad-input/media-add-no-permission', 'setpriv cannot drop the capabilities here')
        return
    run_cases(tap, bench, [('media-add-no-permission', ['media', 'add', path('secret.mp4')], 4, ['secret.mp4'])],
              before=before)


@contextlib.contextmanager
def small_disk(bench, size):
    """A folder on a file system of its own; None where none can be mounted."""
    mount = os.path.join(bench.folder, 'small')
    os.makedirs(mount, exist_ok=True)
    if subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={size}', 'none', mount], capture_output=True,
                      check=False).returncode != 0:
        yield None
        return
    try:
        yield mount
    finally:
        subprocess.run(['umount', '-l', mount], check=False)


def fill(mount):
    """To the last block."""
    with contextlib.suppress(OSError), open(os.path.join(mount, 'ballast'), 'ab', buffering=0) as file:
        for size in (65536, 4096):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b'x' * size)


def full_disk_case(tap, bench):
    name = '/cli/bad-input/post-new-full-disk'
    with small_disk(bench, '12m') as mount:
        if mount is None:
            tap.skip(name, 'no file system can be mounted here')
            return
        where = os.path.join(mount, 'workspace')
        made = bench.run('post', 'new', '--text', 'It fits', workspace=where)
        assert made.returncode == 0, made.stderr
        fill(mount)
        # It closed with room for some more; then there must be the sentence.
        done = None
        kept = 1
        for _ in range(80):
            done = bench.run('post', 'new', '--file', '-', workspace=where, stdin=b'x' * 500000)
            if done.returncode != 0:
                break
            kept += 1
        problem = judge(done, 9, ['disk is full'], False)
        os.unlink(os.path.join(mount, 'ballast'))
        listed = bench.run('--json', 'post', 'list', '--limit', '1000', workspace=where)
        if not problem and len(json.loads(listed.stdout)) != kept:
            problem = f'{kept} posts were kept, and then there are others: {listed.stdout[:300]!r}'
        tap.case(name, problem)


def closed_on_full_disk_case(tap, bench):
    """Nobody has it open, and opening makes files: the reserve is their room; without it, it is read."""
    name = '/cli/bad-input/opened-on-a-full-disk'
    with small_disk(bench, '80m') as mount:
        if mount is None:
            tap.skip(name, 'no file system can be mounted here')
            return
        where = os.path.join(mount, 'workspace')
        reserve = os.path.join(where, 'main.db.reserve')
        problems = []

        def ask(code, *words):
            done = bench.run(*words, workspace=where)
            problem = judge(done, code, ['disk is full', 'make some room'], False) if code else None
            if done.returncode != code or problem:
                problems.append(f'{" ".join(words)}: {problem or done}')
            return done.stdout.decode()

        ask(0, 'post', 'new', '--text', 'Before')
        fill(mount)
        if not os.path.exists(reserve):
            problems.append('there is no reserve')
        ask(0, 'post', 'new', '--text', 'By the reserve')
        if os.path.exists(reserve):
            problems.append('the reserve was not needed')
        fill(mount)
        for words in (['status'], ['post', 'list'], ['outbox', 'list'], ['search', 'Before']):
            said = ask(0, *words)
            if words[0] == 'post' and ('Before' not in said or 'By the reserve' not in said):
                problems.append(f'not all is read: {said}')
            if words[0] == 'status' and 'disk is full' not in said:
                problems.append(f'status does not say why nothing can be written: {said}')
        ask(9, 'post', 'new', '--text', 'No room')
        ask(9, 'run', '--until-quiet')
        os.unlink(os.path.join(mount, 'ballast'))
        ask(0, 'post', 'new', '--text', 'Room again')
        if not os.path.exists(reserve):
            problems.append('the reserve is not made again')
        tap.case(name, '\n'.join(problems))


def full_output_case(tap, bench):
    """Where the answer goes there is no room: nobody may take what is there for all of it."""
    problems = []
    for words in (['export'], ['status'], ['post', 'list'], ['history'], ['completion', 'bash'], ['--version'],
                  ['--help'], ['post', 'show', NOBODY]):
        for as_json in (False, True):
            asked = [*(['--json'] if as_json else []), *words]
            with open('/dev/full', 'wb') as full:
                done = subprocess.run([bench.cli, '--workspace', bench.workspace, *asked], env=bench.env, stdout=full,
                                      stderr=subprocess.PIPE, check=False, timeout=120)
            done.stdout = b''
            fails = NOBODY in words    # and says so on standard error, but for --json
            problem = judge(done, 3 if fails else 9, [NOBODY if fails and not as_json else 'make room'], False)
            if problem:
                problems.append(f'{" ".join(asked)}: {problem}')
    tap.case('/cli/bad-input/output-onto-a-full-disk', '\n'.join(problems))


def closed_output_case(tap, bench):
    """What is opened while standard output is closed does not become it."""
    problems = []
    for words in (['post', 'new', '--text', 'Said to nobody'], ['status'], ['export']):
        done = subprocess.run(['sh', '-c', 'exec "$@" >&-', 'sh', bench.cli, '--workspace', bench.workspace, *words],
                              env=bench.env, capture_output=True, check=False, timeout=120)
        problem = judge(done, 9, ['make room'], False)
        if problem:
            problems.append(f'{words}: {problem}')
    if not bench.run('workspace', 'check').stdout.decode().count('whole'):
        problems.append('the workspace has become something else')
    tap.case('/cli/bad-input/output-that-is-closed', '\n'.join(problems))


def left_reader_case(tap, bench):
    """Who reads may have seen enough, as head has: no error, and no words."""
    reader, writer = os.pipe()
    os.close(reader)
    problems = []
    for words in (['export'], ['status'], ['--json', 'post', 'list']):
        done = subprocess.run([bench.cli, '--workspace', bench.workspace, *words], env=bench.env, stdout=writer,
                              stderr=subprocess.PIPE, check=False, timeout=120)
        if done.returncode not in (0, -signal.SIGPIPE) or done.stderr:
            problems.append(f'{words} ended with {done.returncode}: {done.stderr!r}')
    os.close(writer)
    tap.case('/cli/bad-input/output-that-nobody-reads', '\n'.join(problems))


def instance_cases(tap, bench):
    owner = bench.own()
    # Who counts says once that it goes on; while the clock stands nothing more is written.
    assert wait_until(lambda: 'counting.alive' in dict(bench.dump()['meta'])), 'nobody counts'
    run_cases(tap, bench, [('run-twice', ['run'], 10, [])])
    run_cases(tap, bench, [('workspace-restore-in-use', ['workspace', 'restore'], 10, [str(owner.pid)])])
    bench.stop(owner)


def workspace_cases(tap, bench, path):
    for name, where, code in (('workspace-is-a-file', path('not-a-folder'), 9),
                              ('workspace-that-holds-no-files', '/proc/self', 3),
                              ('workspace-with-a-file-for-a-folder', path('half-made'), 9)):
        done = bench.run('status', workspace=where)
        tap.case(f'/cli/bad-input/{name}', judge(done, code, [], False))
    newer = os.path.join(bench.folder, 'newer')
    bench.run('post', 'new', '--text', 'Before', workspace=newer)
    with contextlib.closing(sqlite3.connect(os.path.join(newer, 'main.db'))) as db:
        db.execute('PRAGMA user_version = 99')
    shown = bench.run('status', workspace=newer).stdout.decode()
    for words in (['run', '--until-quiet'], ['post', 'new', '--text', 'After'], ['undo']):
        problem = judge(bench.run(*words, workspace=newer), 9, ['update the program'], False)
        tap.case(f'/cli/bad-input/newer-workspace-{words[0]}',
                 problem or (None if 'update the program' in shown else f'the status says {shown}'))
    harmed = os.path.join(bench.folder, 'harmed')
    bench.run('post', 'new', '--text', 'Before', workspace=harmed)
    bench.run('workspace', 'backup', workspace=harmed)
    for name, content in (('damaged', b'x' * 9000), ('emptied', b'')):
        with open(os.path.join(harmed, 'main.db'), 'wb') as file:
            file.write(content)
        problem = judge(bench.run('status', workspace=harmed), 9, ['workspace restore'], False)
        restored = bench.run('workspace', 'restore', workspace=harmed)
        listed = bench.run('--json', 'post', 'list', workspace=harmed)
        if not problem and (restored.returncode != 0 or len(json.loads(listed.stdout)) != 1):
            problem = f'there is no way back: {restored.stderr!r} {listed.stdout!r} {listed.stderr!r}'
        tap.case(f'/cli/bad-input/workspace-{name}', problem)


def publisher_problem(bench):
    """The service says that it publishes nothing, and does not say that it does."""
    program = os.path.join(bench.programs, 'publisher', 'creatorsync-publisher')
    service = subprocess.Popen([program, '--workspace', bench.workspace], env=bench.env, text=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    lines = []
    for line in service.stderr:
        lines.append(line)
        if 'can only be read' in line or 'Publishing' in line:
            break
    service.terminate()
    service.communicate()
    return None if lines and 'can only be read' in lines[-1] else f'the service said {lines!r}'


def read_only_disk_case(tap, bench):
    """A disk that nobody can write, with a log on it that its last owner left: it can be read."""
    mount = os.path.join(bench.folder, 'read-only')
    os.makedirs(mount, exist_ok=True)
    name = '/cli/bad-input/workspace-on-a-read-only-disk'
    if subprocess.run(['mount', '-t', 'tmpfs', 'none', mount], capture_output=True, check=False).returncode != 0:
        tap.skip(name, 'no file system can be mounted here')
        return
    usual, bench.workspace = bench.workspace, os.path.join(mount, 'workspace')
    try:
        owner = bench.own()
        bench.answer('post', 'new', '--text', 'In the log')
        bench.stop(owner, signal.SIGKILL)
        subprocess.run(['mount', '-o', 'remount,ro', mount], check=True)
        listed = bench.run('--json', 'post', 'list')
        problem = judge(bench.run('post', 'new', '--text', 'More'), 9, ['cannot be written'], False)
        if not problem and (listed.returncode != 0 or len(json.loads(listed.stdout)) != 1):
            problem = f'it cannot be read: {listed.stdout!r} {listed.stderr!r}'
        tap.case(name, problem)
        tap.case(name + '-publisher', publisher_problem(bench))
    finally:
        bench.workspace = usual
        subprocess.run(['umount', '-l', mount], check=False)


def keyring_case(tap, bench):
    """No session bus, so no keyring that could be asked."""
    env = dict(bench.env, DBUS_SESSION_BUS_ADDRESS='unix:path=/nonexistent/bus')
    env.pop('CREATORSYNC_SECRETS')
    with journey.simulator(os.path.join(bench.programs, 'simulator', 'creatorsync-simulator'), bench.env,
                           bench.clock) as servers:
        bluesky = servers['bluesky']
        run_cases(tap, bench, [('account-add-locked-keyring',
                                ['account', 'add', 'bluesky', '--handle', bluesky['handle'], '--host',
                                 bluesky['pds'], '--endpoint', f'plc={bluesky["plc"]}'], 11, [])],
                  env=env, stdin=(bluesky['app_password'] + '\n').encode())
        run_cases(tap, bench, [('account-add-wrong-password',
                                ['account', 'add', 'bluesky', '--handle', bluesky['handle'], '--host',
                                 bluesky['pds'], '--endpoint', f'plc={bluesky["plc"]}'], 6, [])],
                  stdin=b'a wrong password\n')


def main(programs, fixtures):
    tap = Tap()
    bench = Bench(programs, fixtures)
    servers = [http.server.ThreadingHTTPServer(('127.0.0.1', 0), face) for face in (Html, Other)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        path = make_files(bench)
        media = bench.answer('media', 'add', os.path.join(fixtures, 'clips', 'pass.mp4'))['id']
        post = bench.answer('post', 'new', '--text', 'A post')['id']
        run_cases(tap, bench, usage_cases(bench))
        run_cases(tap, bench, file_cases(bench, path))
        run_cases(tap, bench, name_cases())
        run_cases(tap, bench, value_cases(post, media))
        run_cases(tap, bench, account_cases(*(f'http://127.0.0.1:{server.server_address[1]}' for server in servers)))
        permission_case(tap, bench, path)
        workspace_cases(tap, bench, path)
        instance_cases(tap, bench)
        keyring_case(tap, bench)
        full_disk_case(tap, bench)
        closed_on_full_disk_case(tap, bench)
        full_output_case(tap, bench)
        closed_output_case(tap, bench)
        left_reader_case(tap, bench)
        read_only_disk_case(tap, bench)
    finally:
        for server in servers:
            server.shutdown()
        bench.close()
    return tap.end()


if __name__ == '__main__':
    sys.exit(main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])))
