#!/usr/bin/env python3
"""help.py SOURCE: the pages of help/C hang together, and are true of the window, as TAP.

Each is well formed Mallard of its own name with a title and a description, can be come to from the
index, and links to what there is; what it says is on the window is a text of the window; the page of
keys tells the same as the window of keys; what is installed is what there is.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import glob
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

MALLARD = '{http://projectmallard.org/1.0/}'
NETWORKS = {'Mastodon', 'Bluesky'}      # not translated, so no text of ours
KEYS = {'Control': 'Ctrl', 'Page_Up': 'Page Up', 'Page_Down': 'Page Down', 'comma': ',', 'period': '.',
        'question': '?', 'Return': 'Enter', 'space': 'Space', 'Escape': 'Esc'}
TEXT = re.compile(r'(?<!\w)C?_\s*\(\s*(?:"shortcut window",\s*)?((?:"(?:[^"\\]|\\.)*"\s*)+)\)')


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def window_texts(top):
    """Without what only a program reads of them."""
    found = set(NETWORKS)
    for path in glob.glob(os.path.join(top, 'src', 'ui', '**', '*'), recursive=True):
        if path.endswith(('.c', '.blp')):
            for match in TEXT.finditer(read(path)):
                found.add(''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group(1))).replace('_', ''))
    return found


def words_of(node):
    return ' '.join(''.join(node.itertext()).split())


def parse(pages):
    """The pages that can be read, by name, and what is wrong with the others."""
    trees, faults = {}, []
    for name, text in pages.items():
        try:
            trees[name] = ElementTree.fromstring(text)
        except ElementTree.ParseError as error:
            faults.append(f'{name}: {error}')
    return trees, faults


def check_form(pages):
    trees, faults = parse(pages)
    for name, tree in trees.items():
        if tree.tag != MALLARD + 'page' or tree.get('id') != name:
            faults.append(f'{name}: it is no page of that name')
        for part in [tree, *tree.iter(MALLARD + 'section')]:
            if part.find(MALLARD + 'title') is None:
                faults.append(f'{name}: {part.get("id")} has no title')
        if tree.find(f'{MALLARD}info/{MALLARD}desc') is None:
            faults.append(f'{name}: it has no description')
    return faults


def check_links(pages):
    trees, faults = parse(pages)
    there = set(trees)
    for name, tree in trees.items():
        there |= {f'{name}#{part.get("id")}' for part in tree.iter(MALLARD + 'section')}
    for name, tree in trees.items():
        links = list(tree.iter(MALLARD + 'link'))
        faults += [f'{name}: there is no {link.get("xref")}' for link in links if link.get('xref') not in there]
        if name != 'index' and not any(link.get('type') == 'guide' and link.get('xref', '').startswith('index')
                                       for link in tree.findall(f'{MALLARD}info/{MALLARD}link')):
            faults.append(f'{name}: it is not in the index')
    return faults


def check_words(pages, texts):
    trees, faults = parse(pages)
    return faults + [f'{name}: the window has no “{words_of(node)}”' for name, tree in trees.items()
                     for node in tree.iter(MALLARD + 'gui') if words_of(node) not in texts]


def key_words(accelerator):
    parts = re.findall(r'<(\w+)>', accelerator) + [re.sub(r'<\w+>', '', accelerator)]
    return [KEYS.get(part, part.upper() if len(part) == 1 else part) for part in parts]


def check_keys(pages, overlay):
    """The same rows, in the same order."""
    trees, faults = parse(pages)
    told = [(title, [key_words(one) for one in keys.split()]) for title, keys in
            re.findall(r'title: C_\("shortcut window", "([^"]*)"\);\s*accelerator: "([^"]*)";', overlay)]
    shown = []
    for row in trees['keys'].iter(MALLARD + 'tr'):
        title, keys = row.findall(f'{MALLARD}td/{MALLARD}p')
        shown.append((words_of(title), [[words_of(key) for key in one.iter(MALLARD + 'key')] for one in keys]))
    faults += [f'keys: {row} is not in the window of keys' for row in shown if row not in told]
    return faults + [f'keys: {row} is missing' for row in told if row not in shown]


def check_installed(pages, build):
    named = set(re.findall(r"'C/(\w+)\.page'", build))
    return [f'help/meson.build: {name}' for name in sorted(named ^ set(pages))]


def check_fixture():
    """A page with each fault is found out."""
    head = '<page xmlns="http://projectmallard.org/1.0/" type="topic"'
    bad = {'index': f'{head} id="index"><info><desc>x</desc></info><title>x</title></page>',
           'other': f'{head} id="others"><info><link type="seealso" xref="nowhere#x"/></info>'
                    '<section id="s"><p><gui>Nobody</gui></p></section></page>',
           'broken': '<page>',
           'keys': f'{head} id="keys"><title>x</title><tr><td><p>Quit</p></td><td><p><key>F9</key></p></td></tr></page>'}
    found = [len(check_form(bad)), len(check_links(bad)), len(check_words(bad, {'Quit'})),
             len(check_keys(bad, 'title: C_("shortcut window", "Quit"); accelerator: "F2";')),
             len(check_installed(bad, "'C/index.page'"))]
    return [] if found == [6, 4, 2, 3, 3] else [f'{found} faults were found']


def main(top):
    pages = {os.path.basename(path)[:-5]: read(path)
             for path in sorted(glob.glob(os.path.join(top, 'help', 'C', '*.page')))}
    cases = [('form', check_form(pages)), ('links', check_links(pages)),
             ('words-are-of-the-window', check_words(pages, window_texts(top))),
             ('keys', check_keys(pages, read(os.path.join(top, 'src', 'ui', 'gtk', 'help-overlay.blp')))),
             ('installed', check_installed(pages, read(os.path.join(top, 'help', 'meson.build')))),
             ('faults-are-found', check_fixture())]
    print(f'1..{len(cases)}')
    for number, (name, faults) in enumerate(cases, 1):
        print('\n'.join(f'# {fault}' for fault in faults), end='\n' if faults else '')
        print(f'{"not ok" if faults else "ok"} {number} /help/{name}')
    return 1 if any(faults for _, faults in cases) else 0


if __name__ == '__main__':
    sys.exit(main(os.path.abspath(sys.argv[1])))
