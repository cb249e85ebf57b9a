#!/usr/bin/env python3
"""bench.py FOLDER REPORT [NAME]: runs bench-* programs and judges their lines.

A program prints one JSON object a measure: name, value, unit, peer, ratio,
limit, pass. What is judged is a ratio to the peer or a count, never a time:
machines are shared. A line without "limit" is only reported. A ratio of wall
times is good to 15 % and one of CPU to 4 % (measured over repeated runs): what
misses its limit by no more than that is said, and not counted as missed.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import glob
import json
import os
import subprocess
import sys


def measures(program):
    """The lines of one program; a program that fails is a missed measure."""
    ended = subprocess.run([program], capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith('{')]
    if ended.returncode or not lines:
        reason = (ended.stderr.strip().splitlines() or ['it printed nothing'])[-1]
        lines.append({'name': os.path.basename(program), 'pass': False, 'limit': 'runs', 'value': reason, 'unit': ''})
    return lines


def is_near(line):
    """Whether a limit is missed by no more than what the same run varies by."""
    name = line['name']
    margin = 1.15 if '.wall' in name or name.endswith('.time') else 1.04 if name.endswith('.cpu') else 1
    return not line['pass'] and 'ratio' in line and margin > 1 and line['ratio'] <= float(line['limit']) * margin


def show(line):
    ratio = f' ({line["ratio"]:.3g} of {line["peer"]})' if 'ratio' in line else ''
    limit = f', limit {line["limit"]}' if 'limit' in line else ''
    value = f'{line["value"]:.4g}' if isinstance(line['value'], (int, float)) else line['value']
    verdict = 'only told' if 'limit' not in line else 'met' if line['pass'] else 'MISSED'
    if verdict == 'MISSED' and is_near(line):
        verdict = 'missed within the margin'
    why = f', for {line["why"]}' if verdict == 'MISSED' and line.get('why') else ''
    print(f'{line["name"]}: {value} {line["unit"]}{ratio}{limit}: {verdict}{why}', flush=True)


def main(folder, report, only):
    found = []
    for program in sorted(glob.glob(f'{folder}/bench-*')):
        if not os.access(program, os.X_OK) or os.path.isdir(program):
            continue
        if only and only not in program:
            continue
        for line in measures(program):
            show(line)
            found.append(line)
    with open(report, 'w', encoding='utf-8') as file:
        json.dump(found, file, indent=2)
        file.write('\n')
    met = sum(1 for line in found if 'limit' in line and line['pass'])
    missed = sum(1 for line in found if 'limit' in line and not line['pass'] and not is_near(line))
    print(f'{met} met, {missed} missed')
    return 1 if missed or not met else 0


sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None))
