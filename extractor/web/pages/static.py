"""The name of a file of static/ in, its bytes out. Its address changes with its content, so a browser may
keep it for good; only files that are there are served, whatever name is asked for."""

from __future__ import annotations

from datasette import Response
from datasette.utils.asgi import NotFound, Request

from extractor.web.visit import STATIC

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


async def static_file(request: Request) -> Response:
    held = {path.name: path for path in STATIC.iterdir() if path.suffix in _TYPES}
    path = held.get(request.url_vars["name"])
    if path is None:
        raise NotFound("no such file")
    return Response(path.read_bytes(), headers={"cache-control": "public, max-age=31536000, immutable"}, content_type=_TYPES[path.suffix])
