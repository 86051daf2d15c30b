# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""What a sampler stands on while it runs: its models on the device, and the dice. torch and comfy are imported when it runs."""


_RATIOS = ("downscale_ratio_spacial", "downscale_ratio_temporal")


def fitted(patcher, latent):
    """The latent with the channels that the model paints, and without what only said how to make them."""
    import inspect

    import comfy.sample

    fit = comfy.sample.fix_empty_latent_channels
    # Older ones take no ratios.
    taken = len(inspect.signature(fit).parameters) - 2
    samples = fit(patcher, latent["samples"], *[latent.get(ratio) for ratio in _RATIOS[:taken]])
    return {**{key: value for key, value in latent.items() if key not in _RATIOS}, "samples": samples}


class Ground:
    """One sampler of ComfyUI, as `pausing.sample_pausing` takes it. `sampled(patcher, callback)` is the sampling itself."""

    def __init__(self, patcher, steps, sampled, has_one_model=True):
        import latent_preview
        from comfy.patcher_extension import WrappersMP

        # A copy, so that what is added here stays here.
        self._patcher = patcher.clone()
        self._patcher.add_wrapper_with_key(WrappersMP.PREPARE_SAMPLING, "llamasketch", self._remember)
        self._sampled = sampled
        self._has_one_model = has_one_model
        self._previews = latent_preview
        self._show = None
        self._prepared = None
        self._dice = None
        self.steps = steps
        self.x0 = None

    @property
    def can_pause(self):
        """Weights that hooks change from step to step, and a second model, would not be put back as they were."""
        if self._prepared is None or not self._has_one_model:
            return False
        (_, _, conds, *_), _ = self._prepared
        return not any(cond.get("hooks") for group in conds.values() for cond in group)

    def sample(self, at_step):
        """The sampling, on a thread of its own: modes and the chosen device are a thread's."""
        import torch

        device = self._patcher.load_device
        if device.type == "cuda" and device.index is not None:
            torch.cuda.set_device(device)

        def callback(step, x0, x, total):
            self.x0 = x0
            self.steps = total
            at_step(step + 1, x0, x, total)

        with torch.inference_mode():
            return self._sampled(self._patcher, callback)

    def shown(self, step, x0, x, total):
        """Tells the client of the prompt that runs now; raises when it was interrupted."""
        if self._show is None:
            self._show = self._previews.prepare_callback(self._patcher, total)
        self._show(step - 1, x0, x, total)

    def leave(self):
        """Before other prompts run."""
        import torch

        device = self._patcher.load_device
        on_cuda = torch.cuda.get_rng_state(device) if device.type == "cuda" else None
        self._dice = (torch.random.get_rng_state(), on_cuda)
        # The next prompt has its own bar.
        self._show = None

    def take_back(self):
        """After other prompts ran: they may have pushed the models off the device and thrown the dice."""
        import comfy.sampler_helpers
        import torch

        args, options = self._prepared
        comfy.sampler_helpers.prepare_sampling(*args, **options)
        self._patcher.pre_run()
        on_host, on_cuda = self._dice
        torch.random.set_rng_state(on_host)
        if on_cuda is not None:
            torch.cuda.set_rng_state(on_cuda, self._patcher.load_device)

    def _remember(self, executor, *args, **options):
        self._prepared = (args, options)
        return executor(*args, **options)
