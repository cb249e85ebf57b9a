#!/usr/bin/env python3
"""The real window can be used without a pointer and without eyes.

  build-aux/display.sh access.py BUILD [PLACE…]

At each place, on the sample workspace: what can have the focus has a name and a role that says what
it is, what is clicked is at least 24 px each way, Tab goes round (nothing keeps it), each stop is
seen and in the window and looks different with the focus than without, no control is left out, and
the arrows move inside a list.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import sys
import time

import driver
from driver import GLib, xdotool
from PIL import ImageChops, ImageGrab

LEAST = 24          # px that a control has each way
MOST_STOPS = 120    # of one round of Tab
SOON = 3            # seconds until a key has had its effect
EDGE = 6            # px around a thing in which its focus may be drawn
SEEN = 12           # points that differ, of which each is told from what was before
TOLD = 24           # of 255, so that the difference of a colour is one

PRESSED = {'button', 'toggle button', 'push button', 'menu button', 'check box', 'radio button', 'switch', 'link'}
# GTK says of these that they can have the focus; most never have it, for what they hold has it.
HOLD_OTHERS = {'scroll pane', 'panel', 'list', 'grouping', 'dialog', 'alert', 'table', 'tree table', 'menu', 'frame'}
NO_ROLE = {'', 'unknown', 'invalid', 'filler', 'generic', 'panel', 'unspecified'}
DECORATION = {'Minimize', 'Maximize', 'Close'}      # of the window: the desktop and Escape have keys for them
# What is in one of these is reached by arrows, or by Tab from the row that has the focus.
HOLDERS = {'list item', 'table row', 'table cell', 'tree item', 'menu item', 'tab', 'table', 'tree table'}
ROWS = {'list item', 'table row'}


def press(window, key):
    """What has the focus once the key had its effect; None: the focus did not move."""
    window.watch.clear()
    xdotool('key', key)
    window.watch.wait(SOON)
    last = window.watch.last
    return driver.Node(window, last.accessible) if last is not None else None


def picture():
    return ImageGrab.grab(xdisplay=os.environ['DISPLAY'])


def around(box, screen):
    x, y, width, height = box
    return (max(0, x - EDGE), max(0, y - EDGE), min(screen.width, x + width + EDGE),
            min(screen.height, y + height + EDGE))


def differ(one, other, box):
    area = around(box, one)
    if area[0] >= area[2] or area[1] >= area[3]:
        return False
    change = ImageChops.difference(one.crop(area), other.crop(area)).convert('L')
    return sum(change.histogram()[TOLD:]) >= SEEN


def name_of(node):
    """As the program says it now: what came with a row that is used again is not it."""
    try:
        node.accessible.clear_cache_single()
    except GLib.Error:
        pass
    return node.name.strip()


def is_held(node):
    """In a row or a cell, or one itself."""
    while node is not None and node.role not in ('frame', 'application'):
        if node.role in HOLDERS:
            return True
        node = node.parent
    return False


class Round:
    """One look at one place."""
    def __init__(self, window):
        self.window = window
        self.faults = []
        self.stops = []
        self.round = set()
        self.tried = set()      # lists whose arrows were pressed

    def fault(self, words):
        if words not in self.faults:
            self.faults.append(words)

    def look(self, scope):
        """At all that shows."""
        self.controls = []
        for node in scope.walk():
            states = node.states
            if 'focusable' not in states or 'sensitive' not in states:
                continue
            role, box = node.role, node.box
            if role in HOLD_OTHERS:
                continue
            self.controls.append(node)
            if role in PRESSED and (box[2] < LEAST or box[3] < LEAST):
                self.fault(f'{node} is {box[2]}×{box[3]} px')

    def is_inside(self, node):
        """At least its middle, for what is larger than the window is scrolled."""
        x, y, width, height = node.box
        _, _, right, bottom = self.window.frames[0].box
        return x < right and y < bottom and x + width > 0 and y + height > 0 and width > 0 and height > 0

    def tab(self):
        """Until it goes round, and once more: what keeps the focus would keep it from the others."""
        before = picture()
        last = []
        for _ in range(2 * MOST_STOPS):
            node = press(self.window, 'Tab')
            if node is None:
                self.fault(f'Tab does not leave {self.stops[-1] if self.stops else "the start"}')
                return
            if node.accessible in (stop.accessible for stop in last):
                self.round = {stop.accessible for stop in last}
                return
            if node.accessible in (stop.accessible for stop in self.stops):
                last.append(node)
                self.try_arrows(node)
            else:
                self.stops.append(node)
                before = self.look_at_stop(node, before)
        self.fault(f'Tab is not round after {2 * MOST_STOPS} stops')

    def look_at_stop(self, node, before):
        if node.role in NO_ROLE:
            self.fault(f'{node} at {node.box} has the focus and is of no kind')
        if not name_of(node):
            self.fault(f'{node} at {node.box} in {node.parent} has the focus and no name')
        if not node.is_('showing'):
            self.fault(f'{node} has the focus and is not seen')
        if not self.is_inside(node):
            self.fault(f'{node} at {node.box} has the focus and is beside the window')
        until = time.monotonic() + SOON
        while not differ(after := picture(), before, node.box):
            if time.monotonic() > until:
                self.fault(f'{node} at {node.box} looks the same with the focus')
                break
            time.sleep(0.01)
        return after

    def is_part(self, node):
        """Of a stop, which does what it does and says what it is."""
        while (node := node.parent) is not None:
            if node.accessible in self.round:
                return True
        return False

    def find_left_out(self):
        for node in self.controls:
            if self.is_part(node):
                continue
            holds = {one.accessible for one in node.walk()} & self.round
            if not holds and not name_of(node):
                self.fault(f'{node} at {node.box} in {node.parent} has no name')
            if node.role not in PRESSED | {'text', 'entry', 'combo box', 'slider', 'spin button'}:
                continue
            if node.name in DECORATION or is_held(node) or not node.is_('showing', 'sensitive'):
                continue
            if not holds:
                self.fault(f'{node} at {node.box} is not reached by Tab')

    def try_arrows(self, node):
        """A list with more than one row lets the arrows through it."""
        rows = node.parent
        if node.role not in ROWS or rows is None or rows.accessible in self.tried:
            return
        self.tried.add(rows.accessible)
        if len([row for row in rows.children if row.role == node.role and row.is_('showing')]) < 2:
            return
        there = next((key for key in ('Down', 'Up') if press(self.window, key) is not None), None)
        if there is None:
            self.fault(f'the arrows do not move from {node}')
        elif press(self.window, 'Up' if there == 'Down' else 'Down') is None:
            self.fault(f'the arrows do not come back to {node}')


def visit(name, come, go):
    def case(bench):
        window = bench.window
        scope = come(window) or window.front
        now = Round(window)
        try:
            now.look(scope)
            now.tab()
            now.find_left_out()
            print(f'# {len(now.controls)} controls, {len(now.stops)} stops', flush=True)
        finally:
            go(window)
        if now.faults:
            raise driver.Failed('\n'.join(now.faults))
    case.__name__ = name
    return case


ANY = re.compile('.')


def nothing(_window):
    pass


def page(number, role, name):
    def come(window):
        window.key(f'ctrl+{number}')
        window.wait_for(role, name)
    return come


def month(window):
    page(2, 'page tab', 'Month')(window)
    window.press('page tab', 'Month')
    window.wait_for('table', ANY)


def account(window):
    window.press('list item', '@ana@kiln.example')
    window.wait_for('button', 'Check Now')


def composer(window):
    window.key('ctrl+n')
    window.wait_for('text', 'Text')


def back(window):
    window.wait_for('button', 'Back').act()
    window.wait_gone('button', 'Back')


def connect(window):
    window.press('list item', 'Connect an Account')
    window.wait_for('list item', 'Mastodon')


def preferences(window):
    window.key('ctrl+comma')
    window.wait_for(ANY, 'A Post Is Out')


def escape(window):
    window.key('Escape')
    window.wait(lambda: window.front.role == 'frame', 'the dialog is closed')


def activity(window):
    """What is in the popover is all that can be reached."""
    window.key('ctrl+shift+a')
    return window.wait_for('button', 'Pause').parent.parent.parent


def close_activity(window):
    window.key('Escape')
    window.wait_gone('button', 'Pause')


PLACES = [
    ('today', page(1, 'heading', 'Needs You'), nothing),
    ('month', month, nothing),
    ('media', page(4, ANY, 'Clips and pictures'), nothing),
    ('account', account, nothing),
    ('composer', composer, back),
    ('connect', connect, escape),
    ('preferences', preferences, escape),
    ('activity', activity, close_activity),
]


def load(bench):
    bench.cli.run('sample', 'load')
    bench.open()


def end(bench):
    bench.window.close()


if __name__ == '__main__':
    places = [visit(*place) for place in PLACES if len(sys.argv) < 3 or place[0] in sys.argv[2:]]
    sys.exit(driver.run('access', sys.argv[1], [load, *places, end], together=False))
