#!/usr/bin/env python3
"""The real window can be used without a pointer and without eyes.

  build-aux/display.sh tests/secrets/session.sh --inside access.py BUILD [PLACE…]

At each place: what can have the focus has a name and a role that says what it is, what is clicked is
at least 24 px each way, Tab goes round (nothing keeps it), each stop is seen and in the window and
looks different with the focus than without, no control is left out, the arrows move inside a list,
and Escape leaves what is over the page.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import sys
import time

import driver
import filled
from driver import Atspi, GLib, xdotool
from PIL import ImageChops, ImageGrab

LEAST = 24          # px that a control has each way
MOST_STOPS = 120    # of one round of Tab
SOON = 8            # seconds until a key has had its effect
EDGE = 6            # px around a thing in which its focus may be drawn
SEEN = 12           # points that differ, of which each is told from what was before
TOLD = 16           # of 255, so that the difference of a colour is one; Adwaita's menus have 20

PRESSED = {'button', 'toggle button', 'push button', 'menu button', 'check box', 'radio button', 'switch', 'link'}
# GTK says of these that they can have the focus; most never have it, for what they hold has it.
HOLD_OTHERS = {'scroll pane', 'panel', 'list', 'grouping', 'dialog', 'alert', 'table', 'tree table', 'menu', 'frame'}
NO_ROLE = {'', 'unknown', 'invalid', 'filler', 'generic', 'panel', 'unspecified'}
DECORATION = {'Minimize', 'Maximize', 'Close'}      # of the window: the desktop and Escape have keys for them
# What is in one of these is reached by arrows, or by Tab from the row that has the focus.
HOLDERS = {'list item', 'table row', 'table cell', 'tree item', 'menu item', 'tab', 'table', 'tree table'}
ROWS = {'list item', 'table row'}


def press(window, key, selects=None):
    """What has the focus once the key had its effect; None: the focus did not move, or the key selected
    the row that has it."""
    window.watch.clear()
    xdotool('key', key)
    until = time.monotonic() + SOON
    while window.watch.last is None and time.monotonic() < until:
        window.watch.wait(driver.STEP)
        if window.watch.last is None and selects is not None and selects.is_('selected'):
            return None
    last = window.watch.last
    return driver.Node(window, last.accessible) if last is not None else None


def move(window, node, key):
    """What has the focus after an arrow; GTK's first one only selects a row that is not selected yet."""
    if node.is_('selectable') and not node.is_('selected'):
        return press(window, key, selects=node) or press(window, key)
    return press(window, key)


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
    return node.name.strip() or label_of(node).strip()


def label_of(node):
    """What it is labelled by: GTK 4.18 tells so of a menu's items, and the labels have a text and no name."""
    for relation in node.ask(Atspi.Accessible.get_relation_set, []):
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            labels = [driver.Node(node.window, relation.get_target(i)) for i in range(relation.get_n_targets())]
            return ' '.join(label.name or label.text for label in labels)
    return ''


def is_held(node):
    """In a row or a cell, or one itself."""
    while node is not None and node.role not in ('frame', 'application'):
        if node.role in HOLDERS:
            return True
        node = node.parent
    return False


class Above:
    """What holds a node, from its parent to the frame; each is asked once."""
    def __init__(self):
        self.chains = {}
        self.sensitive = {}

    def of(self, node):
        if node.accessible not in self.chains:
            parent = node.parent if node.role not in ('frame', 'application') else None
            self.chains[node.accessible] = [parent, *self.of(parent)] if parent is not None else []
        return self.chains[node.accessible]

    def takes_no_focus(self, node):
        """GTK tells of what is switched off itself alone, not of what it holds."""
        return not all(self.is_sensitive(one) for one in [node, *self.of(node)])

    def is_sensitive(self, node):
        if node.accessible not in self.sensitive:
            self.sensitive[node.accessible] = node.role in ('frame', 'application') or node.is_('sensitive')
        return self.sensitive[node.accessible]


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
        """Until it comes back: from there on it would go the same way."""
        start = self.window.focused()
        before = picture()
        for _ in range(MOST_STOPS):
            node = press(self.window, 'Tab')
            if node is None:
                self.fault(f'Tab does not leave {self.stops[-1] if self.stops else "the start"}')
                return
            if node.accessible in (stop.accessible for stop in self.stops):
                self.close_round(node)
                return
            self.stops.append(node)
            self.look_at_stop(node)
            if start is None or node.accessible != start.accessible:
                self.compare(node, before)
            self.try_arrows(node)
            before = picture()
        self.fault(f'Tab is not round after {MOST_STOPS} stops')

    def close_round(self, node):
        """What is not in it is kept from the keys, unless it is a row of a list that Tab comes to at another row."""
        first = [stop.accessible for stop in self.stops].index(node.accessible)
        self.round = {stop.accessible for stop in self.stops[first:]}
        lists = {stop.parent.accessible for stop in self.stops[first:] if stop.role in ROWS}
        for stop in self.stops[:first]:
            if stop.role not in ROWS or stop.parent.accessible not in lists:
                self.fault(f'Tab comes back to {node} and never to {stop}')

    def look_at_stop(self, node):
        if node.role in NO_ROLE:
            self.fault(f'{node} at {node.box} has the focus and is of no kind')
        if not name_of(node):
            self.fault(f'{node} at {node.box} in {node.parent} has the focus and no name')
        if not node.is_('showing'):
            self.fault(f'{node} has the focus and is not seen')
        if not self.is_inside(node):
            self.fault(f'{node} at {node.box} has the focus and is beside the window')

    def compare(self, node, before):
        """What it looks like with the focus with what was there before."""
        until = time.monotonic() + SOON
        while not differ(picture(), before, node.box):
            if time.monotonic() > until:
                self.fault(f'{node} at {node.box} looks the same with the focus')
                break
            time.sleep(0.01)

    def find_left_out(self):
        """A part of a stop is not: the stop does what it does and says what it is."""
        above = Above()
        holding = {one.accessible for stop in self.stops if stop.accessible in self.round
                   for one in [stop, *above.of(stop)]}
        for node in self.controls:
            if any(one.accessible in self.round for one in above.of(node)) or above.takes_no_focus(node):
                continue
            holds = node.accessible in holding
            if not holds and not name_of(node):
                self.fault(f'{node} at {node.box} in {node.parent} has no name')
            if node.role not in PRESSED | {'text', 'entry', 'combo box', 'slider', 'spin button'}:
                continue
            if node.name in DECORATION or is_held(node) or not node.is_('showing'):
                continue
            if not holds:
                self.fault(f'{node} at {node.box} is not reached by Tab')

    def try_arrows(self, node):
        """A list with more than one row lets the arrows through it, there and back."""
        if node.role not in ROWS or node.parent is None or node.parent.accessible in self.tried:
            return
        self.tried.add(node.parent.accessible)
        rows = [row.accessible for row in node.parent.children if row.role == node.role and row.is_('showing')]
        if len(rows) < 2 or node.accessible not in rows:
            return
        there, back = ('Up', 'Down') if node.accessible == rows[-1] else ('Down', 'Up')
        other = move(self.window, node, there)
        if other is None or other.accessible not in rows:
            self.fault(f'{there} does not move from {node} to another row')
        elif (now := move(self.window, other, back)) is None or now.accessible != node.accessible:
            self.fault(f'{back} does not come back to {node}')


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


def calendar(view, role):
    def come(window):
        page(2, 'page tab', view)(window)
        window.press('page tab', view)
        window.wait_for(role, ANY)
    return come


def drafts(window):
    calendar('Month', 'table')(window)
    window.key('F9')
    window.wait_for('list', 'Drafts').wait_for('list item', ANY)


def close_drafts(window):
    window.key('F9')
    window.wait_gone('list', 'Drafts')


def clip(window):
    page(4, ANY, 'Clips and pictures')(window)
    window.click(window.wait_for('table cell', re.compile(f'^{filled.CLIPS[0]}')), times=2)
    window.wait_for('slider', 'Position in the clip', 'sensitive')


def account(window):
    window.press('list item', re.compile('^@alice@'))
    window.wait_for('button', 'Check Now')


def post(text):
    def come(window):
        page(3, 'tree table', 'Posts')(window)
        window.click(window.wait_for('table row', re.compile(f'^{text}')), times=2)
        window.wait_for('text', 'Text')
    return come


def back(window):
    window.wait_for('button', 'Back').act()
    window.wait_gone('button', 'Back')


def numbers_table(window):
    page(5, 'heading', 'Posts')(window)
    toggle_table(window)
    window.wait_for('tree table', 'Posts').wait_for('table row', ANY)


def toggle_table(window):
    window.press('toggle button', re.compile('“Posts” as a Table'))


def numbers(window):
    post(filled.OUT)(window)
    window.press('button', 'What It Did')
    window.wait_for('button', 'Open Post')


def back_twice(window):
    window.wait_for('button', 'Back').act()
    window.wait_gone('button', 'Open Post')
    back(window)


def over_draft(button, dialog, role):
    """A dialog of the composer."""
    def come(window):
        post(filled.DRAFTS[0])(window)
        window.press('button', button)
        window.wait_for('dialog', dialog).wait_for(role, ANY)
    return come


def escape(window):
    window.key('Escape')
    window.wait(lambda: window.front.role == 'frame', 'the dialog is closed')


def escape_and_back(window):
    escape(window)
    back(window)


def connect(window):
    window.press('list item', 'Connect an Account')
    window.wait_for('list item', 'Mastodon')


def preferences(window):
    window.key('ctrl+comma')
    window.wait_for(ANY, 'A Post Is Out')


def search(window):
    window.key('ctrl+f')
    window.wait_focus('entry', re.compile('^Search posts, files'))


def found(window):
    search(window)
    window.type('kiln')
    window.wait_for('list', 'Results').wait_for('list item', ANY)


def menu(window):
    """What is in a popover is all that can be reached."""
    window.key('F10')
    return window.wait_for('menu item').above('menu')


def close_menu(window):
    window.key('Escape')
    window.wait_gone('menu item')


def about(window):
    menu(window).find_all('menu item')[-1].act()
    window.wait_for('dialog', re.compile('^About'))


def shortcuts(window):
    window.key('ctrl+question')
    window.wait(lambda: len(window.toplevels()) == 2, 'the shortcuts come')
    window.focus()


def close_shortcuts(window):
    window.key('Escape')
    window.wait(lambda: len(window.toplevels()) == 1, 'the shortcuts go')
    window.focus()


def activity(window):
    window.key('ctrl+shift+a')
    return window.wait_for('button', 'Pause Publishing').parent.parent.parent


def close_activity(window):
    window.key('Escape')
    window.wait_gone('button', 'Pause Publishing')


PLACES = [
    ('today', page(1, 'heading', 'Needs You'), nothing),
    ('month', calendar('Month', 'table'), nothing),
    ('drafts', drafts, close_drafts),
    ('agenda', calendar('Agenda', 'list item'), nothing),
    ('posts', page(3, 'table row', ANY), nothing),
    ('media', page(4, ANY, 'Clips and pictures'), nothing),
    ('analytics', page(5, 'heading', 'Posts'), nothing),
    ('numbers-table', numbers_table, toggle_table),
    ('numbers', numbers, back_twice),
    ('clip', clip, back),
    ('account', account, nothing),
    ('composer', post(filled.DRAFTS[0]), back),
    ('published', post(filled.OUT), back),
    ('when', over_draft('Choose a Time', 'When', 'spin button'), escape_and_back),
    ('picker', over_draft('Choose from the Library', 'Choose a File', 'table cell'), escape_and_back),
    ('connect', connect, escape),
    ('search', search, escape),
    ('found', found, escape),
    ('preferences', preferences, escape),
    ('about', about, escape),
    ('shortcuts', shortcuts, close_shortcuts),
    ('menu', menu, close_menu),
    ('activity', activity, close_activity),
]


def fill(bench):
    filled.fill(bench)
    bench.open()


def end(bench):
    bench.window.close()


if __name__ == '__main__':
    places = [visit(*place) for place in PLACES if len(sys.argv) < 3 or place[0] in sys.argv[2:]]
    sys.exit(driver.run('access', sys.argv[1], [fill, *places, end], secrets='keyring', together=False))
