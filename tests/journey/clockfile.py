"""The virtual clock that all processes of a test share: a mapped file that only
the test moves (src/base/cs-clock.h).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import mmap
import struct
import threading

MAGIC = 0x43532d636c6f636b
FACE = struct.Struct('=Qqq')


class Clock:
    def __init__(self, path, seconds):
        self.path = path
        with open(path, 'wb') as file:
            file.write(FACE.pack(MAGIC, int(seconds * 1e6), 0))
        self.file = open(path, 'r+b')
        self.map = mmap.mmap(self.file.fileno(), FACE.size)

    def now(self):
        return FACE.unpack(self.map[:])[1] / 1e6

    def advance(self, seconds):
        """Wall time and boot time together, as time passes; each in one write."""
        _, now, boot = FACE.unpack(self.map[:])
        usec = int(seconds * 1e6)
        self.map[16:24] = struct.pack('=q', boot + usec)
        self.map[8:16] = struct.pack('=q', now + usec)

    def close(self):
        self.map.close()
        self.file.close()

    @contextlib.contextmanager
    def running(self, step=0.5, pause=0.02):
        """While the block runs, time passes: `step` seconds every `pause`."""
        end = threading.Event()

        def go():
            while not end.wait(pause):
                self.advance(step)

        thread = threading.Thread(target=go)
        thread.start()
        try:
            yield
        finally:
            end.set()
            thread.join()
