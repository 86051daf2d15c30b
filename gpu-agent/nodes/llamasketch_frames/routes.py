# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""PUT and DELETE /llamasketch/frame/{id}, for callers on this machine only."""

import asyncio

from .frame_rules import FRAME_MAX_BYTES, image_type, is_frame_id, is_loopback
from .frame_store import FRAMES
from .pause_board import BOARD

_SWEEP_EVERY_S = 30


def register(server):
    """Adds the routes to ComfyUI's server. Called once, before it starts."""
    from aiohttp import web

    @server.routes.put("/llamasketch/frame/{id}")
    async def put_frame(request):
        problem = _problem(request, web)
        if problem is not None:
            return problem
        if (request.content_length or 0) > FRAME_MAX_BYTES:
            return web.Response(status=413, text="frame too large")
        data = bytearray()
        # ComfyUI's own body limit is for uploads and far larger.
        async for chunk in request.content.iter_any():
            data.extend(chunk)
            if len(data) > FRAME_MAX_BYTES:
                return web.Response(status=413, text="frame too large")
        if image_type(data) is None:
            return web.Response(status=415, text="neither JPEG, PNG nor WEBP")
        is_new = FRAMES.put(request.match_info["id"], data)
        return web.Response(status=201 if is_new else 200)

    @server.routes.delete("/llamasketch/frame/{id}")
    async def delete_frame(request):
        problem = _problem(request, web)
        if problem is not None:
            return problem
        return web.Response(status=204 if FRAMES.delete(request.match_info["id"]) else 404)

    async def sweep():
        while True:
            await asyncio.sleep(_SWEEP_EVERY_S)
            FRAMES.forget_old()
            BOARD.forget_old()

    async def start_sweep(app):
        app["llamasketch_sweep"] = asyncio.create_task(sweep())

    server.app.on_startup.append(start_sweep)


def _problem(request, web):
    if not is_loopback(request.remote):
        return web.Response(status=403, text="only from this machine")
    if not is_frame_id(request.match_info["id"]):
        return web.Response(status=400, text="not a frame id")
    return None
