# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""LlamaSketchLoadFrame: the picture that was PUT under an id. torch, numpy and PIL are imported when it runs."""

from io import BytesIO

from .frame_rules import is_frame_id
from .frame_store import FRAMES

_MAX_PIXELS = 4096 * 4096


class LlamaSketchLoadFrame:
    DESCRIPTION = "Loads a picture that was sent to PUT /llamasketch/frame/{id}."
    CATEGORY = "LlamaSketch"
    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "load"

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"id": ("STRING", {"default": "", "multiline": False})}}

    @classmethod
    def VALIDATE_INPUTS(cls, id):
        if not is_frame_id(id):
            return "not a frame id"
        return True if FRAMES.get(id) is not None else "no frame came under this id"

    @classmethod
    def IS_CHANGED(cls, id):
        frame = FRAMES.get(id)
        return "" if frame is None else frame.sha256

    def load(self, id):
        import numpy
        import torch
        from PIL import Image

        frame = FRAMES.get(id)
        if frame is None:
            raise FileNotFoundError("no frame came under this id, or it had to make room")
        with Image.open(BytesIO(frame.data), formats=("JPEG", "PNG", "WEBP")) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise ValueError("more pixels than this node takes")
            pixels = numpy.asarray(image.convert("RGB"), dtype=numpy.float32) / 255.0
        return (torch.from_numpy(pixels)[None,],)
