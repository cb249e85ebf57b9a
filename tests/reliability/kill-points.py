#!/usr/bin/env python3
"""kill-points.py CHILD SIMULATOR SCHEDULES REPORT

Kills the publisher at each of its kill points, with each way a network can
fail, restarts it until all is quiet, and counts what the network has. Two
copies of a part are a duplicate; none, in a state that promises one, is lost.
The child is the real engine with the real connectors and store, the network is
the simulator; both run on one virtual clock that only this harness moves. It
moves it, and begins another life, when the simulator has dealt with all that it
was sent: on a busy machine a minute of the clock may be less than it takes to
read a request.

The short form takes a sample with a fixed seed; CREATORSYNC_SOAK=1 takes every
kill point. CREATORSYNC_SCHEDULES is the number of random schedules (schedules.c).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import concurrent.futures
import html
import json
import mmap
import os
import random
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

MAGIC = 0x43532d636c6f636b
START = 1800000000
SEED = 20260731
SOAK = os.environ.get('CREATORSYNC_SOAK') == '1'
SCHEDULES = int(os.environ.get('CREATORSYNC_SCHEDULES', '250'))
SAMPLE = 10         # kill points a variant and fault mode, in the short form
PARTS = 3
RESTARTS = 60
PATIENCE = 600      # seconds that a busy machine may take for one answer
CLOSE_WAIT = '08'   # of /proc/net/tcp: the caller is gone, the server is not through
FAULTS = ['none', 'drop-after', 'truncate', 'slow', '503after', '503before']
BAD = ['duplicates', 'lost', 'early', 'broken']
SETTLED = ['needs-you', 'failed', 'missed', 'cancelled']
COMMITS = {'mastodon': 'POST /api/v1/statuses', 'list': 'POST /api/v1/statuses',
           'bluesky': 'POST /xrpc/com.atproto.repo.putRecord'}
PROMISES = {'mastodon': 'P2 with kept keys (Mastodon)', 'list': 'P2 without keys, by reading back',
            'bluesky': 'P2 with keys of our own (Bluesky)'}


class Clock:
    """The face that every process maps; nobody else moves it."""

    def __init__(self, path):
        self.path = path
        with open(path, 'wb') as file:
            file.write(struct.pack('=Qqq', MAGIC, START * 1000000, 0))
        with open(path, 'r+b') as file:
            self.face = memoryview(mmap.mmap(file.fileno(), 24)).cast('q')

    def now(self):
        return self.face[1] // 1000000

    def advance_to(self, seconds):
        """Whole words are written, so that nobody reads half of a time."""
        passed = max(0, seconds * 1000000 - self.face[1])
        self.face[2] += passed
        self.face[1] += passed

    def tick(self):
        """Between two lives time passes: keys that networks keep are made of it."""
        self.face[2] += 1000
        self.face[1] += 1000


def list_left():
    """The ports of servers with a caller that is gone."""
    with open('/proc/net/tcp', encoding='ascii') as file:
        lines = [line.split() for line in file.readlines()[1:]]
    return [int(words[1].split(':')[1], 16) for words in lines if words[3] == CLOSE_WAIT]


class Site:
    """One simulator with its clock, its accounts and a workspace to copy for each variant."""

    def __init__(self, child, simulator, folder, variant):
        self.child = child
        self.folder = folder
        self.variant = variant
        os.makedirs(folder)
        self.clock = Clock(os.path.join(folder, 'clock'))
        settings = ['mastodon.rate-limits=no', 'bluesky.rate-limits=no',
                    'mastodon.auto-approve=yes', 'mastodon.processing=0',
                    'bluesky.access-lifetime=1000000000']
        if variant == 'list':
            settings.append('mastodon.ignore-idempotency=yes')
        words = [simulator, '--clock', self.clock.path]
        for setting in settings:
            words += ['--set', setting]
        self.simulator = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        self.urls = json.loads(self.simulator.stdout.readline())
        self.ports = {urllib.parse.urlsplit(self.url(face)).port
                      for face in ('mastodon', 'bluesky', 'video', 'plc')}
        self.environment = dict(os.environ, CREATORSYNC_CLOCK=self.clock.path,
                                CREATORSYNC_TEST_TOKENS=os.path.join(folder, 'tokens'))
        self.template = os.path.join(folder, 'template')
        os.makedirs(self.template)
        self.set_up()

    def url(self, face):
        found = self.urls.get(face) or self.urls.get('urls', {}).get(face)
        return found if isinstance(found, str) else found['url']

    def control(self, path, text=None):
        request = urllib.request.Request(self.url('control') + path,
                                         data=None if text is None else text.encode())
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def settle(self):
        """Waits until the simulator has closed every connection whose caller is gone."""
        deadline = time.monotonic() + PATIENCE
        while any(port in self.ports for port in list_left()):
            if time.monotonic() > deadline:
                raise RuntimeError(f'{self.variant}: the simulator does not come to an end')
            time.sleep(0.002)

    def set_up(self):
        if self.variant == 'bluesky':
            account = self.control('/accounts')['bluesky'][0]
            words = ['bluesky', 'handle=' + account['handle'],
                     'app_password=' + account['password'], 'host=' + self.url('bluesky'),
                     'pds=' + self.url('bluesky'), 'plc=' + self.url('plc'),
                     'video=' + self.url('video')]
        else:
            words = ['mastodon', 'host=' + self.url('mastodon')]
        child = subprocess.Popen([self.child, 'set-up', self.template, *words], text=True,
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 env=self.environment)
        for line in child.stdout:
            if line.startswith('visit '):
                child.stdin.write(self.approve(line[6:].strip()) + '\n')
                child.stdin.flush()
        if child.wait() != 0:
            raise RuntimeError(f'{self.variant}: no sign-in')
        with sqlite3.connect(os.path.join(self.template, 'main.db')) as db:
            if self.variant == 'list':
                db.execute('UPDATE account SET honours_key = 0')
        db.close()

    @staticmethod
    def approve(url):
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            page = answer.read().decode()
        code = re.search(r'code=([^&"<\s]+)', page) or re.search(r'<code>([^<]+)', page) \
            or re.search(r'value="([^"]+)"', page)
        return html.unescape(code.group(1))

    def plan(self, name):
        """A fresh workspace with one thread of our own words, due now."""
        workspace = os.path.join(self.folder, name)
        shutil.copytree(self.template, workspace)
        db = sqlite3.connect(os.path.join(workspace, 'main.db'))
        parts = [f'{name} part{part}' for part in range(PARTS)]
        thread = '[' + ', '.join(f"'{part}'" for part in parts[1:]) + ']'
        with db:
            db.execute('UPDATE post SET text = ?, thread = ?', (parts[0], thread))
            db.execute('UPDATE target SET due = ?, wall = ?',
                       (self.clock.now(), self.clock.now() // 60))
        db.close()
        return workspace, parts

    def run(self, workspace, kill_at=None, log=None):
        """One life of the child; True when it ended by itself, all quiet."""
        environment = dict(self.environment)
        if kill_at:
            environment['CREATORSYNC_KILL_AT'] = str(kill_at)
        if log:
            environment['CREATORSYNC_KILL_LOG'] = log
        self.clock.tick()
        child = subprocess.Popen([self.child, 'run', workspace], text=True, env=environment,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        lines = []
        for line in child.stdout:
            if line.startswith('wait '):
                self.settle()
                self.clock.advance_to(int(line[5:]))
            else:
                lines.append(line.split())
        trouble = child.stderr.read()
        child.wait()
        self.settle()
        if child.returncode == 0:
            return lines
        if child.returncode != -9:
            raise RuntimeError(f'{workspace}: ended with {child.returncode}: {trouble}')
        return None

    def counts(self):
        posts = self.control('/posts')['bluesky' if self.variant == 'bluesky' else 'mastodon']
        counted = {}
        for post in posts:
            counted[post['text']] = counted.get(post['text'], 0) + 1
        return counted

    def close(self):
        self.simulator.terminate()
        self.simulator.wait()


class Tally:
    def __init__(self):
        self.lock = threading.Lock()
        self.runs = self.duplicates = self.lost = self.asked = self.kills = 0
        self.problems = []

    def add(self, name, lines, parts, counted):
        with self.lock:
            self.runs += 1
            rows = {int(words[1]): words[2] for words in lines if words[0] == 'row'}
            illegal = [words for words in lines if words[0] == 'illegal']
            receipts = [int(words[1]) for words in lines if words[0] == 'receipts'][0]
            for part, text in enumerate(parts):
                state, copies = rows.get(part), counted.get(text, 0)
                if copies > 1:
                    self.duplicates += 1
                    self.problems.append(f'{name}: part {part} is out {copies} times')
                if copies == 0 and state not in SETTLED:
                    self.lost += 1
                    self.problems.append(f'{name}: part {part} is {state} and not out')
                if state != 'done' and state not in SETTLED:
                    self.problems.append(f'{name}: part {part} is left {state}')
                self.asked += state == 'needs-you'
            if illegal:
                self.problems.append(f'{name}: no rule allows {illegal}')
            if receipts != list(rows.values()).count('done'):
                self.problems.append(f'{name}: {receipts} receipts for {rows}')


def one_run(site, tally, name, fault, kills):
    """kills: at which point each life ends; after them it lives until all is quiet."""
    if fault != 'none':
        method, path = COMMITS[site.variant].split()
        nth = 1 + kills[0] % PARTS if kills else 1
        site.control('/faults', f'on {method} {path} nth={nth} do {fault}\n')
    workspace, parts = site.plan(name)
    pending = list(kills)
    lines = None
    for _ in range(RESTARTS):
        lines = site.run(workspace, pending.pop(0) if pending else None)
        if lines is not None:
            break
        tally.kills += 1
    shutil.rmtree(workspace)
    if site.control('/counts')['faults']:
        tally.problems.append(f'{name}: no call met {fault}')
    return name, lines, parts


def count_points(site, fault):
    log = os.path.join(site.folder, f'points-{fault}')
    tally = Tally()
    if fault != 'none':
        method, path = COMMITS[site.variant].split()
        site.control('/faults', f'on {method} {path} nth=1 do {fault}\n')
    workspace, _parts = site.plan(f'dry-{site.variant}-{fault}')
    if site.run(workspace, log=log) is None:
        raise RuntimeError(f'{site.variant}, {fault}: the dry run did not end')
    shutil.rmtree(workspace)
    with open(log, encoding='utf-8') as file:
        return sum(1 for _line in file), tally


def kill_points(child, simulator, folder, variant):
    """Every fault mode of one variant, on a simulator of its own."""
    site = Site(child, simulator, os.path.join(folder, variant), variant)
    rand = random.Random(f'{SEED}-{variant}')
    tally = Tally()
    ended = []
    try:
        for fault in FAULTS:
            points, _none = count_points(site, fault)
            chosen = range(points + 1) if SOAK else sorted(rand.sample(range(points + 1),
                                                                      min(SAMPLE, points + 1)))
            for k in chosen:
                kills = [k] if k else []
                if SOAK or k % 5 == 0:
                    kills = kills + [rand.randrange(1, points) for _ in range(rand.randrange(3))]
                ended.append(one_run(site, tally, f'{variant}-{fault}-{k}', fault, kills))
        counted = site.counts()
    finally:
        site.close()
    for name, lines, parts in ended:
        if lines is None:
            tally.problems.append(f'{name}: never quiet')
        else:
            tally.add(name, lines, parts, counted)
    return tally


def schedules(program):
    """Both cores take half of the seeds each."""
    half = (SCHEDULES + 1) // 2
    runs = [subprocess.Popen([program, str(SEED + i * half), str(half)], text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE) for i in range(2)]
    counts = {}
    trouble = ''
    for run in runs:
        out, err = run.communicate()
        trouble += err
        try:
            for name, value in json.loads(out.strip().splitlines()[-1]).items():
                counts[name] = counts.get(name, 0) + value
        except (ValueError, IndexError):
            return None, f'ended with {run.returncode}: {out[-500:]} {err[-2000:]}'
    return counts, trouble


def main(child, simulator, program, report):
    folder = tempfile.mkdtemp(prefix='reliability-')
    number = 0
    entries = []
    failed = False
    print(f'1..{len(PROMISES) + 1}', flush=True)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        random_runs = pool.submit(schedules, program)
        jobs = {variant: pool.submit(kill_points, child, simulator, folder, variant)
                for variant in PROMISES}
        for variant, job in jobs.items():
            number += 1
            try:
                tally = job.result()
            except Exception as problem:                        # the harness reports what broke it
                tally = Tally()
                tally.problems.append(str(problem))
            for problem in tally.problems[:20]:
                print('# ' + problem.replace('\n', '\n# '))
            print(f'# {tally.runs} runs, {tally.kills} kills, {tally.duplicates} duplicates, '
                  f'{tally.lost} lost, {tally.asked} asked')
            good = not tally.problems and tally.runs > 0
            failed |= not good
            print(f'{"ok" if good else "not ok"} {number} /reliability/kill-points/{variant}',
                  flush=True)
            entries.append({'promise': PROMISES[variant], 'form': 'processes', 'runs': tally.runs,
                            'kills': tally.kills, 'seeds': [f'{SEED}-{variant}'],
                            'duplicates': tally.duplicates, 'lost': tally.lost,
                            'asked': tally.asked, 'pass': good})
        counts, trouble = random_runs.result()
        for line in trouble.strip().splitlines()[-20:]:
            print('# ' + line)
        good = counts is not None and not any(counts[name] for name in BAD)
        failed |= not good
        print(f'{"ok" if good else "not ok"} {number + 1} /reliability/random-schedules',
              flush=True)
        if counts is not None:
            print(f'# {counts}')
            entries.append({'promise': 'P2 and P3 under random kills, faults, clock steps, cancels',
                            'form': 'in process', **counts, 'seeds': [SEED], 'pass': good})
    os.makedirs(os.path.dirname(report), exist_ok=True)
    with open(report, 'w', encoding='utf-8') as file:
        json.dump({'soak': SOAK, 'promises': entries}, file, indent=2)
    shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:5]))
