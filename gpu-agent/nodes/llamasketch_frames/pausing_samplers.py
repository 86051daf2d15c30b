# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""LlamaSketchKSampler and LlamaSketchSamplerCustomAdvanced: ComfyUI's own samplers, but they pause when asked to."""

from .frame_rules import is_frame_id
from .pause_board import BOARD
from .pausing import Paused, sample_pausing

_KEY = ("STRING", {"default": "", "multiline": False})
_LAZY = {"lazy": True}


class _Pausing:
    CATEGORY = "LlamaSketch"
    FUNCTION = "sample"

    @classmethod
    def VALIDATE_INPUTS(cls, pause_key):
        return True if is_frame_id(pause_key) else "not a key"

    def check_lazy_status(self, pause_key, **inputs):
        # What is parked has all that it needs: words are not read again, models not loaded anew.
        if BOARD.is_parked(pause_key):
            return []
        return [name for name, value in inputs.items() if value is None]


class LlamaSketchKSampler(_Pausing):
    DESCRIPTION = "KSampler, but PUT /llamasketch/pause/{pause_key} ends its prompt at the next step; sent again it goes on."
    RETURN_TYPES = ("LATENT",)

    @classmethod
    def INPUT_TYPES(cls):
        import comfy.samplers

        return {
            "required": {
                "pause_key": _KEY,
                "model": ("MODEL", _LAZY),
                "seed": ("INT", {"default": 0, "min": 0, "max": 0xFFFFFFFFFFFFFFFF, "control_after_generate": True}),
                "steps": ("INT", {"default": 20, "min": 1, "max": 10000}),
                "cfg": ("FLOAT", {"default": 8.0, "min": 0.0, "max": 100.0, "step": 0.1, "round": 0.01}),
                "sampler_name": (comfy.samplers.KSampler.SAMPLERS,),
                "scheduler": (comfy.samplers.KSampler.SCHEDULERS,),
                "positive": ("CONDITIONING", _LAZY),
                "negative": ("CONDITIONING", _LAZY),
                "latent_image": ("LATENT", _LAZY),
                "denoise": ("FLOAT", {"default": 1.0, "min": 0.0, "max": 1.0, "step": 0.01}),
            }
        }

    def sample(
        self, pause_key, model, seed, steps, cfg, sampler_name, scheduler, positive, negative, latent_image, denoise
    ):
        def begin():
            _check_present(model, positive, negative, latent_image)
            import comfy.sample
            from .sampling_ground import Ground, fitted

            latent = fitted(model, latent_image)
            noise = comfy.sample.prepare_noise(latent["samples"], seed, latent.get("batch_index"))

            def sampled(patcher, callback):
                samples = comfy.sample.sample(
                    patcher,
                    noise,
                    steps,
                    cfg,
                    sampler_name,
                    scheduler,
                    positive,
                    negative,
                    latent["samples"],
                    denoise=denoise,
                    noise_mask=latent.get("noise_mask"),
                    callback=callback,
                    disable_pbar=True,
                    seed=seed,
                )
                return ({**latent, "samples": samples},)

            return Ground(model, steps, sampled)

        return _run(pause_key, begin)


class LlamaSketchSamplerCustomAdvanced(_Pausing):
    DESCRIPTION = (
        "SamplerCustomAdvanced, but PUT /llamasketch/pause/{pause_key} ends its prompt at the next step; sent again it goes on."
    )
    RETURN_TYPES = ("LATENT", "LATENT")
    RETURN_NAMES = ("output", "denoised_output")

    @classmethod
    def INPUT_TYPES(cls):
        return {
            "required": {
                "pause_key": _KEY,
                "noise": ("NOISE", _LAZY),
                "guider": ("GUIDER", _LAZY),
                "sampler": ("SAMPLER", _LAZY),
                "sigmas": ("SIGMAS", _LAZY),
                "latent_image": ("LATENT", _LAZY),
            }
        }

    def sample(self, pause_key, noise, guider, sampler, sigmas, latent_image):
        def begin():
            _check_present(noise, guider, sampler, sigmas, latent_image)
            import copy

            import comfy.model_management
            from .sampling_ground import Ground, fitted

            latent = fitted(guider.model_patcher, latent_image)
            dots = noise.generate_noise(latent)

            def sampled(patcher, callback):
                # A copy, since a guider writes down what it samples with.
                own = copy.copy(guider)
                own.model_patcher = patcher
                samples = own.sample(
                    dots,
                    latent["samples"],
                    sampler,
                    sigmas,
                    denoise_mask=latent.get("noise_mask"),
                    callback=callback,
                    disable_pbar=True,
                    seed=noise.seed,
                )
                out = {**latent, "samples": samples.to(comfy.model_management.intermediate_device())}
                if ground.x0 is None:
                    return (out, out)
                return (out, {**latent, "samples": patcher.model.process_latent_out(ground.x0.cpu())})

            has_one_model = not hasattr(guider, "uncond_model_patcher")
            ground = Ground(guider.model_patcher, sigmas.shape[-1] - 1, sampled, has_one_model)
            return ground

        return _run(pause_key, begin)


def _check_present(*inputs):
    # What was parked went between the question for inputs and now. Sent once more, the prompt asks for them.
    if any(value is None for value in inputs):
        raise Paused()


def _run(pause_key, begin):
    import comfy.model_management

    try:
        return sample_pausing(BOARD, pause_key, begin)
    except Paused:
        # To ComfyUI it is an interrupted prompt: its queue goes on with the next.
        raise comfy.model_management.InterruptProcessingException() from None
