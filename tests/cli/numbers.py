#!/usr/bin/env python3
"""The numbers on the command line: shown, drawn, exported, imported, and reckoned again.

  numbers.py BUILD/src FIXTURES

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import csv
import datetime
import functools
import io
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys

from harness import Bench, Connected, Tap, journey, refusal, text_of, wait_until

TITLE = '=1+1 is a title'
MAGIC = {'svg': b'<?xml', 'pdf': b'%PDF', 'png': b'\x89PNG'}


def publish(bench, *accounts):
    """A post that is out, has been counted, and is two hours old: its receipt of the first account."""
    words = [word for account in accounts for word in ('--account', account['id'])]
    post = bench.answer('post', 'new', '--title', TITLE, '--text', 'Kiln day', *words)['id']
    bench.answer('post', 'publish', post)
    with bench.clock.running():
        if not wait_until(lambda: len(bench.answer('receipts')) == len(accounts), 60):
            raise AssertionError(f'it does not go out: {bench.answer("outbox", "list")}')
    bench.clock.advance(7200)
    return next(one for one in bench.answer('receipts') if one['account_id'] == accounts[0]['id'])


class Published:
    """A workspace where a post is out and nobody counts any more, made once: cases get copies."""
    def __init__(self, programs, fixtures):
        self.bench = Bench(programs, fixtures)
        with Connected(self.bench, has_media=False) as there:
            self.receipt = publish(self.bench, there.mastodon)

    def copy_to(self, bench):
        """Where nothing changes but by what a case does; the receipt."""
        shutil.rmtree(bench.workspace, ignore_errors=True)
        shutil.copytree(self.bench.workspace, bench.workspace)
        bench.clock.advance(self.bench.clock.now() - bench.clock.now())
        return self.receipt


def change(bench, *statements):
    """What no command does: in the database itself."""
    with contextlib.closing(sqlite3.connect(os.path.join(bench.workspace, 'main.db'))) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def forget(bench):
    """As if nobody had counted anything, not even begun to."""
    change(bench, *(f'DELETE FROM {table}' for table in
                    ('sample', 'account_sample', 'latest', 'account_day', 'gap', 'tally')),
           "DELETE FROM meta WHERE name = 'tally-receipt'")


def write(bench, rows, head='post,taken_at,likes,shares,comments'):
    path = os.path.join(bench.folder, 'numbers.csv')
    with open(path, 'wb') as file:
        file.write('\n'.join([head, *rows, '']).encode() if isinstance(rows, list) else rows)
    return path


def imported(bench, receipt):
    """Three samples, ten minutes apart."""
    at = receipt['published_at']
    path = write(bench, [f'{receipt["url"]},{at + 600 * nr},{nr},{2 * nr},0' for nr in (1, 2, 3)])
    return path, bench.answer('numbers', 'import', path)


def counted_case(bench):
    """What is out is counted by who publishes, and shown."""
    with Connected(bench, has_media=False) as there:
        receipt = publish(bench, there.mastodon, there.bluesky)
        with bench.clock.running():
            if not wait_until(lambda: bench.answer('numbers', 'show', '--account', 'mastodon', '--post', receipt['post_id']), 60):
                return f'nobody counts: {bench.answer("numbers", "gaps")}'
            if not wait_until(lambda: bench.answer('numbers', 'show')['tiles']['followers'].get('value') is not None):
                return f'nobody counts followers: {bench.answer("numbers", "show")}'
        bench.answer('numbers', 'refresh')
        shown = text_of(bench, 'numbers', 'show', '--period', '7d', '--account', 'mastodon')
        rows = bench.answer('numbers', 'show', '--account', 'mastodon', '--post', receipt['post_id'])
        both = text_of(bench, 'numbers', 'show')
        overview = bench.answer('numbers', 'show', '--period', 'all')
    names = next((line.split() for line in shown.splitlines() if line.startswith('published_at')), [])
    if TITLE not in shown or 'Followers' not in shown or 'Posts out: 1' not in shown or \
            not {'likes', 'comments', 'shares', 'engagement', 'taken_at'} <= set(names) or 'views' in names:
        return shown
    if not all(row['target'] == receipt['target_id'] and row['source'] for row in rows):
        return rows
    tiles = overview['tiles']
    if 'Posts out: 1, published 2 times,' not in both or tiles['posts']['value'] != 1 or tiles['posts']['times'] != 2 or \
            tiles['engagement']['n'] + tiles['engagement']['left_out'] != 2:
        return both
    post = next(one for one in overview['posts'] if one['target'] == receipt['target_id'])
    told = {one['metric'] for one in overview['definitions'] if one['network'] == 'mastodon'}
    if 'likes' not in told or 'followers' not in told or post['url'] != receipt['url'] or 'views' in post:
        return overview
    return None


def refresh_case(bench):
    """It says what was counted and when it goes on; and what is in the way, by its exit status too."""
    with Connected(bench, has_media=False) as there:
        receipt = publish(bench, there.mastodon)
        told = text_of(bench, 'numbers', 'refresh')
        if not bench.answer('numbers', 'show', '--post', receipt['post_id']) or 'Counting goes on at' not in told or \
                'counted' not in told and 'Nothing is due' not in told:
            return told
        answer = bench.answer('numbers', 'refresh')
        if (answer['posts'], answer['accounts']) != (0, 0) or answer['next_at'] <= receipt['published_at']:
            return answer
        bench.clock.advance(7200)
        there.servers['process'].kill()
        told = refusal(bench, 'numbers', 'refresh', code=5)
    return None if 'Posts counted: 0' in told and there.mastodon['handle'] in told else told


def import_case(bench, published):
    """A dry run stores nothing, a second time brings nothing new, and what is told otherwise is a correction."""
    receipt = published.copy_to(bench)
    at = receipt['published_at']
    path = write(bench, [f'{receipt["url"]},{at + 600},1,2,0', f'{receipt["target_id"]},{at + 1200},2,4,0'])
    before = bench.dump()
    dry = bench.answer('numbers', 'import', path, '--dry-run')
    if bench.dump() != before:
        return 'a dry run changes something'
    first = bench.answer('numbers', 'import', path)
    stored = bench.dump()
    again = bench.answer('numbers', 'import', path)
    if bench.dump() != stored:
        return 'the second time changes something'
    path = write(bench, [f'{receipt["url"]},{at + 600},9,,'])
    corrected = bench.answer('numbers', 'import', path)
    told = text_of(bench, 'numbers', 'import', path)
    rows = [row for row in bench.answer('numbers', 'show', '--post', receipt['post_id']) if row['taken_at'] == at + 600]
    said = [(one['new'], one['same'], one['stored']) for one in (dry, first, again, corrected)]
    if said != [(2, 0, False), (2, 0, True), (0, 2, True), (0, 0, True)]:
        return said
    one = corrected['corrections']
    if len(one) != 1 or (one[0]['line'], one[0]['metric'], one[0]['was'], one[0]['value']) != (2, 'likes', 1, 9):
        return one
    if [(row['revision'], row['likes'], row['shares'], row['superseded'], row['origin']) for row in rows] != \
            [(0, 1, 2, True, 'import'), (1, 9, 2, False, 'import')]:
        return rows
    return None if '0 samples are new' in told and '1 was there already' in told else told


def bad_import_case(bench, published):
    """Every bad row is named with its line and reason, and nothing is stored; dry or not."""
    receipt = published.copy_to(bench)
    url, at = receipt['url'], receipt['published_at']
    good = f'{url},{at + 600},1,2,0'
    future = 4102444800
    cases = [
        ('wrong-column', write, [good], {'head': 'post,taken_at,hearts,shares,comments'}, [(1, 'hearts')]),
        ('formula', write, [f'{url},{at + 600},=1+1,2,0'], {}, [(2, 'formula')]),
        ('a-cell-of-65-kib', write, [good, f'{url},{at + 900},{"1" * 65 * 1024},2,0'], {}, [(3, '64 KiB')]),
        ('utf-16', write, f'post,taken_at,likes\n{url},{at + 600},1\n'.encode('utf-16'), {}, [(1, 'UTF-16')]),
        ('half-a-row', write, [good, f'{url},{at + 900},3'], {}, [(3, 'Half a row')]),
        ('no-line-end', write, f'post,taken_at,likes\n{url},{at + 600},12'.encode(), {}, [(2, 'half a row')]),
        ('half-a-cell', write, [good, f'{url},{at + 900},"3'], {}, [(3, 'Half a row')]),
        ('unknown-post', write, [f'https://nobody.example/1,{at + 600},1,2,0'], {}, [(2, 'nobody.example')]),
        ('future', write, [f'{url},{future},1,2,0'], {}, [(2, 'yet to come')]),
        ('before', write, [f'{url},{at - 1},1,2,0'], {}, [(2, 'before the post')]),
        ('negative', write, [f'{url},{at + 600},-1,2,0'], {}, [(2, 'less than nothing')]),
        ('no-number', write, [f'{url},{at + 600},many,2,0'], {}, [(2, 'whole number')]),
        ('two', write, [f'{url},{at + 600},x,2,0', good, f'{url},then,1,2,0'], {}, [(2, 'whole'), (4, 'no moment')]),
    ]
    before = bench.dump()
    for name, make, rows, how, expected in cases:
        path = make(bench, rows, **how)
        # As JSON and as text, dry and not: all of the four for one file, and each once for all.
        for first, second in (((), ('--dry-run',)), (('--dry-run',), ())) if name == 'two' else (((), ('--dry-run',)),):
            done = bench.run('--json', 'numbers', 'import', path, *first)
            told = bench.run('numbers', 'import', path, *second)
            if done.returncode != 4 or told.returncode != 4 or told.stderr.count(b'\n') != 1:
                return f'{name} ends with {done} {told}'
            bad = json.loads(done.stdout.decode().splitlines()[0])['bad']
            if [one['line'] for one in bad] != [line for line, _ in expected] or \
                    not all(word in one['reason'] for one, (_, word) in zip(bad, expected)):
                return f'{name}: {bad}'
            if not all(one['reason'].encode() in told.stdout for one in bad):
                return f'{name}: {told}'
        if bench.dump() != before:
            return f'{name} is stored'
    return None


def export_case(bench, published):
    """Each value with what it means, who told it and when; the same bytes again, and no formula."""
    receipt = published.copy_to(bench)
    imported(bench, receipt)
    table = text_of(bench, 'numbers', 'export', '--post', receipt['post_id'])
    rows = list(csv.DictReader(io.StringIO(table, newline='')))
    path = os.path.join(bench.folder, 'all.json')
    text_of(bench, 'numbers', 'export', '--format', 'json', '--out', path)
    with open(path, encoding='utf-8') as file:
        first = file.read()
    whole = json.loads(first)
    there = refusal(bench, 'numbers', 'export', '--format', 'json', '--out', path)
    text_of(bench, 'numbers', 'export', '--format', 'json', '--out', path, '--replace')
    with open(path, encoding='utf-8') as file:
        second = file.read()
    if first != second or table != text_of(bench, 'numbers', 'export', '--post', receipt['post_id']):
        return 'it is another one the second time'
    ours = [row for row in rows if row['origin'] == 'import']
    if [(row['metric'], row['value']) for row in ours] != \
            [(metric, str(value * nr)) for nr in (1, 2, 3) for metric, value in
             (('likes', 1), ('comments', 0), ('shares', 2))]:
        return ours
    if not all(row['definition'] and row['source'] == 'numbers.csv' and row['taken_at'].endswith('Z') for row in ours):
        return ours
    if {row['title'] for row in rows} != {"'" + TITLE}:
        return rows
    samples = [one for one in whole['samples'] if one['origin'] == 'import']
    if [one['values'] for one in samples] != [{'likes': nr, 'comments': 0, 'shares': 2 * nr} for nr in (1, 2, 3)]:
        return samples
    if not any(one['metric'] == 'likes' and one['definition'] for one in whole['definitions']):
        return whole['definitions']
    return None if '--replace' in there else there


def removed_case(bench, published):
    """Numbers outlive their account: they are exported, shown by its handle, and imported."""
    receipt = published.copy_to(bench)
    path, _ = imported(bench, receipt)
    table = text_of(bench, 'numbers', 'export')
    account = next(one for one in bench.answer('account', 'list') if one['id'] == receipt['account_id'])
    bench.answer('account', 'remove', account['id'])
    again = bench.answer('numbers', 'import', path)
    named = [bench.answer('numbers', 'show', '--post', receipt['post_id'], '--account', account[word])
             for word in ('id', 'handle')]
    left = text_of(bench, 'numbers', 'export')
    if sorted(left.splitlines()) != sorted(table.splitlines()):
        return left
    return None if again['same'] == 3 and named[0] and named[0] == named[1] else f'{again} {named}'


def results_case(bench, published):
    """The list of posts has what each did so far; what is not known is not 0, and says why."""
    receipt = published.copy_to(bench)
    plan = bench.answer('post', 'new', '--text', 'A plan')['id']
    forget(bench)
    before = {row['post']: row for row in bench.answer('post', 'rows')}
    imported(bench, receipt)
    after = {row['post']: row for row in bench.answer('post', 'rows')}
    none, told = (rows[receipt['post_id']] for rows in (before, after))
    if 'out' in before[plan] or 'engagement' in none or not none['partial'] or not none['targets'][0]['unknown']:
        return before
    if (told['engagement'], told['partial'], told['out'], told['gone']) != (9, False, 1, 0):
        return told
    return None if told['targets'][0]['likes'] == 3 and 'unknown' not in told['targets'][0] else told


def add_account(bench, handle):
    """One more at Bluesky, that no server knows."""
    with contextlib.closing(sqlite3.connect(os.path.join(bench.workspace, 'main.db'))) as db:
        db.row_factory = sqlite3.Row
        row = dict(db.execute("SELECT * FROM account WHERE handle = 'alice.test'").fetchone(), nr=None, id=handle + '-id',
                   handle=handle, remote_id='did:plc:' + handle)
        db.execute(f'INSERT INTO account ({", ".join(row)}) VALUES ({", ".join("?" * len(row))})', list(row.values()))
        db.commit()


def several_accounts_case(bench, published):
    """Two of three, in each command that takes one; a word twice is once, and one that means nobody is refused."""
    receipt = published.copy_to(bench)
    imported(bench, receipt)
    first, second, third = receipt_handle(bench, receipt), 'alice.test', 'carol.test'
    add_account(bench, third)
    at = receipt['published_at']
    rows = [f'{handle},{at + 600 * nr},{5 + nr * place}' for nr in (1, 2) for place, handle in enumerate((first, second, third))]
    bench.answer('numbers', 'import', write(bench, rows, head='account,taken_at,followers'))
    change(bench, 'DELETE FROM gap', 'INSERT INTO gap (account, from_at, until_at, code, sentence) '
           f"SELECT nr, {at}, {at + 60}, 'offline', handle FROM account")
    path = os.path.join(bench.folder, 'chart.svg')

    def of(*handles):
        return [word for handle in handles for word in ('--account', handle)]

    def draw(*handles):
        text_of(bench, 'numbers', 'chart', 'followers', '--period', 'all', '--out', path, '--replace', *of(*handles))
        with open(path, 'rb') as file:
            return file.read()

    def exported(*handles):
        return {row['account'].lstrip("'") for row in csv.DictReader(io.StringIO(text_of(bench, 'numbers', 'export', *of(*handles))))}

    def shown(*handles):
        return [one['handle'] for one in bench.answer('numbers', 'show', *of(*handles))['accounts']]

    told = [shown(second, first, second), exported(first, second), exported(third, second),
            sorted(gap['sentence'] for gap in bench.answer('numbers', 'gaps', *of(first, third))),
            *([bool(bench.answer('numbers', *words, *of(*handles))) for handles in ((second, first), (second, third))]
              for words in (('top',), ('show', '--post', receipt['post_id'])))]
    if told != [[second, first], {first, second}, {second, third}, sorted([first, third]), [True, False], [True, False]]:
        return told
    drawn = [draw(second, third), draw(second, third, second), draw(third), draw()]
    if drawn[0] != drawn[1] or len(set(drawn)) != 3:
        return f'{[len(one) for one in drawn]} {drawn[0] == drawn[1]}'
    refused = [refusal(bench, 'numbers', *words, *of(first, 'nobody'), code=3) for words in (
        ('show',), ('show', '--post', receipt['post_id']), ('top',), ('gaps',), ('export',),
        ('chart', 'followers', '--out', path, '--replace'))]
    bench.answer('account', 'remove', second)
    gone = [shown(second, first), exported(second), bench.answer('numbers', 'top', *of(second))]
    return None if all('“nobody”' in one for one in refused) and gone == [[second, first], {second}, []] else f'{refused} {gone}'


def chart_case(bench, published):
    """In three formats, the same bytes again, and never over a file that is there."""
    receipt = published.copy_to(bench)
    imported(bench, receipt)
    wanted = [('posts',), ('post', receipt['post_id']), ('post', receipt['post_id'], '--metric', 'likes')]
    for kind, magic in MAGIC.items():
        path = os.path.join(bench.folder, f'chart.{kind}')
        made = []
        for what, more in [(wanted[0], ()), (wanted[0], ()), (wanted[0], ('--dark',)), (wanted[0], ('--size', '500x300')),
                           (wanted[1], ()), (wanted[2], ())]:
            text_of(bench, 'numbers', 'chart', *what, '--out', path, '--replace', *more)
            with open(path, 'rb') as file:
                made.append(file.read())
        if not all(one.startswith(magic) for one in made) or made[0] != made[1] or len(set(made)) != 5:
            return f'{kind}: {[one[:20] for one in made]} {made[0] == made[1]} {len(set(made))}'
    there = refusal(bench, 'numbers', 'chart', *wanted[0], '--out', path)
    if '--period' not in refusal(bench, 'numbers', 'chart', *wanted[1], '--period', '7d', '--out', path, '--replace', code=2):
        return 'a period that changes nothing is taken'
    nothing = refusal(bench, 'numbers', 'chart', 'posts', '--metric', 'views', '--out', path, '--replace', code=3)
    untold = refusal(bench, 'numbers', 'chart', *wanted[1], '--metric', 'views', '--out', path, '--replace', code=3)
    if any(word not in said for said in (nothing, untold) for word in ('“views”', 'engagement', 'likes')):
        return f'{nothing} {untold}'
    with open(path, 'rb') as file:
        kept = file.read() == made[-1]
    said = text_of(bench, 'numbers', 'chart', 'posts', '--out', path, '--replace')
    if 'Favourites, boosts and replies together' not in said:
        return said
    said = text_of(bench, 'numbers', 'chart', *wanted[2], '--out', path, '--replace')
    if 'How many accounts have this post among their favourites' not in said:
        return said
    # Nobody follows the account: of so few there is no rate, and that is said.
    rate = refusal(bench, 'numbers', 'chart', 'posts', '--metric', 'rate', '--out', path, '--replace', code=3)
    with contextlib.closing(sqlite3.connect(os.path.join(bench.workspace, 'main.db'))) as db:
        db.execute('UPDATE tally SET followers = 100')
        db.commit()
    drawn = text_of(bench, 'numbers', 'chart', 'posts', '--metric', 'rate', '--out', path, '--replace')
    if 'divided by the followers when it was published' not in drawn:
        return drawn
    return None if '--replace' in there and kept and '30 followers' in rate else f'{there} {kept} {rate}'


def mirrored_case(bench, published):
    """From right to left where one reads so: two languages of which nothing else differs."""
    imported(bench, published.copy_to(bench))
    names = ('de_DE.UTF-8', 'he_IL.UTF-8', 'fr_FR.UTF-8')
    made = []
    for name in names:
        shutil.copytree('/usr/lib/locale/C.utf8', os.path.join(bench.folder, 'locales', name))
        path = os.path.join(bench.folder, f'{name}.png')
        done = subprocess.run([bench.cli, '--workspace', bench.workspace, 'numbers', 'chart', 'posts', '--out', path],
                              env=dict(bench.env, LOCPATH=os.path.join(bench.folder, 'locales'), LC_ALL=name),
                              capture_output=True, check=False, timeout=120)
        if done.returncode != 0:
            return f'{name}: {done.stderr}'
        with open(path, 'rb') as file:
            made.append(file.read())
    return None if made[0] == made[2] != made[1] else [len(one) for one in made]


def replaced_case(bench, published):
    """Only a file is replaced: a link stays and leads to it, a pipe stays one, and a workspace keeps its own."""
    published.copy_to(bench)
    path, link, pipe, lost = (os.path.join(bench.folder, name) for name in ('to.csv', 'link.csv', 'pipe.csv', 'lost.csv'))
    inside = os.path.join(bench.folder, 'way-in')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('Mine')
    os.symlink('to.csv', link)
    os.symlink('nowhere.csv', lost)
    os.symlink(bench.workspace, inside)
    os.mkfifo(pipe)
    commands = [['numbers', 'export', '--out'], ['export']]
    for words in commands:
        said = refusal(bench, *words, link)
        if '--replace' not in said:
            return said
        text_of(bench, *words, link, '--replace')
        with open(path, encoding='utf-8') as file:
            if not os.path.islink(link) or file.read() in ('', 'Mine'):
                return f'{words}: the link is a file, or nothing came to where it leads'
    before = bench.dump(), sorted(os.listdir(bench.workspace))
    own = [os.path.join(folder, name) for folder in (bench.workspace, inside)
           for name in ('main.db', 'instance.lock', 'new.csv', 'media/new.csv')]
    for words in commands:
        for more in ([], ['--replace']):
            said = [(where, word, refusal(bench, *words, where, *more)) for where, word in
                    [(pipe, 'name a file'), (lost, 'mend the link'), *((where, 'elsewhere') for where in own)]]
            wrong = [(where, sentence) for where, word, sentence in said if word not in sentence]
            if wrong:
                return wrong
    if not stat.S_ISFIFO(os.lstat(pipe).st_mode) or not os.path.islink(lost) or os.path.exists(lost):
        return 'what is no file has become one'
    return None if before == (bench.dump(), sorted(os.listdir(bench.workspace))) else 'the workspace is another one'


def rebuild_case(bench, published):
    """What stands beside the samples is as it should be; a sum that is not is mended."""
    receipt = published.copy_to(bench)
    imported(bench, receipt)
    before = bench.dump()
    right = text_of(bench, 'numbers', 'rebuild')
    change(bench, 'UPDATE account_day SET likes = likes + 7 WHERE posts > 0')
    wrong = bench.answer('numbers', 'rebuild')
    if bench.dump()['account_day'] != before['account_day']:
        return 'it is not mended'
    return None if 'as it should be' in right and wrong['changed'] == 1 else f'{right} {wrong}'


def top_case(bench):
    """Those that did best: by the number that is asked for, of one account, no more than are asked for."""
    with Connected(bench, has_media=False) as there:
        for text in ('Kiln day', 'Glaze day'):
            bench.answer('post', 'publish', bench.answer('post', 'new', '--text', text, '--account', there.mastodon['id'])['id'])
        with bench.clock.running():
            if not wait_until(lambda: len(bench.answer('receipts')) == 2, 60):
                return f'they do not go out: {bench.answer("outbox", "list")}'
    bench.clock.advance(7200)
    receipts = bench.answer('receipts')
    path = write(bench, [f'{receipt["url"]},{receipt["published_at"] + 3600},{likes},0,{comments}'
                         for receipt, likes, comments in zip(receipts, (3, 7), (9, 2))])
    bench.answer('numbers', 'import', path)
    orders = [[post['post'] for post in bench.answer('numbers', 'top', *words)]
              for words in ((), ('--metric', 'likes'), ('--limit', '1'), ('--metric', 'views'), ('--account', 'bluesky'))]
    shown = text_of(bench, 'numbers', 'top')
    bad = refusal(bench, 'numbers', 'top', '--metric', 'joy')
    first, second = (receipt['post_id'] for receipt in receipts)
    return None if orders == [[first, second], [second, first], [first], [], []] and 'engagement' in shown and bad \
        else f'{orders} {shown} {bad}'


def period_case(bench, published):
    """Days of UTC, both of them in it; and of one account."""
    receipt = published.copy_to(bench)
    imported(bench, receipt)
    day = receipt['published_at'] // 86400 * 86400
    name, before = (datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime('%Y-%m-%d')
                    for at in (day, day - 86400))
    that_day = bench.answer('numbers', 'show', '--period', f'{name}..{name}')
    day_before = bench.answer('numbers', 'show', '--period', f'{before}..{before}')
    other = bench.answer('numbers', 'show', '--period', '7d', '--account', 'bluesky')
    if 'leave out' not in text_of(bench, 'numbers', 'show', '--post', receipt['post_id'], '--period', f'{before}..{before}'):
        return 'what was counted is said not to be'
    none = bench.answer('numbers', 'show', '--post', receipt['post_id'], '--period', f'{before}..{before}')
    wrong = [refusal(bench, 'numbers', 'show', '--period', word)
             for word in ('week', f'{name}..{before}', '2026-11-1..', 'd')]
    # A day that is not over ends now, and is compared with as much of the one before.
    end = min(day + 86400, that_day['now'] + 1)
    if (that_day['from'], that_day['until'], that_day['before_from'], that_day['before_until']) != \
            (day, end, day - 86400, end - 86400):
        return that_day
    # Whole days, today among them, as in the window.
    if other['from'] != other['now'] // 86400 * 86400 - 6 * 86400 or other['before_from'] != other['from'] - 7 * 86400:
        return other
    if (day_before['from'], day_before['until'], day_before['before_from']) != (day - 86400, day, day - 2 * 86400):
        return day_before
    counts = [len(one['posts']) for one in (that_day, day_before, other)]
    return None if counts == [1, 0, 0] and not none and all(wrong) else f'{counts} {none} {wrong}'


def change_case(bench, published):
    """What is less than a tenth of a per cent has no sign."""
    receipt = published.copy_to(bench)
    handle = receipt_handle(bench, receipt)
    now = int(bench.clock.now())
    shown = []
    for counted in (99990, 100010, 90000):
        rows = [f'{handle},{at},{number}' for at, number in ((now - 7 * 86400 - 60, 100000), (now, counted))]
        bench.answer('numbers', 'import', write(bench, rows, head='account,taken_at,followers'))
        shown.append(text_of(bench, 'numbers', 'show', '--period', '7d', '--account', handle).split('\n')[0])
    wanted = (': 99990, 0.0 % against', ': 100010, 0.0 % against', ': 90000, -10.0 % against')
    return None if all(words in line for words, line in zip(wanted, shown)) else shown


def nothing_case(bench):
    """Where nothing is out it is said, and nothing is made up."""
    bench.answer('post', 'new', '--text', 'Not out')
    shown = text_of(bench, 'numbers', 'show')
    overview = bench.answer('numbers', 'show')
    gaps = text_of(bench, 'numbers', 'gaps')
    table = text_of(bench, 'numbers', 'export')
    post = bench.answer('post', 'list')[0]['id']
    none = bench.answer('numbers', 'show', '--post', post)
    chart = refusal(bench, 'numbers', 'chart', 'post', post, '--out', os.path.join(bench.folder, 'a.svg'), code=3)
    if shown.count('No post went out') != 1:
        return shown
    beside = text_of(bench, 'numbers', 'export', '--out', '-')
    wrong = [refusal(bench, 'numbers', 'import', '-'), refusal(bench, 'numbers', 'top', '--limit', '0', code=2),
             refusal(bench, 'numbers', 'top', '--limit', '-3', code=2)]
    if beside != table or os.path.exists('-') or 'name that' not in wrong[0]:
        return f'{beside} {wrong}'
    if 'not known' not in shown or '0 %' in shown or 'value' in overview['tiles']['engagement']:
        return shown
    return None if 'Nothing is missing' in gaps and table.count('\n') == 1 and none == [] and 'not gone out' in chart \
        else f'{gaps} {table} {none} {chart}'


def told_case(bench, published):
    """That a post is gone and what was corrected is said, of a post and of all; and a post is asked for all at once."""
    receipt = published.copy_to(bench)
    at = receipt['published_at']
    forget(bench)
    bench.clock.advance(30 * 86400)
    many = 1100
    rows = [f'{receipt["url"]},{at + 60 * nr},{nr},2,0' for nr in range(1, many + 1)]
    bench.answer('numbers', 'import', write(bench, rows))
    bench.answer('numbers', 'import', write(bench, [f'{receipt["url"]},{at + 60 * many},3,,']))
    before = text_of(bench, 'numbers', 'show', '--period', 'all')
    change(bench, f'UPDATE tally SET gone_at = {at + 61 * many}')
    one = text_of(bench, 'numbers', 'show', '--post', receipt['post_id'])
    every = text_of(bench, 'numbers', 'show', '--period', 'all')
    shown = bench.answer('numbers', 'show', '--post', receipt['post_id'])
    moments = [(row['taken_at'], row['revision']) for row in shown if row['origin'] == 'import']
    if moments != [(at + 60 * nr, 0) for nr in range(1, many + 1)] + [(at + 60 * many, 1)]:
        return f'{len(moments)} of {many + 1}: {moments[:3]} … {moments[-3:]}'
    if one.count('corrected below') != 1 or one.count('correction') != 1 or one.count('deleted on the network') != 1:
        return one[-1000:]
    if 'corrected' not in before or 'deleted' in before or 'corrected; deleted on the network' not in every:
        return f'{before} {every}'
    return None if all(row['gone_at'] == at + 61 * many for row in shown) else shown[-1]


def gaps_case(bench, published):
    """Of a post nothing is missing from before it went out; what began then and went on is told."""
    receipt = published.copy_to(bench)
    at = receipt['published_at']
    account = f"(SELECT nr FROM account WHERE id = '{receipt['account_id']}')"
    change(bench, 'DELETE FROM gap', *(
        f"INSERT INTO gap (account, from_at, until_at, code, sentence) VALUES ({account}, {start}, {end}, 'offline', '{word}')"
        for start, end, word in ((at - 900, at - 600, 'Early'), (at - 300, at + 300, 'Across'), (at + 600, at + 900, 'Late'))))
    of_post, of_all = ([gap['sentence'] for gap in bench.answer('numbers', 'gaps', *words)]
                       for words in (('--post', receipt['post_id']), ()))
    return None if (of_post, of_all) == (['Across', 'Late'], ['Early', 'Across', 'Late']) else f'{of_post} {of_all}'


def dry_case(bench, published):
    """A dry run tells what would be where nothing may be written, and of a post that nobody has begun to count."""
    receipt = published.copy_to(bench)
    path = write(bench, [f'{receipt["url"]},{receipt["published_at"] + 600},1,2,0'])
    bad = os.path.join(bench.folder, 'bad.csv')
    with open(path, 'rb') as good, open(bad, 'wb') as file:
        file.write(good.read() + b'half\n')
    forget(bench)
    before = bench.dump()
    told = bench.answer('numbers', 'import', path, '--dry-run')
    refused = bench.run('numbers', 'import', bad)
    if (told['new'], told['stored'], refused.returncode) != (1, False, 4) or bench.dump() != before:
        return f'{told} {refused}: something is written'
    change(bench, 'PRAGMA user_version = 9999')
    told = bench.answer('numbers', 'import', path, '--dry-run')
    newer = refusal(bench, 'numbers', 'import', path, code=9)
    change(bench, f'PRAGMA user_version = {before_version(published)}')
    stored = bench.answer('numbers', 'import', path)
    return None if (told['new'], stored['new'], stored['stored']) == (1, 1, True) and 'newer version' in newer \
        else f'{told} {newer} {stored}'


def before_version(published):
    with contextlib.closing(sqlite3.connect(os.path.join(published.bench.workspace, 'main.db'))) as db:
        return db.execute('PRAGMA user_version').fetchone()[0]


def comes_back_case(bench, published):
    """An export is read where nothing was counted, and then exports the same: but that a file told it."""
    receipt = published.copy_to(bench)
    imported(bench, receipt)
    at, handle = receipt['published_at'], receipt_handle(bench, receipt)
    for nr in (1, 2):
        bench.answer('numbers', 'import', write(bench, [f'{receipt["url"]},,{at + 600},{40 + nr},', f',{handle},{at + 700},,{90 + nr}'],
                                                head='post,account,taken_at,likes,followers'))
    tables = [text_of(bench, 'numbers', 'export')]
    for _ in range(2):
        published.copy_to(bench)
        forget(bench)
        path = write(bench, tables[-1].encode())
        first, again = (bench.answer('numbers', 'import', path) for _ in range(2))
        tables.append(text_of(bench, 'numbers', 'export'))
        if first['same'] or first['corrections'] or again['new'] or again['corrections']:
            return f'{first} {again}'
    first, second = (sorted([{key: row[key] for key in row if key not in ('origin', 'source')}
                             for row in csv.DictReader(io.StringIO(table, newline=''))], key=str) for table in tables[:2])
    if len(first) < 3 * 3 + 2 + 2 or first != second:
        return f'{tables[0]}\n{tables[1]}'
    return None if tables[1] == tables[2] and ',2,likes,42,' in tables[1] else f'{tables[1]}\n{tables[2]}'


def receipt_handle(bench, receipt):
    return next(one['handle'] for one in bench.answer('account', 'list') if one['id'] == receipt['account_id'])


def main(programs, fixtures):
    tap = Tap()
    cases = [('counted-and-shown', counted_case), ('refreshed', refresh_case), ('top', top_case), ('nothing', nothing_case)]
    copies = [('imported', import_case), ('bad-imports', bad_import_case), ('imported-dry', dry_case),
              ('told-what-is-gone-and-corrected', told_case), ('gaps-of-a-post', gaps_case), ('exported', export_case),
              ('results', results_case), ('export-comes-back', comes_back_case), ('drawn', chart_case),
              ('drawn-from-right-to-left', mirrored_case), ('replaced', replaced_case), ('of-removed-accounts', removed_case), ('rebuilt', rebuild_case),
              ('periods', period_case), ('changes', change_case), ('of-several-accounts', several_accounts_case)]
    published = Published(programs, fixtures)
    for name, case in cases + [(name, functools.partial(case, published=published)) for name, case in copies]:
        bench = Bench(programs, fixtures)
        try:
            problem = case(bench)
        except (AssertionError, journey.Failed, subprocess.TimeoutExpired, KeyError, ValueError, OSError, sqlite3.Error) as error:
            problem = f'{type(error).__name__}: {error}'
        finally:
            bench.close()
        tap.case(f'/cli/numbers/{name}', problem)
    published.bench.close()
    return tap.end()


if __name__ == '__main__':
    sys.exit(main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])))
