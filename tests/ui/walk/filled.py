"""A workspace with something at each place, made in a few seconds: two clips, drafts, and posts that
wait, are out, were missed and were refused.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os

from driver import FIXTURES, journey

CLIPS = ['pass.mp4', 'ten-bit.mkv']
DRAFTS = ['The kiln was cold by noon', 'Glaze tests, second shelf']
TIMES = {'Raku, lid off': '2026-11-12 18:30', 'Centering four kilos': '2026-11-12 19:00',
         'Trimming a foot ring': '2026-11-17 18:30'}
MISSED = 'Seconds sale'
OUT = 'A cracked bowl, and why'
REFUSED = 'Kiln log, cone six'


def fill(bench):
    cli = bench.cli
    networks = bench.start_networks()
    accounts = [journey.sign_in_mastodon(cli, networks['mastodon'])['id'],
                journey.sign_in_bluesky(cli, networks['bluesky'])['id']]
    clip = [cli.run('media', 'add', os.path.join(FIXTURES, 'clips', name))['id'] for name in CLIPS][0]

    def write(text, *words):
        return cli.run('post', 'new', '--text', text, *words)['id']

    def publish(text, fault):
        """To one account; the fault is what its network answers."""
        if fault:
            journey.post_text(networks['control'] + '/faults', fault)
        cli.run('post', 'publish', write(text, '--account', accounts[0]))
        cli.lines('run', '--until-quiet', timeout=60)

    both = ['--account', accounts[0], '--account', accounts[1]]
    for text in DRAFTS:
        write(text, '--media', clip, '--alt', 'A test card', *both)
    publish(OUT, None)
    publish(REFUSED, 'on POST /api/v1/statuses do status=422 body={"error":"No"}\n')
    cli.run('post', 'schedule', write(MISSED, *both), '--at', '2026-11-11 09:30')
    bench.clock.advance(3600)
    for text, time in TIMES.items():
        cli.run('post', 'schedule', write(text, *both), '--at', time)
    return networks
