#!/usr/bin/env python3
"""The window on a new sample workspace, signed in to stand-in networks.

  run-window.py BUILD

Everything is below BUILD/run and ends with the window: no account, no keyring
and no workspace of the user is touched.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import os
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'tests', 'journey'))
import journey  # noqa: E402

SEED = 20260514
# The sample's people, whose audience goes on to grow; their Mastodon has gone back to a version without quotes.
SETTINGS = ['mastodon.person=ana', 'bluesky.person=anaribera.example', 'mastodon.version=4.4.0', 'growth=yes',
            f'growth.seed={SEED}', 'bluesky.appview-lag=5']
PATIENCE = 60    # seconds until the window has its workspace


def make_env(build, folder):
    programs = os.path.join(build, 'src')
    env = dict(os.environ, CREATORSYNC_MEDIA_HELPER=os.path.join(programs, 'media-helper', 'creatorsync-media'),
               CREATORSYNC_BROWSER=os.path.join(HERE, '../tests/journey/browser.py'), CREATORSYNC_SECRETS='memory',
               GSETTINGS_SCHEMA_DIR=os.path.join(build, 'data'), XDG_CONFIG_HOME=os.path.join(folder, 'config'),
               XDG_DATA_HOME=os.path.join(folder, 'data'))
    env.setdefault('XDG_RUNTIME_DIR', folder)
    return env


def hand_over(cli, servers):
    """The networks have what the sample's people published there before."""
    people = {'@ana@kiln.example': 'ana', 'anaribera.example': 'anaribera.example'}
    lines = [' '.join([receipt['network'], people[receipt['handle']], receipt['remote_id'],
                       str(receipt['published_at']), 'A post of the sample'])
             for receipt in cli.run('receipts') if receipt['handle'] in people]
    journey.post_text(servers['control'] + '/posts', '\n'.join(lines))


def load(cli, servers):
    mastodon, bluesky = servers['mastodon'], servers['bluesky']
    cli.run('sample', 'load', '--seed', str(SEED),
            '--host', f'mastodon={mastodon["url"]}', '--id', f'mastodon={mastodon["id"]}',
            '--host', f'bluesky={bluesky["pds"]}', '--id', f'bluesky={bluesky["did"]}')
    cli.run('publishing', 'pause')    # until the window is signed in
    hand_over(cli, servers)


def is_alive(pid):
    """Whether somebody else answered: who asks has ended when it says so."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for_owner(cli, window):
    """Until the window's process answers for the workspace."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if window.poll() is not None:
            raise journey.Failed(f'the window ended with {window.returncode}')
        time.sleep(0.5)
        with contextlib.suppress(journey.Failed):     # busy, while it opens
            if is_alive(cli.run('status')['owner']):
                return
    raise journey.Failed('the window does not open its workspace')


def main(build):
    folder = os.path.join(build, 'run')
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    env = make_env(build, folder)
    cli = journey.Cli(os.path.join(build, 'src/cli/creatorsync-cli'), os.path.join(folder, 'sample'), env)
    with journey.simulator(os.path.join(build, 'src/simulator/creatorsync-simulator'), env, None,
                           *[word for one in SETTINGS for word in ('--set', one)]) as servers:
        print('Making a sample workspace …', flush=True)
        load(cli, servers)
        bus = [] if 'DBUS_SESSION_BUS_ADDRESS' in env else ['dbus-run-session', '--']
        window = subprocess.Popen([*bus, os.path.join(build, 'src/ui/creatorsync'), '--workspace', cli.workspace],
                                  env=env)
        try:
            wait_for_owner(cli, window)
            journey.sign_in_mastodon(cli, servers['mastodon'])
            journey.sign_in_bluesky(cli, servers['bluesky'])
            cli.run('publishing', 'resume')
            print(f'The window is open on {os.path.relpath(cli.workspace)}; what it publishes stays on this machine.',
                  flush=True)
            return window.wait()
        finally:
            if window.poll() is None:
                window.terminate()
                window.wait(20)


if __name__ == '__main__':
    try:
        sys.exit(main(os.path.abspath(sys.argv[1])))
    except journey.Failed as error:
        sys.exit(f'run: {error}')
    except KeyboardInterrupt:
        sys.exit(130)
