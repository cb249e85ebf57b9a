"""A workspace, stand-in networks and creatorsync-cli, for tests of whole processes.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'journey'))
import journey  # noqa: E402
from clockfile import Clock  # noqa: E402


class Tap:
    def __init__(self):
        self.number = 0
        self.failed = 0

    def case(self, name, problem=None):
        self.number += 1
        if problem:
            self.failed += 1
            for line in str(problem).splitlines():
                print(f'# {line}')
        print(f'{"not ok" if problem else "ok"} {self.number} {name}')
        sys.stdout.flush()

    def skip(self, name, reason):
        self.number += 1
        print(f'ok {self.number} {name} # SKIP {reason}')

    def end(self):
        print(f'1..{self.number}')
        return 1 if self.failed else 0


class Bench:
    """One folder with a workspace, a virtual clock and the programs of a build."""
    def __init__(self, programs, fixtures):
        self.programs = programs
        self.fixtures = fixtures
        self.folder = tempfile.mkdtemp(prefix='cs-cli-')
        self.workspace = os.path.join(self.folder, 'workspace')
        self.clock = Clock(os.path.join(self.folder, 'clock'), journey.START)
        self.env = journey.make_env(self.folder)
        self.env.update(CREATORSYNC_CLOCK=self.clock.path, CREATORSYNC_SECRETS='memory',
                        CREATORSYNC_MEDIA_HELPER=os.path.join(programs, 'media-helper', 'creatorsync-media'))
        self.processes = []

    @property
    def cli(self):
        return os.path.join(self.programs, 'cli', 'creatorsync-cli')

    def run(self, *words, stdin=None, workspace=None, env=None, before=(), timeout=120):
        return subprocess.run([*before, self.cli, '--workspace', workspace or self.workspace, *words],
                              env=env or self.env, input=stdin if stdin is not None else b'',
                              capture_output=True, timeout=timeout, check=False)

    def answer(self, *words, stdin=None):
        done = self.run('--json', *words, stdin=stdin)
        if done.returncode != 0:
            raise AssertionError(f'{words} ended with {done.returncode}: {done.stdout!r} {done.stderr!r}')
        return json.loads(done.stdout.decode().splitlines()[-1])

    def start(self, *words, env=None, before=()):
        process = subprocess.Popen([*before, self.cli, '--workspace', self.workspace, *words], env=env or self.env,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True)
        self.processes.append(process)
        return process

    def own(self, before=()):
        """A publisher in the background, which then owns the workspace."""
        process = self.start('run', before=before)
        line = process.stdout.readline()
        if 'Publishing' not in line:
            raise AssertionError(f'run did not start: {line!r} {process.stderr.read()!r}')
        return process

    def dump(self):
        """Every row of every table, but for what only counts."""
        path = os.path.join(self.workspace, 'main.db')
        if not os.path.exists(path):
            return None
        with contextlib.closing(sqlite3.connect(f'file:{path}?mode=ro', uri=True)) as db:
            names = [name for name, in db.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
            return {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}

    def stop(self, process, how=signal.SIGTERM):
        process.send_signal(how)
        process.wait(20)
        for pipe in (process.stdout, process.stderr):
            pipe.close()
        self.processes.remove(process)

    def close(self):
        for process in list(self.processes):
            if process.poll() is None:
                process.kill()
            process.wait(10)
        self.clock.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def wait_until(truth, seconds=20):
    """Polls for what another process does; FALSE when it never came."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if truth():
            return True
        time.sleep(0.02)
    return False


def text_of(bench, *words):
    done = bench.run(*words)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout.decode()


def refusal(bench, *words, code=4, **how):
    """What is said to a command that is refused."""
    done = bench.run(*words, **how)
    assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
    assert done.stderr.count(b'\n') == 1, done.stderr
    return done.stderr.decode()


class Connected:
    """Two accounts at stand-in networks, and a file where one is wanted."""
    def __init__(self, bench, has_media=True):
        self.bench = bench
        self.has_media = has_media
        program = os.path.join(bench.programs, 'simulator', 'creatorsync-simulator')
        self.simulator = journey.simulator(program, bench.env, bench.clock)
        # The secrets stay in the process that owns the workspace.
        self.owner = None

    def __enter__(self):
        servers = self.simulator.__enter__()
        self.owner = self.bench.own()
        cli = journey.Cli(self.bench.cli, self.bench.workspace, self.bench.env)
        self.servers = servers
        self.mastodon = journey.sign_in_mastodon(cli, servers['mastodon'])
        self.bluesky = journey.sign_in_bluesky(cli, servers['bluesky'])
        if self.has_media:
            self.media = self.bench.answer('media', 'add', os.path.join(self.bench.fixtures, 'clips', 'pass.mp4'))
        return self

    def __exit__(self, *what):
        self.bench.stop(self.owner)
        return self.simulator.__exit__(*what)
