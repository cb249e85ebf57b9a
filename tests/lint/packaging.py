#!/usr/bin/env python3
"""What the desktop and Flathub know the program by: one name everywhere, and no more rights
than it needs.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import glob
import json
import os
import re
import struct
import sys
import xml.etree.ElementTree as ElementTree

ID = 'io.github.creatorsync.CreatorSync'
RIGHTS = ['--share=ipc', '--share=network', '--socket=wayland', '--socket=fallback-x11',
          '--socket=pulseaudio', '--device=dri']
WIDEST, HIGHEST = 1000, 700    # of a picture, as Flathub wants it
BUILT_IN = {'libexecdir', 'licensedir', 'localedir', 'prefix'}


def read(*path):
    with open(os.path.join(TOP, *path), encoding='utf-8') as file:
        return file.read()


def no_twins(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError(f'a key comes twice among {names}')
    return dict(pairs)


def manifest():
    return json.loads(read('build-aux', 'flatpak', f'{ID}.json'), object_pairs_hook=no_twins,
                      parse_constant=lambda word: (_ for _ in ()).throw(ValueError(f'{word} is not JSON')))


def found(pattern, *path):
    match = re.search(pattern, read(*path), re.M)
    return match.group(1) if match else f'nothing in {path}'


def names_case():
    """The places of which each must say the same."""
    places = {
        'the manifest': manifest()['id'],
        'the metainfo': ElementTree.fromstring(read('data', f'{ID}.metainfo.xml.in')).findtext('id'),
        'its launchable': found(r'type="desktop-id">(.*)\.desktop<', 'data', f'{ID}.metainfo.xml.in'),
        'the icon in the desktop file': found(r'^Icon=(.*)$', 'data', f'{ID}.desktop.in'),
        'the application': found(r'^#define CS_APPLICATION_ID "(.*)"', 'src', 'ui', 'cs-application.h'),
        'the notifications': found(r'^#define APPLICATION_ID "(.*)"', 'src', 'publisher', 'cs-herald.c'),
        'the socket': found(r'^#define APPLICATION_ID "(.*)"', 'src', 'workspace', 'cs-wire-address.c'),
        'the settings': found(r'<schema id="(.*?)"', 'data', f'{ID}.gschema.xml'),
        'the service': found(r'^Name=(.*)$', 'data', f'{ID}.service.in'),
        'the search': found(r'^DesktopId=(.*)\.desktop$', 'data', f'{ID}.search-provider.ini'),
    }
    wrong = [f'{place} says {name}' for place, name in places.items() if name != ID]
    icons = [f'data/icons/hicolor/{folder}/apps/{ID}{end}.svg'
             for folder, end in (('scalable', ''), ('symbolic', '-symbolic'))]
    return wrong + [f'{path} is missing' for path in icons if not os.path.exists(os.path.join(TOP, path))]


def services_case():
    """A sandbox may own, and shows outside, what is below its own name alone."""
    wrong = []
    names = set()
    for path in sorted(glob.glob(os.path.join(TOP, 'data', '*.service.in'))):
        name = found(r'^Name=(.*)$', path)
        names.add(name)
        if os.path.basename(path) != f'{name}.service.in' or not (name == ID or name.startswith(f'{ID}.')):
            wrong.append(f'{os.path.basename(path)} is of {name}')
    owned = {found(r'BUS_NAME +"(.*)"', 'src', 'publisher', 'main.c'),
             found(r'^BusName=(.*)$', 'data', f'{ID}.search-provider.ini'),
             found(r'BUS_NAME +"(.*)"', 'src', 'ui', 'settings', 'cs-background.c')}
    return wrong + [f'{name} has no service' for name in owned - names]


def rights_case():
    rights = manifest()['finish-args']
    return [] if rights == RIGHTS else [f'the rights are {rights}: change the list here as well, with a reason']


def build_case():
    """It is built by what is here, without a network."""
    whole = manifest()
    wrong = []
    options = set(re.findall(r"^option\('([a-z]+)'", read('meson.options'), re.M)) | BUILT_IN
    if f"executable('{whole['command']}'" not in read('src', 'ui', 'meson.build'):
        wrong.append(f'nothing builds {whole["command"]}')
    for module in whole['modules']:
        wrong += [f'meson knows no {word}' for word in module.get('config-opts', [])
                  if word.removeprefix('-D').split('=')[0] not in options]
        for source in module['sources']:
            folder = os.path.join(TOP, 'build-aux', 'flatpak', source.get('path', ''))
            if source['type'] != 'dir' or not os.path.samefile(folder, TOP):
                wrong.append(f'{module["name"]} is built from {source}')
    if '--share=network' in json.dumps(whole['modules']):
        wrong.append('the build asks for the network')
    for module in whole['modules']:
        if f'-Dlicensedir=share/licenses/{ID}/{module["name"]}' not in module['config-opts']:
            wrong.append(f'the licence of {module["name"]} is not installed')
    return wrong


def keys_case():
    """Known ones only: an unknown key is refused by Flathub."""
    known = {'id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args', 'cleanup', 'modules'}
    whole = manifest()
    return [f'{key} is not expected' for key in whole if key not in known] \
        + [f'{key} is missing' for key in known if key not in whole]


def screenshots_case():
    """Each picture that a software centre is to show is here, and no larger than it shows."""
    wrong = []
    for image in ElementTree.fromstring(read('data', f'{ID}.metainfo.xml.in')).iter('image'):
        path = re.sub(r'^https://raw\.githubusercontent\.com/creatorsync/creatorsync/v[0-9.]+/', '', image.text)
        try:
            with open(os.path.join(TOP, path), 'rb') as file:
                head = file.read(24)
        except OSError as error:
            wrong.append(f'{image.text}: {error}')
            continue
        width, height = struct.unpack('>II', head[16:])
        if not head.startswith(b'\x89PNG') or width > WIDEST or height > HIGHEST:
            wrong.append(f'{path} is {width} × {height} and not a PNG of at most {WIDEST} × {HIGHEST}')
    return wrong


def main():
    cases = [('names-agree', names_case), ('services-are-below-the-name', services_case),
             ('rights-are-the-least', rights_case), ('the-build-needs-what-is-here', build_case),
             ('keys-are-known', keys_case), ('screenshots-are-here', screenshots_case)]
    failed = 0
    print(f'1..{len(cases)}')
    for number, (name, case) in enumerate(cases, 1):
        try:
            wrong = case()
        except (OSError, ValueError, KeyError, ElementTree.ParseError) as error:
            wrong = [f'{type(error).__name__}: {error}']
        for line in wrong:
            print(f'# {line}')
        failed += bool(wrong)
        print(f'{"not ok" if wrong else "ok"} {number} /packaging/{name}')
    return 1 if failed else 0


if __name__ == '__main__':
    TOP = os.path.abspath(sys.argv[1])
    sys.exit(main())
