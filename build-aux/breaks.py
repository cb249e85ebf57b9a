#!/usr/bin/env python3
"""breaks.py [NAME]: shows that the tests can fail.

Each tests/breaks/*.patch breaks one promise. It is applied to a copy of the
tree, which is built and tested with the suite that the patch names ("suite:
NAME" in the lines above the diff); that suite must fail. A patch that no
longer applies, a copy that does not compile, and a suite that does not notice
are failures here.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import glob
import os
import re
import shutil
import subprocess
import sys

COPY = 'build/breaks'
SETUP = ['-Db_sanitize=address,undefined', '-Db_lundef=false', '-Dkillpoints=true']


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, check=False, **options)


def list_folders():
    """What the build may read: all but what is built, and what is hidden."""
    return [name for name in os.listdir('.') if os.path.isdir(name)
            and (name == 'build-aux' or not name.startswith(('.', 'build')))]


def refresh_copy():
    """The tree as it is, with times kept so that little is compiled again."""
    os.makedirs(COPY, exist_ok=True)
    for name in list_folders():
        kept = os.path.join(COPY, name)
        for where, folders, files in os.walk(name):
            os.makedirs(os.path.join(COPY, where), exist_ok=True)
            for file in files:
                source = os.path.join(where, file)
                target = os.path.join(COPY, source)
                same = os.path.exists(target) and open(source, 'rb').read() == open(target, 'rb').read()
                if not same:
                    shutil.copyfile(source, target)
                    shutil.copymode(source, target)
        for where, folders, files in os.walk(kept):
            for file in files:
                if not os.path.exists(os.path.relpath(os.path.join(where, file), COPY)):
                    os.remove(os.path.join(where, file))
    for name in filter(os.path.isfile, os.listdir('.')):
        shutil.copy(name, COPY)


def build():
    if not os.path.exists(f'{COPY}/build/build.ninja'):
        made = run('meson', 'setup', 'build', *SETUP, cwd=COPY)
        if made.returncode:
            return made
    return run('ninja', '-C', 'build', cwd=COPY)


def test(suite):
    """Runs a suite on the copy."""
    return run('meson', 'test', '-C', 'build', '--no-rebuild', '--print-errorlogs', '--suite', suite, cwd=COPY)


def fails_unbroken(suite, known={}):
    """What a suite says that fails on the tree as it is: a break shows only against one that passes."""
    if suite not in known:
        refresh_copy()
        ended = build()
        if ended.returncode == 0:
            ended = test(suite)
        known[suite] = ended.stdout[-2000:] if ended.returncode else None
    return known[suite]


def try_patch(path):
    """None when the suite noticed; else what went wrong."""
    with open(path, encoding='utf-8') as file:
        suite = re.search(r'^#?\s*suite: (\S+)', file.read(), re.M)
    if not suite:
        return 'it names no suite'
    trouble = fails_unbroken(suite.group(1))
    if trouble:
        return f'the suite {suite.group(1)} fails without the patch, too:\n{trouble}'
    refresh_copy()
    applied = run('patch', '-p1', '--no-backup-if-mismatch', '--fuzz=0', '-i', os.path.abspath(path), cwd=COPY)
    if applied.returncode:
        return f'it does not apply: {applied.stdout.strip().splitlines()[-1]}'
    built = build()
    if built.returncode:
        return 'the broken tree does not compile: ' + built.stdout.strip().splitlines()[-1]
    if test(suite.group(1)).returncode == 0:
        return f'the suite {suite.group(1)} did not notice'
    return None


def main(only):
    passed = failed = 0
    for path in sorted(glob.glob('tests/breaks/*.patch')):
        name = os.path.basename(path)[:-6]
        if only and only != name:
            continue
        problem = try_patch(path)
        print(f'{"noticed" if problem is None else "FAILED"}: {name}{": " + problem if problem else ""}', flush=True)
        if problem is None:
            passed += 1
        else:
            failed += 1
    refresh_copy()
    print(f'{passed} passed, {failed} failed, 0 skipped')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
