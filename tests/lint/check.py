#!/usr/bin/env python3
"""check.py SOURCE BUILD: the house rules over the whole tree, as TAP.

Sources by rules.py; borders between the rooms by the include folders that each
file is compiled with and by the foreign symbols that each object wants; and
the rules themselves on fixtures that break them.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

import rules


class Tap:
    def __init__(self):
        self.number = 0
        self.failed = False

    def case(self, name, problems):
        self.number += 1
        if problems:
            self.failed = True
            for problem in problems[:40]:
                print(f'# {problem}')
            print(f'not ok {self.number} {name}')
        else:
            print(f'ok {self.number} {name}')

    def end(self):
        print(f'1..{self.number}')
        return 1 if self.failed else 0


def sources(top, endings=('.c', '.h')):
    for folder in ('src', 'tests'):
        for where, folders, names in os.walk(os.path.join(top, folder)):
            folders[:] = [f for f in sorted(folders) if f not in ('fixtures', '__pycache__')]
            for name in sorted(names):
                if name.endswith(endings):
                    yield os.path.relpath(os.path.join(where, name), top)


def read(top, path):
    with open(os.path.join(top, path), encoding='utf-8') as file:
        return file.read()


def lint_sources(top):
    found = {}
    for path in sources(top):
        for line, rule, sentence in rules.check_text(path, read(top, path)):
            found.setdefault(rule, []).append(f'{path}:{line}: {sentence}')
    for path in sources(top, ('.sh', '.py', '.sql', '.patch', 'meson.build')):
        text = read(top, path)
        if not path.endswith(('.patch', 'meson.build')) and 'SPDX-License-Identifier' not in text:
            found.setdefault('licence', []).append(f'{path}:1: the file names no licence')
        if not path.startswith('tests/lint/'):
            for number, line in enumerate(text.split('\n'), 1):
                if rules.FOREIGN_PATHS.search(line):
                    found.setdefault('foreign-path', []).append(f'{path}:{number}: a path that is not of the project')
    return found


def lint_fixtures(top):
    """Each fixture names the rules that it breaks; those and no others are found."""
    problems = []
    folder = os.path.join(top, 'tests/lint/fixtures')
    for name in sorted(os.listdir(folder)):
        text = read(top, f'tests/lint/fixtures/{name}')
        expected = sorted(re.findall(r'expect: ([a-z-]+)', text))
        as_path = re.search(r'path: (\S+)', text)
        path = as_path.group(1) if as_path else f'src/model/{name}'
        found = sorted({rule for _, rule, _ in rules.check_text(path, text)})
        if found != expected:
            problems.append(f'{name}: found {found}, expected {expected}')
    return problems


def room_of(path):
    match = re.match(r'src/([^/]+)/', path)
    return match.group(1) if match else None


def lint_includes(top, build):
    """No file is compiled with the include folder of a room it may not see."""
    problems = []
    with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as file:
        commands = json.load(file)
    for command in commands:
        path = os.path.relpath(os.path.join(command['directory'], command['file']), top)
        room = room_of(path)
        if room not in rules.ROOMS:
            continue
        for folder in re.findall(r'-I(\S+)', command['command']):
            folder = os.path.relpath(os.path.join(command['directory'], folder), top)
            seen = room_of(folder + '/')
            if seen and seen != room and seen in rules.ROOMS and seen not in rules.ROOMS[room]:
                problems.append(f'{path}: sees src/{seen}')
    return sorted(set(problems))


def lint_symbols(build):
    """No object, of a library or of a program, wants a symbol that belongs to another room."""
    problems = []
    for room in rules.ROOMS:
        objects = glob.glob(os.path.join(build, 'src', room, '**', '*.o'), recursive=True)
        if not objects:
            problems.append(f'src/{room} is not built')
            continue
        wanted = subprocess.run(['nm', '-u', *objects], check=True, capture_output=True, text=True).stdout
        for symbol in sorted(set(re.findall(r' U (\w+)', wanted))):
            for prefix, owners in rules.FOREIGN.items():
                if symbol.startswith(prefix + '_') and room not in owners:
                    problems.append(f'src/{room} wants {symbol}')
    return problems


def compile_call(build, room, target, name):
    """An object of a room that calls a function."""
    folder = os.path.join(build, 'src', room, target)
    os.makedirs(folder, exist_ok=True)
    subprocess.run(['gcc', '-c', '-x', 'c', '-o', f'{folder}/x.o', '-'], check=True, text=True,
                   input=f'void {name} (void); void f (void); void f (void) {{ {name} (); }}')


def lint_border_fixtures():
    """A file that sees too much and one that calls too far are found, of a program as of a library."""
    problems = []
    with tempfile.TemporaryDirectory() as build:
        with open(os.path.join(build, 'compile_commands.json'), 'w', encoding='utf-8') as file:
            json.dump([{'directory': build, 'file': 'src/model/cs-x.c',
                        'command': 'cc -Isrc/base -Isrc/model -Isrc/store -c x.c'}], file)
        if lint_includes(build, build) != ['src/model/cs-x.c: sees src/store']:
            problems.append('an include folder that is forbidden was not found')
        compile_call(build, 'model', 'libcs-model.a.p', 'soup_session_new')
        compile_call(build, 'cli', 'creatorsync-cli.p', 'sqlite3_open')
        found = lint_symbols(build)
        if not {'src/model wants soup_session_new', 'src/cli wants sqlite3_open', 'src/ui is not built'} <= set(found):
            problems.append('a foreign call was not found')
    return problems


def lint_rooms(top):
    """Every room under src is in the table and in src/DESIGN.md."""
    design = read(top, 'src/DESIGN.md')
    problems = []
    for name in sorted(os.listdir(os.path.join(top, 'src'))):
        if os.path.isdir(os.path.join(top, 'src', name)) and os.listdir(os.path.join(top, 'src', name)):
            if name not in rules.ROOMS:
                problems.append(f'src/{name} is in no table of rooms')
            if f'`{name}`' not in design:
                problems.append(f'src/{name} is not in src/DESIGN.md')
    return problems


def run_xgettext(top, skipped, *options):
    """What it finds in the sources: of each text its words, the places that have it, and whether it is explained."""
    paths = [path for path in sources(top, ('.c', '.h', '.blp'))
             if path.startswith('src/') and not path.startswith(('src/simulator/', *skipped))]
    told = subprocess.run(['xgettext', '--language=C', '--no-wrap', '-o', '-', *options, *paths], cwd=top, check=True,
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    for block in told.split('\n\n')[1:]:
        words = ' '.join(re.findall(r'^msgid(?:_plural)? (.*(?:\n".*)*)', block, re.M)).replace('"\n"', '')
        yield words, set(' '.join(re.findall(r'^#: (.*)', block, re.M)).split()), '\n#. ' in '\n' + block


def find_texts(top):
    with open(os.path.join(top, 'po/options'), encoding='utf-8') as file:
        options = [line.strip() for line in file if not line.startswith('#')]
    return list(run_xgettext(top, (), '--add-location=file', f'--exclude-file={top}/po/whole.po', *options))


# A sentence begins with a capital letter and has three words; a log has no language.
SENTENCE = re.compile(r'"[A-Z][a-z’]* [a-z“%][^ ]* [a-z“%]')
LOGS = re.compile(r'g_(?:debug|info|message|warning|critical|error) \(|/\* not translated: ')


def lint_sentences(top, texts):
    """Every sentence in the sources goes through gettext, but for those that are said not to."""
    problems = []
    found = {one.strip('"') for words, _, _ in texts for one in words.split('" "')}
    # The helper has strings that are no UTF-8: what files begin with.
    for words, places, _ in run_xgettext(top, ['src/media-helper/'], '--from-code=UTF-8', '--extract-all', '--add-location'):
        if not SENTENCE.match(words) or words.strip('"') in found:
            continue
        for place in sorted(places):
            path, number = place.rsplit(':', 1)
            lines = read(top, path).split('\n')[max(0, int(number) - 3):int(number)] if path.endswith('.c') else []
            if lines and not LOGS.search(' '.join(lines)):
                problems.append(f'{place}: {words} is not translated')
    return problems


def lint_translations(top, texts):
    """Every file with texts is named in POTFILES.in, and none that has none."""
    named = {line.strip() for line in read(top, 'po/POTFILES.in').splitlines()
             if line.strip() and not line.startswith('#')}
    data = os.path.join(top, 'data')
    speaking = {os.path.join('data', name) for name in os.listdir(data)
                if name.endswith(('.gschema.xml', '.desktop.in', '.metainfo.xml.in'))}
    speaking |= {path for _, paths, _ in texts for path in paths}
    return ([f'{path} has texts and is not in po/POTFILES.in' for path in sorted(speaking - named)]
            + [f'po/POTFILES.in names {path}, which has no texts' for path in sorted(named - speaking)])


def lint_placeholders(texts):
    """Texts are whole, and one that is made of placeholders alone is explained."""
    problems = []
    for words, paths, is_explained in texts:
        where = f'{", ".join(sorted(paths))}: {words}'
        bare, places = re.subn(r'%<?\.?\d*(PR\w+>|z?[a-z])', '', words.replace('%%', '').replace('\\n', ''))
        if re.search(r'%"', bare):
            problems.append(f'{where} ends where a number begins: write PRId64, which xgettext knows')
        if places > 1 and not is_explained and not re.search(r'[^\W\d_]', bare):
            problems.append(f'{where} has no word: say in a comment “Translators:” what stands in it')
    return problems


def lint_blueprints(top):
    paths = [os.path.join(top, path) for path in sources(top, ('.blp',))]
    done = subprocess.run(['blueprint-compiler', 'format', *paths], capture_output=True, text=True,
                          check=False)
    return done.stdout.strip().splitlines()[-40:] if done.returncode != 0 else []


def lint_breaks(top):
    """Each patch that breaks a promise (./dev test --breaks) fits the tree as it is."""
    problems = []
    folder = os.path.join(top, 'tests/breaks')
    for name in sorted(os.listdir(folder)):
        tried = subprocess.run(['patch', '-p1', '--dry-run', '--fuzz=0', '--force', '-i', os.path.join(folder, name)],
                               cwd=top, capture_output=True, text=True, check=False)
        if tried.returncode != 0:
            problems.append(f'tests/breaks/{name} does not apply: make it anew')
    return problems


def lint_unused(top):
    """No function is kept for its test alone."""
    texts = {path: read(top, path) for path in sources(top) if path.startswith('src/')}
    return [f'{path}:{line}: {sentence}' for path, line, sentence in rules.check_unused(texts)]


def lint_unused_fixture():
    """What nobody calls is found, and what is called though it is said to be for tests."""
    texts = {'src/model/cs-x.h': 'int cs_x_called (int a);\n#define CS_X cs_x_by_macro ()\nint cs_x_by_macro (void);\n'
                                 'int cs_x_only_here (void);\n\n/* For tests. */\nint cs_x_seam (void);\n'
                                 'int cs_x_no_seam (void);\n\nint cs_x_after (void);\n',
             'src/model/cs-x.c': 'int\ncs_x_only_here (void)\n{\n  /* cs_x_after () */\n  return cs_x_no_seam ();\n}\n',
             'src/cli/main.c': 'int\nmain (void)\n{\n  return cs_x_called (CS_X);\n}\n'}
    found = [line for _, line, _ in rules.check_unused(texts)]
    return [] if found == [4, 8, 10] else [f'lines {found} were found, not 4, 8 and 10']


def print_measures(top):
    """What asks a question and decides nothing."""
    long_files = []
    long_functions = []
    for path in sources(top):
        text = read(top, path)
        count = text.count('\n')
        if count > (150 if path.endswith('.h') else 600):
            long_files.append(f'{path} {count}')
        for name, first, last, deepest in rules.functions(rules.strip(text)):
            if last - first + 1 > 60:
                long_functions.append(f'{path} {name} {last - first + 1}')
    print(f'# measures: files over 600 lines: {", ".join(long_files) or "none"}')
    print(f'# measures: functions over 60 lines: {", ".join(long_functions) or "none"}')


def main(top, build):
    tap = Tap()
    found = lint_sources(top)
    for rule in ('licence', 'file-length', 'line-length', 'function-length', 'nesting', 'blocked', 'unfinished',
                 'foreign-path', 'space', 'pragma-once', 'header-comment', 'own-header-first', 'includes'):
        tap.case(f'/lint/{rule}', found.pop(rule, []))
    tap.case('/lint/no-other-rule', [f'{rule}: {lines}' for rule, lines in found.items()])
    tap.case('/lint/rules-find-what-they-should', lint_fixtures(top))
    tap.case('/lint/borders-are-seen', lint_border_fixtures())
    tap.case('/lint/rooms-are-named', lint_rooms(top))
    tap.case('/lint/include-folders-keep-the-borders', lint_includes(top, build))
    tap.case('/lint/symbols-keep-the-borders', lint_symbols(build))
    tap.case('/lint/unused', lint_unused(top))
    tap.case('/lint/unused-is-found', lint_unused_fixture())
    texts = find_texts(top)
    tap.case('/lint/texts-are-translated', lint_translations(top, texts))
    tap.case('/lint/texts-can-be-translated', lint_placeholders(texts))
    tap.case('/lint/sentences-are-texts', lint_sentences(top, texts))
    tap.case('/lint/blueprints-are-formatted', lint_blueprints(top))
    tap.case('/lint/breaks-apply', lint_breaks(top))
    print_measures(top)
    return tap.end()


if __name__ == '__main__':
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    sys.exit(main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])))
