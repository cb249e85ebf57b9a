"""walls.py ZONES: what zoneinfo makes of times on the wall, 2026 to 2046.

A line a time: zone, minutes since 1970 on the wall, the instants by fold 0 and
1, and whether the first of them exists. Three times a day of every week, and
every quarter of an hour around each change of the clock.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import datetime
import sys
import zoneinfo

UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1)
START = datetime.datetime(2026, 1, 1)
END = datetime.datetime(2046, 1, 1)
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


def changes(zone):
    """The days on which the offset is another at the end than at the beginning."""
    day = START
    before = zone.utcoffset(day)
    while day < END:
        day += DAY
        after = zone.utcoffset(day)
        if after != before:
            yield day - DAY
        before = after


def walls(zone):
    wall = START
    while wall < END:
        yield wall
        wall += datetime.timedelta(days=2, hours=7, minutes=13)
    for day in changes(zone):
        for minute in range(-2 * 60, 26 * 60, 15):
            yield day + minute * MINUTE


def main():
    out = []
    for name in sys.argv[1].split():
        zone = zoneinfo.ZoneInfo(name)
        for wall in walls(zone):
            instants = []
            for fold in (0, 1):
                offset = zone.utcoffset(wall.replace(fold=fold))
                instants.append((wall - offset - EPOCH) // datetime.timedelta(seconds=1))
            back = datetime.datetime.fromtimestamp(instants[0], UTC).astimezone(zone)
            exists = int(back.replace(tzinfo=None, fold=0) == wall)
            out.append(f'{name} {(wall - EPOCH) // MINUTE} {instants[0]} {instants[1]} {exists}\n')
    sys.stdout.write(''.join(out))


main()
