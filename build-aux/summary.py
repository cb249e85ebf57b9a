#!/usr/bin/env python3
"""summary.py REPORT STATUS LOG…: sums the cases of meson's logs into one line.

meson's own summary counts programs and hides skips; this counts cases. A
program that died fails every case of its plan that it did not come to. Failed
cases and the reasons of skips are named; REPORT gets the same as JSON.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import re
import sys


def read_tap(text):
    """(passed, failed, skipped, planned, names of the failed, reasons of skips)."""
    passed = 0
    planned = None
    failed = []
    skips = []
    said = []
    for line in text.splitlines():
        plan = re.match(r'1\.\.(\d+)(?:\s+#\s*skip\s*(.*))?', line, re.I)
        if plan:
            planned = int(plan.group(1))
            if planned == 0:
                skips.append(plan.group(2) or 'no reason given')
            continue
        if line.startswith('#'):
            said.append(line)
        case = re.match(r'(not )?ok\b\s*\d*\s*-?\s*(.*)', line)
        if not case:
            continue
        skip = re.search(r'#\s*skip\w*\s*(.*)', case.group(2), re.I)
        name = case.group(2).split(' #')[0].strip()
        if skip:
            skips.append(f'{name}: {skip.group(1) or "no reason given"}')
        elif case.group(1):
            failed.append('\n  '.join([name] + said[-12:]))
        else:
            passed += 1
        said = []
    return passed, failed, skips, planned


def read_program(entry):
    passed, failed, skips, planned = read_tap(entry.get('stdout') or '')
    seen = passed + len(failed) + len(skips)
    if planned is not None and planned > seen:
        failed.append(f'{planned - seen} cases never ran')
        unrun = planned - seen
    else:
        unrun = 0
    if entry.get('result') not in ('OK', 'SKIP') and not failed:
        failed.append(f'the program ended badly ({entry.get("result")})')
    return {
        'name': entry['name'].split(' / ')[-1],
        'suites': entry.get('suite', []),
        'passed': passed,
        'failed': len(failed) - (1 if unrun else 0) + unrun,
        'failures': failed,
        'skipped': len(skips),
        'reasons': skips,
        'seconds': round(entry.get('duration', 0), 1),
    }


def main(report, status, logs):
    programs = []
    for log in logs:
        with open(log, encoding='utf-8') as file:
            programs += [read_program(json.loads(line)) for line in file if line.strip()]
    with open(report, 'w', encoding='utf-8') as file:
        json.dump(programs, file, indent=2)
        file.write('\n')
    for program in programs:
        for failure in program['failures']:
            print(f'failed: {program["name"]}: {failure}')
        for reason in program['reasons']:
            print(f'skipped: {program["name"]}: {reason}')
    passed, failed, skipped = (sum(p[key] for p in programs) for key in ('passed', 'failed', 'skipped'))
    if status and not failed:
        print('failed: meson says that a test failed, and no case does')
        failed = 1
    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3:]))
