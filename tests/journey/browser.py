#!/usr/bin/env python3
"""What a person's browser does with a sign-in page whose button presses itself:
visits it, and follows it back to the program.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys
import urllib.request

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
with opener.open(sys.argv[1], timeout=30) as answer:
    answer.read()
