"""A language that nobody speaks: what stays as it was has not been made translatable.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import subprocess

import polib

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ACCENTS = str.maketrans('AaCcEeIiNnOoSsUuYyZz', 'ÀàÇçÉéÎîÑñÔôŠšÜüÝýŽž')
KEPT = re.compile(r'(%<\w+>|%[-+ #0]*[\d*]*(?:\.\d+)?[a-zA-Z%]+|<[^>]*>|&\w+;|\\n|creatorsync-cli [a-z ]*|--\w+)')


def options():
    """How the project’s texts are found, for xgettext."""
    with open(os.path.join(TOP, 'po', 'options'), encoding='utf-8') as file:
        lines = [line.strip() for line in file if not line.startswith('#')]
    return lines + ['--exclude-file=' + os.path.join(TOP, 'po', 'whole.po')]


def pseudo(text):
    """Longer by a third, with accents, between brackets; what a program reads is kept."""
    if not text.strip():
        return text
    words = ''.join(part if i % 2 else part.translate(ACCENTS) for i, part in enumerate(KEPT.split(text)))
    return '⟦' + words + ' ' + '~' * max(1, len(text) // 3) + '⟧'


def make_pseudo(folder):
    """Its catalogue, in the LC_MESSAGES folder of a language."""
    os.makedirs(folder, exist_ok=True)
    pot, po, mo = (os.path.join(folder, 'creatorsync.' + ending) for ending in ('pot', 'po', 'mo'))
    subprocess.run(['xgettext', '--language=C', *options(), '--files-from=po/POTFILES.in', '-o', pot], check=True,
                   cwd=TOP, stderr=subprocess.DEVNULL)
    catalogue = polib.pofile(pot)
    catalogue.metadata['Plural-Forms'] = 'nplurals=2; plural=(n != 1);'
    for entry in catalogue:
        entry.flags = [flag for flag in entry.flags if flag == 'c-format']
        if entry.msgid_plural:
            entry.msgstr_plural = {0: pseudo(entry.msgid), 1: pseudo(entry.msgid_plural)}
        else:
            entry.msgstr = pseudo(entry.msgid)
    catalogue.save(po)
    # Not by polib: numbers of 64 bits are written otherwise on every machine, which only msgfmt knows.
    subprocess.run(['msgfmt', '-o', mo, po], check=True)
