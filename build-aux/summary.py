#!/usr/bin/env python3
"""Sums the cases of a meson JUnit file into one closing line.

meson's own summary counts programs and hides skips. A program that died counts
as a failed case.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys
import xml.etree.ElementTree as ET


def main(path, status):
    passed = failed = skipped = 0
    for case in ET.parse(path).iter('testcase'):
        if case.find('skipped') is not None:
            skipped += 1
        elif case.find('failure') is not None or case.find('error') is not None:
            failed += 1
        else:
            passed += 1
    if status and not failed:
        failed = 1
    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    return 1 if failed else 0


sys.exit(main(sys.argv[1], int(sys.argv[2])))
