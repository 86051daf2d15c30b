# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

import sys
import types
import unittest
from unittest import mock

from llamasketch_frames.sampling_ground import Ground, fitted


def modules(**attributes):
    """ComfyUI's modules, as far as they are asked for."""
    named = {name: types.ModuleType(name) for name in ["comfy", "comfy.sample", "comfy.patcher_extension", "latent_preview"]}
    named["comfy"].sample = named["comfy.sample"]
    named["comfy.patcher_extension"].WrappersMP = types.SimpleNamespace(PREPARE_SAMPLING="prepare_sampling")
    for name, value in attributes.items():
        setattr(named["comfy.sample"], name, value)
    return mock.patch.dict(sys.modules, named)


class FakePatcher:
    def __init__(self):
        self.wrappers = []

    def clone(self):
        return FakePatcher()

    def add_wrapper_with_key(self, *wrapper):
        self.wrappers.append(wrapper)


class Fitted(unittest.TestCase):
    latent = {"samples": 1, "noise_mask": "m", "downscale_ratio_spacial": 16}

    def test_older_comfyui_is_given_no_ratios(self):
        with modules(fix_empty_latent_channels=lambda model, samples: samples + 1):
            self.assertEqual(fitted(None, self.latent), {"samples": 2, "noise_mask": "m"})

    def test_newer_ones_are_given_what_they_take(self):
        with modules(fix_empty_latent_channels=lambda model, samples, space=None: (samples, space)):
            self.assertEqual(fitted(None, self.latent)["samples"], (1, 16))
        with modules(fix_empty_latent_channels=lambda model, samples, space=None, time=None: (samples, space, time)):
            self.assertEqual(fitted(None, self.latent)["samples"], (1, 16, None))


class CanPause(unittest.TestCase):
    def ground(self, conds, has_one_model=True):
        with modules():
            ground = Ground(FakePatcher(), 4, None, has_one_model)
        self.assertFalse(ground.can_pause)
        (_, _, remember), = ground._patcher.wrappers
        seen = remember(lambda *args, **options: (args, options), "model", (1, 4), conds, model_options={})
        self.assertEqual(seen, (("model", (1, 4), conds), {"model_options": {}}))
        return ground

    def test_once_its_models_are_known(self):
        self.assertTrue(self.ground({"positive": [{}], "negative": [{}]}).can_pause)

    def test_not_with_hooks_nor_with_a_second_model(self):
        self.assertFalse(self.ground({"positive": [{"hooks": "a group"}], "negative": [{}]}).can_pause)
        self.assertFalse(self.ground({"positive": [{}]}, has_one_model=False).can_pause)


if __name__ == "__main__":
    unittest.main()
