# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""Frames by id in memory: never on a disk, never more than a cap, never older than a while."""

import hashlib
import threading
import time
from collections import OrderedDict


class Frame:
    """One frame's bytes and what tells it from another."""

    __slots__ = ("data", "sha256", "stored_at_s")

    def __init__(self, data, stored_at_s):
        self.data = data
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.stored_at_s = stored_at_s


class FrameStore:
    """The least recently used frame goes first. Used from the server's thread and from the worker's."""

    def __init__(self, cap_bytes=64 * 1024 * 1024, max_age_s=120.0, now_s=time.monotonic):
        self._cap_bytes = cap_bytes
        self._max_age_s = max_age_s
        self._now_s = now_s
        self._lock = threading.Lock()
        self._frames = OrderedDict()
        self._bytes = 0

    @property
    def size_bytes(self):
        with self._lock:
            return self._bytes

    def __len__(self):
        with self._lock:
            return len(self._frames)

    def put(self, frame_id, data):
        """Keeps the bytes under the id in place of what was there. True when the id is new."""
        if len(data) > self._cap_bytes:
            raise ValueError("a frame larger than the whole store")
        with self._lock:
            self._forget_old()
            is_new = not self._drop(frame_id)
            self._frames[frame_id] = Frame(bytes(data), self._now_s())
            self._bytes += len(data)
            while self._bytes > self._cap_bytes:
                self._drop(next(iter(self._frames)))
            return is_new

    def get(self, frame_id):
        """The frame, or None when it never came, was too old or had to make room."""
        with self._lock:
            self._forget_old()
            frame = self._frames.get(frame_id)
            if frame is not None:
                self._frames.move_to_end(frame_id)
            return frame

    def delete(self, frame_id):
        """Forgets a frame. True when there was one."""
        with self._lock:
            return self._drop(frame_id)

    def forget_old(self):
        """Drops what is too old; called by a timer, so that nothing outlives its age while all is quiet."""
        with self._lock:
            self._forget_old()

    def _forget_old(self):
        oldest_s = self._now_s() - self._max_age_s
        for frame_id in [key for key, frame in self._frames.items() if frame.stored_at_s < oldest_s]:
            self._drop(frame_id)

    def _drop(self, frame_id):
        frame = self._frames.pop(frame_id, None)
        if frame is None:
            return False
        self._bytes -= len(frame.data)
        return True


FRAMES = FrameStore()
