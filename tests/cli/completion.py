#!/usr/bin/env python3
"""What may come next on a command line, asked by the shells themselves: every word
and option of the command table, the names of what a workspace has, files.

  completion.py BUILD/src FIXTURES

SPDX-License-Identifier: GPL-3.0-or-later
"""
import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
import time

from harness import Bench, Connected, Tap, journey, text_of


def write(there):
    """A post to complete the name of."""
    return there.bench.answer('post', 'new', '--text', 'A kiln glows', '--account', there.mastodon['id'])


class Bash:
    """An interactive bash on a terminal, with the completion in it. Its Ctrl+T tells the line that is typed."""
    def __init__(self, bench):
        folder = os.path.dirname(bench.cli)
        env = dict(bench.env, PATH=f'{folder}:{os.environ["PATH"]}', PS1='', TERM='dumb', INPUTRC='/dev/null')
        self.master, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 50, 2000, 0, 0))
        self.process = subprocess.Popen(['bash', '--norc', '--noprofile', '-i'], env=env, stdin=terminal,
                                        stdout=terminal, stderr=terminal, start_new_session=True)
        os.close(terminal)
        self.send('bind "set bell-style none"; bind "set enable-bracketed-paste off"; '
                  'bind "set completion-query-items 0"; bind "set page-completions off"; '
                  'bind "set show-all-if-ambiguous on"; source <(creatorsync-cli completion bash); '
                  'bind -x \'"\\C-t": printf "<%s>\\n" "$READLINE_LINE"\'; echo rea""dy\n')
        self.read_until('ready\r?\n')

    def send(self, text):
        os.write(self.master, text.encode())

    def read_until(self, pattern):
        said = ''
        deadline = time.monotonic() + 30
        while not re.search(pattern, said):
            assert time.monotonic() < deadline, said
            said += os.read(self.master, 65536).decode(errors='replace')
        return said

    def complete(self, line):
        """The line after the key that completes, and all that was shown."""
        self.send(line + '\t\x14')
        said = self.read_until(r'<[^<>]*>\r?\n')
        self.send('\x15')
        return re.search(r'<([^<>]*)>', said).group(1), said

    def close(self):
        self.process.kill()
        self.process.wait(10)
        os.close(self.master)


def bash_case(bench):
    """Commands, options, choices, names and files; after --workspace, too; while nobody owns it and while one does."""
    with Connected(bench) as there:
        post = write(there)
        problem = problem_with_bash(bench, there, post, 'an owner')
    bench.env.pop('G_MESSAGES_DEBUG', None)
    before = bench.dump()
    problem = problem or problem_with_bash(bench, there, post, 'no owner')
    return problem or (None if bench.dump() == before else 'to complete has changed something')


def problem_with_bash(bench, there, post, who):
    shell = Bash(bench)
    start = f'creatorsync-cli --workspace {bench.workspace} '
    clip = os.path.join(bench.fixtures, 'clips', 'pass.mp4')
    try:
        for typed, becomes in (
                ('acc', 'account '), ('account ch', 'account check '), ('--json pos', '--json post '),
                ('post schedule --zo', 'post schedule --zone '), ('post schedule --late pub', 'post schedule --late publish '),
                ('post new --visibility un', 'post new --visibility unlisted '),
                ('post show ' + post['id'][:12], f'post show {post["id"]} '),
                ('post new --media ' + there.media['id'][:9], f'post new --media {there.media["id"]} '),
                ('account check alice.t', 'account check alice.test '),
                ('account check @al', f'account check {there.mastodon["handle"]} '),
                ('account check alice@', f'account check {there.mastodon["handle"][1:]} '),
                (f'account check {there.mastodon["handle"][:10]}', f'account check {there.mastodon["handle"]} '),
                ('post new --account=@al', f'post new --account={there.mastodon["handle"]} '),
                ('post new --account=alice.t', 'post new --account=alice.test '),
                ('numbers top --account alice.test --account @al',
                 f'numbers top --account alice.test --account {there.mastodon["handle"]} '),
                ('account check alice.test mast', 'account check alice.test mast'),
                ('media check --network you', 'media check --network youtube '),
                (f'media add {clip[:-3]}', f'media add {clip} '), ('completion f', 'completion fish ')):
            line, said = shell.complete(start + typed)
            if line != start + becomes:
                return f'with {who} “{typed}” becomes “{line.removeprefix(start)}”, not “{becomes}”: {said!r}'
        line, said = shell.complete(start + 'account check ')
        if 'alice.test  (bluesky)' not in said or f'{there.mastodon["handle"]}  (mastodon)' not in said:
            return f'with {who} the accounts are not told: {said!r}'
        line, said = shell.complete('creatorsync-cli --workspace /nowhere/at/all account check ')
        if line != 'creatorsync-cli --workspace /nowhere/at/all account check ' or 'creatorsync-cli:' in said:
            return f'a workspace that is not there: {said!r}'
    finally:
        shell.close()
    return None


def list_commands(bench):
    """The command table, as --help tells it."""
    lines = text_of(bench, '--help').splitlines()
    return [line[2:19].strip() for line in lines if re.match(r'  (?!creatorsync-cli)[a-z]', line)]


def list_options(bench, command):
    """What a command's own --help says that it takes, and what all take."""
    told = re.findall(r'^ +(?:-\w, )?--([\w-]+)', text_of(bench, *command.split(), '--help'), re.MULTILINE)
    return {*told, 'workspace', 'json'}


def table_case(bench):
    """Bash offers each word of each command, and then each option that the command takes."""
    commands = list_commands(bench)
    if len(commands) < 25:
        return f'these are no commands: {commands}'
    offers = {'': {command.split()[0] for command in commands}}
    for command in commands:
        first, *second = command.split()
        if second:
            offers.setdefault(first + ' ', set()).update(second)
        offers[command + ' --'] = {'--' + option for option in list_options(bench, command)}
    shell = Bash(bench)
    try:
        for typed, words in offers.items():
            line, said = shell.complete(f'creatorsync-cli {typed}')
            shown = re.sub(r'  \(.*?\)(?=\s{2}|\s*$)', '  ', said, flags=re.MULTILINE)
            left = words - set(f'{line} {shown}'.split())
            if left:
                return f'after “{typed}” it does not offer {sorted(left)}: {said!r}'
    finally:
        shell.close()
    return None


def scripts_case(bench):
    """Each shell reads its script without a complaint, where it is here."""
    for shell, check in (('bash', ['-n']), ('zsh', ['-n']), ('fish', ['--no-execute'])):
        script = text_of(bench, 'completion', shell)
        if '__complete' not in script:
            return f'{shell} does not ask the program'
        if shutil.which(shell) is None:
            print(f'# {shell} is not here')
            continue
        done = subprocess.run([shell, *check], input=script.encode(), capture_output=True, check=False)
        if done.returncode != 0 or done.stderr:
            return f'{shell}: {done.stderr!r}'
    return None


def main(programs, fixtures):
    tap = Tap()
    cases = [('bash-completes', bash_case), ('the-whole-table-is-offered', table_case),
             ('scripts-of-the-shells', scripts_case)]
    for name, case in cases:
        bench = Bench(programs, fixtures)
        try:
            problem = case(bench)
        except (AssertionError, journey.Failed, subprocess.TimeoutExpired, KeyError, ValueError, OSError) as error:
            problem = f'{type(error).__name__}: {error}'
        finally:
            bench.close()
        tap.case(f'/cli/completion/{name}', problem)
    return tap.end()


if __name__ == '__main__':
    sys.exit(main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])))
