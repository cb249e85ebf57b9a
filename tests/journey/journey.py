#!/usr/bin/env python3
"""The main job, end to end: two accounts, a real clip that fits neither network,
checked, fixed, written for both, scheduled, published, receipted; and then what
the servers hold is compared with what was sent.

  journey.py --bin BUILD/src --fixtures tests/fixtures --report FILE

runs against creatorsync-simulator. Other programs import walk() and give it
servers of their own. Output is TAP; the exit status is 0 only if all of it held.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import contextlib
import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from clockfile import Clock  # noqa: E402

TEXT = 'A cat läuft at dawn 🐈 https://example.com/cats #caturday'
ALT = 'A test card with a moving clock'
START = int(datetime.datetime(2026, 11, 22, 16, 0, tzinfo=datetime.timezone.utc).timestamp())
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Failed(Exception):
    pass


class Report:
    """Steps as TAP lines, and the same for machines."""
    def __init__(self):
        self.steps = []
        self.receipts = []
        self.pictures = []

    def step(self, name, seconds, detail=''):
        self.steps.append({'name': name, 'ok': True, 'seconds': round(seconds, 2), 'detail': detail})
        print(f'ok {len(self.steps)} /journey/{name}')
        for line in str(detail).splitlines():
            print(f'# {line}')
        sys.stdout.flush()

    def fail(self, name, sentence):
        self.steps.append({'name': name, 'ok': False, 'detail': sentence})
        print(f'not ok {len(self.steps)} /journey/{name}')
        for line in sentence.splitlines():
            print(f'# {line}')
        sys.stdout.flush()

    def write(self, path):
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            json.dump({'held': all(step['ok'] for step in self.steps), 'steps': self.steps,
                       'receipts': self.receipts, 'pictures': self.pictures}, file, indent=1)


class Cli:
    """creatorsync-cli on one workspace."""
    def __init__(self, program, workspace, env):
        self.program = program
        self.workspace = workspace
        self.env = env

    def command(self, *words):
        return [self.program, '--workspace', self.workspace, '--json', *words]

    def run(self, *words, **options):
        """The answer: the last line, where there are several."""
        lines = self.lines(*words, **options)
        return lines[-1] if lines else None

    def lines(self, *words, stdin=None, expect=0, timeout=600):
        """Every line that the command prints."""
        done = subprocess.run(self.command(*words), env=self.env, input=stdin, text=True,
                              stdin=None if stdin is not None else subprocess.DEVNULL,
                              capture_output=True, timeout=timeout, check=False)
        if done.returncode != expect:
            raise Failed(f'creatorsync-cli {" ".join(words)} ended with {done.returncode}, not {expect}: '
                         f'{done.stdout[-600:]}{done.stderr[-600:]}')
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith(('{', '['))]


def need(truth, sentence):
    if not truth:
        raise Failed(sentence)


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, 'rb') as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@contextlib.contextmanager
def step(report, name):
    begun = time.monotonic()
    said = []
    try:
        yield said.append
    except (Failed, subprocess.TimeoutExpired, OSError, KeyError, IndexError, ValueError) as error:
        report.fail(name, f'{type(error).__name__}: {error}' if not isinstance(error, Failed) else str(error))
        raise Failed(name) from error
    report.step(name, time.monotonic() - begun, '\n'.join(said))


def sign_in_mastodon(cli, server):
    """With a browser that comes back to loopback, or with a code that is pasted."""
    words = ['account', 'add', 'mastodon', '--host', server['url']]
    if 'get_code' not in server:
        return cli.run(*words)

    process = subprocess.Popen(cli.command(*words, '--paste'), env=dict(cli.env, CREATORSYNC_BROWSER='true'),
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    url = None
    for line in process.stderr:
        if line.strip().startswith('http'):
            url = line.strip()
            break
    if url is None:
        raise Failed(f'no sign-in page was named: {process.communicate()}')
    out, err = process.communicate(server['get_code'](url) + '\n', timeout=60)
    need(process.returncode == 0, f'the sign-in ended with {process.returncode}: {out}{err}')
    return json.loads(out.splitlines()[-1])


def sign_in_bluesky(cli, server):
    words = ['account', 'add', 'bluesky', '--handle', server['handle'], '--host', server['pds']]
    for name in ('plc', 'video', 'appview'):
        if server.get(name):
            words += ['--endpoint', f'{name}={server[name]}']
    return cli.run(*words, stdin=server['app_password'] + '\n')


def by_network(verdicts):
    return {verdict['network']: verdict for verdict in verdicts}


def make_clip(fixtures, folder):
    clip = os.path.join(folder, 'journey.mkv')
    subprocess.run([os.path.join(fixtures, 'journey-clip.sh'), clip], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return clip


def check_unfit(cli, media, say):
    verdicts = by_network(cli.run('media', 'check', media['id']))
    for network in ('mastodon', 'bluesky'):
        verdict = verdicts[network]
        blocks = [finding for finding in verdict['findings'] if finding['severity'] == 'block']
        need(not verdict['fits'] and blocks, f'the clip should break rules of {network}: {verdict}')
        for finding in blocks:
            say(f'{network}: {finding["rule"]}: {finding["reason"]}')


def check_fixed(cli, media, say):
    verdicts = by_network(cli.run('media', 'fix', media['id']))
    for network in ('mastodon', 'bluesky'):
        need(verdicts[network]['fits'], f'the fixed clip does not fit {network}: {verdicts[network]}')
        say(f'{network}: {verdicts[network]["sentence"]}')


def publish(cli, clock, due):
    """Runs the publisher until it is quiet; with a virtual clock, time passes meanwhile.
    What it said went out."""
    if clock is None:
        said = cli.lines('run', '--until-quiet', timeout=300)
    else:
        clock.advance(max(0, due - clock.now() + 1))
        with clock.running():
            said = cli.lines('run', '--until-quiet', timeout=300)
    return [event for event in said if isinstance(event, dict) and event.get('name') == 'post.published']


def schedule(cli, post, clock):
    """In Berlin's clock, one minute and a bit from now."""
    import zoneinfo
    zone = zoneinfo.ZoneInfo('Europe/Berlin')
    now = clock.now() if clock is not None else time.time()
    due = (int(now) // 60 + 2) * 60
    wall = datetime.datetime.fromtimestamp(due, zone).strftime('%Y-%m-%d %H:%M')
    shown = cli.run('post', 'schedule', post['id'], '--at', wall, '--zone', 'Europe/Berlin')
    for target in shown['targets']:
        need(target['due'] == due, f'{wall} in Berlin is {due}, not {target["due"]}')
    if clock is None:
        cli.run('post', 'publish', post['id'])
    return due


def walk(report, cli, servers, clip, clock=None, compare=None):
    """The journey. `compare (receipt, rendition, network)` looks at what a server holds."""
    with step(report, 'account-add-mastodon') as say:
        mastodon = sign_in_mastodon(cli, servers['mastodon'])
        say(f'{mastodon["handle"]} on {mastodon["host"]}')
    with step(report, 'account-add-bluesky') as say:
        bluesky = sign_in_bluesky(cli, servers['bluesky'])
        say(f'{bluesky["handle"]} on {bluesky["host"]}, video by {bluesky["video_way"]}')
    with step(report, 'account-check'):
        for account in (mastodon, bluesky):
            need(cli.run('account', 'check', account['id'])['state'] == 'ready', f'{account["handle"]} is not ready')
    with step(report, 'media-add') as say:
        media = cli.run('media', 'add', clip)
        need(len(media['thumbnails']) == 3, 'there should be three thumbnails')
        report.pictures = [os.path.join(cli.workspace, picture) for picture in media['thumbnails']]
        facts = media['facts']
        say(f'{media["title"]}: {facts["container"]}, {facts["video_codec"]} {facts["pixel_format"]}, '
            f'{facts["audio_codec"]}, {media["size"]} bytes, sha256 {media["sha256"]}')
    with step(report, 'media-check') as say:
        check_unfit(cli, media, say)
    with step(report, 'media-fix') as say:
        check_fixed(cli, media, say)
    with step(report, 'post-new') as say:
        post = cli.run('post', 'new', '--text', TEXT, '--media', media['id'], '--alt', ALT,
                       '--language', 'en', '--account', mastodon['id'], '--account', bluesky['id'])
        need(len(post['targets']) == 2, 'the post should go to two accounts')
        need(not [f for f in post['findings'] if f['severity'] == 'block'], f'it should fit: {post["findings"]}')
        say(post['id'])
    with step(report, 'post-schedule') as say:
        due = schedule(cli, post, clock)
        say(f'due at {due}')
    with step(report, 'run'):
        told = publish(cli, clock, due)
        need(len(told) == 2, f'it should say what went out, twice: {told}')
    with step(report, 'receipts') as say:
        receipts = cli.run('receipts')
        need(sorted(r['network'] for r in receipts) == ['bluesky', 'mastodon'],
             f'there should be one receipt a network: {receipts}; {cli.run("outbox", "list")}')
        for receipt in receipts:
            need(receipt['remote_id'] and receipt['url'], f'a receipt lacks its id or link: {receipt}')
            report.receipts.append({key: receipt[key] for key in ('network', 'remote_id', 'url', 'published_at')})
            say(f'{receipt["network"]} {receipt["remote_id"]} {receipt["url"]} '
                f'{datetime.datetime.fromtimestamp(receipt["published_at"], datetime.timezone.utc).isoformat()}')
        cli.run('receipts', '--verify')
    shown = cli.run('media', 'show', media['id'])
    for receipt in receipts:
        network = receipt['network']
        with step(report, f'{network}-holds-what-was-sent') as say:
            rendition = next((r for r in shown['renditions'] if network in r['networks']), None)
            need(rendition is not None, f'no rendition is for {network}')
            path = os.path.join(cli.workspace, rendition['path'])
            need(sha256_of(path) == rendition['sha256'], 'the rendition has other bytes than its name says')
            compare(receipt, rendition, network, say)
    with step(report, 'run-again-sends-nothing'):
        need(not publish(cli, clock, due), 'a second run sent something')
        need(len(cli.run('receipts')) == 2, 'a second run made receipts')
    return report


def get_json(url):
    with OPENER.open(url, timeout=20) as answer:
        return json.loads(answer.read())


def post_text(url, text):
    with OPENER.open(urllib.request.Request(url, text.encode()), timeout=20) as answer:
        return answer.read()


@contextlib.contextmanager
def simulator(program, env, clock, *options):
    words = ['--clock', clock.path] if clock is not None else []
    process = subprocess.Popen([program, *words, '--auto-approve', '--keep-media', *options],
                               env=env, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        need(line.startswith('{'), 'the simulator did not start')
        faces = json.loads(line)
        accounts = get_json(faces['control'] + '/accounts')
        account = accounts['bluesky'][0]
        yield {'control': faces['control'], 'process': process,
               'mastodon': {'url': faces['mastodon'], 'id': accounts['mastodon'][0]['id']},
               'bluesky': {'pds': faces['bluesky'], 'video': faces['video'], 'plc': faces['plc'],
                           'handle': account['handle'], 'app_password': account['password'],
                           'did': account['did']}}
    finally:
        process.terminate()
        process.wait(10)


def compare_with_simulator(servers):
    def compare(receipt, rendition, network, say):
        posts = get_json(servers['control'] + '/posts')[network]
        need(len(posts) == 1, f'{network} holds {len(posts)} posts')
        post = posts[0]
        need(post['id'] == receipt['remote_id'], f'{post["id"]} is not {receipt["remote_id"]}')
        need(post['text'] == TEXT, f'the text is {post["text"]!r}')
        need(len(post['media']) == 1, f'it has {len(post["media"])} files')
        need(post['media'][0]['sha256'] == rendition['sha256'], 'the server holds other bytes')
        if network == 'bluesky':
            compare_record(post['record'])
        else:
            need(post['media'][0].get('description') == ALT, f'the alt text is {post["media"][0]}')
        say(f'text, alt text and {post["media"][0]["size"]} bytes are there')
    return compare


def compare_record(record):
    """Facets name the bytes that they cover; the alt text stands in the embed."""
    text = record['text'].encode()
    found = {}
    for facet in record.get('facets', []):
        part = text[facet['index']['byteStart']:facet['index']['byteEnd']].decode()
        found[facet['features'][0]['$type'].split('#')[1]] = part
    need(found == {'link': 'https://example.com/cats', 'tag': '#caturday'}, f'the facets cover {found}')
    need(record['embed']['alt'] == ALT, f'the alt text is {record["embed"].get("alt")!r}')
    need(record['embed']['aspectRatio'], 'the embed names no aspect ratio')
    need(record['langs'] == ['en'], f'the language is {record.get("langs")}')


def make_env(folder):
    runtime = os.path.join(folder, 'runtime')
    os.makedirs(runtime, mode=0o700, exist_ok=True)
    env = dict(os.environ, XDG_RUNTIME_DIR=runtime, LC_ALL='C.UTF-8', TZ='UTC',
               CREATORSYNC_BROWSER=os.path.join(HERE, 'browser.py'))
    env.pop('CREATORSYNC_SECRETS', None)
    return env


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', required=True, help='the folder of the built programs, BUILD/src')
    parser.add_argument('--fixtures', required=True)
    parser.add_argument('--report')
    parser.add_argument('--keep', help='work in this folder, and leave it')
    options = parser.parse_args()

    folder = options.keep or tempfile.mkdtemp(prefix='cs-journey-')
    os.makedirs(folder, exist_ok=True)
    report = Report()
    env = make_env(folder)
    clock = Clock(os.path.join(folder, 'clock'), START)
    env['CREATORSYNC_CLOCK'] = clock.path
    env['CREATORSYNC_MEDIA_HELPER'] = os.path.join(options.bin, 'media-helper', 'creatorsync-media')
    cli = Cli(os.path.join(options.bin, 'cli', 'creatorsync-cli'), os.path.join(folder, 'workspace'), env)
    try:
        with step(report, 'clip'):
            clip = make_clip(options.fixtures, folder)
        with simulator(os.path.join(options.bin, 'simulator', 'creatorsync-simulator'), env, clock) as servers:
            walk(report, cli, servers, clip, clock, compare_with_simulator(servers))
    except Failed as error:
        print(f'# the journey ends at {error}')
    print(f'1..{len(report.steps)}')
    if options.report:
        keep_pictures(report, options.report)
        report.write(options.report)
    clock.close()
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if report.steps and all(s['ok'] for s in report.steps) else 1


def keep_pictures(report, path):
    """The pictures stand beside the report, where the workspace has gone."""
    kept = []
    for number, picture in enumerate(report.pictures):
        name = f'{os.path.splitext(path)[0]}-{number + 1}{os.path.splitext(picture)[1]}'
        if os.path.exists(picture):
            os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
            shutil.copyfile(picture, name)
            kept.append(name)
    report.pictures = kept


if __name__ == '__main__':
    sys.exit(main())
