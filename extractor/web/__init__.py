"""The web side: a Datasette plugin over an archive. It reads only. serve() opens it on this machine."""

from extractor.web.server import serve

__all__ = ["serve"]
