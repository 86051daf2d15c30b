# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

import threading
import unittest

from llamasketch_frames.pause_board import Parked, PauseBoard
from llamasketch_frames.pausing import Paused, sample_pausing
from llamasketch_frames.pausing_samplers import LlamaSketchKSampler, LlamaSketchSamplerCustomAdvanced
from llamasketch_frames.stepped_run import SteppedRun


class Interrupted(Exception):
    pass


class FakeGround:
    """A sampler whose state is a running sum with a memory of two steps, as multistep samplers have."""

    def __init__(self, steps=6, fails_at=None, can_pause=True, on_shown=None):
        self.steps = steps
        self.can_pause = can_pause
        self.told = []
        self.rests = []
        self.ended = None
        self._fails_at = fails_at
        self._on_shown = on_shown

    def sample(self, at_step):
        before, value = 0, 1
        try:
            for step in range(1, self.steps + 1):
                if step == self._fails_at:
                    raise MemoryError("out of memory")
                before, value = value, value * 3 + before
                at_step(step, value)
            self.ended = "done"
            return value
        except BaseException as error:
            self.ended = type(error).__name__
            raise

    def shown(self, step, value):
        self.told.append(step)
        if self._on_shown is not None:
            self._on_shown(step)

    def leave(self):
        self.rests.append("left")

    def take_back(self):
        self.rests.append("back")


def whole(steps=6):
    """What comes out without any rest."""
    return FakeGround(steps).sample(lambda step, value: None)


def never():
    raise AssertionError("begun anew although it was parked")


class Pausing(unittest.TestCase):
    def setUp(self):
        self.board = PauseBoard()

    def test_runs_to_its_end_when_nobody_asks(self):
        ground = FakeGround()
        self.assertEqual(sample_pausing(self.board, "a", lambda: ground), whole())
        self.assertEqual(ground.told, [1, 2, 3, 4, 5, 6])
        self.assertEqual(self.board.state("a"), {"state": "none"})

    def test_rests_at_the_step_it_was_asked_in_and_goes_on_with_all_its_state(self):
        ground = FakeGround(on_shown=lambda step: self.board.ask("a") if step == 2 else None)
        with self.assertRaises(Paused):
            sample_pausing(self.board, "a", lambda: ground)
        self.assertEqual(self.board.state("a"), {"state": "parked", "step": 2, "steps": 6})
        self.assertEqual(ground.rests, ["left"])
        # Another sampler runs in between, as a live prompt does.
        self.assertEqual(sample_pausing(self.board, "live", lambda: FakeGround(3)), whole(3))
        self.assertEqual(sample_pausing(self.board, "a", never), whole())
        self.assertEqual(ground.told, [1, 2, 3, 4, 5, 6])
        self.assertEqual(ground.rests, ["left", "back"])

    def test_may_rest_at_every_step_but_the_last(self):
        ground = FakeGround(on_shown=lambda step: self.board.ask("a"))
        for step in range(1, 6):
            with self.assertRaises(Paused):
                sample_pausing(self.board, "a", (lambda: ground) if step == 1 else never)
            self.assertEqual(self.board.state("a")["step"], step)
        self.assertEqual(sample_pausing(self.board, "a", never), whole())
        self.assertEqual(self.board.state("a"), {"state": "none"})

    def test_a_request_before_it_begins_holds(self):
        self.board.ask("a")
        with self.assertRaises(Paused):
            sample_pausing(self.board, "a", never)
        ground = FakeGround()
        self.assertEqual(sample_pausing(self.board, "a", lambda: ground), whole())

    def test_a_request_for_another_is_none_of_its_business(self):
        self.board.ask("b")
        self.assertEqual(sample_pausing(self.board, "a", lambda: FakeGround()), whole())

    def test_what_cannot_pause_goes_on_and_the_request_ends_with_it(self):
        ground = FakeGround(can_pause=False, on_shown=lambda step: self.board.ask("a"))
        self.assertEqual(sample_pausing(self.board, "a", lambda: ground), whole())
        self.assertEqual(sample_pausing(self.board, "a", lambda: FakeGround()), whole())

    def test_an_interrupt_unwinds_it_in_its_own_thread_and_leaves_nothing(self):
        def interrupt(step):
            if step == 3:
                raise Interrupted()

        before = threading.active_count()
        ground = FakeGround(on_shown=interrupt)
        with self.assertRaises(Interrupted):
            sample_pausing(self.board, "a", lambda: ground)
        self.assertEqual(ground.ended, "Abandoned")
        self.assertEqual(self.board.state("a"), {"state": "none"})
        self.assertEqual(threading.active_count(), before)

    def test_a_failure_is_told_as_it_was_raised(self):
        with self.assertRaisesRegex(MemoryError, "out of memory"):
            sample_pausing(self.board, "a", lambda: FakeGround(fails_at=4))
        self.assertEqual(self.board.state("a"), {"state": "none"})

    def test_a_failure_of_taking_back_ends_it(self):
        ground = self.parked("a")
        ground.take_back = lambda: (_ for _ in ()).throw(MemoryError("no room"))
        with self.assertRaisesRegex(MemoryError, "no room"):
            sample_pausing(self.board, "a", never)
        self.assertEqual(ground.ended, "Abandoned")
        self.assertEqual(self.board.state("a"), {"state": "none"})

    def test_forgotten_it_is_unwound_by_the_next_sampler_and_begun_anew(self):
        before = threading.active_count()
        ground = self.parked("a")
        self.assertTrue(self.board.forget("a"))
        self.assertFalse(self.board.forget("a"))
        self.assertEqual(self.board.state("a"), {"state": "none"})
        self.assertIsNone(ground.ended)
        self.assertEqual(sample_pausing(self.board, "b", lambda: FakeGround(2)), whole(2))
        self.assertEqual(ground.ended, "Abandoned")
        self.assertEqual(threading.active_count(), before)

    def test_room_for_two_the_longest_parked_goes(self):
        grounds = [self.parked(key) for key in ["a", "b", "c"]]
        self.board.bury()
        self.assertEqual([ground.ended for ground in grounds], ["Abandoned", None, None])
        for key in ["b", "c"]:
            self.assertEqual(sample_pausing(self.board, key, never), whole())

    def parked(self, key):
        ground = FakeGround(on_shown=lambda step: self.board.ask(key) if step == 1 else None)
        with self.assertRaises(Paused):
            sample_pausing(self.board, key, lambda: ground)
        return ground


class Ages(unittest.TestCase):
    def test_requests_and_parked_samplers_do_not_outlive_their_time(self):
        now_s = [0.0]
        board = PauseBoard(max_age_s=100, asked_for_s=10, now_s=lambda: now_s[0])
        board.ask("a")
        now_s[0] = 11.0
        self.assertFalse(board.takes_pause("a", 1, 9))
        board.end("a")
        run = SteppedRun(lambda at_boundary: at_boundary())
        run.advance()
        board.park("a", Parked(run, None, 1, 9))
        now_s[0] = 111.0
        self.assertTrue(board.is_parked("a"))
        now_s[0] = 112.0
        self.assertFalse(board.is_parked("a"))
        board.bury()


class SteppedRuns(unittest.TestCase):
    def test_caller_and_work_take_turns(self):
        seen = []

        def work(at_boundary):
            for step in range(3):
                seen.append(f"work {step}")
                at_boundary(step)
            return "end"

        run = SteppedRun(work)
        for step in range(3):
            self.assertEqual(run.advance(), ("boundary", (step,)))
            seen.append(f"caller {step}")
        self.assertEqual(run.advance(), ("done", "end"))
        self.assertEqual(seen, [f"{who} {step}" for step in range(3) for who in ["work", "caller"]])

    def test_work_that_clings_to_life_is_unwound_all_the_same(self):
        def work(at_boundary):
            try:
                at_boundary(1)
            finally:
                at_boundary(2)

        run = SteppedRun(work)
        run.advance()
        run.abandon()
        run.abandon()

    def test_one_that_never_began_is_nothing_to_unwind(self):
        SteppedRun(lambda at_boundary: None).abandon()


class Nodes(unittest.TestCase):
    def test_keys_are_checked_like_frame_ids(self):
        self.assertIs(LlamaSketchKSampler.VALIDATE_INPUTS("job-1.2"), True)
        for key in ["", "a/b", "a" * 129, "..", None]:
            self.assertEqual(LlamaSketchKSampler.VALIDATE_INPUTS(key), "not a key")

    def test_inputs_are_asked_for_only_while_nothing_is_parked(self):
        node = LlamaSketchSamplerCustomAdvanced()
        linked = {"noise": None, "guider": None, "sampler": 1, "sigmas": None, "latent_image": 2}
        self.assertEqual(node.check_lazy_status("job-1", **linked), ["noise", "guider", "sigmas"])
        from llamasketch_frames.pause_board import BOARD

        run = SteppedRun(lambda at_boundary: at_boundary())
        run.advance()
        BOARD.park("job-1", Parked(run, None, 1, 9))
        self.assertEqual(node.check_lazy_status("job-1", **linked), [])
        BOARD.forget("job-1")
        BOARD.bury()
        self.assertEqual(node.check_lazy_status("job-1", **linked), ["noise", "guider", "sigmas"])


if __name__ == "__main__":
    unittest.main()
