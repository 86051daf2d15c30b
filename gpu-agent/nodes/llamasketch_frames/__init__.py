# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""ComfyUI nodes for live drawing: frames carried in memory, and samplers that step aside for them."""

from .load_frame import LlamaSketchLoadFrame
from .pausing_samplers import LlamaSketchKSampler, LlamaSketchSamplerCustomAdvanced
from .send_picture import LlamaSketchSendPicture

NODE_CLASS_MAPPINGS = {
    "LlamaSketchKSampler": LlamaSketchKSampler,
    "LlamaSketchLoadFrame": LlamaSketchLoadFrame,
    "LlamaSketchSamplerCustomAdvanced": LlamaSketchSamplerCustomAdvanced,
    "LlamaSketchSendPicture": LlamaSketchSendPicture,
}
NODE_DISPLAY_NAME_MAPPINGS = {
    "LlamaSketchKSampler": "KSampler, pausing (LlamaSketch)",
    "LlamaSketchLoadFrame": "Load frame (LlamaSketch)",
    "LlamaSketchSamplerCustomAdvanced": "SamplerCustomAdvanced, pausing (LlamaSketch)",
    "LlamaSketchSendPicture": "Send picture (LlamaSketch)",
}

__all__ = ["NODE_CLASS_MAPPINGS", "NODE_DISPLAY_NAME_MAPPINGS"]

try:
    from server import PromptServer
except ImportError:
    # Read by its tests, outside ComfyUI.
    pass
else:
    from . import pause_routes, routes

    routes.register(PromptServer.instance)
    pause_routes.register(PromptServer.instance)
