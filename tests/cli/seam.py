#!/usr/bin/env python3
"""The seam between processes: one owns the workspace and publishes, others work on
it and watch; owners that are killed, stopped or told to end; and no secret in any
file, log line or argument list on the way.

  seam.py BUILD/src FIXTURES

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import glob
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import termios
import threading
import time
import urllib.request

from harness import Bench, Tap, journey, wait_until

SECRETS = [re.compile(pattern) for pattern in
           (rb'abcd-efgh-ijkl-mnop', rb'(?:token|secret|code)_[0-9a-f]{40}', rb'eyJ[A-Za-z0-9_-]{10,}\.eyJ')]


class Skip(Exception):
    """The case cannot be tried here, and why."""


class Lines:
    """What a process prints, collected as it comes."""
    def __init__(self, stream):
        self.lines = []
        self.thread = threading.Thread(target=self.read, args=(stream,), daemon=True)
        self.thread.start()

    def read(self, stream):
        try:
            for line in stream:
                self.lines.append(line)
        except ValueError:
            pass    # closed with its process

    def has(self, text):
        return any(text in line for line in self.lines)


def owner_pid(bench):
    return bench.answer('status')['owner']


def watch_case(bench):
    """`run` owns the workspace, a second CLI edits, a third sees it."""
    owner = bench.own()
    watcher = bench.start('--json', 'watch')
    seen = Lines(watcher.stdout)
    if not wait_until(lambda: seen.has('joined')):
        return f'watch did not join: {seen.lines}'
    post = bench.answer('post', 'new', '--text', 'Seen by all')
    if bench.answer('status')['owner'] != owner.pid:
        return 'the second CLI did not work in the owner'
    if not wait_until(lambda: seen.has(post['id'])):
        return f'watch did not see the post: {seen.lines}'
    changed = next(json.loads(line) for line in seen.lines if post['id'] in line)
    if changed['changed'] != 'post':
        return f'it saw {changed}'
    bench.answer('media', 'add', os.path.join(bench.fixtures, 'clips', 'pass.mp4'))
    if not wait_until(lambda: seen.has('"progress"')):
        return f'watch saw no progress: {seen.lines}'
    bench.stop(owner)
    if not wait_until(lambda: seen.has('left')):
        return 'watch did not see that the owner ended'
    next_owner = bench.own()
    if not wait_until(lambda: sum('joined' in line for line in seen.lines) == 2):
        return 'watch did not join the next owner'
    bench.stop(next_owner)
    bench.stop(watcher)
    return None


def many_case(bench):
    """Twelve at once on one workspace: each does its work, whoever owns it meanwhile."""
    before = len(bench.answer('post', 'list', '--limit', '1000'))
    running = [bench.start('--json', 'post', 'new', '--text', f'Post {number}') for number in range(12)]
    for process in running:
        out, err = process.communicate(timeout=120)
        if process.returncode != 0:
            return f'one ended with {process.returncode}: {out}{err}'
    after = len(bench.answer('post', 'list', '--limit', '1000'))
    return None if after == before + 12 else f'{after - before} posts of 12 are there'


def killed_case(bench):
    owner = bench.own()
    bench.answer('post', 'new', '--text', 'Before the kill')
    bench.stop(owner, signal.SIGKILL)
    listed = bench.answer('post', 'list')
    if not any(post['text'] == 'Before the kill' for post in listed):
        return 'what was committed is lost'
    taker = bench.own()
    problem = None if owner_pid(bench) == taker.pid else 'the next one did not take over'
    bench.stop(taker)
    return problem


def stopped_case(bench):
    """An owner that does not answer: busy, in words, within seconds."""
    owner = bench.own()
    owner.send_signal(signal.SIGSTOP)
    begun = time.monotonic()
    done = bench.run('status')
    owner.send_signal(signal.SIGCONT)
    bench.stop(owner)
    if done.returncode != 10:
        return f'ended with {done.returncode}: {done.stderr!r}'
    if time.monotonic() - begun > 15:
        return 'it took too long'
    return None if b'end it' in done.stderr else f'it says {done.stderr!r}'


def ends_case(bench, process, name):
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    took = time.monotonic() - begun
    bench.processes.remove(process)
    return None if took < 2 else f'{name} took {took:.1f} s to end'


def unheard(bench, *words, first, cause):
    """How a command ends that cannot write: onto a full disk, to nobody, and to who leaves after the first line."""
    for where in ['a full disk', 'nobody', *([first] if first else [])]:
        reader, writer = os.pipe()
        if where == 'a full disk':
            os.close(writer)
            writer = os.open('/dev/full', os.O_WRONLY)
        if where != first:
            os.close(reader)
        process = subprocess.Popen([bench.cli, '--workspace', bench.workspace, *words], env=bench.env, stdout=writer,
                                   stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        os.close(writer)
        bench.processes.append(process)
        if where == first:
            with open(reader, encoding='utf-8') as lines:
                assert first in lines.readline()
        cause(process)
        said = process.communicate(timeout=20)[1]
        bench.processes.remove(process)
        if process.returncode != 9 or said.count('\n') != 1 or 'make room' not in said:
            return f'{" ".join(words)} to {where} ended with {process.returncode}: {said!r}'
    return None


def unheard_watch_case(bench):
    """A watcher ends at the first line that it cannot write; the owner goes on."""
    owner = bench.own()
    problem = None
    for before in ([], ['--json']):
        problem = problem or unheard(bench, *before, 'watch', first='joined',
                                     cause=lambda process: bench.answer('post', 'new', '--text', 'A line'))
    problem = problem or (None if owner_pid(bench) == owner.pid else 'the owner did not go on')
    bench.stop(owner)
    return problem


def unheard_run_case(bench):
    """A publisher ends there, too, as when it is told to: whoever works in it, and another may follow it."""
    def undo(process):
        if not wait_until(lambda: process.poll() is not None or owner_pid(bench) == process.pid):
            raise AssertionError('it neither ends nor owns the workspace')
        if process.poll() is None:
            seen = Lines(bench.start('--json', 'watch').stdout)
            wait_until(lambda: seen.has('joined'))
            bench.answer('post', 'new', '--text', 'A step')
            bench.answer('undo')

    problem = unheard(bench, 'run', first='Publishing', cause=undo) or unheard(bench, '--json', 'run', first=None, cause=undo)
    if problem:
        return problem
    taker = bench.own()
    problem = None if owner_pid(bench) == taker.pid else 'nobody could follow it'
    bench.stop(taker)
    return problem


def stopped_watcher_case(bench):
    """Who no longer reads what it is told does not hold the owner."""
    owner = bench.own()
    watcher = bench.start('--json', 'watch')
    seen = Lines(watcher.stdout)
    wait_until(lambda: seen.has('joined'))
    watcher.send_signal(signal.SIGSTOP)
    post = bench.answer('post', 'new', '--text', 'x' * 100000)
    for number in range(40):
        bench.answer('post', 'edit', post['id'], '--text', f'{number}')
    problem = ends_case(bench, owner, 'run')
    watcher.send_signal(signal.SIGCONT)
    bench.stop(watcher)
    return problem


def interrupted_case(bench):
    """Ctrl+C ends a wait at once, in the owner and in a process that asks one."""
    program = os.path.join(bench.programs, 'simulator', 'creatorsync-simulator')
    env = dict(bench.env, CREATORSYNC_BROWSER='true')
    with journey.simulator(program, bench.env, bench.clock) as servers:
        for has_owner in (False, True):
            owner = bench.own() if has_owner else None
            waiting = bench.start('account', 'add', 'mastodon', '--host', servers['mastodon']['url'], env=env)
            said = Lines(waiting.stderr)
            if not wait_until(lambda: said.has('/oauth/authorize')):
                return f'no page was named: {said.lines}'
            begun = time.monotonic()
            waiting.send_signal(signal.SIGINT)
            code = waiting.wait(20)
            bench.processes.remove(waiting)
            if code != 130 or time.monotonic() - begun > 2:
                return f'it ended with {code} after {time.monotonic() - begun:.1f} s: {said.lines}'
            if owner is not None:
                problem = ends_case(bench, owner, 'run')
                if problem:
                    return problem
    return None


def catches_interrupt(pid):
    with open(f'/proc/{pid}/status', encoding='ascii') as status:
        caught = next(line for line in status if line.startswith('SigCgt:')).split()[1]
    return int(caught, 16) >> (signal.SIGINT - 1) & 1


def typed_case(bench):
    """Ctrl+C ends what waits for something typed, and the terminal shows again what is typed."""
    master, terminal = os.openpty()
    shows = lambda: bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
    try:
        for words, hides in ((('account', 'add', 'bluesky', '--handle', 'a.test'), True),
                             (('post', 'new'), False)):
            waiting = subprocess.Popen([bench.cli, '--workspace', bench.workspace, *words], env=bench.env,
                                       stdin=terminal, stderr=subprocess.DEVNULL)
            bench.processes.append(waiting)
            if not wait_until(lambda: catches_interrupt(waiting.pid) and shows() != hides):
                return f'{words} does not wait'
            waiting.send_signal(signal.SIGINT)
            code = waiting.wait(10)
            bench.processes.remove(waiting)
            if code != 130 or not shows():
                return f'{words} ended with {code}; the terminal shows what is typed: {shows()}'
    finally:
        os.close(terminal)
        os.close(master)
    return None


def human_case(bench):
    """Sizes, lengths and rates as people read them."""
    clip = os.path.join(bench.fixtures, 'clips', 'ten-bit.mkv')
    media = bench.answer('media', 'add', clip)
    bench.answer('media', 'fix', media['id'])
    text = bench.run('media', 'show', media['id']).stdout.decode()
    for part in (r'  size: [\d.]+.[kM]B\n', r'  duration: \d+\.\d s\n', r'  frames a second: \d',
                 r'  video bitrate: \d+ kbit/s\n', r'  sha256: [0-9a-f]{64}\n',
                 r'  made for bluesky, mastodon: media/[0-9a-f]{64}\.mp4\n'):
        if not re.search(part, text):
            return f'{part} is not in {text}'
    checked = bench.run('media', 'check', media['id']).stdout.decode()
    if 'block' in checked:
        return f'a version that fits is still blamed: {checked}'
    return None


def begin_sign_in(bench, server, env):
    """A sign-in that waits for its browser: the process, and the page to visit."""
    waiting = bench.start('account', 'add', 'mastodon', '--host', server['url'], env=env)
    said = Lines(waiting.stderr)
    assert wait_until(lambda: said.has('/oauth/authorize')), said.lines
    return waiting, next(line.strip() for line in said.lines if '/oauth/authorize' in line)


def visit(url):
    subprocess.run([sys.executable, os.path.join(journey.HERE, 'browser.py'), url], check=True, timeout=30)


def guest_case(bench):
    """An owner whose own command is done stays until the command of its guest is done."""
    program = os.path.join(bench.programs, 'simulator', 'creatorsync-simulator')
    env = dict(bench.env, CREATORSYNC_BROWSER='true')
    with journey.simulator(program, bench.env, bench.clock) as servers:
        host, hosts_page = begin_sign_in(bench, servers['mastodon'], env)
        guest, guests_page = begin_sign_in(bench, servers['mastodon'], env)
        answer = Lines(host.stdout)
        visit(hosts_page)
        if not wait_until(lambda: answer.lines):
            return 'the owner did not answer'
        visit(guests_page)
        codes = guest.wait(20), host.wait(20)
        bench.processes.clear()
        return None if codes == (0, 0) else f'they ended with {codes}'


def start_publisher(bench):
    program = os.path.join(bench.programs, 'publisher', 'creatorsync-publisher')
    env = dict(bench.env, DBUS_SESSION_BUS_ADDRESS='unix:path=/nonexistent/bus')
    process = subprocess.Popen([program, '--workspace', bench.workspace], env=env, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    bench.processes.append(process)
    return process, Lines(process.stderr)


def publisher_case(bench):
    program = os.path.join(bench.programs, 'publisher', 'creatorsync-publisher')
    linked = subprocess.run(['ldd', program], capture_output=True, text=True, check=True).stdout
    for library in ('libgtk', 'libgst', 'libadwaita'):
        if library in linked:
            return f'it links {library}'
    owner = bench.own()
    waiting, said = start_publisher(bench)
    bench.stop(owner, signal.SIGKILL)
    if not wait_until(lambda: said.has('Publishing')):
        return f'the publisher did not take over: {said.lines} {waiting.poll()}'
    if owner_pid(bench) != waiting.pid or not bench.answer('status')['publishing']:
        return 'the publisher does not own the workspace'
    return ends_case(bench, waiting, 'the publisher')


def hand_over_case(bench):
    """The publisher lets go when another asks, and has the workspace again when that one ends."""
    publisher, said = start_publisher(bench)
    for times, how in enumerate((signal.SIGTERM, signal.SIGKILL), 1):
        if not wait_until(lambda: sum('Publishing' in line for line in said.lines) == times):
            return f'the publisher does not own the workspace: {said.lines}'
        begun = time.monotonic()
        taker = bench.own()
        took = time.monotonic() - begun
        if owner_pid(bench) != taker.pid or took > 3:
            return f'it did not let go within {took:.1f} s: {said.lines}'
        # The first ends when the publisher has joined it, the second before it looks.
        if how == signal.SIGTERM and not wait_until(lambda: said.has('Waiting for')):
            return f'the publisher did not join: {said.lines}'
        bench.stop(taker, how)
    if not wait_until(lambda: sum('Publishing' in line for line in said.lines) == 3):
        return f'the publisher did not take it again: {said.lines}'
    if owner_pid(bench) != publisher.pid:
        return 'another owns the workspace'
    return ends_case(bench, publisher, 'the publisher')


def waiting_publisher_case(bench):
    """It ends at once, too, while another process owns the workspace; and costs that one nothing."""
    owner = bench.own()
    waiting, said = start_publisher(bench)
    if wait_until(lambda: said.has('Publishing'), 1.5):
        return 'two publish'
    second = bench.run('run')
    if second.returncode != 10 or b'does not let go' not in second.stderr:
        return f'a second run ended with {second.returncode}: {second.stderr!r}'
    return ends_case(bench, waiting, 'the publisher') or ends_case(bench, owner, 'run')


def read_only_case(bench):
    """A publisher of what can only be read looks again: the disk may have room, the version be gone back."""
    def set_version(version):
        with contextlib.closing(sqlite3.connect(os.path.join(bench.workspace, 'main.db'))) as db:
            before, = db.execute('PRAGMA user_version').fetchone()
            db.execute(f'PRAGMA user_version = {version}')
            return before

    bench.answer('status')
    version = set_version(999)
    publisher, said = start_publisher(bench)
    if not wait_until(lambda: said.has('can only be read')):
        return f'it does not say that it can only read: {said.lines}'
    set_version(version)
    if not wait_until(lambda: said.has('Publishing'), 40):
        return f'it did not look again: {said.lines}'
    return ends_case(bench, publisher, 'the publisher')


def namespaces_case(bench):
    """Who has no process number where the owner is, as another instance of a Flatpak has none, is let in."""
    apart = ('unshare', '--user', '--map-current-user', '--pid', '--fork', '--kill-child')
    bench.own(before=apart)
    # Whoever looks for leaks there cannot stop the threads: it goes by /proc.
    env = dict(bench.env, ASAN_OPTIONS='detect_leaks=0')
    done = bench.run('--json', 'status', before=apart, env=env)
    if done.returncode != 0:
        return f'it ended with {done.returncode}: {done.stderr!r}'
    return None if json.loads(done.stdout)['publishing'] else f'it says {done.stdout!r}'


KNOCK = """
import socket, sys
for how in ('ANONYMOUS', 'EXTERNAL 30', 'EXTERNAL ' + sys.argv[2].encode().hex()):
    with socket.socket(socket.AF_UNIX) as knock:
        knock.settimeout(20)
        knock.connect(sys.argv[1])
        try:
            knock.sendall(b'\\0AUTH ' + how.encode() + b'\\r\\n')
            print(knock.recv(256).startswith(b'OK'))
        except (BrokenPipeError, ConnectionResetError):
            print(False)
"""


def stranger_case(bench):
    """Another user is not let in, whatever name it gives, even where nothing keeps it from knocking."""
    stranger = 65534
    bench.own()
    runtime = os.path.join(bench.folder, 'runtime')
    sockets = glob.glob(os.path.join(runtime, 'creatorsync', '*.sock'))
    for path, mode in ((bench.folder, 0o755), (runtime, 0o755), (os.path.dirname(sockets[0]), 0o755), (sockets[0], 0o777)):
        os.chmod(path, mode)
    said = {}
    for user in (os.getuid(), stranger):
        try:
            done = subprocess.run(['python3', '-c', KNOCK, sockets[0], str(os.getuid())], user=user, cwd='/',
                                  extra_groups=None if user == os.getuid() else [], capture_output=True, text=True,
                                  timeout=90, check=True)
        except PermissionError:
            raise Skip('only root can be somebody else') from None
        said[user] = done.stdout.split()
    if said[os.getuid()] != ['True'] * 3:
        return f'the user who owns it heard {said}'
    return None if said[stranger] == ['False'] * 3 else f'a stranger was let in: {said}'


def install_service(bench, share):
    """The file that is installed, but for where the program is."""
    name = 'io.github.creatorsync.CreatorSync.Publisher.service'
    with open(os.path.join(bench.programs, '..', 'data', name), encoding='utf-8') as file:
        text = file.read()
    program = os.path.join(bench.programs, 'publisher', 'creatorsync-publisher')
    folder = os.path.join(share, 'dbus-1', 'services')
    os.makedirs(folder)
    with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
        file.write(re.sub(r'^Exec=.*/creatorsync-publisher$', f'Exec={program}', text, flags=re.M))


def activated_case(bench):
    """A session bus that is asked for its name starts it, in the folder of the person."""
    share = os.path.join(bench.folder, 'share')
    install_service(bench, share)
    bench.env['XDG_DATA_HOME'] = share
    bench.workspace = os.path.join(share, 'creatorsync')
    bus = subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address'], env=bench.env,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    bench.processes.append(bus)
    env = dict(bench.env, DBUS_SESSION_BUS_ADDRESS=bus.stdout.readline().strip())
    subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path',
                    '/org/freedesktop/DBus', '--method', 'org.freedesktop.DBus.StartServiceByName',
                    'io.github.creatorsync.CreatorSync.Publisher', '0'], env=env, check=True, capture_output=True, timeout=60)
    if not wait_until(lambda: bench.answer('status')['publishing']):
        return 'nothing publishes'
    pid = owner_pid(bench)
    if os.path.basename(os.readlink(f'/proc/{pid}/exe')) != 'creatorsync-publisher':
        return f'process {pid} owns the workspace'
    os.kill(pid, signal.SIGTERM)
    return None if wait_until(lambda: not os.path.exists(f'/proc/{pid}')) else 'it does not end'


def look_at_arguments(found, end):
    """Every argument list of this machine, again and again."""
    while not end.wait(0.005):
        for path in glob.glob('/proc/[0-9]*/cmdline'):
            try:
                with open(path, 'rb') as file:
                    text = file.read()
            except OSError:
                continue
            if any(secret.search(text) for secret in SECRETS) and b'browser.py' not in text:
                found.add(text)


def unlike_secrets(servers):
    """The patterns that find nothing in what these servers really hand out."""
    bluesky = servers['bluesky']
    asked = urllib.request.Request(
        bluesky['pds'] + '/xrpc/com.atproto.server.createSession',
        json.dumps({'identifier': bluesky['handle'], 'password': bluesky['app_password']}).encode(),
        {'Content-Type': 'application/json'})
    given = [servers['control'] + '/accounts', asked]
    text = b''.join(journey.OPENER.open(one, timeout=20).read() for one in given)
    return [secret.pattern for secret in SECRETS if not secret.search(text)]


def secrets_in_files(folder):
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            if not os.path.isfile(path):
                continue
            with open(path, 'rb') as file:
                text = file.read()
            for secret in SECRETS:
                match = secret.search(text)
                if match:
                    yield f'{path}: {match.group(0)[:12]!r}…'


def canary_case(bench):
    """Signs in and publishes at both networks with every log line on, then looks everywhere."""
    found = set()
    end = threading.Event()
    looker = threading.Thread(target=look_at_arguments, args=(found, end))
    bench.env['G_MESSAGES_DEBUG'] = 'all'
    logs = os.path.join(bench.workspace, 'logs-of-the-test')
    os.makedirs(logs, exist_ok=True)
    program = os.path.join(bench.programs, 'simulator', 'creatorsync-simulator')
    looker.start()
    try:
        with journey.simulator(program, bench.env, bench.clock) as servers:
            with open(os.path.join(logs, 'owner'), 'wb') as log:
                owner = subprocess.Popen([bench.cli, '--workspace', bench.workspace, 'run'], env=bench.env,
                                         stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            bench.processes.append(owner)
            wait_until(lambda: os.path.getsize(os.path.join(logs, 'owner')) > 0)
            assert not unlike_secrets(servers), unlike_secrets(servers)
            accounts = [sign_in(bench, logs, servers, network) for network in ('mastodon', 'bluesky')]
            post = bench.answer('post', 'new', '--text', 'A canary', '--account', accounts[0], '--account',
                                accounts[1])
            bench.answer('post', 'publish', post['id'])
            with bench.clock.running():
                out = wait_until(lambda: len(bench.answer('receipts')) == 2, 60)
            bench.run('export', os.path.join(logs, 'export.json'))
            problem = list(secrets_in_files(bench.workspace))   # while it runs: the WAL, too
            bench.processes.remove(owner)
            owner.terminate()
            owner.wait(20)
    finally:
        end.set()
        looker.join()
        del bench.env['G_MESSAGES_DEBUG']
    if not out:
        return 'it was not published'
    problem += secrets_in_files(bench.workspace)
    problem += [f'an argument list: {text[:200]!r}' for text in found]
    return '\n'.join(problem) or None


def sign_in(bench, logs, servers, network):
    server = servers[network]
    words = ['account', 'add', network]
    words += ['--host', server['url']] if network == 'mastodon' else \
        ['--handle', server['handle'], '--host', server['pds'], '--endpoint', f'plc={server["plc"]}',
         '--endpoint', f'video={server["video"]}']
    secret = (server['app_password'] + '\n').encode() if network == 'bluesky' else b''
    done = bench.run('--json', *words, stdin=secret)
    # The page that a person visits is named to that person; nothing else is.
    with open(os.path.join(logs, network), 'wb') as log:
        log.write(b'\n'.join(line for line in done.stderr.splitlines() if b'/oauth/authorize' not in line))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.decode().splitlines()[-1])['id']


def main(programs, fixtures):
    tap = Tap()
    cases = [('watch-sees-what-others-change', watch_case), ('many-at-once', many_case),
             ('a-killed-owner-is-followed', killed_case), ('a-stopped-owner-is-busy', stopped_case),
             ('run-ends-when-told', lambda bench: ends_case(bench, bench.own(), 'run')),
             ('a-watcher-that-nobody-reads-ends', unheard_watch_case), ('a-run-that-nobody-reads-ends', unheard_run_case),
             ('a-stopped-watcher-holds-nobody', stopped_watcher_case),
             ('an-interrupted-wait-ends', interrupted_case),
             ('what-is-typed-can-be-left', typed_case), ('facts-in-the-units-of-people', human_case),
             ('a-guest-may-finish', guest_case),
             ('the-publisher-takes-over', publisher_case), ('the-publisher-hands-over', hand_over_case),
             ('a-publisher-that-waits-can-end', waiting_publisher_case),
             ('a-publisher-that-could-only-read-looks-again', read_only_case),
             ('another-process-namespace', namespaces_case), ('a-stranger-is-not-let-in', stranger_case),
             ('the-session-bus-starts-the-publisher', activated_case), ('no-secret-anywhere', canary_case)]
    for name, case in cases:
        bench = Bench(programs, fixtures)
        try:
            problem = case(bench)
        except Skip as reason:
            tap.skip(f'/cli/seam/{name}', reason)
            continue
        except (AssertionError, subprocess.TimeoutExpired, KeyError, ValueError, OSError) as error:
            problem = f'{type(error).__name__}: {error}'
        finally:
            bench.close()
        tap.case(f'/cli/seam/{name}', problem)
    return tap.end()


if __name__ == '__main__':
    sys.exit(main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])))
