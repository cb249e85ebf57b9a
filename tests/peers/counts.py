#!/usr/bin/env python3
"""What servers that others wrote count, beside what we count of them.

  counts.py --bin BUILD/src

Two posts of ours on snac: a second account there likes, boosts and answers the
first, the author deletes the second; then our numbers are the server's. A PDS
that has no AppView is said to have none. Our clock is moved on to the next
quarter of an hour; the servers' runs as it does. TAP; skips without the servers.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, '..', 'journey'))
import journey  # noqa: E402
import servers  # noqa: E402
from clockfile import Clock  # noqa: E402

PATIENCE = 60
OOB = 'urn:ietf:wg:oauth:2.0:oob'


def wait_for(what, find, hint=lambda: ''):
    """What find() finds, once it is something."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = find()
        if found:
            return found
        time.sleep(0.2)
    raise journey.Failed(f'{what}: not within {PATIENCE} s; {hint()}')


class Person:
    """Somebody with a client of their own."""
    def __init__(self, snac, name):
        self.name, self.url, self.data = name, snac['url'], snac['data']
        self.password = snac['passwords'][name]
        app = self.post('/api/v1/apps', client_name='Other', redirect_uris=OOB, scopes='read write')
        page = f'{self.url}/oauth/authorize?response_type=code&client_id={app["client_id"]}&redirect_uri={OOB}'
        self.token = self.post('/oauth/token', grant_type='authorization_code', redirect_uri=OOB,
                               code=servers.snac_code(page, name, self.password), client_id=app['client_id'],
                               client_secret=app['client_secret'])['access_token']

    token = None

    def post(self, path, **form):
        status, _, text = servers.request(self.url + path, form=form, token=self.token)
        journey.need(status == 200, f'{path} answered {status}: {text[:200]!r}')
        return json.loads(text)

    def get_status(self, post):
        """As the server shows it; None when it is gone."""
        status, _, text = servers.request(f'{self.url}/api/v1/statuses/{post["remote_id"]}', token=self.token)
        return json.loads(text) if status == 200 else None

    def react(self, post):
        subprocess.run(['snac', 'insert', self.data, self.name, post['url']], check=True, capture_output=True)
        self.post(f'/api/v1/statuses/{post["remote_id"]}/favourite')
        self.post(f'/api/v1/statuses/{post["remote_id"]}/reblog')
        self.post('/api/v1/statuses', status='What glaze is that?', in_reply_to_id=post['remote_id'])

    def delete(self, post):
        """On the pages of the server: its API has no word for it."""
        secret = base64.b64encode(f'{self.name}:{self.password}'.encode()).decode()
        form = {'id': post['url'], 'actor': f'{self.url}/{self.name}', 'redir': '', 'action': 'Delete'}
        status, _, text = servers.request(f'{self.url}/{self.name}/admin/action', form=form,
                                          authorization=f'Basic {secret}')
        journey.need(status == 303, f'the deletion answered {status}: {text[:200]!r}')
        wait_for('the server deletes it', lambda: self.get_status(post) is None)


class Numbers:
    """What we have counted, as creatorsync-cli shows it; what is unknown is not in it."""
    def __init__(self, cli):
        self.cli = cli

    def latest(self, receipt):
        posts = self.cli.run('numbers', 'show')['posts']
        return next((post for post in posts
                     if (post['post'], post['network']) == (receipt['post_id'], receipt['network'])), {})

    def gaps(self):
        return self.cli.run('numbers', 'gaps')


def publish(cli, clock, text, *accounts):
    words = [word for account in accounts for word in ('--account', account['id'])]
    post = cli.run('post', 'new', '--text', text, *words)
    cli.run('post', 'publish', post['id'])
    with clock.running():
        cli.lines('run', '--until-quiet', timeout=300)
    return {receipt['network']: receipt for receipt in cli.run('receipts', post['id'])}


def count_until(cli, clock, what, find, hint, step=0.5):
    """The program runs until that is counted."""
    process = subprocess.Popen(cli.command('run'), env=cli.env, stdout=subprocess.DEVNULL)
    try:
        with clock.running(step):
            return wait_for(what, find, hint)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def walk(report, cli, clock, snac, pds):
    numbers = Numbers(cli)
    with journey.step(report, 'counts-sign-in'):
        alice = journey.sign_in_mastodon(cli, dict(snac, get_code=lambda url: servers.snac_code(
            url, 'alice', snac['passwords']['alice'])))
        bluesky = journey.sign_in_bluesky(cli, pds)
    with journey.step(report, 'counts-publish'):
        first = publish(cli, clock, 'A bowl', alice, bluesky)
        second = publish(cli, clock, 'A jug that cracked', alice)['mastodon']
    with journey.step(report, 'counts-others-react') as say:
        Person(snac, 'bob').react(first['mastodon'])
        author = Person(snac, 'alice')
        shown = author.get_status(first['mastodon'])
        told = {'likes': shown['favourites_count'], 'shares': shown['reblogs_count'],
                'comments': shown['replies_count']}
        journey.need(told == {'likes': 1, 'shares': 1, 'comments': 1}, f'the server counts {told}')
        author.delete(second)
        say(f'{told}, quotes {shown.get("quotes_count")}')
    with journey.step(report, 'counts-are-the-servers') as say:
        clock.advance(15 * 60)
        count_until(cli, clock, 'our numbers are those of the server',
                    lambda: {name: numbers.latest(first['mastodon']).get(name) for name in told} == told,
                    lambda: numbers.latest(first['mastodon']))
        latest = numbers.latest(first['mastodon'])
        journey.need(not {'quotes', 'views', 'saves'} & set(latest), f'it does not tell all of that: {latest}')
        say(str(latest))
    with journey.step(report, 'counts-deleted-is-gone'):
        # It is gone when it is not found, and still is not an hour later.
        count_until(cli, clock, 'the deleted post is marked', lambda: numbers.latest(second).get('gone_at'),
                    lambda: (numbers.latest(second), numbers.gaps()), step=3)
        journey.need('gone_at' not in numbers.latest(first['mastodon']), 'the other is marked, too')
    with journey.step(report, 'counts-without-an-appview') as say:
        gaps = [gap for gap in numbers.gaps() if gap['code'] == 'config']
        journey.need(any('AppView' in gap['sentence'] for gap in gaps), f'nothing says so: {gaps}')
        journey.need('likes' not in numbers.latest(first['bluesky']), 'a number was made up')
        say(gaps[0]['sentence'])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', required=True, help='the folder of the built programs, BUILD/src')
    options = parser.parse_args()

    peers = os.environ.get('CREATORSYNC_PEERS', '')
    if not os.path.exists(os.path.join(peers, 'complete')) or not shutil.which('snac'):
        print('1..0 # SKIP the real servers are not installed')
        return 0

    folder = tempfile.mkdtemp(prefix='cs-counts-')
    clock = Clock(os.path.join(folder, 'clock'), time.time())
    env = dict(journey.make_env(folder), CREATORSYNC_CLOCK=clock.path,
               CREATORSYNC_MEDIA_HELPER=os.path.join(options.bin, 'media-helper', 'creatorsync-media'))
    cli = journey.Cli(os.path.join(options.bin, 'cli', 'creatorsync-cli'), os.path.join(folder, 'workspace'), env)
    report = journey.Report()
    try:
        with servers.snac(folder) as snac, servers.bluesky(peers, folder) as pds:
            walk(report, cli, clock, snac, pds)
    except journey.Failed as error:
        print(f'# it ends at {error}')
    clock.close()
    print(f'1..{len(report.steps)}')
    shutil.rmtree(folder, ignore_errors=True)
    return 0 if report.steps and all(step['ok'] for step in report.steps) else 1


if __name__ == '__main__':
    sys.exit(main())
