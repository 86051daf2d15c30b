# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""Takes a sampler from boundary to boundary, and lets it rest between two when that was asked for."""

from .pause_board import Parked
from .stepped_run import SteppedRun


class Paused(Exception):
    """The sampler is parked, or was asked to pause before it began."""


def sample_pausing(board, key, begin):
    """
    Runs the sampler under `key` to its end and returns its result, or raises `Paused`. `begin()` makes the ground of a new
    one: `ground.sample(at_step)`, which calls `at_step(step, *rest)` with the steps done; `ground.steps`;
    `ground.shown(step, *rest)`, which tells the client and may raise; `ground.can_pause`; `ground.leave()` and
    `ground.take_back()` around a rest. One that is parked under the key goes on in place of a new one.
    """
    board.bury()
    parked = board.begin(key)
    try:
        if parked is None and board.takes_pause(key, 0, 0):
            raise Paused()
        run, ground = _start(begin) if parked is None else (parked.run, parked.ground)
        try:
            if parked is not None:
                ground.take_back()
            return _drive(board, key, run, ground)
        except Paused:
            raise
        except BaseException:
            run.abandon()
            raise
    finally:
        board.end(key)


def _start(begin):
    ground = begin()
    return SteppedRun(ground.sample), ground


def _drive(board, key, run, ground):
    while True:
        kind, value = run.advance()
        if kind == "done":
            return value
        step = value[0]
        ground.shown(*value)
        if ground.can_pause and board.takes_pause(key, step, ground.steps):
            ground.leave()
            board.park(key, Parked(run, ground, step, ground.steps))
            raise Paused()
