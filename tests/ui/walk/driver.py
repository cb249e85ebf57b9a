"""Drives the real window as a person does: what is seen is read through AT-SPI, as a screen reader
reads it; what is done is done by the pointer and the keys of xdotool.

  with driver.Bench(build) as bench:
      window = bench.open()
      window.press('button', 'Connect an Account')
      window.wait_for('list item', 'Mastodon').wait_state('focused')

Nothing sleeps: each act waits for what it needs, until a deadline. Each case leaves a picture of the
screen in BUILD/walk; what did not come raises Failed, with one and the tree of nodes. Run it in
build-aux/display.sh.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import datetime
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402, F401
from PIL import ImageGrab  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
BROWSER = os.path.join(HERE, '..', '..', 'journey', 'browser.py')
FIXTURES = os.path.join(HERE, '..', '..', 'fixtures')
sys.path.insert(0, os.path.join(HERE, '..', '..', 'journey'))
import journey  # noqa: E402
from clockfile import Clock  # noqa: E402

NOW = datetime.datetime(2026, 11, 11, 9, 0, tzinfo=datetime.timezone.utc).timestamp()
PATIENCE = 20       # seconds until what was waited for is given up
STEP = 0.05         # seconds between two looks
LONGEST = 500       # nodes below one that are looked at
DRAG_STEPS = 20
FILE_MANAGER = 1140, 800     # its corner, beside the window
DIALOG_DEPTH = 2    # a window's dialogs are not deeper in it; toasts are
MAY_BREAK = '\u200b'     # where a name may go on in the next line; nobody reads it out

STATES = {state.value_nick: state for state in (getattr(Atspi.StateType, name) for name in dir(Atspi.StateType)
                                                if name.isupper()) if hasattr(state, 'value_nick')}

Atspi.init()
Atspi.set_timeout(10000, 20000)


class Failed(journey.Failed):
    """What was waited for did not come."""


def xdotool(*words):
    done = subprocess.run(['xdotool', *map(str, words)], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def fits(pattern, text):
    """A name is given whole, or as a compiled pattern that is somewhere in it."""
    return pattern is None or (pattern == text if isinstance(pattern, str) else pattern.search(text) is not None)


def wait_until(condition, words, seconds=PATIENCE):
    """What the condition answers, once it is true; the words may be a function, asked at the end."""
    until = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > until:
            raise Failed(f'within {seconds} s it did not come to this: {words() if callable(words) else words}')
        time.sleep(STEP)
    return answer


class Node:
    """One thing that a screen reader sees. It may be gone: then it reads as nothing."""
    def __init__(self, window, accessible):
        self.window = window
        self.accessible = accessible

    def ask(self, question, nothing):
        try:
            answer = question(self.accessible)
            return nothing if answer is None else answer
        except GLib.Error:
            return nothing

    @property
    def role(self):
        return self.ask(Atspi.Accessible.get_role_name, '')

    @property
    def name(self):
        return self.ask(Atspi.Accessible.get_name, '').replace(MAY_BREAK, '')

    @property
    def description(self):
        return self.ask(Atspi.Accessible.get_description, '')

    @property
    def states(self):
        """By their names: 'focused', 'checked', 'sensitive', 'showing' …"""
        return {state.value_nick for state in self.ask(lambda it: it.get_state_set().get_states(), [])}

    @property
    def text(self):
        """What is in a text; the value of what counts, as text."""
        def read(it):
            if it.get_text_iface() is not None:
                return Atspi.Text.get_text(it, 0, Atspi.Text.get_character_count(it))
            return f'{it.get_value_iface().get_current_value():g}' if it.get_value_iface() is not None else ''
        return self.ask(read, '')

    @property
    def box(self):
        """x, y, width and height in its window."""
        box = self.ask(lambda it: it.get_component_iface().get_extents(Atspi.CoordType.WINDOW), None)
        return (box.x, box.y, box.width, box.height) if box is not None else (0, 0, 0, 0)

    @property
    def parent(self):
        above = self.ask(Atspi.Accessible.get_parent, None)
        return Node(self.window, above) if above is not None else None

    @property
    def children(self):
        count = min(self.ask(Atspi.Accessible.get_child_count, 0), LONGEST)
        below = (self.ask(lambda it, i=i: it.get_child_at_index(i), None) for i in range(count))
        return [Node(self.window, one) for one in below if one is not None]

    def is_(self, *states):
        def has_all(it):
            held = it.get_state_set()
            return all(held.contains(STATES[state]) for state in states)
        return self.ask(has_all, False)

    def walk(self, hidden=False):
        """Itself and all below it that shows, in the order of the tree."""
        if not hidden and not self.is_('showing'):
            return
        yield self
        for child in self.children:
            yield from child.walk(hidden)

    def find_all(self, role=None, name=None, *states):
        return [node for node in self.walk() if fits(role, node.role) and fits(name, node.name) and node.is_(*states)]

    def find(self, role=None, name=None, *states):
        return next((node for node in self.walk()
                     if fits(role, node.role) and fits(name, node.name) and node.is_(*states)), None)

    def last_dialog(self, depth):
        found = None
        for child in self.children if depth > 0 else []:
            if child.role in ('dialog', 'alert') and child.is_('showing'):
                found = child
            found = child.last_dialog(depth - 1) or found
        return found

    def above(self, role):
        """The nearest node of a role that holds it; None: there is none."""
        node = self.parent
        while node is not None and node.role != role:
            node = node.parent
        return node

    def wait_for(self, role=None, name=None, *states, seconds=PATIENCE):
        return self.window.wait(lambda: self.find(role, name, *states),
                                f'{role or "node"} “{pattern_of(name)}” {" ".join(states)}below {self}', seconds)

    def wait_state(self, state, there=True, seconds=PATIENCE):
        self.window.wait(lambda: self.is_(state) == there, f'{self} is {"" if there else "not "}{state}', seconds)
        return self

    def act(self, name=None):
        """Does what a screen reader would: its action of that name, or its first one."""
        def do(it):
            face = it.get_action_iface()
            names = [face.get_action_name(i) for i in range(face.get_n_actions())]
            return face.do_action(names.index(name) if name is not None else 0)
        if not self.ask(do, False):
            raise self.window.failed(f'{self} does not {name or "act"}')

    def __str__(self):
        return f'{self.role} “{self.name}”'


def pattern_of(name):
    return getattr(name, 'pattern', name) if name is not None else '…'


class FocusWatch:
    """What the programs say of where the focus goes."""
    def __init__(self):
        self.last = None
        self.listener = Atspi.EventListener.new(self.on_event)
        self.listener.register('object:state-changed:focused')

    def on_event(self, event):
        if event.detail1 == 1:
            self.last = Node(None, event.source)

    def clear(self):
        self.hear()
        self.last = None

    def hear(self):
        context = GLib.MainContext.default()
        while context.iteration(False):
            pass

    def wait(self, seconds=1):
        """Until the focus is said to be somewhere; not forever, for it may have stayed."""
        until = time.monotonic() + seconds
        while self.last is None and time.monotonic() < until:
            self.hear()
            time.sleep(STEP / 10)


class SpeechWatch:
    """What the programs have a screen reader say."""
    def __init__(self):
        self.said = []
        self.listener = Atspi.EventListener.new(lambda event: self.said.append(event.any_data))
        self.listener.register('object:announcement')

    def clear(self):
        FocusWatch.hear(self)
        self.said.clear()

    def find(self, pattern):
        FocusWatch.hear(self)
        return next((words for words in self.said if fits(pattern, words)), None)


class Window:
    """The program with its window on a workspace."""
    def __init__(self, bench, words):
        self.bench = bench
        self.complaints = os.path.join(bench.folder, f'window-{bench.number}.stderr')
        bench.number += 1
        with open(self.complaints, 'w', encoding='utf-8') as file:
            self.process = subprocess.Popen([bench.program('ui/creatorsync'), *words], env=bench.env, stderr=file)
        self.app = None
        self.watch = bench.watch
        self.wait(self.look_for_app, 'the window comes', 60)
        self.focus()

    def look_for_app(self):
        if self.process.poll() is not None:
            raise Failed(f'the window ended with {self.process.returncode}: {self.said()}')
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            try:
                app = desktop.get_child_at_index(i)
                if app.get_process_id() == self.process.pid and app.get_child_count() > 0 and self.toplevels():
                    self.app = Node(self, app)
                    return True
            except (GLib.Error, AttributeError):
                pass
        return False

    def said(self):
        with open(self.complaints, encoding='utf-8') as file:
            return ''.join(line for line in file if 'DEBUG' not in line)

    # What is seen

    @property
    def frames(self):
        """Its windows, the newest first."""
        return [node for node in reversed(self.app.children) if node.is_('showing')]

    @property
    def front(self):
        """What takes the keys and the pointer: the newest dialog of the newest window, or that window."""
        frames = self.frames
        return (frames[0].last_dialog(DIALOG_DEPTH) or frames[0]) if frames else None

    def find_all(self, role=None, name=None, *states):
        front = self.front
        return front.find_all(role, name, *states) if front is not None else []

    def find(self, role=None, name=None, *states):
        front = self.front
        return front.find(role, name, *states) if front is not None else None

    def focused(self):
        """The node with the focus: what was said last to have got it, if it still has; else it is looked for."""
        node = self.watch.last
        if node is not None and node.is_('focused', 'showing'):
            return Node(self, node.accessible)
        found = self.find_all(None, None, 'focused')
        return found[-1] if found else None

    def wait(self, condition, words, seconds=PATIENCE):
        """What the condition answers, once it is true."""
        until = time.monotonic() + seconds
        while not (answer := condition()):
            if time.monotonic() > until:
                raise self.failed(f'within {seconds} s it did not come to this: {words}')
            if self.app is not None and self.process.poll() is not None:
                raise Failed(f'the window ended with {self.process.returncode} before {words}: {self.said()}')
            time.sleep(STEP)
        return answer

    def wait_for(self, role=None, name=None, *states, seconds=PATIENCE):
        return self.wait(lambda: self.find(role, name, *states),
                         f'{role or "node"} “{pattern_of(name)}” {" ".join(states)}', seconds)

    def wait_gone(self, role=None, name=None, seconds=PATIENCE):
        self.wait(lambda: self.find(role, name) is None, f'no {role or "node"} “{pattern_of(name)}”', seconds)

    def wait_focus(self, role=None, name=None, seconds=PATIENCE):
        """Until what has the focus is this."""
        def look():
            node = self.focused()
            return node if node is not None and fits(role, node.role) and fits(name, node.name) else None
        return self.wait(look, f'the focus is on {role or "node"} “{pattern_of(name)}”', seconds)

    def wait_spoken(self, pattern, seconds=PATIENCE):
        """Until these words were spoken; what was said is as good as new then."""
        speech = self.bench.speech
        self.wait(lambda: speech.find(pattern), f'“{pattern_of(pattern)}” is spoken', seconds)
        speech.clear()

    def failed(self, sentence):
        """What to raise: with a picture and the tree of what was there."""
        picture = self.shoot('failed')
        tree = os.path.splitext(picture)[0] + '.txt'
        with open(tree, 'w', encoding='utf-8') as file:
            file.write(self.tree())
        return Failed(f'{sentence}\nthe focus is on {self.focused()}\nspoken: {self.bench.speech.said}\npicture: {picture}\ntree: {tree}')

    def shoot(self, name):
        """A picture of the whole screen; where it is."""
        path = os.path.join(self.bench.pictures, f'{self.bench.name}-{name}.png')
        ImageGrab.grab(xdisplay=os.environ['DISPLAY']).save(path)
        return path

    def tree(self):
        def lines(node, depth):
            states = node.states
            if 'showing' not in states:
                return
            marks = ' '.join(sorted(states - {'enabled', 'visible', 'showing', 'sensitive'}))
            off = '' if 'sensitive' in states else ' (insensitive)'
            text = f' = {node.text!r}' if node.text else ''
            yield f'{"  " * depth}{node.role} “{node.name}”{text}{off} [{marks}] {node.box}'
            for child in node.children:
                yield from lines(child, depth + 1)
        return '\n'.join(line for frame in self.frames for line in lines(frame, 0)) + '\n'

    # What is done

    def toplevels(self):
        """X's names of its windows, in the order in which they came."""
        return xdotool('search', '--onlyvisible', '--pid', self.process.pid, '--name', '.').split()

    def focus(self):
        """Keys go to its newest window: there is no window manager to see to that."""
        def look():
            windows = self.toplevels()
            if not windows:
                return False
            if xdotool('getwindowfocus', '-f') != windows[-1]:
                xdotool('windowfocus', windows[-1])
            return bool(self.frames) and self.frames[0].is_('active')
        self.wait(look, 'the window takes the keys')

    def key(self, *keys):
        xdotool('key', '--clearmodifiers', *keys)

    def tab_to(self, role=None, name=None, key='Tab', state='focused', most=60):
        """Presses Tab, or another key that moves the focus, until it is on this: at once, if it is there."""
        seen = []
        for _ in range(most):
            node = self.wait(self.focused, 'something has the focus')
            if fits(role, node.role) and fits(name, node.name) and node.is_(state):
                return node
            seen.append(str(node))
            self.watch.clear()
            self.key(key)
            self.watch.wait()
        raise self.failed(f'{most} times {key} do not reach {role or "node"} “{pattern_of(name)}”: {seen}')

    def type(self, text):
        xdotool('type', '--clearmodifiers', '--delay', 4, '--', text)

    def point(self, node):
        """The middle of a node on the screen, scrolled to."""
        def look():
            x, y, width, height = node.box
            if width <= 0 or height <= 0:
                return None
            pane = node.above('scroll pane')
            middle = y + height // 2
            if pane is not None:
                px, py, pwidth, pheight = pane.box
                if not py <= middle <= py + pheight:
                    xdotool('mousemove', px + pwidth // 2, py + pheight // 2, 'click', 4 if middle < py else 5)
                    return None
            return x + width // 2, middle
        return self.wait(look, f'{node} can be pointed at')

    def click(self, node, times=1):
        x, y = self.point(node)
        xdotool('mousemove', x, y, 'click', '--repeat', times, '--delay', 20, 1)

    def press(self, role, name, *states, seconds=PATIENCE):
        """Clicks a node that can be clicked, once it is there."""
        node = self.wait_for(role, name, 'sensitive', *states, seconds=seconds)
        self.click(node)
        return node

    def fill(self, name, text):
        """Types into a field that is clicked first."""
        self.press('text', name).wait_state('focused')
        self.type(text)

    def drag(self, source, target, is_over):
        """From the middle of one node to that of another, in small steps as a hand does, and let go once
        the window says that it is over it."""
        self.drag_from(self.point(source), target, is_over)

    def carry_from(self, place, *ways):
        """From a place on the screen over nodes, each with what the window says of it; not let go."""
        x, y = place
        xdotool('mousemove', x, y, 'mousedown', 1)
        for target, is_over in zip(ways[::2], ways[1::2]):
            to_x, to_y = self.point(target)
            for i in range(1, DRAG_STEPS + 1):
                xdotool('mousemove', x + (to_x - x) * i // DRAG_STEPS, y + (to_y - y) * i // DRAG_STEPS)
            self.wait(lambda: xdotool('mousemove_relative', 1, 0) or is_over(), f'what is dragged is over {target}')
            x, y = to_x, to_y

    def drag_from(self, place, *ways):
        """The same, and let go at the last."""
        self.carry_from(place, *ways)
        xdotool('mouseup', 1)

    # The end

    def close(self):
        """As a person does; what the program complained of fails the walk."""
        self.key('ctrl+q')
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise self.failed('Ctrl+Q does not end the program') from None
        if code != 0:
            raise Failed(f'the window ended with {code}: {self.said()}')
        self.check()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def check(self):
        """It said no warning, and nothing worse."""
        bad = [line for line in self.said().splitlines() if re.search(r'WARNING|CRITICAL|ERROR|Sanitizer', line)]
        if bad:
            raise Failed('the window complains:\n' + '\n'.join(bad))


class Bench:
    """A home, a workspace that is not there yet, and the programs of a build."""
    def __init__(self, build, name='walk', secrets='memory', workspace='workspace'):
        self.build = os.path.abspath(build)
        self.name = name
        self.number = 0
        self.watch = FocusWatch()
        self.speech = SpeechWatch()
        self.windows = []
        self.on_end = contextlib.ExitStack()
        self.folder = tempfile.mkdtemp(prefix='cs-walk-')
        self.workspace = os.path.join(self.folder, workspace)
        self.home = os.path.join(self.folder, 'home')
        os.makedirs(self.home)
        self.pictures = os.path.join(self.build, 'walk')
        os.makedirs(self.pictures, exist_ok=True)
        self.env = dict(os.environ, HOME=self.home, GTK_A11Y='atspi', LC_ALL='C.UTF-8', TZ='UTC', CREATORSYNC_MEDIA_HELPER=self.program('media-helper/creatorsync-media'),
                        GSETTINGS_SCHEMA_DIR=os.path.join(self.build, 'data'),
                        LD_PRELOAD=os.path.join(self.build, 'tests', 'ui', 'walk', 'true-bounds.so'),
                        XDG_CONFIG_HOME=os.path.join(self.folder, 'config'),
                        XDG_DATA_HOME=os.path.join(self.folder, 'data'))
        self.clock = Clock(os.path.join(self.folder, 'clock'), NOW)
        self.env['CREATORSYNC_CLOCK'] = self.clock.path
        if secrets == 'memory':
            self.env['CREATORSYNC_SECRETS'] = 'memory'
        self.stand_still()
        self.choose_programs()
        plain = {name: value for name, value in self.env.items() if name != 'LD_PRELOAD'}
        plain['CREATORSYNC_BROWSER'] = BROWSER
        self.cli = journey.Cli(self.program('cli/creatorsync-cli'), self.workspace, plain)

    def program(self, name):
        return os.path.join(self.build, 'src', name)

    def stand_still(self):
        """What moves by itself is nowhere in particular."""
        folder = os.path.join(self.env['XDG_CONFIG_HOME'], 'gtk-4.0')
        os.makedirs(folder)
        with open(os.path.join(folder, 'settings.ini'), 'w', encoding='utf-8') as file:
            file.write('[Settings]\ngtk-enable-animations=false\ngtk-cursor-blink=false\n')

    def choose_programs(self):
        """The desktop's own choice for web pages, one whose buttons press themselves, and for help, one
        that leaves a file of the name of what it was asked for."""
        folder = os.path.join(self.env['XDG_DATA_HOME'], 'applications')
        os.makedirs(folder)
        with open(os.path.join(folder, 'browser.desktop'), 'w', encoding='utf-8') as file:
            file.write(f'[Desktop Entry]\nType=Application\nName=Browser\nExec=python3 -B {BROWSER} %u\n')
        with open(os.path.join(folder, 'viewer.desktop'), 'w', encoding='utf-8') as file:
            file.write(f'[Desktop Entry]\nType=Application\nName=Viewer\nPath={self.folder}\nExec=touch %u\n')
        with open(os.path.join(self.env['XDG_CONFIG_HOME'], 'mimeapps.list'), 'w', encoding='utf-8') as file:
            file.write('[Default Applications]\nx-scheme-handler/http=browser.desktop\nx-scheme-handler/help=viewer.desktop\n')

    def start_networks(self):
        """The stand-in networks, until the end; what journey.simulator() says of them."""
        program = self.program('simulator/creatorsync-simulator')
        return self.on_end.enter_context(journey.simulator(program, self.cli.env, self.clock))

    @contextlib.contextmanager
    def file_manager(self, paths):
        """Another program, from whose window the files can be dragged: at this place on the screen."""
        process = subprocess.Popen([os.path.join(self.build, 'tests', 'ui', 'walk', 'drag-files'), *paths], env=self.env)
        try:
            window = wait_until(lambda: xdotool('search', '--onlyvisible', '--pid', process.pid, '--name', 'Files'),
                                'the file manager comes')
            xdotool('windowmove', '--sync', window, *FILE_MANAGER)
            yield FILE_MANAGER[0] + 60, FILE_MANAGER[1] + 40
        finally:
            process.kill()
            process.wait()

    def open(self, *words, workspace=None):
        window = Window(self, ['--workspace', workspace or self.workspace, *words])
        self.windows.append(window)
        return window

    @property
    def window(self):
        """The one that was opened last."""
        return self.windows[-1]

    def __enter__(self):
        self.on_end.enter_context(self.clock.running())
        return self

    def __exit__(self, *what):
        for window in self.windows:
            if window.process.poll() is None:
                window.kill()
        self.on_end.close()
        self.clock.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def run(name, build, cases, secrets='memory', together=True, workspace='workspace'):
    """Cases, each given the bench. Where they stand on one another, none is tried after one that fails."""
    status = 0
    with Bench(build, name, secrets, workspace) as bench:
        print(f'1..{len(cases)}')
        for number, case in enumerate(cases, 1):
            begun = time.monotonic()
            problem = None
            try:
                case(bench)
            except (journey.Failed, AssertionError, LookupError, OSError, subprocess.SubprocessError) as error:
                problem = error if isinstance(error, Failed) else f'{type(error).__name__}: {error}'
            print(f'{"not ok" if problem else "ok"} {number} /walk/{name}/{case.__name__.replace("_", "-")}')
            print(f'# {time.monotonic() - begun:.1f} s', flush=True)
            if not problem and bench.windows and bench.window.process.poll() is None:
                bench.window.shoot(f'{number:02}-{case.__name__.replace("_", "-")}')
            if problem:
                print('\n'.join(f'# {line}' for line in str(problem).splitlines()), flush=True)
                status = 1
                if together:
                    break
    return status
