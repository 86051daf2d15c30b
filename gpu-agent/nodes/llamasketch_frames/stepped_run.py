# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""Work that stops at its own boundaries and goes on from there: it keeps a thread, so nothing of it has to be saved."""

import contextvars
import threading
from queue import SimpleQueue


class Abandoned(BaseException):
    """Unwinds work that nobody will finish. No Exception, so that the work does not take it for a failure."""


class SteppedRun:
    """
    Runs `work(at_boundary)` on a thread of its own, from one call of `at_boundary` to the next. Whoever calls `advance`
    waits meanwhile, so work and caller never run at once. All that the work holds stays as it is between two calls.
    """

    def __init__(self, work):
        self._work = work
        self._orders = SimpleQueue()
        self._news = SimpleQueue()
        self._has_begun = False
        self._is_abandoned = False
        context = contextvars.copy_context()
        self._thread = threading.Thread(target=context.run, args=(self._run,), name="llamasketch-run", daemon=True)

    def advance(self):
        """Goes on to the next boundary: ("boundary", its arguments) or ("done", the result). Raises what the work raised."""
        if self._has_begun:
            self._orders.put(None)
        else:
            self._has_begun = True
            self._thread.start()
        kind, value = self._news.get()
        if kind == "failed":
            raise value
        return kind, value

    def abandon(self):
        """Unwinds work that stands at a boundary, and waits until it has ended."""
        self._is_abandoned = True
        if not self._has_begun:
            return
        self._orders.put(None)
        self._thread.join()

    def _run(self):
        try:
            self._news.put(("done", self._work(self._at_boundary)))
        except Abandoned:
            pass
        except BaseException as error:
            self._news.put(("failed", error))

    def _at_boundary(self, *args):
        if not self._is_abandoned:
            self._news.put(("boundary", args))
            self._orders.get()
        if self._is_abandoned:
            raise Abandoned()
