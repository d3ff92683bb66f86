"""The web side: a Datasette plugin over an archive. It reads; what a signed-in
reviewer does is written by the store. serve() opens it on this machine."""

from extractor.web.server import serve

__all__ = ["serve"]
