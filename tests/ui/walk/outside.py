#!/usr/bin/env python3
"""What comes to the window from other programs: files from a file manager, results of the shell's search.

  build-aux/display.sh outside.py BUILD

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import shutil
import subprocess
import sys

import driver
from driver import Gio, GLib

PROVIDER = 'io.github.creatorsync.CreatorSync.Publisher'
PROVIDER_PATH = '/io/github/creatorsync/CreatorSync/Publisher/SearchProvider'
PROVIDER_INTERFACE = 'org.gnome.Shell.SearchProvider2'
CLIPS = {'Kiln.mp4': 'pass.mp4', 'Shelf.jpg': 'picture.jpg'}
TEXT = 'The kiln was cold by noon'
USUAL = 'data/creatorsync'    # the default workspace: its window is the one that the session knows by name


def files_are_dropped(bench):
    """The page says that it takes them, and reads them in."""
    paths = []
    for name, clip in CLIPS.items():
        paths.append(os.path.join(bench.home, name))
        shutil.copy(os.path.join(driver.FIXTURES, 'clips', clip), paths[-1])
    window = bench.open()
    window.press('list item', 'Media')
    page = window.wait_for('label', 'No Clips Yet')
    with bench.file_manager(paths) as place:
        window.drag_from(place, page, lambda: window.find('label', 'Drop to Add'))
        for name in CLIPS:
            window.wait_for('table cell', re.compile(f'^{name}'))
    window.wait_gone('label', 'Drop to Add')


def files_that_turn_away_are_not_taken(bench):
    """What is let go elsewhere is not dropped here."""
    window = bench.window
    page = window.wait_for('table cell', re.compile('^Kiln'))
    away = window.wait_for('list item', 'Today')
    with bench.file_manager([os.path.join(driver.FIXTURES, 'clips', 'narrow.mp4')]) as place:
        window.drag_from(place, page, lambda: window.find('label', 'Drop to Add'), away,
                         lambda: not window.find('label', 'Drop to Add'))
    driver.journey.need(len(bench.cli.run('media', 'list')) == len(CLIPS), 'a file came that was not dropped')


def files_whose_program_dies_are_not_waited_for(bench):
    """The pointer is the window's again, and with its first step nothing is to be dropped."""
    window = bench.window
    page = window.wait_for('table cell', re.compile('^Kiln'))
    with bench.file_manager([os.path.join(driver.FIXTURES, 'clips', 'narrow.mp4')]) as place:
        window.carry_from(place, page, lambda: window.find('label', 'Drop to Add'))
    driver.xdotool('mouseup', 1)
    driver.xdotool('mousemove_relative', 3, 0)
    window.wait_gone('label', 'Drop to Add')


def ask_provider(method, arguments):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    answer = bus.call_sync(PROVIDER, PROVIDER_PATH, PROVIDER_INTERFACE, method, arguments, None,
                           Gio.DBusCallFlags.NO_AUTO_START, -1)
    return answer.unpack()


def find(bench, kind, *words):
    """The one result of a kind; None while the provider is not there."""
    try:
        found = ask_provider('GetInitialResultSet', GLib.Variant('(as)', (words,)))[0]
    except GLib.Error:
        return None
    return next((name for name in found if name.startswith(kind + ':')), None)


def result_opens_a_post(bench):
    """As the shell does it: the publisher is asked, and the window shows what was chosen."""
    window = bench.window
    bench.cli.run('post', 'new', '--text', TEXT)
    plain = {name: value for name, value in bench.env.items() if name != 'LD_PRELOAD'}
    publisher = subprocess.Popen([bench.program('publisher/creatorsync-publisher'), '--workspace', bench.workspace],
                                 env=plain, stderr=subprocess.DEVNULL)
    bench.on_end.callback(lambda: (publisher.terminate(), publisher.wait()))
    name = driver.wait_until(lambda: find(bench, 'post', 'cold', 'noon'), 'the shell finds the post')
    ask_provider('ActivateResult', GLib.Variant('(sasu)', (name, ['cold', 'noon'], 0)))
    window.wait_for('label', 'Edit Post')
    text = window.wait_for('text', 'Text')
    window.wait(lambda: text.text == TEXT, 'it is that post')


def result_opens_a_file(bench):
    name = find(bench, 'media', 'shelf')
    ask_provider('ActivateResult', GLib.Variant('(sasu)', (name, ['shelf'], 0)))
    bench.window.wait_for('label', 'Shelf.jpg')
    bench.window.wait_for('label', 'Used In')


def search_goes_on_in_the_window(bench):
    ask_provider('LaunchSearch', GLib.Variant('(asu)', (['cold', 'noon'], 0)))
    bench.window.wait_for('dialog', 'Search')
    bench.window.wait_for('list item', re.compile('The kiln was cold'))
    bench.window.key('Escape')
    bench.window.wait_gone('dialog', 'Search')


def another_workspace_has_its_own_window(bench):
    """The one that runs is not asked for it; and it does not take the name that the session asks for."""
    first = bench.window
    other = os.path.join(bench.folder, 'other')
    second = bench.open(workspace=other)
    driver.journey.need(bench.cli.run('status')['owner'] == first.process.pid, 'the first has its workspace')
    cli = driver.journey.Cli(bench.cli.program, other, bench.cli.env)
    driver.journey.need(cli.run('status')['owner'] == second.process.pid, 'the second has the other one')
    second.close()
    driver.journey.need(first.process.poll() is None, 'the first is still there')
    bench.windows.remove(second)


def end(bench):
    bench.window.close()


if __name__ == '__main__':
    sys.exit(driver.run('outside', sys.argv[1], [
        files_are_dropped, files_that_turn_away_are_not_taken, files_whose_program_dies_are_not_waited_for,
        result_opens_a_post, result_opens_a_file, search_goes_on_in_the_window, another_workspace_has_its_own_window,
        end], workspace=USUAL))
