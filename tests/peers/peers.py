#!/usr/bin/env python3
"""The journey against servers that others wrote: snac and a Bluesky PDS.

  peers.py --bin BUILD/src --fixtures tests/fixtures --report FILE

What the servers hold afterwards is fetched from them, not from us, and
compared: text, facets, alt text, the video's bytes. Without the servers
(CREATORSYNC_PEERS names their folder) it is skipped, with the reason.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import hashlib
import html
import json
import os
import re
import shutil
import sys
import tempfile
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, '..', 'journey'))
import journey  # noqa: E402
import servers  # noqa: E402


def fetch(url, accept='*/*'):
    with servers.OPENER.open(urllib.request.Request(url, headers={'Accept': accept}), timeout=60) as answer:
        return answer.read()


def compare_bytes(url, rendition, journey_need):
    held = hashlib.sha256(fetch(url)).hexdigest()
    journey_need(held == rendition['sha256'], f'the server holds other bytes: {held}, not {rendition["sha256"]}')


def compare_note(receipt, rendition, say):
    """The ActivityPub object that snac shows to other servers."""
    note = json.loads(fetch(receipt['url'], 'application/activity+json'))
    text = html.unescape(re.sub(r'<[^>]+>', '', re.sub(r'<br ?/?>|</p><p>', '\n', note['content']))).strip()
    journey.need(text == journey.TEXT, f'the text is {text!r}')
    journey.need(len(note['attachment']) == 1, f'it has {len(note["attachment"])} files')
    journey.need(note['attachment'][0]['name'] == journey.ALT, f'the alt text is {note["attachment"][0]}')
    compare_bytes(note['attachment'][0]['url'], rendition, journey.need)
    say('text, alt text and the same bytes are there')


def compare_record(pds, receipt, rendition, say):
    """The record in the repository, and the blob that it names."""
    _, _, did, collection, rkey = receipt['remote_id'].split('/')
    call = f'{pds["pds"]}/xrpc/com.atproto.'
    record = servers.get_json(f'{call}repo.getRecord?repo={did}&collection={collection}&rkey={rkey}')['value']
    journey.need(did == pds['did'], f'the post is of {did}')
    journey.need(record['text'] == journey.TEXT, f'the text is {record["text"]!r}')
    journey.compare_record(record)
    cid = record['embed']['video']['ref']['$link']
    compare_bytes(f'{call}sync.getBlob?did={did}&cid={cid}', rendition, journey.need)
    listed = servers.get_json(f'{call}repo.listRecords?repo={did}&collection={collection}')['records']
    journey.need(len(listed) == 1, f'{len(listed)} posts are there')
    say('text, facets, alt text and the same bytes are there')


def walk(report, options, peers, folder):
    env = journey.make_env(folder)
    env['CREATORSYNC_MEDIA_HELPER'] = os.path.join(options.bin, 'media-helper', 'creatorsync-media')
    cli = journey.Cli(os.path.join(options.bin, 'cli', 'creatorsync-cli'), os.path.join(folder, 'workspace'), env)
    with journey.step(report, 'clip'):
        clip = journey.make_clip(options.fixtures, folder)
    with servers.snac(folder) as snac, servers.bluesky(peers, folder) as pds:
        def get_code(url):
            return servers.snac_code(url, 'alice', snac['passwords']['alice'])

        def compare(receipt, rendition, network, say):
            if network == 'mastodon':
                compare_note(receipt, rendition, say)
            else:
                compare_record(pds, receipt, rendition, say)

        journey.walk(report, cli, {'mastodon': dict(snac, get_code=get_code), 'bluesky': pds}, clip, None, compare)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', required=True, help='the folder of the built programs, BUILD/src')
    parser.add_argument('--fixtures', required=True)
    parser.add_argument('--report', required=True)
    options = parser.parse_args()

    peers = os.environ.get('CREATORSYNC_PEERS', '')
    if not os.path.exists(os.path.join(peers, 'complete')):
        print('1..0 # SKIP the Bluesky PDS is not there: the npm registry did not answer, '
              'or this was not started by ./dev test')
        return 0
    if not shutil.which('snac'):
        print('1..0 # SKIP snac is not installed')
        return 0

    folder = tempfile.mkdtemp(prefix='cs-peers-')
    report = journey.Report()
    try:
        walk(report, options, peers, folder)
    except journey.Failed as error:
        print(f'# the journey ends at {error}')
    print(f'1..{len(report.steps)}')
    report.pictures = []
    report.write(options.report)
    shutil.rmtree(folder, ignore_errors=True)
    return 0 if report.steps and all(step['ok'] for step in report.steps) else 1


if __name__ == '__main__':
    sys.exit(main())
