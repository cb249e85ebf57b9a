#!/usr/bin/env python3
"""The window is killed while a post is going out: the publisher, which waited beside it, takes over,
each network has the post once, and a new window shows where it went.

  build-aux/display.sh tests/secrets/session.sh --inside python3 kill.py BUILD

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import sys

import driver
from driver import Gio, GLib, journey

BUS = 'org.freedesktop.DBus'
PUBLISHER = 'io.github.creatorsync.CreatorSync.Publisher'
UPLOAD = 'The upload is cut'
COMMIT = 'The answer is lost'


def ask_bus(method, arguments):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    return bus.call_sync(BUS, '/org/freedesktop/DBus', BUS, method, arguments, None, Gio.DBusCallFlags.NONE, -1)


def publisher_waits(bench):
    """Started by its name, as the session does; it owns the workspace until a window comes, and then stays near."""
    folder = os.path.join(os.environ['XDG_DATA_HOME'], 'dbus-1', 'services')
    os.makedirs(folder, exist_ok=True)
    program = bench.program('publisher/creatorsync-publisher')
    with open(os.path.join(folder, f'{PUBLISHER}.service'), 'w', encoding='utf-8') as file:
        file.write(f'[D-BUS Service]\nName={PUBLISHER}\nExec={program} --workspace {bench.workspace}\n')
    names = {name: value for name, value in bench.cli.env.items() if name.startswith(('CREATORSYNC_', 'XDG_'))}
    ask_bus('UpdateActivationEnvironment', GLib.Variant('(a{ss})', (names,)))
    ask_bus('ReloadConfig', None)
    ask_bus('StartServiceByName', GLib.Variant('(su)', (PUBLISHER, 0)))
    publisher = ask_bus('GetConnectionUnixProcessID', GLib.Variant('(s)', (PUBLISHER,))).unpack()[0]
    driver.wait_until(lambda: owner(bench) == publisher, 'the publisher owns the workspace')
    bench.publisher = publisher


def connect(bench):
    bench.networks = bench.start_networks()
    bench.accounts = [journey.sign_in_mastodon(bench.cli, bench.networks['mastodon'])['id'],
                      journey.sign_in_bluesky(bench.cli, bench.networks['bluesky'])['id']]
    bench.media = bench.cli.run('media', 'add', os.path.join(driver.FIXTURES, 'clips', 'pass.mp4'))['id']


def owner(bench):
    """The process that has the workspace; None while it changes hands."""
    try:
        return bench.cli.run('status')['owner']
    except journey.Failed:
        return None


def is_out(bench):
    rows = bench.cli.run('outbox', 'list')
    return rows and all(row['state'] == 'done' for row in rows)


def kill_while_it_goes_out(bench, text, fault):
    """The fault holds a call of the window until its end."""
    window = bench.open()
    window.wait(lambda: owner(bench) == window.process.pid, 'the window owns the workspace')
    journey.post_text(bench.networks['control'] + '/faults', fault)
    words = ['post', 'new', '--text', text, '--media', bench.media, '--alt', 'A test card']
    post = bench.cli.run(*words, *(word for account in bench.accounts for word in ('--account', account)))
    bench.cli.run('post', 'publish', post['id'])
    window.wait(lambda: journey.get_json(bench.networks['control'] + '/counts')['faults'] == 0,
                'a call is held by the network', 60)
    window.kill()

    driver.wait_until(lambda: owner(bench) == bench.publisher, 'the publisher has taken over')
    driver.wait_until(lambda: is_out(bench), lambda: f'all of it is out: {bench.cli.run("outbox", "list")}', 90)
    need_one_copy(bench, text)
    window.check()


def need_one_copy(bench, text):
    posts = journey.get_json(bench.networks['control'] + '/posts')
    copies = {network: [post['text'] for post in posts[network]].count(text) for network in ('mastodon', 'bluesky')}
    journey.need(copies == {'mastodon': 1, 'bluesky': 1}, f'{text}: the networks hold {copies}')


def in_the_upload(bench):
    kill_while_it_goes_out(bench, UPLOAD, 'on POST /api/v2/media do delay=10m\n')


def before_the_answer(bench):
    """What the network does after the kill is found there, and not sent again."""
    kill_while_it_goes_out(bench, COMMIT, 'on POST /api/v1/statuses do hold\n')


def receipts_are_shown(bench):
    """By a new window, and in a chain that holds."""
    receipts = bench.cli.run('receipts')
    journey.need(sorted(receipt['network'] for receipt in receipts) == ['bluesky'] * 2 + ['mastodon'] * 2,
                 f'the receipts are {receipts}')
    bench.cli.run('receipts', '--verify')
    window = bench.open()
    window.press('list item', 'Posts')
    for text in (UPLOAD, COMMIT):
        row = window.wait_for('label', text)
        window.click(row, times=2)
        window.wait(lambda: len(window.find_all('label', 'Published')) == 2, 'both are out')
        window.press('button', 'Back')
        window.wait_for('label', text)


def end(bench):
    """The window closes, and the publisher goes on."""
    bench.window.close()
    driver.wait_until(lambda: owner(bench) == bench.publisher, 'the publisher has the workspace again')


if __name__ == '__main__':
    sys.exit(driver.run('kill', sys.argv[1], [
        publisher_waits, connect, in_the_upload, before_the_answer, receipts_are_shown, end], secrets='keyring'))
