#!/usr/bin/env python3
"""session-picture.py BUILD/src OUT.svg: the README's picture, from a real session.

Walks the main job with creatorsync-cli against the simulator and draws what a
person would have seen. Run it in tests/secrets/session.sh.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import html
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'tests', 'journey'))
import journey  # noqa: E402
from clockfile import Clock  # noqa: E402

WIDTH = 100
ROW = 19


class Session:
    def __init__(self, program, workspace, env):
        self.program = program
        self.workspace = workspace
        self.env = env
        self.lines = []

    def run(self, *words, show=True, stdin=None, name=None):
        """Runs a command, and keeps it and its answer for the picture."""
        done = subprocess.run([self.program, '--workspace', self.workspace, *words], env=self.env, text=True,
                              input=stdin, capture_output=True, check=False)
        if show:
            said = name or ' '.join(f'"{w}"' if ' ' in w else w for w in words)
            self.lines += ['$ creatorsync-cli ' + said] + done.stdout.rstrip().split('\n')
        return done.stdout


def short(line):
    line = re.sub(r'([0-9a-f]{8})-[0-9a-f]{4}-7[0-9a-f-]{13,}', r'\1…', line)
    line = re.sub(r'([0-9a-f]{12})[0-9a-f]{52}', r'\1…', line)
    line = re.sub(r'did:plc:[a-z2-7]{24}', 'did:plc:…', line)
    return line if len(line) <= WIDTH else line[:WIDTH - 1] + '…'


def draw(lines):
    height = ROW * len(lines) + 40
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="{height}" viewBox="0 0 900 {height}">',
           '<rect width="900" height="100%" rx="10" fill="#1d1d20"/>',
           '<g font-family="monospace" font-size="14" fill="#deddda" xml:space="preserve">']
    for number, line in enumerate(lines):
        colour = ' fill="#8ff0a4"' if line.startswith('$') else ''
        out.append(f'<text x="22" y="{32 + number * ROW}"{colour}>{html.escape(short(line))}</text>')
    return '\n'.join(out + ['</g>', '</svg>', ''])


def walk(session, cli, servers, clip, clock):
    accounts = [journey.sign_in_mastodon(cli, servers['mastodon']), journey.sign_in_bluesky(cli, servers['bluesky'])]
    session.run('account', 'list')
    media = cli.run('media', 'add', clip)
    session.run('media', 'check', media['id'], name='media check harvest.mkv')
    session.run('media', 'fix', media['id'], name='media fix harvest.mkv')
    text = 'Opening the kiln at dawn https://example.com/kiln #pottery'
    post = cli.run('post', 'new', '--text', text, '--media', media['id'], '--alt', 'Steam rises from a kiln',
                   '--account', accounts[0]['id'], '--account', accounts[1]['id'])
    session.run('post', 'schedule', post['id'], '--at', '2026-11-22 18:30', '--zone', 'Europe/Berlin',
                name='post schedule kiln --at "2026-11-22 18:30" --zone Europe/Berlin')
    clock.advance(5401)
    with clock.running():
        session.run('run', '--until-quiet')
    session.run('receipts', '--verify')


def main(binaries, out):
    with tempfile.TemporaryDirectory() as folder:
        env = journey.make_env(folder)
        clock = Clock(os.path.join(folder, 'clock'), journey.START)
        env['CREATORSYNC_CLOCK'] = clock.path
        env['CREATORSYNC_MEDIA_HELPER'] = os.path.join(binaries, 'media-helper', 'creatorsync-media')
        program = os.path.join(binaries, 'cli', 'creatorsync-cli')
        workspace = os.path.join(folder, 'workspace')
        clip = os.path.join(folder, 'harvest.mkv')
        subprocess.run([os.path.join(HERE, '..', 'tests/fixtures/journey-clip.sh'), clip], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        session = Session(program, workspace, env)
        with journey.simulator(os.path.join(binaries, 'simulator', 'creatorsync-simulator'), env, clock) as servers:
            walk(session, journey.Cli(program, workspace, env), servers, clip, clock)
        clock.close()
    with open(out, 'w', encoding='utf-8') as file:
        file.write(draw(session.lines))


main(sys.argv[1], sys.argv[2])
