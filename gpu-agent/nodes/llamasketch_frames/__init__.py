# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""Two ComfyUI nodes that carry live frames in memory: a canvas in by PUT, a picture out already encoded."""

from .load_frame import LlamaSketchLoadFrame
from .send_picture import LlamaSketchSendPicture

NODE_CLASS_MAPPINGS = {
    "LlamaSketchLoadFrame": LlamaSketchLoadFrame,
    "LlamaSketchSendPicture": LlamaSketchSendPicture,
}
NODE_DISPLAY_NAME_MAPPINGS = {
    "LlamaSketchLoadFrame": "Load frame (LlamaSketch)",
    "LlamaSketchSendPicture": "Send picture (LlamaSketch)",
}

__all__ = ["NODE_CLASS_MAPPINGS", "NODE_DISPLAY_NAME_MAPPINGS"]

try:
    from server import PromptServer
except ImportError:
    # Read by its tests, outside ComfyUI.
    pass
else:
    from .routes import register

    register(PromptServer.instance)
