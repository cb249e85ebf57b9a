#!/usr/bin/env python3
"""kill-points.py CHILD SIMULATOR SCHEDULES NUMBERS REPORT

Kills the publisher at each of its kill points, with each way a network can
fail, restarts it until all is quiet, and counts what the network has. Two
copies of a part are a duplicate, as is one in a state that says there is none;
none, in a state that promises one, is lost.
The child is the real engine with the real connectors and store, the network is
the simulator; both run on one virtual clock that only this harness moves. It
moves it, and begins another life, when the simulator has dealt with all that it
was sent: on a busy machine a minute of the clock may be less than it takes to
read a request.

A post may be handed to the network two hours before its time, which then holds
it. Each kill point of that way is taken, in the short form too: of one that goes
out from its intent on, of one that is taken back from the answer on.

Else the short form takes a sample with a fixed seed; CREATORSYNC_SOAK=1 takes
every kill point. CREATORSYNC_SCHEDULES is the number of random schedules (schedules.c).
NUMBERS counts for 90 days of a virtual clock (numbers.c), with more posts in the long form.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import concurrent.futures
import dataclasses
import datetime
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
SAMPLE_HELD = 1     # of one that is held: without a fault all are taken
HOLD = 7200
LANES = 3           # the schedules, and two variants that wait for answers half of the time
RESTARTS = 60
PATIENCE = 600      # seconds that a busy machine may take for one answer
CLOSE_WAIT = '08'   # of /proc/net/tcp: the caller is gone, the server is not through
FAULTS = ['none', 'drop-after', 'truncate', 'slow', '503after', '503before']
BAD = ['duplicates', 'lost', 'early', 'broken']
BAD_NUMBERS = ['missing', 'untrue', 'invented', 'doubled', 'over', 'unfair', 'unequal', 'undone']
FLOORS = {'slots': 4000, 'samples': 3000, 'calls': 3000, 'kills': 15, 'faults': 30, 'gaps': 20,
          'scenes': 4, 'codes': 8, 'paced': 100, 'pressing': 10, 'close': 20, 'gone_asks': 80}
EXPLAINED_MAX = 0.3     # of the slots: what is more is no proof of counting
NOT_OUT = ['failed', 'missed', 'cancelled']
SETTLED = ['needs-you', *NOT_OUT]
POST_STATUS = 'POST /api/v1/statuses'


@dataclasses.dataclass(frozen=True)
class Variant:
    promise: str
    commit: str             # the call that a fault meets
    parts: int = 3
    network: str = 'mastodon'
    keeps_keys: bool = True
    hold: int = 0           # seconds before its time at which the network is given it
    life: str = 'run'       # what the child is told


VARIANTS = {
    'mastodon': Variant('P2 with kept keys (Mastodon)', POST_STATUS),
    'list': Variant('P2 without keys, by reading back', POST_STATUS, keeps_keys=False),
    'bluesky': Variant('P2 with keys of our own (Bluesky)',
                       'POST /xrpc/com.atproto.repo.putRecord', network='bluesky'),
    'held': Variant('P2 of what the network holds until its time (Mastodon)', POST_STATUS,
                    parts=1, hold=HOLD),
    'taken-back': Variant('P3 of what the network held and gave back (Mastodon)',
                          'DELETE /api/v1/scheduled_statuses/*', parts=1, hold=HOLD,
                          life='take-back'),
}


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

    def __init__(self, child, simulator, folder, name):
        self.child = child
        self.folder = folder
        self.name = name
        self.variant = VARIANTS[name]
        os.makedirs(folder)
        self.clock = Clock(os.path.join(folder, 'clock'))
        settings = ['mastodon.rate-limits=no', 'bluesky.rate-limits=no',
                    'mastodon.auto-approve=yes', 'mastodon.processing=0',
                    'bluesky.access-lifetime=1000000000']
        if not self.variant.keeps_keys:
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
                raise RuntimeError(f'{self.name}: the simulator does not come to an end')
            time.sleep(0.002)

    def set_up(self):
        if self.variant.network == 'bluesky':
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
            raise RuntimeError(f'{self.name}: no sign-in')
        with sqlite3.connect(os.path.join(self.template, 'main.db')) as db:
            if not self.variant.keeps_keys:
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
        """A fresh workspace with one thread of our own words, due now or to be held."""
        workspace = os.path.join(self.folder, name)
        shutil.copytree(self.template, workspace)
        db = sqlite3.connect(os.path.join(workspace, 'main.db'))
        parts = [f'{name} part{part}' for part in range(self.variant.parts)]
        due = self.clock.now() + self.variant.hold
        thread = '[' + ', '.join(f"'{part}'" for part in parts[1:]) + ']'
        with db:
            db.execute('UPDATE post SET text = ?, thread = ?', (parts[0], thread))
            db.execute('UPDATE target SET due = ?, wall = ?',
                       (due, due // 60))
        db.close()
        return workspace, Planned(parts, due)

    def run(self, workspace, kill_at=None, log=None):
        """One life of the child; True when it ended by itself, all quiet."""
        environment = dict(self.environment)
        if kill_at:
            environment['CREATORSYNC_KILL_AT'] = str(kill_at)
        if log:
            environment['CREATORSYNC_KILL_LOG'] = log
        self.clock.tick()
        child = subprocess.Popen([self.child, self.variant.life, workspace], text=True,
                                 env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
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

    def list_copies(self):
        """When each copy of a text went out, when all that the network held is out."""
        self.clock.advance_to(self.clock.now() + self.variant.hold + 1)
        copies = {}
        for post in self.control('/posts')[self.variant.network]:
            if not post.get('deleted'):
                copies.setdefault(post['text'], []).append(post.get('created_at'))
        return copies

    def close(self):
        self.simulator.terminate()
        self.simulator.wait()


@dataclasses.dataclass
class Planned:
    parts: list
    due: int

    def is_early(self, created_at):
        return datetime.datetime.fromisoformat(created_at).timestamp() < self.due


class Tally:
    def __init__(self):
        self.lock = threading.Lock()
        self.runs = self.duplicates = self.lost = self.asked = self.kills = 0
        self.problems = []

    def add(self, name, variant, lines, planned, out):
        with self.lock:
            self.runs += 1
            rows = {int(words[1]): words[2] for words in lines if words[0] == 'row'}
            illegal = [words for words in lines if words[0] == 'illegal']
            receipts = [int(words[1]) for words in lines if words[0] == 'receipts'][0]
            for part, text in enumerate(planned.parts):
                state, copies = rows.get(part), len(out.get(text, []))
                if copies > (state not in NOT_OUT):
                    self.duplicates += 1
                    self.problems.append(f'{name}: part {part} is {state} and out {copies} times')
                if copies == 0 and state not in SETTLED:
                    self.lost += 1
                    self.problems.append(f'{name}: part {part} is {state} and not out')
                if state != 'done' and state not in SETTLED:
                    self.problems.append(f'{name}: part {part} is left {state}')
                if state == 'done' and variant.life == 'take-back':
                    self.problems.append(f'{name}: part {part} was to be taken back')
                if any(planned.is_early(at) for at in out.get(text, [])):
                    self.problems.append(f'{name}: part {part} is out before its time')
                self.asked += state == 'needs-you'
            if illegal:
                self.problems.append(f'{name}: no rule allows {illegal}')
            if receipts != list(rows.values()).count('done'):
                self.problems.append(f'{name}: {receipts} receipts for {rows}')


def set_fault(site, fault, kills=()):
    if fault != 'none':
        nth = 1 + kills[0] % site.variant.parts if kills else 1
        site.control('/faults', f'on {site.variant.commit} nth={nth} do {fault}\n')


def one_run(site, tally, name, fault, kills):
    """kills: at which point each life ends; after them it lives until all is quiet."""
    set_fault(site, fault, kills)
    workspace, planned = site.plan(name)
    pending = list(kills)
    lines = None
    lives = 0
    for _ in range(RESTARTS):
        lives += 1
        lines = site.run(workspace, pending.pop(0) if pending else None)
        if lines is not None:
            break
        tally.kills += 1
    shutil.rmtree(workspace)
    if fault != 'none' and site.control('/counts')['faults']:
        tally.problems.append(f'{name}: no call met {fault}')
    if fault == 'none' and kills and lives == 1:
        tally.problems.append(f'{name}: it passed no kill point {kills[0]}')
    return name, lines, planned


def list_points(site, fault):
    """The names of the kill points that a life passes which nobody ends."""
    log = os.path.join(site.folder, f'points-{fault}')
    set_fault(site, fault)
    workspace, _planned = site.plan(f'dry-{site.name}-{fault}')
    if site.run(workspace, log=log) is None:
        raise RuntimeError(f'{site.name}, {fault}: the dry run did not end')
    shutil.rmtree(workspace)
    with open(log, encoding='utf-8') as file:
        return [line.rstrip('\n').split(' ', 1)[1] for line in file]


def find_way(points, variant):
    """The first kill point of handing over, the intent's; of taking back: the answer's."""
    moves = [i for i, name in enumerate(points) if name == 'before a move']
    call = points.index('before the commit call')
    if variant.life == 'take-back':
        return 1 + min(i for i in moves if i > call)
    return 1 + max(i for i in moves if i < call)


def choose(rand, variant, fault, points):
    """At which kill points the first life of a run ends; 0: at none."""
    every = range(len(points) + 1)
    if SOAK:
        return every
    if not variant.hold:
        return sorted(rand.sample(every, min(SAMPLE, len(every))))
    way = every[find_way(points, variant):]
    return way if fault == 'none' else sorted(rand.sample(way, SAMPLE_HELD))


def kill_points(child, simulator, folder, name):
    """Every fault mode of one variant, on a simulator of its own."""
    site = Site(child, simulator, os.path.join(folder, name), name)
    rand = random.Random(f'{SEED}-{name}')
    tally = Tally()
    ended = []
    try:
        for fault in FAULTS:
            points = list_points(site, fault)
            for k in choose(rand, site.variant, fault, points):
                kills = [k] if k else []
                if SOAK or k % 5 == 0:
                    kills = kills + [rand.randrange(1, len(points))
                                     for _ in range(rand.randrange(3))]
                ended.append(one_run(site, tally, f'{name}-{fault}-{k}', fault, kills))
        out = site.list_copies()
    finally:
        site.close()
    for run, lines, planned in ended:
        if lines is None:
            tally.problems.append(f'{run}: never quiet')
        else:
            tally.add(run, site.variant, lines, planned, out)
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


def count_numbers(program):
    """What is counted in 90 days: a few posts, or for the long form some lives of many."""
    counts = {}
    for i in range(5 if SOAK else 1):
        run = subprocess.run([program, str(SEED + i), '90', '12' if SOAK else '2'], text=True,
                             capture_output=True, check=False)
        try:
            for name, value in json.loads(run.stdout.strip().splitlines()[-1]).items():
                counts[name] = counts.get(name, 0) + value
        except (ValueError, IndexError):
            return None, f'ended with {run.returncode}: {run.stdout[-500:]} {run.stderr[-2000:]}'
        if any(counts[name] for name in BAD_NUMBERS):
            return counts, run.stderr
        counts['short'] = count_short(counts, i + 1)
        if counts['short']:
            return counts, f'less was counted than lives like these count: {FLOORS}'
    return counts, ''


def count_short(counts, lives):
    """Of how much there is too little to prove anything: each life of a seed has so much of it."""
    return (sum(counts[name] < least * lives for name, least in FLOORS.items())
            + (counts['explained'] > EXPLAINED_MAX * counts['slots']))


def tell(number, name, counts, trouble, bad):
    """The line of one program’s counts; whether they are good."""
    for line in trouble.strip().splitlines()[-20:]:
        print('# ' + line)
    good = counts is not None and not any(counts[word] for word in bad)
    print(f'{"ok" if good else "not ok"} {number} /reliability/{name}', flush=True)
    if counts is not None:
        print(f'# {counts}')
    return good


def main(child, simulator, program, numbers, report):
    folder = tempfile.mkdtemp(prefix='reliability-')
    number = 0
    entries = []
    failed = False
    print(f'1..{len(VARIANTS) + 2}', flush=True)
    with concurrent.futures.ThreadPoolExecutor(LANES) as pool:
        random_runs = pool.submit(schedules, program)
        counting = pool.submit(count_numbers, numbers)
        jobs = {variant: pool.submit(kill_points, child, simulator, folder, variant)
                for variant in VARIANTS}
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
            entries.append({'promise': VARIANTS[variant].promise, 'form': 'processes',
                            'runs': tally.runs, 'kills': tally.kills, 'seeds': [f'{SEED}-{variant}'],
                            'duplicates': tally.duplicates, 'lost': tally.lost,
                            'asked': tally.asked, 'pass': good})
        counts, trouble = random_runs.result()
        good = tell(number + 1, 'random-schedules', counts, trouble, BAD)
        failed |= not good
        if counts is not None:
            entries.append({'promise': 'P2 and P3 under random kills, faults, clock steps, cancels',
                            'form': 'in process', **counts, 'seeds': [SEED], 'pass': good})
        counts, trouble = counting.result()
        good = tell(number + 2, 'ninety-days-of-numbers', counts, trouble, [*BAD_NUMBERS, 'short'])
        failed |= not good
        if counts is not None:
            entries.append({'promise': 'every sample there or its absence explained, none made up, '
                                       'within the budget',
                            'form': 'processes', **counts, 'seeds': [SEED], 'pass': good})
    os.makedirs(os.path.dirname(report), exist_ok=True)
    with open(report, 'w', encoding='utf-8') as file:
        json.dump({'soak': SOAK, 'promises': entries}, file, indent=2)
    shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:6]))
