"""The house rules that a script can see, each a function over one source file.

A rule yields (line, rule id, sentence). Limits are hard ones; the measures that
only ask a question are printed by check.py.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import re

LONG_FUNCTION = 100
LONG_FILE = 1000
LONG_LINE = 100
DEEP = 4

# What each room may see, and whose calls are whose (src/DESIGN.md).
ROOMS = {
    'base': set(),
    'model': {'base'},
    'store': {'base', 'model'},
    'secrets': {'base', 'model'},
    'media': {'base', 'model'},
    'media-helper': {'base'},
    'platform': {'base', 'model', 'secrets'},
    'publish': {'base', 'model', 'store', 'secrets', 'media', 'platform'},
    'analysis': {'base', 'model'},
    'chart': {'base'},
    'collect': {'base', 'model', 'store', 'secrets', 'platform'},
    'report': {'base', 'model', 'analysis', 'chart', 'store'},
    'workspace': {'base', 'model', 'analysis', 'chart', 'store', 'secrets', 'media', 'platform', 'publish',
                  'collect', 'report'},
    'simulator': {'base'},
    'cli': {'base', 'model', 'workspace'},
    'publisher': {'base', 'model', 'workspace'},
    'ui': {'base', 'model', 'analysis', 'chart', 'workspace'},
}
FOREIGN = {
    'sqlite3': {'store'},
    'secret': {'secrets'},
    'soup': {'platform', 'simulator'},
    'gst': {'media-helper', 'ui'},
    'seccomp': {'media-helper'},
    'gtk': {'ui'},
    'adw': {'ui'},
    'gdk': {'ui'},
    'cairo_pdf': {'report'},
    'cairo_svg': {'report'},
}

# call, folders in which it is allowed, what to write instead
BLOCKED = [
    (r'\bg_print(err)?\s*\(', r'^(src/(cli|simulator|publisher|media-helper)/|tests/)', 'an error or a record; only programs print'),
    (r'\bprintf\s*\(', r'^(src/(cli|simulator|publisher|media-helper)/|tests/)', 'an error or a record; only programs print'),
    (r'\bg_thread_new\s*\(', r'^(src/base/cs-deadline\.c|src/base/cs-service\.c|src/base/cs-within\.c|src/simulator/cs-sim-server\.c|tests/)', 'cs_job_start()'),
    (r'\bg_task_run_in_thread\w*\s*\(', r'^$', 'cs_job_start()'),
    (r'\bg_idle_add\w*\s*\(', r'^tests/', 'cs_job_start(), or a source of the context at hand'),
    (r'\bg_spawn_\w*sync\s*\(', r'^tests/', 'GSubprocess'),
    (r'\bsqlite3_exec\s*\(', r'^(src/store/|tests/)', 'cs_tx_exec()'),
    (r'\b(g_get_real_time|g_date_time_new_now\w*|g_get_monotonic_time|gettimeofday|clock_gettime)\s*\(',
     r'^(src/base/|src/media-helper/|tests/)', 'CsClock'),
    (r'(?<![\w.>])time\s*\(\s*(NULL|0)\s*\)', r'^(src/base/|tests/)', 'CsClock'),
    (r'\b(strcpy|strcat|sprintf|gets|system|tmpnam)\s*\(', r'^$', 'a call that knows how long things are'),
    (r'\bgoto\b', r'^$', 'a function of its own'),
    (r'(?<![\w_])exit\s*\(', r'(main\.c$|^tests/)', 'a return value'),
    (r'\b(sleep|usleep|g_usleep|nanosleep)\s*\(', r'^$', 'cs_pause(), or the clock of the test'),
    (r'\bgetrandom\s*\(|\bg_random_\w+\s*\(', r'^(src/base/|tests/)', 'cs_random_bytes()'),
    (r'\badw_alert_dialog_new\s*\(', r'^src/ui/common/cs-ask\.c', 'cs_ask_new()'),
    (r'==\s*(TRUE|FALSE)\b', r'^$', 'the value itself'),
]
WORDS = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b')
FOREIGN_PATHS = re.compile(r'(?<![\w/.$}])/(?:home|root|mnt|srv)/\w')


def strip(text):
    """The text with comments and strings blanked, line for line."""
    def blank(match):
        return re.sub(r'[^\n]', ' ', match.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def functions(code):
    """(name, first line, last line, deepest nesting) of each function in GNU layout."""
    lines = code.split('\n')
    start = None
    depth = deepest = 0
    name = None
    for number, line in enumerate(lines, 1):
        head = re.match(r'^([A-Za-z_]\w*) \(', line)
        if head and start is None:
            name = head.group(1)
        if line.startswith('{') and start is None:
            start, depth, deepest = number, 0, 0
        if start is not None:
            for char in line:
                if char == '{':
                    depth += 1
                    deepest = max(deepest, depth)
                elif char == '}':
                    depth -= 1
            if line.startswith('}'):
                if line.rstrip() == '}' and name:
                    yield name, start, number, deepest - 1
                start = name = None


def excused(text_lines, first):
    """Whether a comment just above the function says why it is long."""
    for line in text_lines[max(0, first - 14):first]:
        if '/* long:' in line:
            return True
    return False


def check_licence(path, text, code):
    if 'SPDX-License-Identifier: GPL-3.0-or-later' not in '\n'.join(text.split('\n')[:12 if path.endswith('.c') else 30]):
        yield 1, 'licence', 'the first comment names no licence'


def check_sizes(path, text, code):
    lines = text.split('\n')
    if len(lines) > LONG_FILE:
        yield 1, 'file-length', f'{len(lines)} lines; {LONG_FILE} at most'
    for number, line in enumerate(lines, 1):
        if len(line) > LONG_LINE and 'http' not in line:
            yield number, 'line-length', f'{len(line)} characters; {LONG_LINE} at most'
    for name, first, last, deepest in functions(code):
        if last - first + 1 > LONG_FUNCTION and not excused(lines, first):
            yield first, 'function-length', f'{name} has {last - first + 1} lines; {LONG_FUNCTION} at most, or say /* long: why */ above it'
        if deepest > DEEP and not excused(lines, first):
            yield first, 'nesting', f'{name} nests {deepest} deep; {DEEP} at most'


def check_blocked(path, text, code):
    for number, line in enumerate(code.split('\n'), 1):
        for pattern, allowed, instead in BLOCKED:
            if re.search(pattern, line) and not re.search(allowed, path):
                yield number, 'blocked', f'“{re.search(pattern, line).group(0).strip(" (")}”: use {instead}'


def check_words(path, text, code):
    for number, line in enumerate(text.split('\n'), 1):
        if WORDS.search(line):
            yield number, 'unfinished', 'finish it, or file it'
        if FOREIGN_PATHS.search(line):
            yield number, 'foreign-path', 'a path that is not of the project'
        if line.rstrip() != line:
            yield number, 'space', 'white space at the end of the line'
        if '\t' in line:
            yield number, 'space', 'a tab'


def check_header(path, text, code):
    if not path.endswith('.h'):
        return
    if '#pragma once' not in text:
        yield 1, 'pragma-once', 'a header begins with #pragma once'
    name = path.split('/')[-1]
    if not text.startswith(f'/* {name}: '):
        yield 1, 'header-comment', f'begin with “/* {name}: what it is for”'


def check_includes(path, text, code):
    if not path.endswith('.c') or '/cs-' not in path or not path.startswith('src/'):
        return
    own = path.split('/')[-1][:-2] + '.h'
    includes = re.findall(r'^#include ([<"][^>"]+[>"])', text, flags=re.M)
    if f'"{own}"' in includes and includes[0] != f'"{own}"':
        yield 1, 'own-header-first', f'include "{own}" first, so that it is seen to stand alone'
    if len(includes) > 20:
        yield 1, 'includes', f'{len(includes)} includes: is this one thing?'


CHECKS = [check_licence, check_sizes, check_blocked, check_words, check_header, check_includes]


def check_text(path, text):
    code = strip(text)
    for check in CHECKS:
        yield from check(path, text, code)


DECLARED = re.compile(r'^(?!#|G_)[A-Za-z].*?(?<!\w)(cs_\w+)\s*\(')
MACRO = re.compile(r'^(?:#define|G_DEFINE_)(?:.*\\\n)*.*', re.M)
FOR_TESTS = '/* For tests. */'


def declared(text):
    """(line, name, whether it is for tests) of each function that a header declares."""
    for_tests = False
    for number, (line, code) in enumerate(zip(text.split('\n'), strip(text).split('\n')), 1):
        for_tests = (for_tests or line == FOR_TESTS) and line != ''
        found = DECLARED.match(code)
        if found:
            yield number, found.group(1), for_tests


def named(path, text):
    """The functions that a source names, but where it defines them (in column 0); of a header, that its macros name."""
    code = strip(text)
    if path.endswith('.h'):
        code = '\n'.join(' ' + macro for macro in MACRO.findall(code))
    return set(re.findall(r'(?<=[^\w\n])cs_\w+', code))


def check_unused(texts):
    """(path, line, sentence) of what headers declare and only tests call, and of what is no seam of theirs.

    texts: the headers and sources of the programs, by path.
    """
    known = set()
    for path, text in texts.items():
        known |= named(path, text)
    for path, text in sorted(texts.items()):
        if not path.endswith('.h'):
            continue
        for line, name, for_tests in declared(text):
            if name not in known and not for_tests:
                yield path, line, f'no program calls {name}: take it out, or put it under “{FOR_TESTS}”'
            if name in known and for_tests:
                yield path, line, f'{name} is called by a program: it is not only for tests'
