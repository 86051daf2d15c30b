# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""The binary frames in which a picture reaches its client. Layouts are those of ComfyUI's own previews."""

import json
import struct

PREVIEW_IMAGE = 1
PREVIEW_IMAGE_WITH_METADATA = 4

# Event 1 numbers its formats and has no number for anything else.
_PREVIEW_NUMBER = {"image/jpeg": 1, "image/png": 2}


def takes_metadata(sockets_metadata, client_id):
    """True when the client said, in its first message, that it reads event 4."""
    flags = (sockets_metadata.get(client_id) or {}).get("feature_flags") or {}
    return flags.get("supports_preview_metadata") is True


def with_metadata(picture, mime, node_id, prompt_id):
    """Event 4 and its body: length, JSON, picture."""
    metadata = {
        "node_id": node_id,
        "prompt_id": prompt_id,
        "display_node_id": node_id,
        "parent_node_id": None,
        "real_node_id": node_id,
        "image_type": mime,
    }
    text = json.dumps(metadata).encode("utf-8")
    return PREVIEW_IMAGE_WITH_METADATA, struct.pack(">I", len(text)) + text + picture


def without_metadata(picture, mime):
    """Event 1 and its body: format number, picture."""
    number = _PREVIEW_NUMBER.get(mime)
    if number is None:
        raise ValueError(f"event 1 has no number for {mime}")
    return PREVIEW_IMAGE, struct.pack(">I", number) + picture


def encoding(wanted, has_metadata):
    """PIL's format name and the media type: WEBP is only sent where it can be named."""
    if wanted == "WEBP" and has_metadata:
        return "WEBP", "image/webp"
    return "JPEG", "image/jpeg"
