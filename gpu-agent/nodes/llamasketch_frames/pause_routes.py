# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

"""PUT, GET and DELETE /llamasketch/pause/{key}, for callers on this machine only."""

from .frame_rules import is_frame_id, is_loopback
from .pause_board import BOARD


def register(server):
    """Adds the routes to ComfyUI's server. Called once, before it starts."""
    from aiohttp import web

    def guarded(answer):
        async def handler(request):
            key = request.match_info["key"]
            if not is_loopback(request.remote):
                return web.Response(status=403, text="only from this machine")
            if not is_frame_id(key):
                return web.Response(status=400, text="not a key")
            return answer(key)

        return handler

    def ask(key):
        BOARD.ask(key)
        return web.json_response(BOARD.state(key), status=202)

    def forget(key):
        return web.Response(status=204 if BOARD.forget(key) else 404)

    path = "/llamasketch/pause/{key}"
    server.routes.put(path)(guarded(ask))
    server.routes.get(path)(guarded(lambda key: web.json_response(BOARD.state(key))))
    server.routes.delete(path)(guarded(forget))
