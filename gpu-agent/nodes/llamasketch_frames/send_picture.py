# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""LlamaSketchSendPicture: encodes once and sends to the prompt's own client. numpy and PIL are imported when it runs."""

import asyncio
import time
from io import BytesIO

from .picture_frame import encoding, takes_metadata, with_metadata, without_metadata

_SEND_WITHIN_S = 10


class LlamaSketchSendPicture:
    DESCRIPTION = "Sends pictures over the client's socket as JPEG or WEBP, without metadata in them."
    CATEGORY = "LlamaSketch"
    RETURN_TYPES = ()
    OUTPUT_NODE = True
    FUNCTION = "send"

    @classmethod
    def INPUT_TYPES(cls):
        return {
            "required": {
                "images": ("IMAGE",),
                "format": (["JPEG", "WEBP"],),
                "quality": ("INT", {"default": 85, "min": 1, "max": 100, "step": 1}),
            },
            "hidden": {"unique_id": "UNIQUE_ID"},
        }

    @classmethod
    def IS_CHANGED(cls, **_):
        # A cached run would send nothing.
        return time.monotonic_ns()

    def send(self, images, format, quality, unique_id=None):
        import numpy
        from PIL import Image
        from server import PromptServer

        server = PromptServer.instance
        client_id = server.client_id
        if client_id is None:
            # ComfyUI would show it to every socket.
            raise ValueError("a prompt without client_id has nobody to send its picture to")
        has_metadata = takes_metadata(server.sockets_metadata, client_id)
        name, mime = encoding(format, has_metadata)
        prompt_id, node_id = _where(server, unique_id)
        for image in images:
            pixels = (image.detach().cpu().numpy() * 255.0 + 0.5).clip(0, 255).astype(numpy.uint8)
            buffer = BytesIO()
            # method 2: a live picture is worth less a few milliseconds later.
            options = {"method": 2} if name == "WEBP" else {}
            Image.fromarray(pixels).save(buffer, format=name, quality=quality, **options)
            if has_metadata:
                event, body = with_metadata(buffer.getvalue(), mime, node_id, prompt_id)
            else:
                event, body = without_metadata(buffer.getvalue(), mime)
            # send_sync would take event 4 for a picture still to be encoded. Waited for, so that the picture is on
            # its way before the success is told.
            sent = asyncio.run_coroutine_threadsafe(server.send_bytes(event, body, client_id), server.loop)
            sent.result(timeout=_SEND_WITHIN_S)
        return {}


def _where(server, unique_id):
    from comfy_execution.utils import get_executing_context

    context = get_executing_context()
    if context is not None:
        return context.prompt_id, context.node_id
    return getattr(server, "last_prompt_id", None), str(unique_id)
