# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""Which frame ids are taken, and what their bytes must begin with. Plain Python: no torch, PIL or aiohttp."""

import re

FRAME_MAX_BYTES = 16 * 1024 * 1024

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,127}\Z")


def is_frame_id(text):
    """True for a name that is safe in an address, a log and a cache key."""
    return isinstance(text, str) and _ID.match(text) is not None and ".." not in text


def image_type(data):
    """image/jpeg, image/png, image/webp, or None for anything else."""
    if data[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def is_loopback(address):
    """True when a peer's address is this machine's own."""
    if not isinstance(address, str):
        return False
    bare = address.split("%", 1)[0]
    if bare.startswith("::ffff:"):
        bare = bare[len("::ffff:"):]
    return bare == "::1" or re.match(r"127(\.\d{1,3}){3}\Z", bare) is not None
