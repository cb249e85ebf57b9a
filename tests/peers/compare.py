#!/usr/bin/env python3
"""compare.py SIMULATOR: the simulator's PDS beside a real one, request for request.

Each line is sent to both; status and the error's name must agree, of what is
written also the content identifier. TAP; skips where CREATORSYNC_PEERS is unset.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import subprocess
import sys
import tempfile
import time

from servers import OPENER, bluesky, end, request
import urllib.error
import urllib.parse
import urllib.request

POST = 'app.bsky.feed.post'
WHEN = '2026-11-20T10:00:00.000Z'
KEY = '3mzocqfoc2227'
NO_CID = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'
PNG = bytes.fromhex('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489'
                    '0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082')


def send(url, data, kind, token=None):
    headers = {'Content-Type': kind}
    if token:
        headers['Authorization'] = f'Bearer {token}'
    try:
        with OPENER.open(urllib.request.Request(url, data, headers), timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


class Server:
    """One of the two: signed in, with the blob of a picture."""

    def __init__(self, base, identifier, password):
        self.base = base + '/xrpc/'
        session = self.post('com.atproto.server.createSession', {'identifier': identifier, 'password': password})
        self.did, self.token, self.refresh = session['did'], session['accessJwt'], session['refreshJwt']
        self.cids = {}

    def post(self, nsid, body, token=None):
        return self.read(request(self.base + nsid, body=body, token=token))

    def get(self, nsid, token=None, **query):
        return self.read(request(self.base + nsid + '?' + urllib.parse.urlencode(query), token=token))

    @staticmethod
    def read(answer):
        status, _, text = answer
        try:
            parsed = json.loads(text) if text else {}
        except ValueError:
            parsed = {}
        return {**parsed, 'status': status}

    def record(self, **members):
        return {'$type': POST, 'createdAt': WHEN, **members}

    def put(self, key, record, nsid='com.atproto.repo.putRecord', token=True, **more):
        body = {'repo': self.did, 'collection': POST, 'rkey': key, 'record': record, **more}
        return self.post(nsid, body, self.token if token else None)

    def upload(self, tail=b'', kind='image/png', token=None):
        return self.read(send(self.base + 'com.atproto.repo.uploadBlob', PNG + tail, kind, token or self.token))

    def fresh(self, tail, **changes):
        image = {'image': {**self.upload(tail)['blob'], **changes}, 'alt': 'x'}
        return self.record(text='p', embed={'$type': 'app.bsky.embed.images', 'images': [image]})

    def images(self, alt='x', **changes):
        image = {**self.blob, **changes}
        return {'$type': 'app.bsky.embed.images', 'images': [{'image': image} | ({} if alt is None else {'alt': alt})]}


def text_cases():
    facet = [{'index': {'byteStart': 0, 'byteEnd': 1}, 'features': [{'$type': 'app.bsky.richtext.facet#link'}]}]
    yield 'a post', lambda s: s.put(KEY, s.record(text='a', langs=['en']), swapRecord=None)
    yield 'the same again', lambda s: s.put(KEY, s.record(text='a', langs=['en']), swapRecord=None)
    yield 'another under its key', lambda s: s.put(KEY, s.record(text='b'), swapRecord=None)
    yield 'another by createRecord', lambda s: s.put(KEY, s.record(text='b'), 'com.atproto.repo.createRecord')
    yield 'no token', lambda s: s.put(KEY, s.record(text='b'), token=False)
    yield 'a garbled token', lambda s: s.post('com.atproto.repo.putRecord', {}, 'garbled')
    yield '300 graphemes', lambda s: s.put('3mzocqfoc2222', s.record(text='ü' * 300))
    yield '301 graphemes', lambda s: s.put('3mzocqfoc2223', s.record(text='ü' * 301))
    yield '3001 bytes', lambda s: s.put('3mzocqfoc2223', s.record(text='👨‍👩‍👧‍👦' * 121))
    yield 'no text', lambda s: s.put('3mzocqfoc2223', s.record())
    yield 'a number as text', lambda s: s.put('3mzocqfoc2223', s.record(text=5))
    yield 'no moment', lambda s: s.put('3mzocqfoc2223', {'$type': POST, 'text': 'a'})
    yield 'a moment in words', lambda s: s.put('3mzocqfoc2223', s.record(text='a') | {'createdAt': 'yesterday'})
    yield 'four languages', lambda s: s.put('3mzocqfoc2223', s.record(text='a', langs=['en', 'de', 'fr', 'it']))
    yield 'a language that is no list', lambda s: s.put('3mzocqfoc2223', s.record(text='a', langs='en'))
    yield 'a link without address', lambda s: s.put('3mzocqfoc2223', s.record(text='a', facets=facet))
    yield 'an embed without type', lambda s: s.put('3mzocqfoc2223', s.record(text='a', embed={}))
    yield 'a reply without parent', lambda s: s.put('3mzocqfoc2223', s.record(text='a', reply={
        'root': {'uri': f'at://{s.did}/{POST}/{KEY}', 'cid': NO_CID}}))
    yield 'a fraction', lambda s: s.put('3mzocqfoc2223', s.record(text='a', x=1.5))
    yield 'another type', lambda s: s.put('3mzocqfoc2223', {'$type': 'app.bsky.feed.like', 'createdAt': WHEN})
    yield 'no record', lambda s: s.post('com.atproto.repo.putRecord', {
        'repo': s.did, 'collection': POST, 'rkey': KEY}, s.token)
    yield 'a key that is no TID', lambda s: s.put('not a key', s.record(text='a'))
    yield 'a foreign repository', lambda s: s.post('com.atproto.repo.putRecord', {
        'repo': 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', 'collection': POST, 'rkey': KEY,
        'record': s.record(text='a')}, s.token)


def blob_cases():
    yield 'a picture', lambda s: s.put('3mzocqfoc2224', s.record(text='p', embed=s.images()))
    yield 'a picture without alt', lambda s: s.put('3mzocqfoc2225', s.record(text='p', embed=s.images(alt=None)))
    yield 'an unknown blob', lambda s: s.put('3mzocqfoc2225', s.record(
        text='p', embed=s.images(ref={'$link': NO_CID})))
    yield 'a wrong mime type', lambda s: s.put('3mzocqfoc2225', s.record(
        text='p', embed=s.images(mimeType='image/jpeg')))
    yield 'a wrong size', lambda s: s.put('3mzocqfoc2225', s.record(text='p', embed=s.images(size=6)))
    yield 'a wrong mime type at first', lambda s: s.put('3mzocqfoc2226', s.fresh(b'1', mimeType='image/jpeg'))
    yield 'a wrong size at first', lambda s: s.put('3mzocqfoc2226', s.fresh(b'2', size=6))
    yield 'a picture that is too large', lambda s: s.put('3mzocqfoc2226', s.fresh(b'3', size=2000001))
    yield 'a fresh picture', lambda s: s.put('3mzocqfoc2226', s.fresh(b'4'))
    yield 'a blob under a false flag', lambda s: s.upload(b'5', 'video/mp4')
    yield 'a blob without a token', lambda s: s.read(send(
        s.base + 'com.atproto.repo.uploadBlob', PNG, 'image/png'))
    yield 'a picture as a video', lambda s: s.put('3mzocqfoc2225', s.record(
        text='p', embed={'$type': 'app.bsky.embed.video', 'video': s.blob}))
    yield 'a video that is no blob', lambda s: s.put('3mzocqfoc2225', s.record(
        text='p', embed={'$type': 'app.bsky.embed.video', 'video': {}}))


def read_cases():
    where = {'collection': POST, 'rkey': KEY}
    auth = 'com.atproto.server.getServiceAuth'
    now = int(time.time())
    yield 'getRecord', lambda s: s.get('com.atproto.repo.getRecord', repo=s.did, **where)
    yield 'getRecord of nothing', lambda s: s.get(
        'com.atproto.repo.getRecord', repo=s.did, collection=POST, rkey='3mzocqfoc2223')
    yield 'listRecords', lambda s: s.get('com.atproto.repo.listRecords', repo=s.did, collection=POST)
    yield 'deleteRecord', lambda s: s.post('com.atproto.repo.deleteRecord', {'repo': s.did, **where}, s.token)
    yield 'deleteRecord again', lambda s: s.post(
        'com.atproto.repo.deleteRecord', {'repo': s.did, **where}, s.token)
    yield 'getSession', lambda s: s.get('com.atproto.server.getSession', s.token)
    yield 'getSession with the refresh token', lambda s: s.get('com.atproto.server.getSession', s.refresh)
    yield 'refreshSession with the access token', lambda s: s.read(send(
        s.base + 'com.atproto.server.refreshSession', b'', 'application/json', s.token))
    yield 'a wrong password', lambda s: s.post('com.atproto.server.createSession', {
        'identifier': 'alice.test', 'password': 'wrong'})
    yield 'no password', lambda s: s.post('com.atproto.server.createSession', {'identifier': 'alice.test'})
    yield 'resolveHandle', lambda s: s.get('com.atproto.identity.resolveHandle', handle='alice.test')
    yield 'resolveHandle of nobody', lambda s: s.get('com.atproto.identity.resolveHandle', handle='nobody.test')
    yield 'a service token', lambda s: s.get(
        auth, s.token, aud='did:web:x.example', lxm='com.atproto.repo.uploadBlob', exp=now + 1700)
    yield 'a service token for a day', lambda s: s.get(
        auth, s.token, aud='did:web:x.example', lxm='com.atproto.repo.uploadBlob', exp=now + 86400)
    yield 'a service token of yesterday', lambda s: s.get(
        auth, s.token, aud='did:web:x.example', lxm='com.atproto.repo.uploadBlob', exp=now - 86400)
    yield 'a service token for nobody', lambda s: s.get(auth, s.token, aud='nobody')
    yield 'an AppView method', lambda s: s.get('app.bsky.feed.getPosts', s.token, uris='at://x')
    yield 'an AppView method without a token', lambda s: s.get('app.bsky.feed.getPosts', uris='at://x')
    yield 'a profile', lambda s: s.get('app.bsky.actor.getProfile', s.token, actor='alice.test')
    yield 'a video method', lambda s: s.get('app.bsky.video.getUploadLimits', s.token)
    yield 'an unknown method', lambda s: s.get('com.example.none', s.token)


def outcome(answer):
    """What must agree: the status, the error's name, and of writes the record's name."""
    return answer['status'], answer.get('error'), answer.get('cid'), 'commit' in answer, answer.get('blob')


def main():
    peers = os.environ.get('CREATORSYNC_PEERS')
    cases = [*text_cases(), *blob_cases(), *read_cases()]
    if not peers or not os.path.exists(os.path.join(peers, 'complete')):
        print('1..0 # SKIP the real servers are not installed')
        return 0

    print(f'1..{len(cases)}')
    with tempfile.TemporaryDirectory() as folder, bluesky(peers, folder) as real:
        program = subprocess.Popen([sys.argv[1], '--set', 'bluesky.appview=no'], stdout=subprocess.PIPE)
        try:
            urls = json.loads(program.stdout.readline())
            ours = Server(urls['bluesky'], 'alice.test', 'abcd-efgh-ijkl-mnop')
            theirs = Server(real['pds'], real['handle'], real['app_password'])
            for server in ours, theirs:
                server.blob = server.upload()['blob']
            for number, (name, case) in enumerate(cases, 1):
                mine, right = case(ours), case(theirs)
                same = outcome(mine) == outcome(right)
                print(f'{"ok" if same else "not ok"} {number} /peers/compare/{name.replace(" ", "-")}')
                if not same:
                    print(f'# simulator: {mine}\n# real: {right}')
        finally:
            end(program)
    return 0


if __name__ == '__main__':
    sys.exit(main())
