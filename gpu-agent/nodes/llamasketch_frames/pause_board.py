# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""Which samplers run, which are asked to pause, and which are parked. Plain Python: no torch, PIL or aiohttp."""

import threading
import time
from collections import OrderedDict


class Parked:
    """A sampler at rest: `run` to go on with, `ground` to take back first, and how far it is."""

    __slots__ = ("run", "ground", "step", "steps", "parked_at_s")

    def __init__(self, run, ground, step, steps, parked_at_s=0.0):
        self.run = run
        self.ground = ground
        self.step = step
        self.steps = steps
        self.parked_at_s = parked_at_s


class PauseBoard:
    """
    Requests come from the server's thread; samplers are begun, parked and ended on the worker's. What is not to be gone
    on with is only unwound by `bury`, on the worker's thread: unwinding touches models that a prompt may be using.
    """

    def __init__(self, cap=2, max_age_s=900.0, asked_for_s=60.0, now_s=time.monotonic):
        self._cap = cap
        self._max_age_s = max_age_s
        self._asked_for_s = asked_for_s
        self._now_s = now_s
        self._lock = threading.Lock()
        self._asked_at_s = {}
        self._running = {}
        self._parked = OrderedDict()
        self._doomed = []

    def ask(self, key):
        """Wants the sampler under this key to pause, now or as soon as it begins. Forgotten after a while."""
        with self._lock:
            self._forget_old()
            self._asked_at_s[key] = self._now_s()

    def state(self, key):
        """{"state": "running" | "parked" | "none"}, with "step" of "steps" done unless there is none."""
        with self._lock:
            self._forget_old()
            parked = self._parked.get(key)
            if parked is not None:
                return {"state": "parked", "step": parked.step, "steps": parked.steps}
            if key in self._running:
                step, steps = self._running[key]
                return {"state": "running", "step": step, "steps": steps}
            return {"state": "none"}

    def forget(self, key):
        """Takes a request back and lets what is parked go. True when there was either."""
        with self._lock:
            had_asked = self._asked_at_s.pop(key, None) is not None
            return self._doom(key) or had_asked

    def forget_old(self):
        """Called by a timer, so that nothing is kept past its age while all is quiet."""
        with self._lock:
            self._forget_old()

    def is_parked(self, key):
        with self._lock:
            self._forget_old()
            return key in self._parked

    def begin(self, key):
        """The sampler under this key runs from now on; what was parked under it, or None."""
        with self._lock:
            self._forget_old()
            parked = self._parked.pop(key, None)
            self._running[key] = (0, 0) if parked is None else (parked.step, parked.steps)
            return parked

    def takes_pause(self, key, step, steps):
        """Tells how far it is; True once for each request, and it must pause then. Never at the end: little is left there."""
        with self._lock:
            self._forget_old()
            self._running[key] = (step, steps)
            if steps > 0 and step >= steps:
                return False
            return self._asked_at_s.pop(key, None) is not None

    def park(self, key, parked):
        """Keeps a sampler for later. The one parked longest makes room."""
        with self._lock:
            self._running.pop(key, None)
            parked.parked_at_s = self._now_s()
            self._doom(key)
            self._parked[key] = parked
            while len(self._parked) > self._cap:
                self._doom(next(iter(self._parked)))

    def end(self, key):
        """The sampler under this key runs no more. A request that came too late is void."""
        with self._lock:
            self._running.pop(key, None)
            self._asked_at_s.pop(key, None)

    def bury(self):
        """Unwinds what nobody will go on with. On the worker's thread alone, while it samples nothing."""
        with self._lock:
            self._forget_old()
            doomed, self._doomed = self._doomed, []
        for parked in doomed:
            parked.run.abandon()

    def _forget_old(self):
        now_s = self._now_s()
        for key in [key for key, at_s in self._asked_at_s.items() if at_s < now_s - self._asked_for_s]:
            del self._asked_at_s[key]
        for key in [key for key, one in self._parked.items() if one.parked_at_s < now_s - self._max_age_s]:
            self._doom(key)

    def _doom(self, key):
        parked = self._parked.pop(key, None)
        if parked is None:
            return False
        self._doomed.append(parked)
        return True


BOARD = PauseBoard()
